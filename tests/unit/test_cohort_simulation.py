"""Synthetic persons follow the figures in their data file, are the same for the same seed, and say what they are."""

from collections import defaultdict
from datetime import date, timedelta
from math import sqrt
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from trd_registry.cohorts.folder.columns import cell_of
from trd_registry.cohorts.folder.folder import Cohort
from trd_registry.cohorts.simulating import figures as figures_room
from trd_registry.cohorts.simulating import writing
from trd_registry.cohorts.simulating.figures import Figures, load_figures
from trd_registry.cohorts.simulating.made_up import COLUMNS, Person, rows_of
from trd_registry.cohorts.simulating.persons import people
from trd_registry.cohorts.simulating.writing import write_simulation
from trd_registry.loading.document import Document
from trd_registry.loading.yaml_reader import read_yaml
from trd_registry.model.errors import RegistryError
from trd_registry.model.finding import InvalidInput
from trd_registry.model.vocabulary import Vocabularies

MANY = 6000

#: A share lies within so many standard errors; with some forty comparisons, one in ten thousand seeds would fail.
ERRORS = 4.8

Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def figures() -> Figures:
    return load_figures()


@pytest.fixture(scope="module")
def made(figures: Figures) -> list[Person]:
    return list(people(MANY, 20060111, figures))


@pytest.fixture(scope="module")
def rows(made: list[Person]) -> Rows:
    found: Rows = defaultdict(list)
    for person in made:
        for table, its_rows in rows_of(person).items():
            found[table] += its_rows
    return found


def near(happened: list[bool], share: float) -> None:
    number = len(happened)
    assert number >= 100
    assert abs(sum(happened) / number - share) <= ERRORS * sqrt(share * (1 - share) / number)


def of_step(rows: Rows, number: int) -> list[dict[str, Any]]:
    return [row for row in rows["trials"] if row["id"] == f"step-{number}"]


def is_remission(row: dict[str, Any]) -> bool:
    return row["response"] == "remission" if "response" in row else row["remission"]


@pytest.mark.parametrize("number", [2, 3, 4])
def test_remission_by_step_is_as_published(number: int, rows: Rows, figures: Figures) -> None:
    published = [0.306, 0.137, 0.13][number - 2]
    assert figures.data["steps"][number - 1]["remission"]["share"] == published
    assert figures.data["steps"][number - 1]["remission"]["source"] == "rush-2006"
    assert figures.data["sources"]["rush-2006"]["doi"] == "10.1176/ajp.2006.163.11.1905"
    # Whether the record holds the outcome does not depend on it.
    near([is_remission(row) for row in of_step(rows, number) if "response" in row or "remission" in row], published)


def test_everybody_has_come_to_the_second_step_and_nobody_remitted_in_the_first(rows: Rows) -> None:
    first, second = of_step(rows, 1), of_step(rows, 2)
    assert len(first) == len(second) == MANY
    assert not any(is_remission(row) for row in first if "response" in row or "remission" in row)


@pytest.mark.parametrize(("number", "reached", "of"), [(2, 377, 1439), (3, 109, 377)])
def test_as_many_go_on_as_went_on_in_the_trial(number: int, reached: int, of: int, rows: Rows) -> None:
    went_on = {row["person"] for row in of_step(rows, number + 1)}
    near([row["person"] in went_on for row in of_step(rows, number)], reached / of)


def test_what_is_given_in_a_step_is_given_as_often_as_in_the_trial(rows: Rows) -> None:
    # Nothing is added to a drug that was not tolerated: those who may get everything are compared.
    tolerated = {row["person"] for row in of_step(rows, 1) if row["stopped"] != "intolerance"}
    second = [row for row in of_step(rows, 2) if row["person"] in tolerated]
    patients = {
        ("sertraline", False): 238, ("venlafaxine", False): 250, ("bupropion", False): 239, ("bupropion", True): 279,
        ("buspirone", True): 286, ("cognitive-therapy", False): 62, ("cognitive-therapy", True): 85,
    }  # fmt: skip
    for (treatment, added), number in patients.items():
        near([(row["treatment"], "role" in row) == (treatment, added) for row in second], number / 1439)
    others = [row for row in of_step(rows, 2) if row["person"] not in tolerated]
    assert others
    assert not any("role" in row for row in others)


def test_shares_of_persons_and_of_what_is_recorded_are_near_their_figures(rows: Rows, figures: Figures) -> None:
    persons, trials = rows["persons"], rows["trials"]
    structured = figures["structured"]["share"]
    near([row["sex"] == "female" for row in persons], figures["sex"]["one_of"]["female"])
    near([row["psychotic_features"] for row in persons], figures["psychotic"]["share"])
    near(["structured_assessment" in row for row in persons], structured)
    treated = {row["person"] for row in trials if row["id"] == "psychotherapy"}
    near([row["person"] in treated for row in persons], figures["psychotherapy"]["share"])
    asked = {row["person"] for row in rows["measurements"] if row["scale"] == "phq-9"}
    near([row["person"] in asked for row in persons], figures["questionnaire_recorded"]["share"])
    known = {row["person"] for row in persons if "structured_assessment" in row}
    drugs = of_step(rows, 1)
    charts = [row for row in drugs if row["person"] not in known]
    near(["dose" in row for row in charts], figures["dose_recorded"]["share"])
    near([row["dose"] >= 20 for row in drugs if "dose" in row], figures["enough_dose"]["share"])
    near(["adherent" in row for row in charts], figures["adherence_recorded"]["share"])
    near([row["prospective"] for row in drugs], figures["prospective"]["share"])
    for how, column in (("dates", "start"), ("weeks", "weeks"), ("at_least", "weeks_at_least")):
        near([column in row for row in charts], figures["time_recorded"]["one_of"][how])
    whole = ["complete" not in row for row in persons if row["person"] not in known]
    near(whole, figures["complete_recorded"]["share"])


def test_of_structured_interviews_everything_is_known(rows: Rows) -> None:
    known = {row["person"] for row in rows["persons"] if "structured_assessment" in row}
    for row in rows["persons"]:
        if row["person"] in known:
            assert {name for name in COLUMNS["persons"] if name != "complete"} == set(row)
    for row in rows["trials"]:
        if row["person"] in known:
            assert {"start", "end", "improvement", "remission", "adherent", "stopped"} <= set(row)
            assert "dose" in row or "sessions" in row


def test_ages_lie_in_their_ranges_and_follow_from_the_births(made: list[Person], figures: Figures) -> None:
    for one in figures["age"]["within"]:
        near([one["from"] <= person.age <= one["to"] for person in made], one["share"])
    for person in made:
        last, born = person.last, person.born
        assert person.age == last.year - born.year - ((last.month, last.day) < (born.month, born.day))


def test_the_register_agrees_with_the_courses(made: list[Person]) -> None:
    """Every supply is of a drug that was tried, on a day of the record; packs follow each other while it is taken."""
    augmented = 0
    for person in made:
        tried = {row["treatment"] for row in person.trials}
        assert {one.treatment for one in person.supplies} <= tried
        entries = [one.day for one in (*person.supplies, *person.sessions, *person.diagnoses)]
        assert all(person.first <= day <= person.last for day in entries)
        for row in person.trials:
            if "start" not in row or row["episode"] == "earlier" or "dose" not in row:
                continue
            start, end = date.fromisoformat(row["start"]), date.fromisoformat(row["end"])
            packs = [one for one in person.supplies if one.treatment == row["treatment"] and start <= one.day < end]
            assert all(one.dose == row["dose"] for one in packs)
            covered = start
            for one in packs:
                assert one.day == covered
                covered = one.day + timedelta(one.days)
            assert covered >= min(end, person.last)
            if "augments" in row:
                # What it was added to goes on beside it.
                base = next(one for one in person.trials if one["id"] == row["augments"])
                assert base["augmented"] is True
                assert any(one.treatment == base["treatment"] and one.day + timedelta(one.days) >= end
                           for one in person.supplies)  # fmt: skip
                augmented += 1
    assert augmented > 500


def test_nothing_is_of_a_table_or_kind_that_is_not_written(rows: Rows) -> None:
    kinds = {"text": str, "whole": int, "number": (int, float), "truth": bool}
    for table, columns in COLUMNS.items():
        assert rows[table]
        for name in columns:
            assert name == "person" or cell_of(table, name) is not None
            assert any(name in row for row in rows[table]), (table, name)
        for row in rows[table]:
            for name, value in row.items():
                assert isinstance(value, kinds[columns[name]])  # type: ignore[arg-type]


def test_every_figure_says_where_it_comes_from(figures: Figures) -> None:
    every = [*figures.data["figures"].values()]
    every += [one for step in figures.data["steps"] for name, one in step.items() if name != "treatments"]
    every += [one for step in figures.data["steps"] for one in step["treatments"]]
    for one in every:
        assert one["why"] if one["evidence"] == "judgement" else one["source"] in figures.data["sources"]


def test_shares_that_do_not_come_to_one_and_sources_that_are_not_listed_are_refused(
    figures: Figures, monkeypatch: pytest.MonkeyPatch
) -> None:
    sex = {**figures["sex"], "one_of": {"female": 0.6, "male": 0.3}}
    data = {**figures.data, "figures": {**figures.data["figures"], "sex": sex}}
    monkeypatch.setattr(figures_room, "read_yaml", lambda path: Document("figures", data))
    with pytest.raises(InvalidInput, match=r"come to 0\.9"):
        load_figures()
    option = {**figures.data["steps"][0]["treatments"][0], "source": "nowhere"}
    data = {**figures.data, "steps": [{**figures.data["steps"][0], "treatments": [option]}]}
    with pytest.raises(InvalidInput, match="No such source"):
        load_figures()


def test_the_reader_of_cohorts_uses_every_row(tmp_path: Path, figures: Figures, vocabularies: Vocabularies) -> None:
    write_simulation(tmp_path / "made", 300, 7, figures, "1.2.3")
    cohort = Cohort(tmp_path / "made", vocabularies)
    assert len(list(cohort.persons())) == 300
    assert cohort.report.rejects == []
    lacking = pq.read_table(tmp_path / "made" / "persons.parquet")["complete"]
    assert set(lacking.drop_null().to_pylist()) == {"none"}


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not(tmp_path: Path, figures: Figures) -> None:
    for name, seed in (("one", 5), ("two", 5), ("three", 6)):
        write_simulation(tmp_path / name, 100, seed, figures, "1.2.3")
    one, two, three = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("one", "two", "three"))  # fmt: skip  # noqa: E501
    assert one == two
    assert one["trials.parquet"] != three["trials.parquet"]


def test_rows_that_are_written_in_groups_are_all_there(
    tmp_path: Path, figures: Figures, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_simulation(tmp_path / "whole", 40, 5, figures, "")
    monkeypatch.setattr(writing, "_HELD", 7)
    write_simulation(tmp_path / "groups", 40, 5, figures, "")
    for table in COLUMNS:
        whole, groups = (pq.read_table(tmp_path / name / f"{table}.parquet") for name in ("whole", "groups"))
        assert whole.equals(groups)
    assert pq.read_metadata(tmp_path / "groups" / "trials.parquet").num_row_groups > 5


def test_every_file_says_that_it_is_synthetic(tmp_path: Path, figures: Figures) -> None:
    write_simulation(tmp_path / "made", 20, 5, figures, "1.2.3")
    files = sorted(path.name for path in (tmp_path / "made").iterdir())
    assert "persons.parquet" in files
    for name in files:
        if name.endswith(".parquet"):
            label = pq.read_schema(tmp_path / "made" / name).metadata
            assert (label[b"synthetic"], label[b"made_with.seed"]) == (b"true", b"5")
    data = read_yaml(tmp_path / "made" / "cohort.yaml").value
    assert data["synthetic"] is True
    assert data["made_with"]["persons"] == 20


def test_it_is_written_whole_or_not_at_all(tmp_path: Path, figures: Figures, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "there").mkdir()
    with pytest.raises(RegistryError, match="is there already"):
        write_simulation(tmp_path / "there", 5, 1, figures, "")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing, "rows_of", full)
    with pytest.raises(OSError, match="No space"):
        write_simulation(tmp_path / "new", 5, 1, figures, "")
    assert [path.name for path in tmp_path.iterdir()] == ["there"]
