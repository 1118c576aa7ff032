"""What a bundle of columns of persons, episodes or measurements says, by the reader of facts."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from trd_registry.cohorts.settled.columns import Types, cells, column, columns
from trd_registry.cohorts.settled.shape import Shape
from trd_registry.cohorts.tables.bundles import bundle_of_patient_fact
from trd_registry.cohorts.tables.meanings import Day, Reading, at
from trd_registry.loading.history import is_first_episode
from trd_registry.loading.history_dates import read_date
from trd_registry.loading.history_facts import FactReader
from trd_registry.loading.notebook import Notebook
from trd_registry.model.facts import PATIENT_FACTS, FactKind, patient_fact
from trd_registry.model.history import History
from trd_registry.model.records import ENTRY_KINDS
from trd_registry.model.vocabulary import Vocabularies

#: Facts that are looked up whether asked for or not: others follow from them, or may not stand beside them.
NEEDED = ("episode.months", "episode.days", "episode.severity")

#: Bundle -> the path of a date that may be a month or a year.
_DATES = {"as_of": ("as_of",), "episode.onset": ("episode", "onset")}

_DAYS = {"records.from": ("records", "from"), "records.to": ("records", "to")}


def patient_reading(name: str, shape: Shape, vocabularies: Vocabularies) -> Reading:
    """The reader of one bundle of persons or episodes."""
    if name == "records.covers":
        return CoversReading()
    return Day(*_DAYS[name]) if name in _DAYS else PatientReading(name, shape, vocabularies)


class PatientReading:
    """Reads bundles of persons and episodes."""

    def __init__(self, name: str, shape: Shape, vocabularies: Vocabularies) -> None:
        self._name = name
        self._vocabularies = vocabularies
        self._facts = facts_of_bundle(name, shape)
        types: dict[str, str] = {}
        for fact, kind in self._facts.items():
            types |= dict(columns(fact, kind))
        if name in _DATES:
            key = _DATES[name][-1]
            types |= {f"{key}__first": "day", f"{key}__last": "day"}
        if name == "episode.number":
            types["is_first"] = "truth"
        self.types: Types = types

    def row(self, entry: Mapping[str, Any], notebook: Notebook) -> Mapping[str, Any]:
        """What the entry says; what is wrong with it goes into the notebook."""
        facts = FactReader(self._vocabularies, notebook).patient_facts(entry, None, None)
        history = History("", facts=facts)
        row: dict[str, Any] = {}
        for fact, kind in self._facts.items():
            row.update(cells(fact, kind, history))
        if self._name in _DATES:
            path = _DATES[self._name]
            day = read_date(path, at(entry, path), notebook)
            row |= {f"{path[-1]}__first": day and day.first, f"{path[-1]}__last": day and day.last}
        if self._name == "episode.number":
            row["is_first"] = is_first_episode(entry)
        return row


def facts_of_bundle(name: str, shape: Shape) -> dict[str, FactKind]:
    """The facts that come from a bundle, as far as they are asked for or others follow from them."""
    wanted = {fact: PATIENT_FACTS[fact] for fact in NEEDED} | dict(shape.of_patient)
    return {fact: kind for fact, kind in wanted.items() if bundle_of_patient_fact(fact) == name}


class CoversReading:
    """Reads which kinds of entry a record holds in full."""

    types: Types = MappingProxyType({f"covers_{kind}": "truth" for kind in ENTRY_KINDS})

    def row(self, entry: Mapping[str, Any], notebook: Notebook) -> Mapping[str, Any]:
        """Whether each is among them; None where nothing is said."""
        del notebook
        kinds = at(entry, ("records", "covers"))
        return {f"covers_{kind}": None if kinds is None else kind in kinds for kind in ENTRY_KINDS}


class ScoreReading:
    """Reads a score and its scale, of measurements."""

    _FACT = "episode.score"

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._vocabularies = vocabularies
        self.types: Types = {"scale": "text", **dict(columns(self._FACT, patient_fact(f"{self._FACT}.any")))}

    def row(self, entry: Mapping[str, Any], notebook: Notebook) -> Mapping[str, Any]:
        """The scale and the score; any score of a scale has the same columns."""
        scale = entry.get("scale")
        if scale is None or "score" not in entry:
            return dict.fromkeys(self.types)
        said = {"episode": {"score": {scale: entry["score"]}}}
        facts = FactReader(self._vocabularies, notebook).patient_facts(said, None, None)
        fact = f"{self._FACT}.{scale}"
        found = dict(cells(fact, patient_fact(fact), History("", facts=facts)))
        return {"scale": scale, **{name.replace(column(fact), column(self._FACT)): one for name, one in found.items()}}


class WordReading:
    """Reads one word as it stands."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.types: Types = {f"{name}__word": "text"}

    def row(self, entry: Mapping[str, Any], notebook: Notebook) -> Mapping[str, Any]:
        """The word."""
        del notebook
        return {f"{self._name}__word": entry.get(self._name)}
