"""A definition at a glance: its dimensions, one line each, and where a reading changes them."""

from collections.abc import Sequence

from trd_registry.comparing.dimensions.value import Dimension, Dimensions
from trd_registry.reporting.telling.outline import Item, Section, item, section

#: Up to this length a line holds what other options of readings make of it; else they stand under it.
_SHORT = 70
#: Above this length each part of an answer has a line of its own.
_LONG = 150


def glance_at(found: Dimensions) -> Section:
    """One item a dimension; with it what other options of readings make of it."""
    return section("At a glance", [_item(one) for one in found.all.values()])


def _item(one: Dimension) -> Item:
    says = one.says
    groups: dict[str, list[str]] = {}
    for other in one.otherwise:
        new = _new(says, other.value.says)
        if new:
            groups.setdefault(new, []).append(f"{other.reading}={other.option}")
    parts = says.split("; ")
    told = [f"{value} under {' or '.join(names)}" for value, names in groups.items()]
    if one.silent:
        told.insert(0, silence(one.silent))
    line = f"{one.title}: {says}"
    if sum(map(len, told)) + len(line) <= _SHORT:
        return item("; ".join([line, *told]))
    if len(line) > _LONG and len(parts) > 1:
        return item(f"{one.title}:", [item(text) for text in (*parts, *told)])
    return item(line, [item(text) for text in told])


def silence(readings: Sequence[str]) -> str:
    """What of an answer is not the publication's."""
    return f"chosen here where the publication is silent ({', '.join(readings)})"


def _new(usual: str, other: str) -> str:
    """The parts of an answer that are not in the usual one; empty where it only says less."""
    known = usual.split("; ")
    return "; ".join(part for part in other.split("; ") if part not in known)
