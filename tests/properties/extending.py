"""Adds facts to a gappy history, any that are not stated yet, in any way in which they can be recorded."""

from copy import deepcopy
from random import Random
from typing import Any

from properties.gappy import CHOICES, COMORBIDITIES, DOSES, NUMBERS, PATIENT, SCALES, TRUTHS, Document

#: Not the optimisations: where a record lists them in full, adding one corrects it and does not complete it.
STATED = tuple(name for name in TRUTHS if not name.endswith("_optimised"))

WORDS = ("dose_adequate", "duration_adequate", "judged_failed", "remission", "evidence_based", "augmented")


def extension(document: Document, random: Random) -> Document:
    """The same history with a few more facts; it may turn out to contradict itself and be refused."""
    extended = deepcopy(document)
    for trial in extended["trials"]:
        for _ in range(random.randint(0, 4)):
            name, value = _fact(random)
            trial.setdefault(name, value)
    for _ in range(random.randint(0, 3)):
        section, key = random.choice(list(PATIENT))
        extended.setdefault(section, {}).setdefault(key, random.choice(PATIENT[section, key]))
    if random.random() < 0.3:
        extended.setdefault("comorbidity", {}).setdefault(random.choice(COMORBIDITIES), random.random() < 0.5)
    if random.random() < 0.3:
        extended["complete"] = "all"
    return extended


def _fact(random: Random) -> tuple[str, Any]:
    kind = random.choice(("number", "truth", "word", "choice", "dose", "response", "score"))
    if kind == "number":
        name = random.choice(list(NUMBERS))
        return name, random.choice(NUMBERS[name])
    if kind == "truth":
        return random.choice(STATED), random.random() < 0.5
    if kind == "word":
        return random.choice(WORDS), random.random() < 0.5
    if kind == "choice":
        name = random.choice(list(CHOICES))
        return name, random.choice(CHOICES[name])
    if kind == "dose":
        return "dose", f"{random.choice(DOSES)} mg/day"
    if kind == "response":
        return "response", random.choice(("none", "partial", "response", "remission"))
    scale = random.choice(list(SCALES))
    return random.choice(("start_score", "end_score")), {scale: random.randint(0, 27)}
