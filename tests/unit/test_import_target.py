"""The target of imports: whole or nothing, every row accounted for, and as sound as the reader of cohorts."""

import csv
import json
import random
from pathlib import Path
from typing import Any, Literal

import pytest

from cohort_tables import write_cohort
from trd_registry.cohorts.folder.folder import Cohort
from trd_registry.importing.declared import Declared
from trd_registry.importing.importer import load_importer
from trd_registry.importing.source_report import Summary
from trd_registry.importing.target import Target
from trd_registry.loading.registry import Registry
from trd_registry.model.definition import Definition
from trd_registry.model.errors import RegistryError
from trd_registry.model.finding import InvalidInput


@pytest.fixture(scope="module")
def registry() -> Registry:
    """The registry with one definition: what a source can settle need not be told of all of them in every test."""

    class Small(Registry):
        def released(self) -> list[Definition]:
            return [self.get("rybak-2021")]

    return Small()


SPAN = {"record_from": "2019-01-01", "record_to": "2019-12-31"}

SUPPLY = {"treatment": "sertraline", "date": "2019-03-01", "days": 30}


def target(folder: Path, registry: Registry, declared: Declared | None = None, **more: Any) -> Target:
    declared = declared or Declared("A test", "made up", covers=["dispensings"], **SPAN)
    return Target(folder, load_importer("dispensings"), registry, declared, form="csv", **more)


def put(made: Target, table: str, rows: list[dict[str, Any]], source: str = "") -> None:
    for number, row in enumerate(rows, start=2):
        cells = dict(row)
        made.add(made.row(source or table, number, str(cells.pop("person", ""))), table, cells)


def rows_of(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def checked(folder: Path, registry: Registry) -> dict[str, Any]:
    """Every person by name; nothing may be rejected."""
    cohort = Cohort(folder, registry.vocabularies)
    found = {person.id: person for person in cohort.persons()}
    assert cohort.report.rejects == []
    return found


def counts(summary: Summary, table: str) -> tuple[int, int, int, int, int]:
    one = summary.tally.tables[table]
    assert one.read == one.used + one.set_aside + one.rejected
    return one.read, one.used, one.in_part, one.set_aside, one.rejected


def test_every_row_is_used_set_aside_or_rejected(tmp_path: Path, registry: Registry) -> None:
    with target(tmp_path / "made", registry) as made:
        put(made, "dispensings", [{"person": "a", **SUPPLY}, {"person": "b", **SUPPLY, "days": -3}, SUPPLY])
        made.set_aside(made.row("dispensings", 5, "c"), "another drug", "A10BA02")
        summary = made.finish()
    assert counts(summary, "dispensings") == (4, 1, 0, 1, 2)
    rejects = rows_of(tmp_path / "made", "rejects")
    assert [(row["line"], row["person"], row["column"], row["code"]) for row in rejects] == [
        ("3", "b", "days", "TRD206"),
        ("4", "", "person", "ROW2"),
    ]
    told = json.loads((tmp_path / "made" / "source.json").read_text("utf-8"))
    assert told["rows"]["dispensings"] == {"read": 4, "used": 1, "used_in_part": 0, "set_aside": 1, "rejected": 2}
    assert told["set_aside"] == [{"table": "dispensings", "reason": "another drug", "what": "A10BA02", "rows": 1}]
    assert sorted(checked(tmp_path / "made", registry)) == ["a", "b", "c"]


def test_a_list_that_lacks_a_row_is_not_complete_for_its_person_alone(tmp_path: Path, registry: Registry) -> None:
    with target(tmp_path / "made", registry) as made:
        put(made, "dispensings", [{"person": "a", **SUPPLY}, {"person": "b", **SUPPLY, "date": "2019-02-30"}])
        made.finish()
    found = checked(tmp_path / "made", registry)
    assert found["a"].history.records.covers == {"dispensings"}
    assert found["b"].history.records.covers == set()


def test_a_row_that_names_nobody_opens_the_list_for_all(tmp_path: Path, registry: Registry) -> None:
    with target(tmp_path / "made", registry) as made:
        put(made, "dispensings", [{"person": "a", **SUPPLY}, SUPPLY])
        summary = made.finish()
    assert checked(tmp_path / "made", registry)["a"].history.records.covers == set()
    assert "dispensings is not taken for complete for anybody: a row that was not used may be anybody's." in list(
        summary.lines()
    )


def test_what_the_reader_would_refuse_is_rejected_by_its_row_in_the_source(tmp_path: Path, registry: Registry) -> None:
    with target(tmp_path / "made", registry) as made:
        put(made, "dispensings", [{"person": "b", **SUPPLY}, {"person": "a", **SUPPLY}, {"person": "b", **SUPPLY}], "f")
        summary = made.finish()
    assert counts(summary, "f") == (3, 2, 0, 0, 1)
    assert [(row["table"], row["line"], row["code"]) for row in rows_of(tmp_path / "made", "rejects")] == [
        ("f", "4", "ROW4")
    ]
    found = checked(tmp_path / "made", registry)
    assert (found["a"].history.records.covers, found["b"].history.records.covers) == ({"dispensings"}, set())


def test_a_copy_of_a_person_is_found_again_behind_persons_without_a_row(tmp_path: Path, registry: Registry) -> None:
    with target(tmp_path / "made", registry) as made:
        put(made, "persons", [{"person": "a", "age": 300}, {"person": "b", "age": 40}, {"person": "b", "age": 40}])
        made.finish()
    assert sorted(checked(tmp_path / "made", registry)) == ["a", "b"]


def test_a_row_of_which_one_part_is_refused_is_used_in_part(tmp_path: Path, registry: Registry) -> None:
    with target(tmp_path / "made", registry) as made:
        row = made.row("f", 2, "a")
        made.add(row, "dispensings", SUPPLY)
        made.add(row, "dispensings", {**SUPPLY, "treatment": "no such drug at all"})
        other = made.row("f", 3, "a")
        made.add(other, "dispensings", {**SUPPLY, "days": 0})
        made.add(other, "dispensings", {**SUPPLY, "date": "2019-04-01"})
        summary = made.finish()
    assert counts(summary, "f") == (2, 2, 2, 0, 0)
    assert {row["code"] for row in rows_of(tmp_path / "made", "rejects")} == {"TRD301", "TRD206"}


def test_entries_outside_the_span_are_set_aside_and_open_nothing(tmp_path: Path, registry: Registry) -> None:
    with target(tmp_path / "made", registry) as made:
        put(made, "dispensings", [{"person": "a", **SUPPLY}, {"person": "a", **SUPPLY, "date": "2018-12-31"}])
        summary = made.finish()
    assert counts(summary, "dispensings") == (2, 1, 0, 1, 0)
    assert checked(tmp_path / "made", registry)["a"].history.records.covers == {"dispensings"}


def test_of_a_rejected_person_nothing_is_taken_for_known(tmp_path: Path, registry: Registry) -> None:
    """Not even the day that holds for the others: the row may have named another."""
    declared = Declared("T", "made up", as_of="2020-06-30", complete="all", covers=["dispensings"], **SPAN)
    with target(tmp_path / "made", registry, declared) as made:
        put(made, "persons", [{"person": "a", "age": 40}, {"person": "b", "age": 40, "as_of": "2019-12-31"},
                              {"person": "c", "age": 400}])  # fmt: skip
        put(made, "trials", [{"person": name, "treatment": "sertraline"} for name in "abc"])
        made.finish()
    found = checked(tmp_path / "made", registry)
    assert {name: str(person.history.as_of) for name, person in found.items()} == {
        "a": str(found["a"].history.as_of),
        "b": str(found["b"].history.as_of),
        "c": "None",
    }
    assert found["a"].history.as_of is not None
    assert found["c"].history.records is None or found["c"].history.records.covers == set()


def test_a_rejected_trial_opens_the_list_of_trials_of_its_person(tmp_path: Path, registry: Registry) -> None:
    declared = Declared("T", "made up", complete="all")
    with target(tmp_path / "made", registry, declared) as made:
        put(made, "trials", [{"person": "a", "treatment": "sertraline"}, {"person": "b", "treatment": "sertralin x"}])
        made.finish()
    found = checked(tmp_path / "made", registry)
    assert found["a"].history.complete != found["b"].history.complete
    assert found["b"].history.complete == nothing_complete(tmp_path, registry)


def nothing_complete(tmp_path: Path, registry: Registry) -> Any:
    folder = write_cohort(tmp_path / "none", {"persons": [{"person": "x"}]}, complete="none")
    return next(iter(Cohort(folder, registry.vocabularies).persons())).history.complete


@pytest.mark.parametrize("form", ["csv", "parquet"])
@pytest.mark.parametrize("seed", range(8))
def test_dirty_rows_come_to_the_same_as_in_the_folder_itself(
    seed: int, form: Literal["csv", "parquet"], tmp_path: Path, registry: Registry
) -> None:
    """By brute force: the same rows, put into a folder as they are and read, give the same histories."""
    rows = dirty_rows(random.Random(seed))
    raw = write_cohort(
        tmp_path / "raw", rows, complete="all", as_of="2019-12-31",
        records='{"from": "2019-01-01", "to": "2019-12-31", "covers": ["dispensings", "diagnoses"]}',
    )  # fmt: skip
    cohort = Cohort(raw, registry.vocabularies)
    expected = {person.id: facts(person) for person in cohort.persons()}
    declared = Declared("T", "made up", as_of="2019-12-31", complete="all",
                        covers=["dispensings", "diagnoses"], **SPAN)  # fmt: skip
    importer = load_importer("trials")
    with Target(tmp_path / "made", importer, registry, declared, form=form, everybody=False) as made:
        for table, found in rows.items():
            put(made, table, found)
        made.finish()
    assert {name: facts(person) for name, person in checked(tmp_path / "made", registry).items()} == expected


def facts(person: Any) -> Any:
    history = person.history
    kinds = ("dispensings", "diagnoses", "procedures")
    entries = history.records and [sorted(map(said, getattr(history.records, kind))) for kind in kinds]
    trials = sorted(repr(sorted((key, repr(value)) for key, value in trial.facts.items())) for trial in history.trials)
    covers = history.records and sorted(history.records.covers)
    told = trials, {name: repr(value) for name, value in sorted(history.facts.items())}
    # Of a person whose own row was rejected the reader leaves every entry out, and with it what follows from them;
    # an import keeps the entries, as not complete.
    return (repr(history.complete), covers, entries, *told) if "patient.sex" in history.facts else len(trials)


def said(entry: Any) -> tuple[str, str, str]:
    return str(entry.day), getattr(entry, "label", ""), getattr(entry, "condition", "")


def dirty_rows(chance: random.Random) -> dict[str, list[dict[str, Any]]]:
    """A few persons, and rows of which every kind of fault befalls some; nothing lies outside the span."""
    people = ["a", "b", "c", "d"]
    persons = [{"person": name, "age": chance.choice([40, 41, "", 300]), "sex": "female"} for name in people]
    persons += chance.choices(persons, k=chance.randrange(2))
    names = [*people, *people, "stranger", *([""] if chance.random() < 0.2 else [])]

    def some(most: int, **columns: list[Any]) -> list[dict[str, Any]]:
        drawn = [
            {"person": chance.choice(names), **{key: chance.choice(of) for key, of in columns.items()}}
            for _ in range(chance.randrange(most))
        ]
        return drawn or [{"person": "a", **{key: of[0] for key, of in columns.items()}}]

    return {
        "persons": persons,
        "episodes": some(4, months=[4, 8, -1], number=[1, 2, "x"]),
        "trials": some(9, treatment=["sertraline", "lithium", "zzz"], weeks=[8, 12, "x", ""], response=["none", ""]),
        "dispensings": some(9, treatment=["sertraline", "lithium"], date=["2019-05-01", "2019-05-02", ""]),
        "diagnoses": some(5, condition=["depressive-disorder", "flu"], date=["2019-05-01", "2019-05-03"]),
    }  # fmt: skip


def test_nothing_is_left_where_an_import_fails(tmp_path: Path, registry: Registry) -> None:
    with pytest.raises(ZeroDivisionError), target(tmp_path / "made", registry) as made:
        put(made, "dispensings", [{"person": "a", **SUPPLY}])
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_left_where_what_holds_for_all_is_wrong(tmp_path: Path, registry: Registry) -> None:
    declared = Declared("T", "made up", record_from="2020-01-01", record_to="2019-01-01")
    with pytest.raises(InvalidInput), target(tmp_path / "made", registry, declared) as made:
        put(made, "trials", [{"person": "a", "treatment": "sertraline"}])
        made.finish()
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten(tmp_path: Path, registry: Registry) -> None:
    (tmp_path / "made").mkdir()
    with pytest.raises(RegistryError, match="there already"):
        target(tmp_path / "made", registry)


def test_a_row_with_no_outcome_is_a_fault_of_the_importer(tmp_path: Path, registry: Registry) -> None:
    with pytest.raises(AssertionError), target(tmp_path / "made", registry) as made:
        put(made, "dispensings", [{"person": "a", **SUPPLY}])
        made.row("dispensings", 3, "a")
        made.finish()
    assert list(tmp_path.iterdir()) == []


def test_what_the_source_never_settles_is_told_by_fact_and_definition(tmp_path: Path, registry: Registry) -> None:
    with target(tmp_path / "made", registry) as made:
        made.withheld["drug-use"] = "Said by the test."
        put(made, "dispensings", [{"person": "a", **SUPPLY}])
        summary = made.finish()
    levels = {one.id: (one.level, one.cells) for one in summary.judged.facts}
    assert levels["improvement"] == ("no", None)
    assert levels["drugs"] == ("usually", 1)
    assert levels["dose"] == ("no", 0), "no row states it"
    assert levels["drug-use"] == ("no", None)
    lacks = {fact for lack in summary.judged.definitions["rybak-2021@1.0.0"].lacks for fact in lack}
    assert lacks & {"improvement", "failed"}
    assert "| rybak-2021@1.0.0 |" in (tmp_path / "made" / "SOURCE.md").read_text("utf-8")
