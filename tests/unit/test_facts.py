"""The facts table, the schemas and the vocabulary of words say the same."""

import json

from trd_registry.loading.data_root import data_root
from trd_registry.model.facts import MODALITIES, PATIENT_FACTS, TRIAL_FACTS, TRIAL_PREFIXES
from trd_registry.model.vocabulary import Vocabularies

SCHEMA = data_root() / "schema"

#: Trial facts that follow from dates, weeks or records and are not written by hand; keys of a trial that are not facts.
DERIVED = {"started_days_ago", "ended_days_ago", "days", "start_day", "end_day"}
NOT_FACTS = {"id", "start", "end", "response", "note"}


def _schema(name: str) -> dict:
    return json.loads((SCHEMA / f"{name}.schema.json").read_text("utf-8"))


def test_a_history_can_state_every_trial_fact_and_nothing_else() -> None:
    stated = set(_schema("history")["properties"]["trials"]["items"]["properties"])
    assert stated - NOT_FACTS == (set(TRIAL_FACTS) | set(TRIAL_PREFIXES)) - DERIVED


def test_a_history_can_state_every_patient_fact() -> None:
    properties = _schema("history")["properties"]
    stated = {
        f"{section}.{key}"
        for section in ("patient", "diagnosis", "episode", "illness")
        for key in properties[section]["properties"]
    }
    assert stated - {"episode.onset", "episode.score"} == set(PATIENT_FACTS) - {"episode.days"}


def test_a_definition_can_test_every_fact() -> None:
    defs = _schema("definition")["$defs"]
    assert set(TRIAL_FACTS) <= set(defs["trialCondition"]["properties"])
    assert set(PATIENT_FACTS) <= set(defs["patientCondition"]["properties"])


def test_every_treatment_has_a_known_modality_and_class(vocabularies: Vocabularies) -> None:
    for treatment in vocabularies.treatments.values():
        assert treatment.modality in MODALITIES
        assert vocabularies.classes[treatment.treatment_class] in MODALITIES


def test_the_vocabulary_holds_all_antidepressants_of_the_catalogue(vocabularies: Vocabularies) -> None:
    antidepressants = [one for one in vocabularies.treatments.values() if one.modality == "antidepressant"]
    assert len(antidepressants) == 83
