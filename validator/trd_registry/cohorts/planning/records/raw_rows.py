"""The columns that every query of trials gives, before facts are made of them: one order and one default for each."""

from math import inf

from trd_registry.cohorts.planning.sql import FALSE, NONE, bits, number
from trd_registry.cohorts.settled.bits import domain_positions, mask
from trd_registry.model.facts import trial_fact


def _anything(fact: str) -> str:
    domain = trial_fact(fact).domain or frozenset()
    return bits(mask(domain, domain_positions(domain)))


#: Column -> what stands in it where a trial does not state it.
DEFAULTS = {
    "person": "",
    #: Its place in the order of the person's trials; no two are alike.
    "trial": "",
    "agent": "",
    #: No bit for a trial that was made of the record; else the bit of the sort of a stand-in.
    "sort": NONE,
    "start_lo": number(-inf),
    "start_hi": number(inf),
    "end_lo": number(-inf),
    "end_hi": number(inf),
    "days_lo": number(0),
    "days_hi": number(inf),
    "days_stated": FALSE,
    "adherence_lo": number(0),
    "adherence_hi": number(100),
    "adherence_stated": FALSE,
    "sessions": "NULL::DOUBLE",
    "role": _anything("role"),
    "role_stated": FALSE,
    "laterality": "NULL::UBIGINT",
    "dose_lo": number(0),
    "dose_hi": number(inf),
    "dose_lo_open": FALSE,
    "dose_hi_open": FALSE,
    "dose_stated": FALSE,
}


def raw_row(**cells: str) -> str:
    """What stands after SELECT for rows with these cells."""
    unknown = cells.keys() - DEFAULTS.keys()
    if unknown:
        raise KeyError(f"no column of a trial: {unknown}")
    return ", ".join(f"{cells.get(name, default)} AS {name}" for name, default in DEFAULTS.items())


#: Kinds of trials in the order in which they stand in the list of a person.
DRUG, PROCEDURE, STAND_IN = range(3)


def position(kind: int, within: str) -> str:
    """The place of a trial in the order of all: by kind, and then by a number below 2 ** 56."""
    return f"({kind << 56} + {within})::BIGINT"
