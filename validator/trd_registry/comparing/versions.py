"""Which step of the version a change needs: by the documents here, by behaviour in ``comparing.behaviour``.

MAJOR: a result can change under default readings, or a reading or option that somebody named is gone.
MINOR: new readings or options, rules written otherwise, metadata. PATCH: words and provenance.
"""

from collections.abc import Sequence
from enum import IntEnum

from trd_registry.comparing.documents import ABSENT, Change, Path


class Bump(IntEnum):
    """A step of a semantic version; the larger one holds the smaller."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3


#: Properties that are words or say where something stands; a change in them needs no more than PATCH.
WORDS = frozenset({
    "title", "short", "summary", "why", "asks", "note", "from", "because", "sources", "wanted", "critiques", "used_by",
    "defined_by",
})  # fmt: skip

#: Properties whose keys are names that a definition makes up, and not properties themselves.
NAMING = frozenset({"readings", "options", "conditions", "groupings", "trials", "items", "uses", "sources"})


def bump_between(old: str, new: str) -> Bump:
    """The step from one version to another; NONE where the other is not higher."""
    before, after = parts_of(old), parts_of(new)
    if after <= before:
        return Bump.NONE
    for step, one, other in zip((Bump.MAJOR, Bump.MINOR, Bump.PATCH), before, after, strict=True):
        if one != other:
            return step
    return Bump.NONE


def parts_of(version: str) -> tuple[int, int, int]:
    """A semantic version as three numbers."""
    major, minor, patch = (int(part) for part in version.split("."))
    return major, minor, patch


def next_version(version: str, bump: Bump) -> str:
    """The version one step higher: 1.2.3 becomes 2.0.0, 1.3.0 or 1.2.4."""
    major, minor, patch = parts_of(version)
    match bump:
        case Bump.MAJOR:
            return f"{major + 1}.0.0"
        case Bump.MINOR:
            return f"{major}.{minor + 1}.0"
    return f"{major}.{minor}.{patch + 1}"


def needed_by(change: Change) -> Bump:
    """The step that one change needs whatever it does to results."""
    properties = _properties(change.path)
    if _takes_away(change, properties):
        return Bump.MAJOR
    if any(name in WORDS for name in properties):
        return Bump.PATCH
    return Bump.MINOR


def needed_by_documents(changes: Sequence[Change]) -> tuple[Bump, tuple[Change, ...]]:
    """The step that the documents alone need, and the changes that need it."""
    needed = [(change, needed_by(change)) for change in changes]
    largest = max((bump for _, bump in needed), default=Bump.NONE)
    return largest, tuple(change for change, bump in needed if bump == largest)


def _takes_away(change: Change, properties: tuple[str, ...]) -> bool:
    """Whether the kind or a default is another, or a reading or option that somebody may have named is gone."""
    if change.path == ("kind",):
        return True
    if properties in (("readings",), ("readings", "options")):
        return change.right is ABSENT
    return properties == ("readings", "options", "default")


def _properties(path: Path) -> tuple[str, ...]:
    """The path without positions and without names that the definition makes up."""
    found: list[str] = []
    is_name = False
    for step in path:
        if isinstance(step, int) or is_name:
            is_name = False
            continue
        found.append(step)
        is_name = step in NAMING
    return tuple(found)
