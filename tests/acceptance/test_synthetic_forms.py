"""A synthetic cohort in every form, through the command line: made, imported by the command that it tells, compared.

What a form can hold agrees person by person with the cohort folder; what it cannot hold is unknown.
"""

import shlex
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from pyarrow import parquet

from acceptance.cli import trd
from trd_registry.cli.main import main
from trd_registry.cohorts.folder.folder import Cohort
from trd_registry.loading import registry as registry_room
from trd_registry.loading.registry import Registry
from trd_registry.loading.yaml_reader import read_yaml

PERSONS = 60
SEED = 4

Row = dict[str, Any]
#: Table -> person -> rows, each in an order of its own.
Tables = Mapping[str, Mapping[str, list[Row]]]

_RECORD = {"record_from", "record_to", "record_covers"}
_REGISTER = {"persons": {"as_of", "age", "sex", *_RECORD}, "diagnoses": {"condition", "date"}}


@dataclass(frozen=True)
class Holds:
    """What a form can hold."""

    #: Table -> columns; None: all of them.
    tables: Mapping[str, set[str] | None]
    #: What the record of such a source leaves nothing out of.
    covers: str = ""
    #: Scales of which a score has a code.
    scales: frozenset[str] | None = None


_BILLED = {**_REGISTER, "dispensings": None, "procedures": None, "measurements": None}
_FILLED_IN = {"persons": None, "episodes": None, "trials": None, "measurements": None}

FORMS = {
    "omop": Holds(_BILLED, "dispensings|diagnoses|procedures", frozenset({"phq-9"})),
    "fhir": Holds(_BILLED, "dispensings|diagnoses|procedures", frozenset({"phq-9"})),
    "dispensings": Holds({"persons": _REGISTER["persons"], "dispensings": None}, "dispensings"),
    "trials": Holds(_FILLED_IN),
    "excel": Holds(_FILLED_IN),
    "redcap": Holds(_FILLED_IN),
}


@pytest.fixture(scope="module")
def here(registry: Registry) -> Iterable[CliRunner]:
    """The command line in this process, with one registry for all runs: to read it takes longer than all else."""
    patch = pytest.MonkeyPatch()
    patch.setattr(registry_room, "Registry", lambda: registry)
    yield CliRunner()
    patch.undo()


def run(here: CliRunner, *args: object) -> Result:
    done = here.invoke(main, [str(one) for one in args])
    assert done.exit_code == 0, done.output
    return done


def simulate(here: CliRunner, folder: Path, form: str) -> list[str]:
    """Makes one form; gives the command that it tells, without its first word."""
    told = run(here, "cohort", "simulate", "-n", PERSONS, "--seed", SEED, "-o", folder, "--form", form).stderr
    name, *command = shlex.split(told.splitlines()[-1])
    assert name == "trd"
    return command


@pytest.fixture(scope="module")
def whole(here: CliRunner, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("synthetic") / "cohort"
    command = simulate(here, folder, "cohort")
    assert command[:3] == ["cohort", "evaluate", str(folder)]
    return folder


def rows_in(folder: Path) -> dict[str, list[Row]]:
    """Every table: its rows without what is unknown."""
    found: dict[str, list[Row]] = {}
    for path in folder.glob("*.parquet"):
        rows = parquet.read_table(path).to_pylist()
        found[path.stem] = [{key: value for key, value in row.items() if value is not None} for row in rows]
    return found


def by_person(tables: Mapping[str, list[Row]]) -> dict[str, dict[str, list[Row]]]:
    found: dict[str, dict[str, list[Row]]] = {}
    for table, rows in tables.items():
        of = found[table] = defaultdict(list)
        for row in rows:
            of[row["person"]].append(row)
        for rows_of_one in of.values():
            rows_of_one.sort(key=lambda row: sorted((key, str(value)) for key, value in row.items()))
    return found


def held(tables: Mapping[str, list[Row]], holds: Holds) -> dict[str, list[Row]]:
    """What a form can hold of a cohort."""
    found: dict[str, list[Row]] = {}
    for table, columns in holds.tables.items():
        rows = [row for row in tables[table] if holds.scales is None or row.get("scale", "") in {"", *holds.scales}]
        kept = None if columns is None else {"person", *columns}
        found[table] = [{key: value for key, value in row.items() if kept is None or key in kept} for row in rows]
    for row in found.get("persons", ()):
        for name in _RECORD:
            row.pop(name, None)
        if holds.covers:
            row |= {"record_from": "2016-01-01", "record_to": "2022-12-31", "record_covers": holds.covers}
    numbers: dict[str, int] = defaultdict(int)
    for row in found.get("trials", ()):
        numbers[row["person"]] += 1
        row["number"] = numbers[row["person"]]
    return found


def alike(tables: Mapping[str, list[Row]], declared: Mapping[str, Any]) -> dict[str, list[Row]]:
    """The tables of an import, with what holds for all said of each, and trials by their number beside their name."""
    records = declared.get("records", {})
    for row in tables["persons"]:
        if "as_of" in declared:
            row.setdefault("as_of", declared["as_of"])
        for name, value in records.items():
            row.setdefault(f"record_{name}", value if isinstance(value, str) else "|".join(value))
    numbers: dict[str, int] = defaultdict(int)
    for row in tables.get("trials", ()):
        numbers[row["person"]] += 1
        row["number"] = numbers[row["person"]]
    return dict(tables)


def without_names(tables: Mapping[str, list[Row]]) -> dict[str, list[Row]]:
    """REDCap knows trials by their number alone: what was added to what is told by it."""
    for row in tables["trials"]:
        own = [one for one in tables["trials"] if one["person"] == row["person"]]
        if "augments" in row:
            row["augments"] = next(one["number"] for one in own if one.get("id") == row["augments"])
    for row in tables["trials"]:
        row.pop("id", None)
    return dict(tables)


@pytest.mark.parametrize("form", FORMS)
def test_what_a_form_can_hold_agrees_person_by_person_and_the_rest_is_unknown(
    form: str, here: CliRunner, whole: Path, tmp_path: Path
) -> None:
    command = simulate(here, tmp_path / "made", form)
    target = Path(command[command.index("-o") + 1])
    told = run(here, *command).stderr
    assert "Synthetic: the persons were made up by a program." in told
    declared = read_yaml(target / "cohort.yaml").value
    assert declared["synthetic"] is True
    assert (target / "rejects.csv").read_text("utf-8").count("\n") == 1  # the header
    checked = run(here, "cohort", "check", target).stdout
    assert f"{PERSONS} persons." in checked
    holds = FORMS[form]
    expected, found = held(rows_in(whole), holds), alike(rows_in(target), declared)
    assert set(found) == set(expected)
    if form == "redcap":
        expected, found = without_names(expected), without_names(found)
    assert declared["complete"] == ("all" if "trials" in expected else "none")
    assert by_person(found) == by_person(expected)
    counts = {line.split()[0]: line.split()[1:] for line in checked.splitlines() if len(line.split()) == 4}
    for table, rows in expected.items():
        assert [int(one.replace(",", "")) for one in counts[table]] == [len(rows), len(rows), 0]


def test_csv_holds_what_parquet_does(here: CliRunner, registry: Registry, whole: Path, tmp_path: Path) -> None:
    simulate(here, tmp_path / "made", "cohort-csv")
    checked = [run(here, "cohort", "check", folder).stdout for folder in (whole, tmp_path / "made")]
    assert checked[0] == checked[1]
    histories = [
        [one.history for one in Cohort(folder, registry.vocabularies).persons()]
        for folder in (whole, tmp_path / "made")
    ]
    assert len(histories[0]) == PERSONS
    assert histories[0] == histories[1]


def test_the_command_that_is_told_can_be_typed_as_it_is(tmp_path: Path) -> None:
    made = tmp_path / "of two words"
    simulated = trd("cohort", "simulate", "-n", 12, "--seed", 2, "-o", made, "--form", "redcap", columns=300)
    assert (simulated.code, simulated.out) == (0, "")
    assert "12 synthetic persons" in simulated.err
    told = simulated.err.splitlines()[-1]
    assert told in (made / "SYNTHETIC.txt").read_text("utf-8")
    imported = trd(*shlex.split(told)[1:])
    assert imported.code == 0, imported.err
    assert "12 persons" in imported.err
    assert (tmp_path / "of two words-cohort" / "cohort.yaml").is_file()


def test_a_form_that_does_not_exist_and_a_folder_that_is_there(here: CliRunner, tmp_path: Path) -> None:
    options = ["cohort", "simulate", "-n", "3", "--seed", "1", "-o", str(tmp_path)]
    assert here.invoke(main, [*options, "--form", "sas"]).exit_code == 2
    assert here.invoke(main, [*options, "--form", "fhir"]).exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_one_row_of_a_patient_among_synthetic_ones_makes_a_cohort_of_people(here: CliRunner, tmp_path: Path) -> None:
    table = tmp_path / "trials.csv"
    table.write_text("person,treatment,synthetic\n1,sertraline,true\n2,citalopram,\n", encoding="utf-8")
    told = run(here, "import", "trials", table, "-o", tmp_path / "mixed", "--unchecked").stderr
    assert "1 rows are marked as synthetic and 1 are not" in told
    assert "synthetic" not in read_yaml(tmp_path / "mixed" / "cohort.yaml").value
    run(here, "import", "trials", table, "-o", tmp_path / "said", "--unchecked", "--synthetic")
    assert read_yaml(tmp_path / "said" / "cohort.yaml").value["synthetic"] is True


def test_a_row_that_cannot_be_read_does_not_make_people_of_synthetic_persons(here: CliRunner, tmp_path: Path) -> None:
    table = tmp_path / "trials.csv"
    table.write_text("person,treatment,synthetic\n1,sertraline,true\n2,citalopram\n", encoding="utf-8")
    told = run(here, "import", "trials", table, "-o", tmp_path / "made", "--unchecked").stderr
    assert "ROW1" in told
    assert read_yaml(tmp_path / "made" / "cohort.yaml").value["synthetic"] is True
