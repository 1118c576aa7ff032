"""Every single error that somebody could have made in a definition, one change of its document for each."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from mutation.change import GONE, Change, Path, renamed
from mutation.names import Names
from trd_registry.model.pieces import COMPARATORS
from trd_registry.model.vocabulary import Vocabularies

#: The sections that hold rules.
SECTIONS = ("scope", "conditions", "groupings", "records", "trials", "criterion", "stages", "tiers", "score")

#: What says something about a rule and is no part of it.
WORDS = frozenset({"id", "note", "title", "name", "reading", "below_name"})

#: A comparator written for another: the figure itself belongs to the other side, or the side is the wrong one.
MISTAKEN: Mapping[str, tuple[str, ...]] = {
    "at_least": ("above", "at_most"),
    "above": ("at_least", "below"),
    "at_most": ("below", "at_least"),
    "below": ("at_most", "above"),
    "exactly": ("at_least", "at_most"),
}

#: Facts with a finer step than one: percent, and milligrams.
FINE = ("improvement", "adherence", "dose", "serum_level")

#: Combinations whose parts are conditions, each written for another.
COMBINED: Mapping[str, tuple[str, ...]] = {"all": ("any",), "any": ("all",), "first_stated": ("any", "all")}

#: Keys that may be left out of the mapping they stand in, whatever else it holds.
OPTIONAL = frozenset({
    "adequate", "failed", "proven", "where", "distinct", "different", "grouping", "setting", "days", "days_before",
    "gap", "within_days", "started_days_before", "ended_days_before", "started_days_after", "free_of", "free_for",
    "observed_before", "observed_after", "together", "index", "with_itself", "rest", "trd", "scope",
})  # fmt: skip

#: Keys that make the mapping what it is.
NEEDED = frozenset({
    "count", "sum", "largest", "smallest", "nth_start", "of", "each", "when", "points", "range", "items", "rungs",
    "ladder", "classes", "modalities", "cases", "first", "one_trial", "supply", "carried_over", "ends", "eligible",
    "below", "otherwise", "before", "after", "among", "dispensings", "procedures", "conditions", "diagnoses",
    "adherence_over", "trd_from",
})  # fmt: skip


def changes_of(document: Mapping[str, Any], vocabularies: Vocabularies) -> Iterator[Change]:
    """Every change, in the order of the document; the same ones each time."""
    generator = _Changes(Names(document, vocabularies))
    yield from _of_defaults(document)
    for reading, entry in document.get("readings", {}).items():
        for option, one in entry["options"].items():
            yield from generator.part(one["value"], ("readings", reading, "options", option, "value"))
    if "scope" in document:
        yield Change(("scope",), "dropped", "left out", GONE)
    for section in SECTIONS:
        if section in document:
            yield from generator.part(document[section], (section,))


def _of_defaults(document: Mapping[str, Any]) -> Iterator[Change]:
    """The default of every reading moved to each other option."""
    for reading, entry in document.get("readings", {}).items():
        options = entry["options"]
        default = next((name for name, one in options.items() if one.get("default")), None)
        for other in options:
            if other != default:
                moved = {
                    name: {**{key: value for key, value in one.items() if key != "default"}, **_marked(name == other)}
                    for name, one in options.items()
                }
                yield Change(("readings", reading, "options"), "default", f"default is {other}, not {default}", moved)


def _marked(is_default: bool) -> dict[str, bool]:
    return {"default": True} if is_default else {}


class _Changes:
    def __init__(self, names: Names) -> None:
        self._names = names

    def part(self, part: Any, path: Path) -> Iterator[Change]:
        """Every change in a part and in what it holds."""
        key = self._names.key_of(path)
        if isinstance(part, bool):
            yield Change(path, "truth", f"{_word(not part)} instead of {_word(part)}", not part)
        elif isinstance(part, int | float):
            yield from _of_figure(part, path)
        elif isinstance(part, str):
            for other in self._names.beside(key, [part])[:1]:
                yield Change(path, "name", f"{other} instead of {part}", other)
        elif isinstance(part, Mapping):
            yield from self._of_mapping(part, path)
        elif isinstance(part, Sequence):
            yield from self._of_list(part, path)

    def _of_mapping(self, part: Mapping[str, Any], path: Path) -> Iterator[Change]:
        tests = [key for key in part if key not in WORDS and key != "from"]
        for key in part:
            if key in WORDS or (key == "from" and isinstance(part[key], Mapping)):
                continue
            yield from self._of_key(part, key, path, tests)
            yield from self.part(part[key], (*path, key))

    def _of_key(self, part: Mapping[str, Any], key: str, path: Path, tests: Sequence[str]) -> Iterator[Change]:
        is_number = isinstance(part[key], int | float) or _is_reading(part[key])
        if key in COMPARATORS and is_number and not _is_ceiling(part):
            for other in MISTAKEN[key]:
                if other not in part:
                    yield Change(path, "comparator", f"{other} instead of {key}", renamed(part, key, other))
            if sum(one in COMPARATORS for one in part) > 1:
                yield Change((*path, key), "dropped", f"{key} {part[key]} left out", GONE)
            return
        yield from _of_combination(part, key, path)
        if key in OPTIONAL or (len(tests) > 1 and key not in NEEDED and not _holds_names(path)):
            yield Change((*path, key), "dropped", f"{key} left out", GONE)

    def _of_list(self, part: Sequence[Any], path: Path) -> Iterator[Change]:
        key = self._names.key_of(path)
        if all(isinstance(one, str) for one in part):
            for at, name in enumerate(part):
                if len(part) > 1:
                    yield Change((*path, at), "name", f"{name} left out", GONE)
            for other in self._names.beside(key, part)[:1]:
                yield Change(path, "name", f"{other} added", [*part, other])
            return
        if key in COMBINED or key in ("rungs", "classes", "cases"):
            for at in range(len(part) if len(part) > 1 else 0):
                yield Change((*path, at), "dropped", "left out", GONE)
        if key in ("rungs", "bands"):
            yield from _of_order(part, path)
        for at, one in enumerate(part):
            yield from self.part(one, (*path, at))


def _of_combination(part: Mapping[str, Any], key: str, path: Path) -> Iterator[Change]:
    """Another combination of the same parts, or another edge of the same band."""
    if key in ("to", "below") and isinstance(part[key], int | float):
        other = "below" if key == "to" else "to"
        yield Change(path, "band", f"{other} instead of {key}", renamed(part, key, other))
    for other in COMBINED.get(key, ()):
        if isinstance(part[key], Sequence) and len(part[key]) > 1 and other not in part:
            yield Change(path, "combination", f"{other} instead of {key}", renamed(part, key, other))
    if key == "not":
        yield Change(path, "combination", "not left out", _unwrapped(part))
    if key in ("largest", "smallest"):
        other = "smallest" if key == "largest" else "largest"
        yield Change(path, "name", f"{other} instead of {key}", renamed(part, key, other))


def _of_figure(figure: float, path: Path) -> Iterator[Change]:
    steps = [1.0, 0.5] if len(path) > 1 and path[-2] in FINE else [1.0]
    if figure != int(figure) and figure < 1:
        steps = [0.1]
    for step in steps:
        for changed in (figure - step, figure + step):
            new = int(changed) if changed == int(changed) else round(changed, 6)
            yield Change(path, "figure", f"{new} instead of {figure}", new)


def _of_order(part: Sequence[Any], path: Path) -> Iterator[Change]:
    """The names of two neighbours taken for each other."""
    for at, (one, other) in enumerate(pairwise(part)):
        if isinstance(one, Mapping) and {"name"} <= one.keys() & other.keys():
            swapped = [*part[:at], {**one, "name": other["name"]}, {**other, "name": one["name"]}, *part[at + 2 :]]
            yield Change(path, "order", f"{one['name']} and {other['name']} taken for each other", swapped)


def _unwrapped(part: Mapping[str, Any]) -> dict[str, Any]:
    inner, rest = part["not"], {key: value for key, value in part.items() if key != "not"}
    return {**rest, "all": [inner]} if "all" not in rest else {**rest, "any": [inner]}


def _is_reading(value: Any) -> bool:
    return isinstance(value, Mapping) and "reading" in value


def _is_ceiling(part: Mapping[str, Any]) -> bool:
    """``at_most`` of an item that gives points for each unit is a ceiling and no comparison."""
    return "points" in part and "of" in part


def _holds_names(path: Path) -> bool:
    """Whether the keys of the mapping at this path are names that the definition makes up."""
    return path[-1] in ("trials", "conditions", "groupings", "items") or path[0] == "groupings"


def _word(truth: bool) -> str:
    return "true" if truth else "false"
