"""Where a statement comes from: the readings that shaped it, its locator, and a note of the encoder."""

from collections.abc import Iterable, Mapping
from typing import Any

from trd_registry.model.definition import Document
from trd_registry.model.nodes import All, FirstStated, Node, Not, Statement
from trd_registry.model.nodes import Any as AnyOf
from trd_registry.model.pieces import ANNOTATIONS

#: Combinations have no figures of their own; the readings inside them are told with their parts.
_COMBINATIONS = (All, AnyOf, Not, FirstStated)


class Provenance:
    """Looks up a node's place in its document."""

    def __init__(self, document: Document, choices: Mapping[str, str], *, is_silent: bool = False) -> None:
        self._document = document
        self._choices = choices
        #: Whether readings, locators and notes are left out, to compare what two rules say.
        self.is_silent = is_silent

    def marks(self, node: Node) -> str:
        """`` (reading adequate-weeks: weeks-6) [article, Table 3; primary]``."""
        if self.is_silent:
            return ""
        used = list(node.readings)
        if not isinstance(node, _COMBINATIONS):
            used += self._inside(node.place)
        return self.readings(used) + locator(node.stated)

    def located(self, stated: Statement | None) -> str:
        """The locator alone; empty where nothing is stated."""
        return "" if self.is_silent else locator(stated)

    def readings(self, names: Iterable[str]) -> str:
        """The readings and the option taken for each, in brackets; empty where there is none."""
        told = [f"{name}: {self._option(name)}" for name in dict.fromkeys(names)]
        if not told or self.is_silent:
            return ""
        return f" (reading{'s' if len(told) > 1 else ''} {'; '.join(told)})"

    def _option(self, name: str) -> str:
        """The option taken; where none is the default, that it is open and which one is shown."""
        option = self._choices[name]
        is_open = not any(one.get("default") for one in self._document["readings"][name]["options"].values())
        return f"open, shown by {option}" if is_open else option

    def by_default(self, names: Iterable[str]) -> str:
        """`` (by default; reading failure: every-trial)``; empty where no reading makes it so."""
        told = self.readings(names)
        return f" (by default; {told[2:]}" if told else ""

    def readings_at(self, place: str) -> str:
        """The readings that supply a figure or a name of the part at this place, for a part that is no node."""
        return self.readings(self._inside(place))

    def note(self, place: str) -> str:
        """The encoder's remark on the part at this place; empty where there is none."""
        if self.is_silent:
            return ""
        part, parent = self._at(place), self._at(place.rpartition("/")[0])
        if isinstance(part, Mapping) and "note" in part:
            return str(part["note"])
        # The only test of a mapping is told in its place, with the mapping's remark.
        alone = isinstance(parent, Mapping) and len(set(parent) - ANNOTATIONS) == 1
        return str(parent.get("note", "")) if alone else ""

    def locator_at(self, place: str) -> str:
        """The locator of the part at this place, for a part that becomes no node."""
        part = self._at(place)
        return locator_of(part.get("from")) if isinstance(part, Mapping) else ""

    def _inside(self, place: str) -> list[str]:
        """The readings that supply a figure or a name of the part at this place."""
        part = self._at(place)
        if not isinstance(part, Mapping):
            return []
        found: list[str] = []
        for key, value in part.items():
            if key not in ANNOTATIONS and isinstance(value, Mapping) and "reading" in value and key != "where":
                found += self._chain(str(value["reading"]))
        return found

    def _chain(self, reading: str) -> list[str]:
        """A reading, and those that its chosen option in turn refers to."""
        value = self._document["readings"][reading]["options"][self._choices[reading]]["value"]
        further = self._chain(str(value["reading"])) if isinstance(value, Mapping) and "reading" in value else []
        return [reading, *further]

    def _at(self, place: str) -> Any:
        part: Any = self._document
        for key in place.strip("/").split("/"):
            try:
                part = part[int(key)] if isinstance(part, list) else part[key]
            except (KeyError, ValueError, IndexError, TypeError):
                return None
        return part


def locator(stated: Statement | None) -> str:
    """`` [article, Table 3; primary]``; empty where nothing is stated."""
    return f" [{stated.source}, {stated.at}; {stated.evidence}]" if stated is not None else ""


def locator_of(stated: Mapping[str, str] | None) -> str:
    """The same from a document's ``from``."""
    return locator(Statement(stated["source"], stated["at"], stated["evidence"])) if stated else ""
