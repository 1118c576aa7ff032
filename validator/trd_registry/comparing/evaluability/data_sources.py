"""Kinds of data and what each usually records, from the vocabulary ``data-sources``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from trd_registry.model.facts import COMPLETENESS_KINDS, PATIENT_FACTS, PATIENT_PREFIXES, TRIAL_FACTS, TRIAL_PREFIXES

Level = Literal["usually", "sometimes", "no"]

#: What was given before the record begins: asked of every treatment that is not limited to an episode or a time.
EARLIER = "earlier-treatment"

#: What trials of a phenotype are built from.
RECORDS = ("records.dispensings", "records.supply", "records.procedures", "records.diagnoses", "records.observation")

#: Everything that a definition can ask; a prefix stands with ``.*`` for all its scales or conditions.
EVERY_FACT = (
    *TRIAL_FACTS,
    *(f"{prefix}.*" for prefix in TRIAL_PREFIXES),
    *PATIENT_FACTS,
    *(f"{prefix}.*" for prefix in PATIENT_PREFIXES),
    *(f"complete.{kind}" for kind in COMPLETENESS_KINDS),
    EARLIER,
    *RECORDS,
)


@dataclass(frozen=True, slots=True)
class DataSource:
    """One kind of data."""

    id: str
    name: str
    short: str
    says: str


@dataclass(frozen=True, slots=True)
class RecordedFact:
    """A fact, or several that are recorded together, with what every kind of data records of it."""

    id: str
    name: str
    #: The same in as few words as a column has room for.
    short: str
    covers: frozenset[str]
    #: The kinds of treatment it is about; empty for any.
    of: frozenset[str]
    #: Kind of data -> level, reason and evidence, as the file has them.
    recorded: Mapping[str, Mapping[str, Any]]

    def level(self, source: str) -> Level:
        """How often a kind of data records it."""
        found: Level = self.recorded[source]["level"]
        return found


class DataSources:
    """Looks up what a kind of data records of any fact of the language."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.sources = tuple(DataSource(id=key, **entry) for key, entry in document["data_sources"].items())
        self.facts = tuple(
            RecordedFact(
                id=key,
                name=one["name"],
                short=one["short"],
                covers=frozenset(one["covers"]),
                of=frozenset(one.get("of", ())),
                recorded=one["recorded"],
            )
            for key, one in document["facts"].items()
        )
        self._found: dict[tuple[str, str], RecordedFact] = {}

    def about(self, fact: str, kind: str = "") -> RecordedFact:
        """The entry on a fact, for treatments of one kind: the one about that kind, else one about any.

        Raises KeyError for a fact that no entry covers.
        """
        if (fact, kind) not in self._found:
            self._found[fact, kind] = self._about(fact, kind)
        return self._found[fact, kind]

    def _about(self, fact: str, kind: str) -> RecordedFact:
        names = {fact, f"{fact.rpartition('.')[0]}.*"}
        entries = [one for one in self.facts if one.covers & names]
        if not entries:
            raise KeyError(fact)
        return min(entries, key=lambda one: (kind not in one.of, bool(one.of)))
