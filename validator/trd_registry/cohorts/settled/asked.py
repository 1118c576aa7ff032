"""Which facts the settled tables must hold, so that rules can be judged on them."""

from collections.abc import Iterable
from dataclasses import dataclass

from trd_registry.model.facts import PATIENT_FACTS, PATIENT_PREFIXES
from trd_registry.model.nodes import Count, FollowedBy, NthStart, PrecededBy, SeverityIs
from trd_registry.model.rules import Rules
from trd_registry.model.vocabulary import Vocabularies
from trd_registry.model.walking import facts_in, walk

#: Facts of a trial that every table holds: what the trial was of.
ALWAYS = frozenset(("treatment", "class", "modality"))

#: Facts for which a rater's judgement may stand.
_JUDGED = {"weeks": "duration_adequate", "days": "duration_adequate", "dose": "dose_adequate"}


@dataclass(frozen=True, slots=True)
class Asked:
    """Facts of the patient and of a trial, by their names in a history."""

    patient: frozenset[str]
    trial: frozenset[str]


def asked_by(rules: Iterable[Rules], vocabularies: Vocabularies) -> Asked:
    """The facts that any of the rules asks for, and those that may stand in their place."""
    patient: set[str] = set()
    trial: set[str] = set()
    for one in rules:
        parts = (one.scope, one.trials, one.outcome)
        for fact in facts_in(parts):
            (patient if is_of_patient(fact) else trial).add(fact)
        for node in walk(parts):
            match node:
                case SeverityIs():
                    sets = (found for name in node.bands for found in vocabularies.severity_bands.get(name, ()))
                    patient |= {f"episode.score.{found.scale}" for found in sets}
                case Count(distinct="augments"):
                    trial.add("augments")
                case FollowedBy() | PrecededBy() | NthStart():
                    trial |= {"started_days_ago", "ended_days_ago"}
    trial |= {_JUDGED[fact] for fact in trial & _JUDGED.keys()}
    return Asked(frozenset(patient), frozenset(trial - ALWAYS))


def is_of_patient(fact: str) -> bool:
    """Whether a fact is one of the patient, and not of a trial."""
    return fact in PATIENT_FACTS or fact.rpartition(".")[0] in PATIENT_PREFIXES
