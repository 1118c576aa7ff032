"""What happened between the versions of a definition: what was written otherwise, and whose answers changed."""

from collections.abc import Iterator, Sequence
from typing import Any

from trd_registry.comparing.behaviour import Difference
from trd_registry.comparing.documents import Change
from trd_registry.comparing.versions import Bump
from trd_registry.comparing.versus import Versus, versus
from trd_registry.loading.registry import Registry
from trd_registry.releasing.situations import judge_with, situations_for
from trd_registry.reporting.versus_words import (
    answer_in_words,
    bump_in_words,
    counts_in_words,
    explained,
    side_in_words,
)

#: So many changes and worked cases stand on a page; ``trd diff`` tells all.
MOST = 60

STEPS = {Bump.MAJOR: "major", Bump.MINOR: "minor", Bump.PATCH: "patch", Bump.NONE: "none"}


def version_history(registry: Registry, name: str, versions: Sequence[str]) -> list[dict[str, Any]]:
    """Every version, the newest first, each with its date and with what changed from the one before."""
    found = []
    for number, version in enumerate(versions):
        one = registry.get(f"{name}@{version}")
        step = _step(registry, f"{name}@{versions[number - 1]}", one.reference) if number else None
        found.append(
            {"version": version, "status": one.status, "date": registry.release_dates.get(one.reference), "step": step}
        )
    return found[::-1]


def _step(registry: Registry, old: str, new: str) -> dict[str, Any]:
    """The same comparison as ``trd diff OLD NEW``."""
    left, right = registry.get(old), registry.get(new)
    situations = situations_for(registry, [left, right])
    found = versus(left, right, situations.all, judge_with(registry), situations.notes)
    differing = found.need.differences
    corpus, cases = ([one for one in differing if one.situation.origin == origin] for origin in ("corpus", "case"))
    return {
        "old": left.version,
        "new": right.version,
        "bump": STEPS[found.taken],
        "needed": bump_in_words(found),
        "same": found.is_same,
        "groups": [group for group in _groups(found) if group["changes"]],
        "counts": counts_in_words(found),
        "histories": [_history(one) for one in (*found.changed_references, *corpus)],
        "cases": [_history(one) for one in cases[:MOST]],
        "more": max(0, len(cases) - MOST),
        "explained": ["\n".join(explained(one)) for one in found.explained],
        "notes": list(found.notes),
    }


def _groups(found: Versus) -> Iterator[dict[str, Any]]:
    """The changes by what they touch: rules, readings, words."""
    readings = [change for change in found.rules if change.path[0] == "readings"]
    rules = [change for change in found.rules if change.path[0] != "readings"]
    for title, changes in (("Rules", rules), ("Readings", readings), ("Words and provenance", list(found.words))):
        shown = [_change(change) for change in changes[:MOST]]
        yield {"title": title, "changes": shown, "more": max(0, len(changes) - MOST)}


def _change(change: Change) -> dict[str, str]:
    return {"place": change.place, "left": side_in_words(change.left), "right": side_in_words(change.right)}


def _history(one: Difference) -> dict[str, str]:
    return {
        "name": one.situation.name,
        "title": one.situation.history.title,
        "origin": one.situation.origin,
        "left": answer_in_words(one.left),
        "right": answer_in_words(one.right),
    }
