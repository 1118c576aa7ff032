"""The fields of a form in which a history is written down, read off the schema of histories."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trd_registry.english.lexicon import plain
from trd_registry.english.modalities import ABBREVIATIONS
from trd_registry.loading.schema import schema_of
from trd_registry.model.facts import DISORDERS, MODALITIES, SEVERITIES

#: Sections that the form shows, and what they are called. Whatever else a history holds stands in its text alone.
SECTIONS: Mapping[str, str] = {
    "patient": "The patient",
    "diagnosis": "Diagnosis",
    "episode": "The present episode",
    "illness": "The illness as a whole",
}

#: What of a trial is asked first, and its short label; everything else stands under "more".
FIRST: Mapping[str, str] = {
    "treatment": "Treatment",
    "dose": "Dose, mg/day",
    "weeks": "Weeks",
    "sessions": "Sessions",
    "response": "Response",
    "improvement": "Improvement, %",
    "episode": "Episode it was given in",
    "therapist_trained": "Therapist trained in it",
}

#: Where the schema says how a value is written rather than what it is.
_LABELS: Mapping[str, str] = {
    "class": "Class, where the treatment is not named",
    "role": "How it was used",
    "prospective": "Outcome was measured while the trial ran",
    "remission": "Symptoms had remitted at the end",
    "stopped": "Why it ended",
    "start": "Began (2019-03-14, 2019-03 or 2019)",
    "end": "Ended (2019-03-14, 2019-03 or 2019)",
    "start_score": "Score when the trial began",
    "end_score": "Score when the trial ended",
    "episode.severity": "Severity now, as a degree or a score",
    "episode.onset": "Began (2019-03-14, 2019-03 or 2019)",
    "episode.number": "Which episode of the patient's life it is",
    "episode.months": "Its length",
    "patient.age": "Age",
}

#: Of a trial, only other programs or the text need these.
_LEFT_OUT = frozenset(["id", "augments"])

#: The rest of a description tells how a value is written in the text, which a form need not say.
_SYNTAX = re.compile(
    r"( \([^()]*\))?(: a number|: one value|: a day|: \d|; a list|\. A list|\. Leave it out|, a list).*"
)


@dataclass(frozen=True, slots=True)
class Field:
    """One field: where its value stands in a history, how it is entered, and what it is called."""

    path: str
    kind: str
    label: str
    unit: str = ""
    options: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """A name for the field in a page."""
        return self.path.replace(".", "-")


def form_sections() -> dict[str, list[Field]]:
    """The sections of the form by title."""
    places = schema_of("history")["properties"]
    return {title: list(_fields(name, places[name]["properties"])) for name, title in SECTIONS.items()}


def first_trial_fields() -> list[Field]:
    """What is asked first of a trial."""
    known = {one.path: one for one in _trial_fields()}
    return [Field(name, known[name].kind, label, "", known[name].options) for name, label in FIRST.items()]


def other_trial_fields() -> list[Field]:
    """Everything else that can be said of a trial."""
    return [one for one in _trial_fields() if one.path not in FIRST and one.path not in _LEFT_OUT]


def trials_in() -> Field:
    """Whether all trials lie in the present episode."""
    only: str = schema_of("history")["properties"]["trials_in"]["const"]
    return Field("trials_in", "choice", "Where the trials lie, unless one says otherwise", "", (only,))


def comorbidity_fields(names: Sequence[str]) -> list[Field]:
    """One field for each condition."""
    return [Field(f"comorbidity.{name}", "truth", _plain(name)) for name in names]


def ruled_out_fields(names: Sequence[str]) -> list[Field]:
    """One field for each treatment, or kind of treatment, that may be one the patient cannot have."""
    options: Sequence[str] = schema_of("history")["properties"]["ruled_out"]["additionalProperties"]["else"]["enum"]
    return [Field(f"ruled_out.{name}", "choice", _plain(name), "", tuple(options)) for name in names]


def _plain(name: str) -> str:
    words = ABBREVIATIONS.get(name) or plain(name)
    return words[:1].upper() + words[1:]


def complete_kinds() -> tuple[str, ...]:
    """The kinds of treatment that a record may list in full."""
    kinds: Sequence[str] = schema_of("history")["properties"]["complete"]["else"]["then"]["items"]["enum"]
    return tuple(kinds)


def _trial_fields() -> Iterator[Field]:
    yield from _fields("", schema_of("history")["properties"]["trials"]["items"]["properties"])


def _fields(section: str, places: Mapping[str, Any]) -> Iterator[Field]:
    for name, place in places.items():
        path = f"{section}.{name}" if section else name
        if path == "episode.score":
            continue  # the same as a score under `severity`
        kind, options = _kind(path, place)
        says = place.get("description", name)
        unit = re.search(r" \(([^()]*)\): a number", says)
        label = _LABELS.get(path) or _SYNTAX.sub("", says).rstrip(".")
        yield Field(path, kind, label, unit.group(1) if unit else "", tuple(sorted(options, key=_rank)))


#: Options that have an order of their own keep it.
_ORDER = {name: number for number, name in enumerate((*SEVERITIES, *MODALITIES, *DISORDERS)) if name != "other"}


def _rank(option: str) -> tuple[bool, int]:
    return option == "other", _ORDER.get(option, 0)


def _kind(path: str, place: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """How a value is entered: truth, choice, number, dose, treatment, class, severity, score or text."""
    if path in ("treatment", "dose"):
        return path, ()
    single = place.get("else", place)
    if path == "class":
        return "class", ()
    if path == "episode.severity":
        return "severity", tuple(single["else"]["enum"])
    if place.get("type") == "boolean":
        return "truth", ()
    if place.get("type") == "object":
        return "score", ()
    if "enum" in single:
        return "choice", tuple(single["enum"])
    if single.get("type") in ("number", "integer") and "then" in place and place["then"].get("type") == "object":
        return "number", ()
    return "text", ()
