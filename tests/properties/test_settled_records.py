"""Records settled by statements are those that are settled person by person, and phenotypes say the same of them."""

from collections import defaultdict
from pathlib import Path
from random import Random

import pytest
from pyarrow import parquet

from cohort_tables import Rows, as_rows, write_cohort
from properties.settling import assert_same
from properties.wild_records import wild_record
from trd_registry.cohorts.folder.folder import Cohort
from trd_registry.cohorts.running import evaluate_cohort as running
from trd_registry.cohorts.running import lots, phenotypes
from trd_registry.cohorts.running.attrition import Attrition, counted
from trd_registry.cohorts.running.interpreted import Judge
from trd_registry.cohorts.running.job import job_of
from trd_registry.cohorts.running.rows import from_answers, labelled
from trd_registry.cohorts.settled.asked import Asked
from trd_registry.cohorts.tables.batches import SettledCohort
from trd_registry.loading.registry import Registry
from trd_registry.model.vocabulary import Vocabularies

#: The tables of records alone are looked at here.
NO_FACTS = Asked(frozenset(), frozenset())

SPAN = ("record_from", "record_to", "record_covers")


def wild_rows(random: Random, number: int) -> Rows:
    """Records of so many persons; every fourth leaves some of its span to what is declared for all."""
    rows: Rows = defaultdict(list)
    for person in range(number):
        found = as_rows(f"p{person:03}", wild_record(random))
        if person % 4 == 0:
            found["persons"][0].pop(random.choice(SPAN), None)
        for table, met in found.items():
            rows[table] += met
    return rows


#: What may stand in a cell, and is now and then wrong.
CELLS = {
    "dispensings": {
        "treatment": ("Zoloft", "lithium", "aspirin", "", "newdrugine", "SSRI", " sertraline "),
        "class": ("ssri", "tca", "ssri|tca", "??"), "modality": ("antidepressant", "ect", "augmentation"),
        "date": ("2020-02-30", "2016-01-01", "2019-06-01", "2019", ""), "days": ("30", "30.0", "0", "401", ""),
        "days_at_least": ("14", "500"), "dose": ("20", "20 mg/day", "0", "-1"), "dose_above": ("10", "10.5"),
    },
    "procedures": {
        "treatment": ("ect", "cbt", "citalopram", "unheard of"), "date": ("2019-06-01", "x"),
        "laterality": ("bilateral", "mixed|unilateral", "left"), "modality": ("ect", "psychotherapy"),
    },
    "diagnoses": {
        "condition": ("mania", "Mania", ""), "date": ("2019-02-29", "2019-03-01"), "setting": ("hospital", "home", ""),
    },
    "persons": {
        "record_from": ("2018-01-01", "2030-01-01", "2018", ""), "record_to": ("2019-12-31", "2017-01-01", ""),
        "record_covers": ("diagnoses", "dispensings|procedures", "nothing", ""), "as_of": ("2019", "2021-03", ""),
    },
}  # fmt: skip


def damage(rows: Rows, random: Random, share: float) -> None:
    for table, cells in CELLS.items():
        for row in list(rows[table]):
            if random.random() < share:
                name = random.choice(list(cells))
                row[name] = random.choice(cells[name])
            elif random.random() < share:
                rows[table].insert(random.randrange(len(rows[table])), dict(row))


@pytest.mark.parametrize("share", [0.0, 0.02])
@pytest.mark.parametrize(
    "declared",
    [
        {},
        {"repeats": "[dispensings, procedures]", "as_of": "2021",
         "records": "{from: 2017-01-01, to: 2021-06-30, covers: [dispensings, diagnoses]}"},
        {"records": "{covers: [dispensings, diagnoses, procedures]}", "as_of": "2024-07"},
    ],
    ids=["nothing", "all", "some"],
)  # fmt: skip
def test_of_random_records(share: float, declared: dict[str, str], tmp_path: Path, vocabularies: Vocabularies) -> None:
    random = Random(f"records {share} {declared}")
    rows = wild_rows(random, 120)
    damage(rows, random, share)
    folder = write_cohort(tmp_path, rows, complete="none", **declared)
    plain = assert_same(folder, vocabularies, NO_FACTS, persons=50)
    assert plain > 0.5 if share == 0 else 0.1 < plain < 0.9


def test_who_has_very_many_treatments_is_not_plain_in_a_statement(tmp_path: Path, vocabularies: Vocabularies) -> None:
    """64 names are as many as there are bits; sessions count beside drugs."""
    drugs = [{"treatment": f"newdrugine {number}", "class": "ssri", "date": "2019-06-01"} for number in range(64)]
    rows: Rows = {"persons": [{"person": "p1"}, {"person": "p2"}]}
    rows["dispensings"] = [{"person": person, **one} for person in ("p1", "p2") for one in drugs]
    rows["procedures"] = [{"person": "p2", "treatment": "ect", "date": "2019-06-01"}]
    folder = write_cohort(tmp_path, rows, complete="none", records="{from: 2019-01-01, to: 2020-01-01}")
    assert assert_same(folder, vocabularies, NO_FACTS) == 1
    (batch,) = SettledCohort(Cohort(folder, vocabularies), NO_FACTS, vocabularies, records=True).batches()
    assert batch.records is not None
    assert batch.records.spans["plain"].to_pylist() == [True, False]


def test_what_is_told_of_a_cohort_is_told_of_each_person(
    tmp_path: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Through all lots, for persons whose rows cannot be used and those whose record is not plain as well."""
    monkeypatch.setattr(lots, "MOST", 20)
    monkeypatch.setattr(lots, "FEWEST", 1)
    monkeypatch.setattr(phenotypes, "AT_ONCE", 3)
    random = Random("phenotypes of a cohort")
    definitions = [one for one in registry.released() if "records" in one.document][::4]
    rows = wild_rows(random, 50)
    for row in rows["dispensings"][::40]:
        # The same drug in two ways: its person is not plain in a statement.
        drug = {**row, "days": 20, "treatment": "newdrugine"}
        rows["dispensings"] += [{**drug, "class": one} for one in ("ssri", "tca")]
    # Persons without any entry, some of them alike.
    span = {"record_from": "2016-01-01", "record_to": "2019-12-31", "record_covers": "dispensings|diagnoses|procedures"}
    for number in range(40):
        told = {"age": random.choice((15, 40, "")), "sex": "male", **random.choice((span, span, {}))}
        rows["persons"].append({"person": f"{'aoz'[number % 3]}{number:03}", **told})
    folder = write_cohort(tmp_path / "cohort", rows, complete="none")
    running.evaluate_cohort(folder, tmp_path / "out", definitions, registry, sample=0)
    found = parquet.read_table(str(tmp_path / "out" / "results.parquet")).to_pylist()
    expected, steps = [], Attrition()
    tasks = job_of(definitions, registry).tasks
    for task in tasks:
        vocabularies = registry.vocabularies_for(task.definition)
        histories = [one.history for one in Cohort(folder, vocabularies).persons()]
        judge = Judge(task.definition, {}, vocabularies)
        judged = [judge.judge(history) for history in histories]
        steps.add(task, counted((one.steps for one in judged), len(task.steps)))
        answers = ((history.id, one.answer) for history, one in zip(histories, judged, strict=True))
        expected += labelled(from_answers(answers, {}), task).to_pylist()
    assert len({(row["applicable"], row["verdict"]) for row in found}) > 3
    assert sorted(map(str, found)) == sorted(map(str, expected))
    assert parquet.read_table(str(tmp_path / "out" / "steps.parquet")).to_pylist() == steps.table(tasks).to_pylist()
