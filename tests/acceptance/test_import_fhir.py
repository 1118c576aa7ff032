"""From FHIR to a verdict, through the real command line."""

import gzip
import json
from pathlib import Path

import pytest

from acceptance.cli import Run, trd
from fhir_data import (
    CITALOPRAM,
    LISINOPRIL,
    MIRTAZAPINE,
    SERTRALINE,
    SNOMED,
    bundle,
    concept,
    days,
    diagnosed,
    dispensed,
    done,
    dosage,
    observed,
    ordered,
    patient,
    quantity,
    write_json,
    write_lines,
)  # fmt: skip

SPAN = ("--from", "2018-01-01", "--to", "2020-12-31")
COVERS = ("--covers", "dispensings", "--covers", "diagnoses")
ANN, BEN = "0b8c7b5e-7f3c-4b6f-9f0a-00000000000a", "0b8c7b5e-7f3c-4b6f-9f0a-00000000000b"


def synthea(name: str, *resources: dict) -> dict:
    """A transaction as the generator Synthea writes it: urns for addresses, and references by them."""
    entries = [{"fullUrl": f"urn:uuid:{name}", "resource": patient(name)}]
    for number, one in enumerate(resources):
        address = f"0b8c7b5e-7f3c-4b6f-9f0a-{number:012}"
        resource = {**one, "id": address, "subject": {"reference": f"urn:uuid:{name}"}}
        entries.append({"fullUrl": f"urn:uuid:{address}", "resource": resource})
    return bundle("transaction", *entries)


#: Three antidepressants within a year of the first, after a diagnosis of depression: resistant by Cepeda 2018.
RESISTANT = [
    diagnosed("c", "2019-01-14", concept(SNOMED, "370143000", "Major depressive disorder (disorder)")),
    dispensed("a", "2019-01-14T09:00:00-05:00", CITALOPRAM, daysSupply=days(30)),
    dispensed("b", "2019-04-04T09:00:00-05:00", SERTRALINE, daysSupply=days(30), dosageInstruction=[dosage()]),
    dispensed("d", "2019-06-23T09:00:00-05:00", MIRTAZAPINE, daysSupply=days(30), quantity=quantity(60, "TAB")),
    dispensed("e", "2019-06-23T09:00:00-05:00", LISINOPRIL),
    ordered("f", "2019-07-01"),
    done("g", concept(SNOMED, "171207006", "Depression screening"), performedDateTime="2019-01-14"),
    observed("h", "2019-01-14", "29463-7", valueQuantity=quantity(80, "kg")),
]
#: The same but for the third drug, which was ordered and is not known to have been supplied.
NOT_RESISTANT = [one for one in RESISTANT if one["id"] != "d"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Run]:
    tmp_path = tmp_path_factory.mktemp("fhir")
    source = tmp_path / "export"
    source.mkdir()
    write_json(source / "ann.json", synthea(ANN, *RESISTANT), indent=1)
    lines = [json.dumps(one) for one in [patient(BEN), *({**one, "subject": {"reference": f"Patient/{BEN}"}}
                                                         for one in NOT_RESISTANT)]]  # fmt: skip
    (source / "all.ndjson.gz").write_bytes(gzip.compress("\n".join(lines).encode()))
    return tmp_path / "cohort", trd("import", "fhir", source, "-o", tmp_path / "cohort", *SPAN, *COVERS)


def test_every_resource_is_counted_and_nothing_is_rejected(made: tuple[Path, Run]) -> None:
    folder, run = made
    assert (run.code, run.out) == (0, "")
    found = {
        line.split()[0]: line.split()[1:5]
        for line in run.err.splitlines()
        if line.split()[1:2] and line.split()[1].isdigit()
    }
    assert found["MedicationDispense"] == ["7", "5", "2", "0"]
    assert found["Condition"] == ["2", "2", "0", "0"]
    assert found["MedicationRequest"] == ["2", "0", "2", "0"]
    check = trd("cohort", "check", folder)
    assert check.code == 0, check.out


def test_a_definition_is_met_by_the_person_who_meets_it_by_hand(made: tuple[Path, Run]) -> None:
    verdicts = {}
    for person in (ANN, BEN):
        run = trd("evaluate", made[0], "--person", person, "-d", "cepeda-2018", "--format", "json")
        assert run.code == 0, run.err
        verdicts[person] = json.loads(run.out)[0]["verdict"]
    assert verdicts == {ANN: "met", BEN: "not_met"}


def test_an_order_taken_for_a_supply_is_one_drug_more_and_the_folder_says_so(tmp_path: Path) -> None:
    third = ordered("x", "2019-08-01", MIRTAZAPINE)
    source = write_json(tmp_path / "b.json", synthea(BEN, *NOT_RESISTANT, third))
    run = trd("import", "fhir", source, "-o", tmp_path / "c", *SPAN, *COVERS, "--requests", "as-dispensings")
    assert run.code == 0, run.err
    result = trd("evaluate", tmp_path / "c", "--person", BEN, "-d", "cepeda-2018", "--format", "json")
    assert json.loads(result.out)[0]["verdict"] == "met"
    assert "Orders (MedicationRequest) are taken for supplies" in (tmp_path / "c" / "SOURCE.md").read_text("utf-8")


def test_without_a_word_on_completeness_nobody_is_free_of_what_is_not_listed(tmp_path: Path) -> None:
    source = write_lines(tmp_path / "a.ndjson", [patient("p1"), *RESISTANT[:2]])
    assert trd("import", "fhir", source, "-o", tmp_path / "c", *SPAN).code == 0
    result = trd("evaluate", tmp_path / "c", "--person", "p1", "-d", "cepeda-2018", "--format", "json")
    assert json.loads(result.out)[0]["verdict"] != "not_met"


def test_a_damaged_document_names_its_place_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text('{"resourceType": "Bundle",\n "type": "collection" "entry": []}', encoding="utf-8")
    run = trd("import", "fhir", tmp_path / "x.json", "-o", tmp_path / "c", *SPAN)
    assert run.code == 3
    assert "x.json:2:22 TRD105" in run.err
    assert [path.name for path in tmp_path.iterdir()] == ["x.json"]


@pytest.mark.parametrize("options", [(), ("--from", "2018-01-01"), ("--from", "2018", "--to", "2019")])
def test_the_span_of_the_record_must_be_said(tmp_path: Path, options: tuple[str, ...]) -> None:
    source = write_json(tmp_path / "p.json", patient())
    run = trd("import", "fhir", source, "-o", tmp_path / "c", *options)
    assert run.code == 2
    assert not (tmp_path / "c").exists()
