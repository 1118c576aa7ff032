"""Each form of a synthetic cohort is what such a source is, says that it is synthetic, and is the same each time."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

from fhir_data import true_fhir
from trd_registry.api import registry as shared_registry
from trd_registry.cli.cohort_command import SYNTHETIC_FORMS
from trd_registry.cohorts.simulating.figures import load_figures
from trd_registry.cohorts.simulating.label import Label
from trd_registry.cohorts.simulating.made_up import COLUMNS, Diagnosis, Session
from trd_registry.cohorts.simulating.persons import people
from trd_registry.imitating import excel
from trd_registry.imitating.codes import code_of
from trd_registry.imitating.forms import FORMS, LABEL, write_in
from trd_registry.imitating.omop_vocabulary import Words
from trd_registry.importing.concepts import load_concepts
from trd_registry.importing.redcap.dictionary import read_dictionary
from trd_registry.importing.synthetic_mark import CDM_SOURCE, SyntheticMarks, is_test_data, mark_in
from trd_registry.importing.template.template_columns import SHEETS, template_columns
from trd_registry.model.errors import RegistryError

PERSONS = 40

LABELLED = Label("1.2.3", PERSONS, 11, load_figures())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    folder = tmp_path_factory.mktemp("forms")
    for form in FORMS:
        write_in(form, folder / form, LABELLED)
    return lambda form: folder / form


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def resources(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for path in folder.glob("*.ndjson") for line in path.read_text("utf-8").splitlines()]


def test_help_offers_every_form() -> None:
    assert tuple(FORMS) == SYNTHETIC_FORMS


@pytest.mark.parametrize("form", FORMS)
def test_the_same_seed_gives_the_same_bytes(form: str, made: Callable[[str], Path], tmp_path: Path) -> None:
    write_in(form, tmp_path / form, LABELLED)
    for path in made(form).iterdir():
        if path.name != LABEL:  # it names the folder
            assert (tmp_path / form / path.name).read_bytes() == path.read_bytes(), path.name
    assert sorted(path.name for path in (tmp_path / form).iterdir()) == sorted(
        path.name for path in made(form).iterdir()
    )


@pytest.mark.parametrize("form", [name for name in FORMS if not name.startswith("cohort")])
def test_a_file_beside_the_data_says_what_they_are_and_how_they_are_read(
    form: str, made: Callable[[str], Path]
) -> None:
    told = (made(form) / LABEL).read_text("utf-8")
    assert "No person in these data exists." in told
    assert "trd cohort simulate -n 40 --seed 11, from stepwise-care@" in told
    assert "\nRead it with: trd import " in told


def test_there_are_resources_of_fhir_and_all_are_labelled_as_test_data(made: Callable[[str], Path]) -> None:
    found = resources(made("fhir"))
    assert {one["resourceType"] for one in found} == {
        "Patient", "Condition", "MedicationDispense", "Procedure", "Observation",
    }  # fmt: skip
    for one in found:
        true_fhir(one)
        assert is_test_data(one["meta"])
    assert len({(one["resourceType"], one["id"]) for one in found}) == len(found)


def test_the_tables_of_omop_hang_together(made: Callable[[str], Path]) -> None:
    folder = made("omop")
    concepts = {row["concept_id"]: row for row in table(folder / "concept.csv")}
    below = {row["descendant_concept_id"] for row in table(folder / "concept_ancestor.csv")}
    strengths = {row["drug_concept_id"]: row for row in table(folder / "drug_strength.csv")}
    persons = {row["person_id"] for row in table(folder / "person.csv")}
    assert len(persons) == PERSONS
    for name, column in (("drug_exposure", "drug"), ("condition_occurrence", "condition"),
                         ("procedure_occurrence", "procedure"), ("measurement", "measurement")):  # fmt: skip
        rows = table(folder / f"{name}.csv")
        assert rows
        assert len({row[f"{name}_id"] for row in rows}) == len(rows)
        for row in rows:
            assert row["person_id"] in persons
            assert row[f"{column}_concept_id"] in concepts
            assert row[f"{column}_concept_id"] in below
    assert all(row["drug_concept_id"] in strengths for row in table(folder / "drug_exposure.csv"))
    (source,) = table(folder / "cdm_source.csv")
    assert source["cdm_source_name"] == CDM_SOURCE
    assert "No person in these data exists." in source["source_description"]


def test_ids_of_omop_are_those_that_are_listed_and_others_are_local(made: Callable[[str], Path]) -> None:
    version = shared_registry().latest_vocabularies["treatments"]
    treatments = shared_registry().vocabulary_file("treatments", version).document["treatments"]
    listed = {str(one["codes"]["omop"]) for one in treatments.values() if "omop" in one.get("codes", {})}
    for name in ("conditions", "procedures", "scores"):
        listed |= {one.code for one in load_concepts(name).entries if one.system == "omop"}
    for row in table(made("omop") / "concept.csv"):
        assert row["concept_id"] in listed or int(row["concept_id"]) > 2_000_000_000


def test_an_id_of_omop_stands_beside_the_code_of_the_same_concept(made: Callable[[str], Path]) -> None:
    found = {row["concept_id"]: row for row in table(made("omop") / "concept.csv")}
    pairs = {
        "440383": ("SNOMED", "35489007", "Depressive disorder"), "4218106": ("SNOMED", "7200002", "Alcoholism"),
        "3042932": ("LOINC", "44261-6", "PHQ-9 total score"), "4327941": ("SNOMED", "75516001", "Psychotherapy"),
        "797617": ("RxNorm", "2556", "citalopram"),
    }  # fmt: skip
    for number, expected in pairs.items():
        row = found[number]
        assert (row["vocabulary_id"], row["concept_code"], row["concept_name"]) == expected


def test_no_code_is_made_up_for_what_a_record_names() -> None:
    """Every condition and session that a simulated person can have has a code in every form that bills."""
    words = Words(LABELLED)
    found: set[tuple[str, str]] = set()
    for person in people(3000, 1, LABELLED.figures):
        for one in (*person.diagnoses, *person.sessions):
            found.add(("conditions", one.condition) if isinstance(one, Diagnosis) else ("procedures", one.treatment))
            assert isinstance(one, Session) or one.condition in words.conditions
    assert len(found) == 7
    # No code of SNOMED CT is listed for rTMS.
    named = {(concepts, means, "cpt4" if means == "rtms" else "snomed") for concepts, means in found}
    for concepts, means, system in (*named, ("procedures", "psychotherapy session", "cpt4")):
        code = code_of(concepts, means, (system,))
        assert code is not None
        known = load_concepts(concepts).find(system, code.code)
        assert known is not None
        assert known.means == means


def test_a_register_of_dispensings_knows_neither_outcomes_nor_diagnoses(made: Callable[[str], Path]) -> None:
    for name in ("dispensings", "persons"):
        rows = table(made("dispensings") / f"{name}.csv")
        assert not set(rows[0]) & {"response", "improvement", "condition", "disorder", "dose_adequate"}
        assert all(row["synthetic"] == "true" for row in rows)


def test_the_workbook_has_the_sheets_and_columns_of_the_template(made: Callable[[str], Path]) -> None:
    path = made("excel") / "histories.xlsx"
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [*SHEETS, "synthetic"]
    for sheet in SHEETS:
        header = [cell.value for cell in book[sheet][1]]
        template = [name for name, _ in template_columns(sheet)]
        assert header[: len(template)] == template
        assert {row[-1].value for row in book[sheet].iter_rows(min_row=2)} == {"yes"}
    assert book.properties.keywords == "synthetic"
    with ZipFile(path) as parts:
        assert {one.date_time for one in parts.infolist()} == {(2000, 1, 1, 0, 0, 0)}


def test_more_rows_than_a_sheet_of_excel_holds_are_refused_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(excel, "_MOST", 30)
    with pytest.raises(RegistryError, match="holds 29 rows: there are more trials"):
        write_in("excel", tmp_path / "made", LABELLED)
    assert list(tmp_path.iterdir()) == []


def test_the_redcap_project_has_a_field_for_every_fact(made: Callable[[str], Path]) -> None:
    fields = read_dictionary(made("redcap") / "dictionary.csv", {})
    filled = {f"{one.table}.{one.cell.header}" for one in fields if one.cell is not None}
    record = {"person", "id", "record_from", "record_to", "record_covers"}
    wanted = {f"{sheet}.{name}" for sheet in SHEETS for name in COLUMNS[sheet] if name not in record}
    assert wanted <= filled
    assert [one.name for one in fields if one.is_mark] == ["pt_synthetic"]
    rows = table(made("redcap") / "export.csv")
    assert [row["pt_synthetic"] for row in rows if not row["redcap_repeat_instrument"]] == ["1"] * PERSONS
    choices = {one.name: one.choices for one in fields if one.choices}
    for row in rows:
        assert all(not row[name] or row[name] in values for name, values in choices.items())


def test_a_source_is_synthetic_where_every_row_says_so() -> None:
    marks = SyntheticMarks()
    assert not marks.all
    for value in ("true", "Yes", 1, True):
        marks.add(value)
    assert marks.all
    assert marks.told() == []
    marks.add(None)
    assert not marks.all
    assert "4 rows are marked as synthetic and 1 are not" in marks.told()[0]
    assert [mark_in(("person", "Synthetic ")), mark_in(("person", "synthetic_id"))] == ["Synthetic ", ""]


@pytest.mark.parametrize(
    "meta", [None, [], {"security": "HTEST"}, {"security": ["HTEST"]}, {"tag": [{"code": "HTEST"}]}]
)
def test_what_is_not_labelled_as_fhir_has_it_is_no_test_data(meta: object) -> None:
    assert not is_test_data(meta)
