"""Whatever stands in a resource: it is counted once, and the import ends with a cohort that reads without rejects."""

import json
import random
from copy import deepcopy

import pytest

from fhir_data import (
    CITALOPRAM,
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
    taken,
)  # fmt: skip
from trd_registry.cohorts.folder.folder import Cohort
from unit.fhir_import import REGISTRY, imported

JUNK = (
    None, True, 0, -1, 1e308, 10**17, "", " ", "x", "2019-02-30", "2019-13", "0000", "9999-12-31", "2019-01-01",
    "Patient/p1", "#", "urn:uuid:", "a" * 70, "a|b", "\u0000", "\ud800", "☃", [], {}, [[]], [{}], [None],
    {"value": "x"}, {"reference": []}, {"coding": [{}]}, {"coding": None}, {"start": "2019", "end": "2018"},
)  # fmt: skip

ECT = concept("http://www.ama-assn.org/go/cpt", "90870")
MEDICATION = {
    "resourceType": "Medication",
    "id": "m",
    "code": concept("urn:local", "1", "sertraline 50 MG Oral Tablet"),
}
REFERRING = dispensed("r", "2019-03-01")
del REFERRING["medicationCodeableConcept"]
REFERRING["medicationReference"] = {"reference": "Medication/m"}

WHOLE = (
    patient("p2", deceasedDateTime="2020-01-01", identifier=[{"system": "s", "value": "v"}]),
    MEDICATION,
    REFERRING,
    dispensed("d", "2019-03-01", daysSupply=days(30), quantity=quantity(60, "TAB"), dosageInstruction=[dosage()]),
    ordered("o", "2019-03-01", CITALOPRAM, dispenseRequest={"expectedSupplyDuration": days(28)}),
    taken("t", effectivePeriod={"start": "2018-03", "end": "2018-06-30"}, dosage=[dosage()]),
    diagnosed("c", "2019-03-01"),
    done("x", ECT, performedPeriod={"start": "2019-03-01", "end": "2019-03-02"}),
    observed("s", "2020-12-31", valueQuantity=quantity(12, "{score}")),
    {"resourceType": "QuestionnaireResponse", "id": "q", "status": "completed", "authored": "2020-12-31",
     "subject": {"reference": "Patient/p1"},
     "item": [{"linkId": "/44261-6", "answer": [{"valueInteger": 12}]}]},
)  # fmt: skip


def places(value, path=()):
    """Every place in a resource at which junk can stand."""
    for key, one in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield (*path, key)
        yield from places(one, (*path, key))


def spoilt(chance: random.Random):
    """A whole resource with one to three places spoilt."""
    made = deepcopy(chance.choice(WHOLE))
    for _ in range(chance.randint(1, 3)):
        path = chance.choice(list(places(made)))
        holder = made
        for step in path[:-1]:
            holder = holder[step]
        if chance.random() < 0.2:
            del holder[path[-1]]
        else:
            holder[path[-1]] = deepcopy(chance.choice(JUNK))
        if not isinstance(made.get("resourceType"), str) or not list(places(made)):
            break
    if isinstance(made.get("id"), str) and chance.random() < 0.8:
        made["id"] = f"{made['id'][:9]}-{chance.randrange(10**6)}"
    return made


@pytest.mark.parametrize("seed", range(4))
def test_junk_is_counted_and_never_breaks_an_import(tmp_path, seed):
    chance = random.Random(seed)
    lines = [json.dumps(spoilt(chance)) for _ in range(250)]
    run = imported(
        tmp_path, patient("p1"), *lines, requests_as_dispensings=True, prepared_as_handed_over=True,
        onset_as_recorded=True, scores_within=30, covers=("dispensings", "diagnoses", "procedures"),
    )  # fmt: skip
    assert sum(one.read for one in run.summary.tally.tables.values()) == 251
    cohort = Cohort(run.folder, REGISTRY.vocabularies)
    assert [person.id for person in cohort.persons() if person.id == "p1"] == ["p1"]
    assert cohort.report.rejects == []
