"""What a pharmacy register, a claims file or a health record holds of one patient: dated entries and their span."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from trd_registry.model.facts import Value
from trd_registry.model.interval import Interval

#: Conditions that a diagnosis in a record can be of.
CONDITIONS = (
    "depressive-disorder", "bipolar-disorder", "mania", "psychotic-disorder", "schizophrenia",
    "schizoaffective-disorder", "dementia", "parkinson-disease", "substance-use-disorder", "other",
)  # fmt: skip

#: Where a diagnosis was made.
SETTINGS = ("primary-care", "specialist", "hospital", "other")

#: The kinds of entry that a record may claim to hold in full, within its span.
ENTRY_KINDS = ("dispensings", "diagnoses", "procedures")

#: Days of supply that one dispensing can have: at least one, and no more than somewhat over a year.
SUPPLY = Interval(1, 400)


@dataclass(frozen=True, slots=True)
class Dispensing:
    """One supply of a drug."""

    #: ``records.dispensings[3]``, counted from one as in the file.
    place: str
    day: date
    #: Treatment, class, modality and dose, as far as they are known.
    facts: Mapping[str, Value]
    label: str
    #: Days of supply; the whole of `SUPPLY` where the record does not say.
    days: Interval


@dataclass(frozen=True, slots=True)
class Procedure:
    """One session of ECT, TMS, psychotherapy or the like."""

    place: str
    day: date
    facts: Mapping[str, Value]
    label: str


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One diagnosis that was put down."""

    place: str
    day: date
    condition: str
    #: Where it was made; empty where the record does not say.
    setting: str


@dataclass(frozen=True, slots=True)
class Records:
    """All entries, the span of time they were taken from, and the kinds of entry held in full within it."""

    start: date
    end: date
    covers: frozenset[str]
    dispensings: tuple[Dispensing, ...] = ()
    diagnoses: tuple[Diagnosis, ...] = ()
    procedures: tuple[Procedure, ...] = ()
