"""A synthetic person: what a record holds of somebody who does not exist, before any form is given to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

#: Column of a table of a cohort -> value; what is unknown is left out.
Cells = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Supply:
    """A drug that was handed over."""

    treatment: str
    day: date
    #: Days of supply.
    days: int
    #: mg a day.
    dose: float


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A condition that was put down."""

    condition: str
    day: date
    setting: str


@dataclass(frozen=True, slots=True)
class Session:
    """A session of psychotherapy or brain stimulation, as it is billed."""

    treatment: str
    day: date
    #: The kind of treatment, where the bill names no treatment of the vocabulary.
    modality: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """A present score."""

    scale: str
    points: int


@dataclass(slots=True)
class Person:
    """One person, as the fullest record has it; each form takes of this what such a source can hold."""

    name: str
    sex: str
    born: date
    #: Completed years on the last day of the record.
    age: int
    #: First and last day of the record; it stands on the last one.
    first: date
    last: date
    #: Other columns of persons, of episodes and of trials.
    facts: Cells = field(default_factory=dict)
    episode: Cells = field(default_factory=dict)
    trials: list[Cells] = field(default_factory=list)
    supplies: list[Supply] = field(default_factory=list)
    diagnoses: list[Diagnosis] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    scores: list[Score] = field(default_factory=list)


#: Table -> column -> kind (text, whole, number or truth) of all that a person can have, in the order of writing.
COLUMNS: Mapping[str, Mapping[str, str]] = {
    "persons": {
        "person": "text", "as_of": "text", "age": "whole", "sex": "text", "disorder": "text",
        "psychotic_features": "truth", "catatonia": "truth", "structured_assessment": "truth", "criteria_met": "truth",
        "record_from": "text", "record_to": "text", "record_covers": "text",
        "comorbidity.personality-disorder": "truth", "comorbidity.substance-use-disorder": "truth",
        "comorbidity.obsessive-compulsive-disorder": "truth", "comorbidity.eating-disorder": "truth",
        "comorbidity.cognitive-disorder": "truth", "comorbidity.psychotic-disorder": "truth",
        "complete": "text",
    },
    "episodes": {"person": "text", "number": "whole", "onset": "text"},
    "trials": {
        "person": "text", "id": "text", "treatment": "text", "role": "text", "augments": "text", "episode": "text",
        "start": "text", "end": "text", "dose": "number", "weeks": "number", "weeks_at_least": "number",
        "sessions": "whole", "adherent": "truth", "prospective": "truth", "documented": "truth",
        "therapist_trained": "truth", "augmented": "truth", "laterality": "text", "improvement": "whole",
        "response": "text", "remission": "truth", "stopped": "text",
    },
    "dispensings": {"person": "text", "treatment": "text", "date": "text", "days": "whole", "dose": "number"},
    "diagnoses": {"person": "text", "condition": "text", "date": "text", "setting": "text"},
    "procedures": {"person": "text", "treatment": "text", "date": "text", "modality": "text"},
    "measurements": {"person": "text", "scale": "text", "at": "text", "score": "whole"},
}  # fmt: skip


def rows_of(person: Person, *, register: bool = True) -> dict[str, list[Cells]]:
    """The rows of a person in the tables of a cohort.

    Args:
        person: The person.
        register: Whether the record of dispensings, diagnoses and procedures is among them.

    Returns table -> rows, without what is unknown.
    """
    name = person.name
    known = {"person": name, "as_of": person.last.isoformat(), "age": person.age, "sex": person.sex}
    made: dict[str, list[Cells]] = {
        "persons": [known | person.facts],
        "episodes": [{"person": name} | person.episode],
        "trials": [{"person": name} | one for one in person.trials],
        "measurements": [
            {"person": name, "scale": one.scale, "at": "present", "score": one.points} for one in person.scores
        ],
    }
    if register:
        made["persons"][0] |= {
            "record_from": person.first.isoformat(), "record_to": person.last.isoformat(),
            "record_covers": "dispensings|diagnoses|procedures",
        }  # fmt: skip
        made["dispensings"] = [
            {
                "person": name,
                "treatment": one.treatment,
                "date": one.day.isoformat(),
                "days": one.days,
                "dose": one.dose,
            }
            for one in person.supplies
        ]
        made["diagnoses"] = [
            {"person": name, "condition": one.condition, "date": one.day.isoformat(), "setting": one.setting}
            for one in person.diagnoses
        ]
        made["procedures"] = [
            {"person": name, "treatment": one.treatment, "date": one.day.isoformat()}
            | ({"modality": one.modality} if one.modality else {})
            for one in person.sessions
        ]
    return made


#: The tables that people fill in, and not programs that bill.
FILLED_IN = ("persons", "episodes", "trials", "measurements")
