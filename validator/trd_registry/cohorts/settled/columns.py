"""Columns of the settled tables: their names, their types, and how a fact becomes a row of them."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Protocol

from trd_registry.cohorts.needs import needed
from trd_registry.cohorts.settled.bits import domain_positions, mask
from trd_registry.model.choice import Choice
from trd_registry.model.facts import FactKind
from trd_registry.model.interval import Interval
from trd_registry.model.truth import Truth

#: Name of a column -> ``number``, ``truth``, ``mask``, ``whole``, ``text`` or ``texts``.
Types = Mapping[str, str]


class Holder(Protocol):
    """A history or a trial: whatever can be asked for facts."""

    @property
    def facts(self) -> Mapping[str, Any]:
        """What is stated."""
        ...

    def number(self, name: str) -> Interval:
        """What is known of a number."""
        ...

    def truth(self, name: str) -> Truth:
        """Whether a fact holds."""
        ...

    def choice(self, name: str) -> Choice:
        """The values a category may have."""
        ...


@cache
def column(fact: str, part: str = "") -> str:
    """The name of a column of a fact: ``episode__months__lo``."""
    return "__".join((*fact.split("."), part)) if part else fact.replace(".", "__")


def columns(fact: str, kind: FactKind) -> Iterator[tuple[str, str]]:
    """Names and types of the columns of one fact."""
    match kind.kind:
        case "number":
            yield from ((column(fact, part), "number") for part in ("lo", "hi"))
            yield from ((column(fact, part), "truth") for part in ("lo_open", "hi_open"))
        case "truth":
            yield column(fact), "truth"
        case "choice":
            yield column(fact), "mask"
    yield column(fact, "stated"), "truth"


def cells(fact: str, kind: FactKind, holder: Holder) -> Iterator[tuple[str, Any]]:
    """What stands in the columns of one fact; a choice of an open domain is left to whoever knows its names."""
    match kind.kind:
        case "number":
            number = holder.number(fact)
            yield column(fact, "lo"), float(number.lower)
            yield column(fact, "hi"), float(number.upper)
            yield column(fact, "lo_open"), number.lower_open
            yield column(fact, "hi_open"), number.upper_open
        case "truth":
            yield column(fact), holder.truth(fact)
        case "choice" if kind.domain is not None:
            yield column(fact), mask(holder.choice(fact) or (), domain_positions(kind.domain))
    yield column(fact, "stated"), fact in holder.facts


def arrow_type(name: str) -> Any:
    """The pyarrow type of a column of this type."""
    pa = needed("pyarrow")

    types = {
        "number": pa.float64(),
        "truth": pa.bool_(),
        "mask": pa.uint64(),
        "whole": pa.int64(),
        "text": pa.string(),
        "texts": pa.list_(pa.string()),
    }
    return types[name]
