"""A cohort folder is read person by person; every row is used or rejected, and nothing is invented."""

import gc
import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cohort_tables import write_cohort, write_table
from trd_registry.cohorts.folder.columns import cell_of, columns_of
from trd_registry.cohorts.folder.folder import Cohort
from trd_registry.cohorts.folder.person import Person
from trd_registry.loading.data_root import data_root
from trd_registry.loading.history import load_history
from trd_registry.model.errors import RegistryError
from trd_registry.model.finding import InvalidInput
from trd_registry.model.interval import Interval
from trd_registry.model.vocabulary import Vocabularies

FAILED = {"treatment": "sertraline", "dose": 100, "weeks": 8, "response": "none"}


def read(folder: Path, vocabularies: Vocabularies) -> tuple[dict[str, Person], Cohort]:
    cohort = Cohort(folder, vocabularies)
    return {one.id: one for one in cohort.persons()}, cohort


def codes(cohort: Cohort) -> list[tuple[str, int, str, str]]:
    return [(one.table, one.line, one.column, one.code) for one in cohort.report.rejects]


def one_trial(tmp_path: Path, vocabularies: Vocabularies, **cells: Any) -> tuple[Person, Cohort]:
    rows = {"persons": [{"person": "p1"}], "trials": [{"person": "p1", **FAILED, **cells}]}
    persons, cohort = read(write_cohort(tmp_path, rows), vocabularies)
    return persons["p1"], cohort


def test_every_fact_of_a_trial_in_a_history_has_a_column() -> None:
    names = {column.name for column in columns_of("trials")}
    assert {"treatment", "weeks", "start_score.", "stopped", "augments"} <= names
    for header in ("weeks_at_least", "dose_below", "end_score.hamd-17", "end_score.hamd-17_at_most"):
        assert cell_of("trials", header) is not None
    for header in ("weeks_atleast", "end_score", "end_score.", "end_score.Hamd", "note_at_least"):
        assert cell_of("trials", header) is None


def test_a_person_is_the_same_as_the_history_file(tmp_path: Path, vocabularies: Vocabularies) -> None:
    """The reference history `widow`, written as tables by hand."""
    history = load_history(data_root() / "definitions" / "histories" / "widow.yaml", vocabularies)
    drugs = [trial for trial in history.trials if "dose" in trial.facts]
    assert drugs
    write_cohort(
        tmp_path,
        {
            "persons": [{"person": "p1", "age": 61}],
            "trials": [{"person": "p1", "treatment": "sertraline", "dose": 100}],
        },
        complete="[antidepressant]",
    )
    persons, cohort = read(tmp_path, vocabularies)
    trial = persons["p1"].history.trials[0]
    assert trial.number("dose") == Interval(100, 100)
    assert trial.number("weeks") == Interval(0)
    assert trial.truth("adherent") is None
    assert persons["p1"].history.number("patient.age") == Interval(61, 61)
    assert codes(cohort) == []


def test_bounds_and_several_values_are_kept_as_such(tmp_path: Path, vocabularies: Vocabularies) -> None:
    cells = {
        "weeks": "",
        "weeks_at_least": 6,
        "weeks_below": 9,
        "treatment": "sertraline|citalopram",
        "adherent": "TRUE",
    }
    person, cohort = one_trial(tmp_path, vocabularies, **cells)
    (trial,) = person.history.trials
    assert codes(cohort) == []
    assert trial.number("weeks") == Interval(6, 9, upper_open=True)
    assert trial.choice("treatment") == {"sertraline", "citalopram"}
    assert trial.truth("adherent") is True


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"weeks": "NaN"}, "weeks", "TRD203"),
        ({"weeks": "-8"}, "weeks", "TRD206"),
        ({"weeks": "8,5"}, "weeks", "TRD203"),
        ({"weeks": "1e999"}, "weeks", "TRD203"),
        ({"weeks": "inf"}, "weeks", "TRD203"),
        ({"weeks": "٨"}, "weeks", "TRD203"),
        ({"dose": "-20"}, "dose", "TRD205"),
        ({"adherent": "yes"}, "adherent", "TRD203"),
        ({"adherent": "1"}, "adherent", "TRD203"),
        ({"response": "bad"}, "response", "TRD204"),
        ({"response": "none||partial"}, "response", "TRD204"),
        ({"start": "2021-02-30"}, "start", "TRD401"),
        ({"start": "30.02.2021"}, "start", "TRD205"),
        ({"start": "2020-02-01", "end": "2020-01-01", "weeks": ""}, "end", "TRD408"),
        ({"weeks_at_least": "6"}, "weeks_at_least", "TRD207"),
        ({"treatment": "sertralin"}, "treatment", "TRD301"),
        ({"end_score.hamd-17": 99}, "end_score", "TRD405"),
        ({"sessions": "2.5"}, "sessions", "TRD203"),
    ],
)
def test_a_faulty_trial_is_rejected_and_the_list_is_open(
    cells: dict[str, Any], column: str, code: str, tmp_path: Path, vocabularies: Vocabularies
) -> None:
    person, cohort = one_trial(tmp_path, vocabularies, **cells)
    assert codes(cohort) == [("trials", 2, column, code)]
    assert person.history.trials == ()
    assert not person.history.lists_in_full("antidepressant", "current")
    assert person.opened == {"trials"}


def test_a_sound_list_stays_complete(tmp_path: Path, vocabularies: Vocabularies) -> None:
    person, _ = one_trial(tmp_path, vocabularies)
    assert person.history.lists_in_full("antidepressant", "current")
    assert person.opened == frozenset()


def test_a_rejected_person_stays_in_the_cohort_with_nothing_known(tmp_path: Path, vocabularies: Vocabularies) -> None:
    rows = {
        "persons": [{"person": "p1", "age": "old", "sex": "female", "as_of": "2020-01-01"}],
        "trials": [{"person": "p1", **FAILED}],
    }
    write_cohort(tmp_path, rows, as_of="2021-01-01", trials_in="current-episode")
    persons, cohort = read(tmp_path, vocabularies)
    history = persons["p1"].history
    assert codes(cohort) == [("persons", 2, "age", "TRD203")]
    assert history.facts == {}
    assert history.as_of is None  # the row had a day of its own: that of the cohort is not this person's
    assert len(history.trials) == 1
    assert history.lists_in_full("ect", "earlier")


def test_an_episode_that_is_rejected_takes_the_place_of_its_trials_with_it(
    tmp_path: Path, vocabularies: Vocabularies
) -> None:
    """An onset that cannot be read may have placed the trial in an earlier episode."""
    rows = {
        "persons": [{"person": "p1"}],
        "episodes": [{"person": "p1", "onset": "2020-13", "number": 3}],
        "trials": [{"person": "p1", **FAILED}],
    }
    persons, cohort = read(write_cohort(tmp_path, rows, trials_in="current-episode"), vocabularies)
    assert codes(cohort) == [("episodes", 2, "onset", "TRD401")]
    assert "episode" not in persons["p1"].history.trials[0].facts


def test_copies_and_contradictions(tmp_path: Path, vocabularies: Vocabularies) -> None:
    rows = {
        "persons": [{"person": one, "age": 30} for one in ("a", "a", "b", "c", "d")] + [{"person": "b", "age": 31}],
        "trials": [
            {"person": "a", "id": "t1", **FAILED},
            {"person": "a", "id": "t1", **FAILED},
            {"person": "c", **FAILED},
            {"person": "c", **FAILED},
            {"person": "d", "id": "t1", **FAILED},
            {"person": "d", "id": "t1", **FAILED, "weeks": 9},
        ],
    }
    persons, cohort = read(write_cohort(tmp_path, rows), vocabularies)
    found = {(one.table, one.line, one.code) for one in cohort.report.rejects}
    assert found == {
        ("persons", 3, "ROW4"), ("persons", 4, "ROW5"), ("persons", 7, "ROW5"),
        ("trials", 3, "ROW4"), ("trials", 5, "ROW4"), ("trials", 6, "ROW5"), ("trials", 7, "ROW5"),
    }  # fmt: skip
    assert [len(persons[one].history.trials) for one in "acd"] == [1, 1, 0]
    # A copy of a trial with a name says nothing new; two that look alike may have been two.
    assert [persons[one].opened for one in "acd"] == [set(), {"trials"}, {"trials"}]
    assert persons["b"].history.facts == {}


def test_orphans_harm_nobody_and_rows_of_nobody_harm_all(tmp_path: Path, vocabularies: Vocabularies) -> None:
    rows = {"persons": [{"person": "a"}, {"person": "b"}], "trials": [{"person": "z", **FAILED}]}
    persons, cohort = read(write_cohort(tmp_path / "one", rows), vocabularies)
    assert codes(cohort) == [("trials", 2, "person", "ROW3")]
    assert persons["a"].opened == frozenset()
    rows["trials"] = [{"person": "  ", **FAILED}]
    persons, cohort = read(write_cohort(tmp_path / "two", rows), vocabularies)
    assert codes(cohort) == [("trials", 2, "", "ROW2")]
    assert [one.opened for one in persons.values()] == [{"trials"}, {"trials"}]
    assert "may be anybody's" in "\n".join(cohort.report.lines())


def test_lines_in_another_encoding_or_with_broken_quotes_are_their_persons_alone(
    tmp_path: Path, vocabularies: Vocabularies
) -> None:
    write_cohort(tmp_path, {"persons": [{"person": one} for one in "abcde"], "trials": []})
    lines = [
        b"\xef\xbb\xbfperson,treatment,note",
        "a,sertraline,Gödel".encode(),
        "b,sertraline,Gödel".encode("latin-1"),
        b'c,sertraline,"open',
        b"d,sertraline,one,two",
        b"",
        b'e,sertraline,"a, b"',
    ]
    (tmp_path / "trials.csv").write_bytes(b"\r\n".join(lines))
    persons, cohort = read(tmp_path, vocabularies)
    found = [(one.line, one.person, one.code) for one in cohort.report.rejects]
    assert found == [(3, "b", "ROW1"), (4, "c", "ROW1"), (5, "d", "ROW1")]
    assert [len(one.history.trials) for one in persons.values()] == [1, 0, 0, 0, 1]
    assert [bool(one.opened) for one in persons.values()] == [False, True, True, True, False]


def test_a_column_that_is_not_known_is_refused_unless_it_is_named(tmp_path: Path, vocabularies: Vocabularies) -> None:
    rows = {"persons": [{"person": "a"}], "trials": [{"person": "a", "week": 8, **FAILED}]}
    write_cohort(tmp_path, rows)
    with pytest.raises(InvalidInput, match="Did you mean 'weeks'") as raised:
        Cohort(tmp_path, vocabularies)
    (finding,) = raised.value.findings
    assert (Path(finding.path).name, finding.line, finding.column, finding.code) == ("trials.csv", 1, 2, "TRD201")
    write_cohort(tmp_path, rows, unread="{trials: [week]}")
    assert codes(read(tmp_path, vocabularies)[1]) == []


def test_a_table_that_is_declared_complete_must_be_there(tmp_path: Path, vocabularies: Vocabularies) -> None:
    write_cohort(tmp_path, {"persons": [{"person": "a"}], "trial": []})
    with pytest.raises(InvalidInput) as raised:
        Cohort(tmp_path, vocabularies)
    assert {one.code for one in raised.value.findings} == {"TRD202", "TRD209"}
    (tmp_path / "trial.csv").unlink()
    write_cohort(tmp_path, {}, complete="none")
    assert len(read(tmp_path, vocabularies)[0]) == 1


def test_measurements_are_scores_in_long_form(tmp_path: Path, vocabularies: Vocabularies) -> None:
    rows = {
        "persons": [{"person": "a"}],
        "trials": [{"person": "a", "id": "t1", "treatment": "sertraline"}],
        "measurements": [
            {"person": "a", "scale": "hamd-17", "at": "start", "trial": "t1", "score": 20},
            {"person": "a", "scale": "hamd-17", "at": "end", "trial": "t1", "score_at_least": 15},
            {"person": "a", "scale": "madrs", "at": "present", "score": 30},
            {"person": "a", "scale": "madrs", "at": "end", "trial": "t2", "score": 30},
            {"person": "a", "scale": "nothing", "at": "end", "trial": "t1", "score": 30},
            {"person": "a", "scale": "madrs", "at": "end", "trial": "t1", "score": 999},
        ],
    }
    persons, cohort = read(write_cohort(tmp_path, rows), vocabularies)
    history = persons["a"].history
    assert history.trials[0].number("improvement") == Interval(100 - 100 * 52 / 20, 25)
    assert history.number("episode.score.madrs") == Interval(30, 30)
    assert {(line, code) for _, line, _, code in codes(cohort)} == {(5, "ROW3"), (6, "TRD304"), (7, "TRD405")}
    assert persons["a"].opened == frozenset()  # a lost score leaves no list incomplete


def test_records_need_a_span_and_lose_their_coverage_with_a_row(tmp_path: Path, vocabularies: Vocabularies) -> None:
    supply = {"treatment": "sertraline", "date": "2020-02-01", "days": 30}
    rows = {
        "persons": [{"person": "a"}, {"person": "b", "record_to": "2020-01-31"}, {"person": "c"}, {"person": "d"}],
        "dispensings": [
            {"person": "a", **supply}, {"person": "a", **supply},
            {"person": "b", **supply},
            {"person": "c", **supply, "days": -30},
            {"person": "d", **supply},
        ],
    }  # fmt: skip
    span = {"records": "{from: 2019-01-01, to: 2020-12-31, covers: [dispensings]}", "complete": "none"}
    persons, cohort = read(write_cohort(tmp_path, rows, **span), vocabularies)
    assert {(line, code) for _, line, _, code in codes(cohort)} == {(3, "ROW4"), (4, "TRD430"), (5, "TRD206")}
    covers = {name: one.history.records.covers for name, one in persons.items() if one.history.records}
    assert covers == {"a": set(), "b": set(), "c": set(), "d": {"dispensings"}}
    persons, cohort = read(write_cohort(tmp_path, {}, **span, repeats="[dispensings]"), vocabularies)
    assert len(persons["a"].history.records.dispensings) == 2
    write_cohort(tmp_path, {}, complete="none")
    persons, cohort = read(tmp_path, vocabularies)
    assert {code for *_, code in codes(cohort)} == {"ROW4", "ROW7", "TRD206"}


def test_rows_that_no_history_could_hold_are_counted_and_not_kept(
    tmp_path: Path, vocabularies: Vocabularies, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trd_registry.cohorts.folder.person.MOST_OF_ONE", 2)
    rows = {
        "persons": [{"person": "p1"}, {"person": "p2"}],
        "trials": [{"person": "p1", **FAILED, "weeks": weeks} for weeks in (5, 6, 7, 8)] + [{"person": "p2", **FAILED}],
    }
    persons, cohort = read(write_cohort(tmp_path, rows), vocabularies)
    assert [trial.facts["weeks"] for trial in persons["p1"].history.trials] == [Interval(5, 5), Interval(6, 6)]
    assert codes(cohort) == [("trials", 4, "", "ROW8"), ("trials", 5, "", "ROW8")]
    assert "trials" in persons["p1"].opened
    assert "trials" not in persons["p2"].opened
    assert [(one.table, one.read, one.used, one.rejected) for one in cohort.report.counts()][1] == ("trials", 5, 3, 2)


def test_a_drug_that_was_dispensed_and_is_no_trial_opens_the_list(tmp_path: Path, vocabularies: Vocabularies) -> None:
    rows = {
        "persons": [{"person": "a"}],
        "trials": [{"person": "a", **FAILED}],
        "dispensings": [{"person": "a", "treatment": "bupropion", "date": "2020-02-01"}],
    }
    span = "{from: 2019-01-01, to: 2020-12-31, covers: [dispensings]}"
    persons, cohort = read(write_cohort(tmp_path, rows, records=span), vocabularies)
    assert codes(cohort) == []
    assert persons["a"].opened == {"trials"}
    assert persons["a"].history.records.covers == {"dispensings"}


def test_parquet_says_the_same_as_csv(tmp_path: Path, vocabularies: Vocabularies) -> None:
    write_cohort(tmp_path, {"persons": [{"person": 2}, {"person": 10}]})
    table = pa.table({
        "treatment": ["sertraline", "sertraline", None, "citalopram"],
        "person": pa.array([10, 2, None, 2]),
        "weeks": [8.0, float("nan"), 3.0, None],
        "start": pa.array([date(2020, 1, 2), None, None, None]),
        "end": pa.array([datetime(2020, 2, 27, 9), None, None, None]),  # noqa: DTZ001
        "adherent": [True, None, None, False],
    })  # fmt: skip
    pq.write_table(table, tmp_path / "trials.parquet")
    persons, cohort = read(tmp_path, vocabularies)
    assert list(persons) == ["10", "2"]
    trial = persons["10"].history.trials[0]
    assert trial.number("weeks") == Interval(8, 8)
    assert trial.start is not None
    assert trial.start.first == date(2020, 1, 2)
    assert codes(cohort) == [("trials", 3, "", "ROW2"), ("trials", 2, "weeks", "TRD203")]


def test_a_name_of_a_folder_is_no_pattern(tmp_path: Path, vocabularies: Vocabularies) -> None:
    """DuckDB would read other files for `[` and `*`."""
    for name, drug in (("a[b]*", "sertraline"), ("ab", "venlafaxine")):
        write_cohort(tmp_path / name, {"persons": [{"person": "1"}]})
        pq.write_table(pa.table({"person": ["1"], "treatment": [drug]}), tmp_path / name / "trials.parquet")
    persons, _ = read(tmp_path / "a[b]*", vocabularies)
    assert [trial.label for trial in persons["1"].history.trials] == ["sertraline"]


def test_nothing_is_left_behind(tmp_path: Path, vocabularies: Vocabularies, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    cohort = Cohort(write_cohort(tmp_path / "made", {"persons": [{"person": "1"}]}, complete="none"), vocabularies)
    assert len(list(cohort.persons())) == 1
    assert len(list(tmp_path.iterdir())) == 2
    del cohort
    gc.collect()
    assert [path.name for path in tmp_path.iterdir()] == ["made"]


def test_a_file_that_is_no_parquet_is_refused(tmp_path: Path, vocabularies: Vocabularies) -> None:
    write_cohort(tmp_path, {"persons": [{"person": "a"}]}, complete="none")
    (tmp_path / "trials.parquet").write_bytes(b"PAR1 not really")
    with pytest.raises(InvalidInput, match="TRD105"):
        Cohort(tmp_path, vocabularies)


def test_persons_may_have_any_name_and_keep_it(tmp_path: Path, vocabularies: Vocabularies) -> None:
    names = ["P_01", "Ünal", "007", "a b", "x" * 300]
    write_cohort(tmp_path, {"persons": [{"person": one} for one in names]}, complete="none")
    persons, _ = read(tmp_path, vocabularies)
    assert sorted(persons) == sorted(names)
    assert {one.history.id for one in persons.values()} == set(names)


def test_one_person_is_the_same_alone_and_among_all(tmp_path: Path, vocabularies: Vocabularies) -> None:
    rows = {
        "persons": [{"person": one, "age": 30 + number} for number, one in enumerate("cab")],
        "trials": [{"person": one, **FAILED} for one in "abcabc"],
    }
    write_cohort(tmp_path, rows)
    everybody, cohort = read(tmp_path, vocabularies)
    (alone,) = cohort.persons(["b"])
    assert alone.history == everybody["b"].history
    assert [(one.table, one.read) for one in cohort.report.counts()] == [("persons", 1), ("trials", 2)]
    assert list(cohort.persons(["z"])) == []


def test_a_missing_extra_says_what_to_install(
    tmp_path: Path, vocabularies: Vocabularies, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_cohort(tmp_path, {"persons": []}, complete="none")
    monkeypatch.setitem(__import__("sys").modules, "duckdb", None)
    with pytest.raises(RegistryError, match=r"pip install 'trd-registry\[cohort\]'"):
        Cohort(tmp_path, vocabularies)
    assert duckdb.__name__ == "duckdb"


def test_a_header_is_enough_for_a_table_without_rows(tmp_path: Path, vocabularies: Vocabularies) -> None:
    write_cohort(tmp_path, {"persons": [{"person": "a"}]})
    write_table(tmp_path / "trials.csv", [])
    persons, _ = read(tmp_path, vocabularies)
    assert persons["a"].history.lists_in_full("antidepressant", "current")
    (tmp_path / "trials.csv").write_bytes(b"")
    with pytest.raises(InvalidInput, match="TRD104"):
        Cohort(tmp_path, vocabularies)
