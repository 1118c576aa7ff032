"""Random records of dispensings, diagnoses and sessions with gaps, and random ways to fill every gap.

What a record leaves open: supplies of unknown length, settings that are not stated, kinds of entry that
are not held in full, and the time after it. A completion states all of it and prolongs the record.
"""

from copy import deepcopy
from datetime import date, timedelta
from random import Random
from typing import Any

from properties.gappy import PATIENT, Document

DAY_0 = date(2019, 1, 14)
DRUGS = ("citalopram", "sertraline", "mirtazapine", "venlafaxine", "quetiapine", "lithium")
CONDITIONS = ("depressive-disorder", "depressive-disorder", "depressive-disorder", "bipolar-disorder", "dementia")
SETTINGS = ("hospital", "specialist", "primary-care")
SUPPLIES = (10, 21, 28, 30, 42, 60, 90)
KINDS = ("dispensings", "diagnoses", "procedures")
FIRST, LAST = -700, 500
#: So far a completed record goes on.
FAR = 1500


def day(number: int) -> str:
    return (DAY_0 + timedelta(days=number)).isoformat()


def gappy_record(random: Random) -> Document:
    """A history that is nothing but a record; any supply, setting or kind of entry may be unknown."""
    covers = list(KINDS) if random.random() < 0.6 else random.sample(KINDS, random.randint(0, 2))
    record: Document = {"from": day(FIRST), "to": day(LAST), "covers": covers}
    record["dispensings"] = [one for _ in range(random.randint(0, 5)) for one in _course(random, -200, LAST)]
    for one in record["dispensings"]:
        if random.random() < 0.05:
            one["days"] = random.choice(({"at_least": 14}, {"at_least": 28, "at_most": 60}))
        elif random.random() < 0.05:
            del one["days"]
    record["diagnoses"] = [_diagnosis(random, FIRST, LAST) for _ in range(random.randint(0, 4))]
    if random.random() < 0.8:
        record["diagnoses"].append({"condition": "depressive-disorder", "date": day(0), "setting": "hospital"})
    record["procedures"] = _sessions(random, 0, LAST) if random.random() < 0.2 else []
    document: Document = {"history": 1, "id": "gappy", "complete": "none", "records": record}
    for (section, key), values in PATIENT.items():
        if random.random() < 0.6:
            document.setdefault(section, {})[key] = random.choice(values)
    return document


def _course(random: Random, first: int, last: int) -> list[Document]:
    """A few supplies of one drug in a row, with pauses and overlaps."""
    found, when, drug = [], random.randint(first, last), random.choice(DRUGS)
    for _ in range(random.choice((1, 1, 2, 3, 4))):
        if when > last:
            break
        days = random.choice(SUPPLIES)
        found.append({"treatment": drug, "date": day(when), "days": days})
        when += days + random.choice((-10, 0, 0, 5, 14, 15, 29, 30, 31, 90, 98, 99, 180))
        when = max(when, first)
    return found


def _diagnosis(random: Random, first: int, last: int) -> Document:
    found = {"condition": random.choice(CONDITIONS), "date": day(random.randint(first, last))}
    if random.random() < 0.7:
        found["setting"] = random.choice(SETTINGS)
    return found


def _sessions(random: Random, first: int, last: int) -> list[Document]:
    when = random.randint(first, last)
    return [{"treatment": "ect", "date": day(one)} for one in range(when, min(last, when + 30), 3)]


def completed_record(document: Document, random: Random, *, goes_on: bool = True) -> Document:
    """The same record with all that was open settled in some way, and prolonged far beyond its end.

    Where a definition judges the record as it is, one that goes on is another record: it is not prolonged.
    """
    filled = deepcopy(document)
    record = filled["records"]
    for one in record["dispensings"]:
        one["days"] = _days(one.get("days", {}), random)
    for one in record["diagnoses"]:
        one.setdefault("setting", random.choice(SETTINGS))
    unseen = {kind: random.random() < 0.7 for kind in KINDS if kind not in record["covers"]}
    for kind, may_be in unseen.items():
        if may_be:
            _add(record, kind, FIRST, LAST, random)
    if goes_on:
        record["to"] = day(FAR)
        for kind in KINDS:
            if random.random() < 0.6:
                _add(record, kind, LAST + 1, FAR, random)
    record["covers"] = list(KINDS)
    for (section, key), values in PATIENT.items():
        filled.setdefault(section, {}).setdefault(key, random.choice(values))
    return filled


def _days(stated: Any, random: Random) -> int:
    if isinstance(stated, int):
        return stated
    return random.randint(stated.get("at_least", 1), stated.get("at_most", 400))


def _add(record: Document, kind: str, first: int, last: int, random: Random) -> None:
    if kind == "dispensings":
        record[kind] += [one for _ in range(random.randint(1, 3)) for one in _course(random, first, last)]
    elif kind == "diagnoses":
        record[kind].append({**_diagnosis(random, first, last), "setting": random.choice(SETTINGS)})
    else:
        record[kind] += _sessions(random, first, last)
