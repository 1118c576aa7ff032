"""What is told of a pull request, as plain data: whoever writes it out decides how it is made harmless."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from trd_registry.model.finding import Finding, InvalidInput

#: Characters of a written review that are read back, and parts in it.
MAX_CHARACTERS = 4_000_000
MAX_PARTS = 20_000

_KEYS = ("path", "line", "column", "code", "message", "remedy", "level")


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    says: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list of short lines."""

    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under a head."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Lines shown as they are, folded away under a title."""

    title: str
    lines: tuple[str, ...]


Part: TypeAlias = Text | Items | Table | Block


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it."""

    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Review:
    """What was found, and how it is told."""

    findings: tuple[Finding, ...] = ()
    sections: tuple[Section, ...] = field(default=())

    @property
    def errors(self) -> int:
        """How many findings stand in the way."""
        return sum(one.level == "error" for one in self.findings)


def as_json(review: Review) -> str:
    """The review as a file that `read_review` reads."""
    whole = {
        "review": 1,
        "findings": [{key: getattr(one, key) for key in _KEYS} for one in review.findings],
        "sections": [{"title": one.title, "parts": [_plain(part) for part in one.parts]} for one in review.sections],
    }
    # Bytes of file names that are no text are written as escapes, and come back the same.
    return json.dumps(whole, indent=1) + "\n"


def read_review(text: str, path: str = "review.json") -> Review:
    """Reads a review that was written elsewhere and may come from anybody.

    Raises InvalidInput where it is not of this shape, or too large; ``path`` only says of which file.
    """
    try:
        return _read(text)
    except _Unfit as error:
        message = f"This is no review of `trd review --format json`: {error}."
        raise InvalidInput([Finding(path, 1, 1, "REVIEW", message, "Write it again.")]) from None


class _Unfit(Exception):
    """Why a file is no review."""


def _read(text: str) -> Review:
    if len(text) > MAX_CHARACTERS:
        raise _Unfit(f"it has more than {MAX_CHARACTERS:,} characters")
    try:
        whole = json.loads(text)
        if whole["review"] != 1:
            raise _Unfit("it is of another version")
        findings = tuple(_finding(one) for one in _many(whole["findings"]))
        sections = tuple(Section(_text(one["title"]), _parts(one["parts"])) for one in _many(whole["sections"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _Unfit(type(error).__name__) from None
    if sum(len(one.parts) for one in sections) > MAX_PARTS:
        raise _Unfit("it has too many parts")
    return Review(findings, sections)


def _plain(part: Part) -> dict[str, Any]:
    match part:
        case Text():
            return {"text": part.says}
        case Items():
            return {"items": list(part.says)}
        case Table():
            return {"head": list(part.head), "rows": [list(row) for row in part.rows]}
        case Block():
            return {"block": part.title, "lines": list(part.lines)}


def _parts(parts: Any) -> tuple[Part, ...]:
    return tuple(_part(one) for one in _many(parts))


def _part(part: Mapping[str, Any]) -> Part:
    match part:
        case {"text": says}:
            return Text(_text(says))
        case {"items": says}:
            return Items(_texts(says))
        case {"head": head, "rows": rows}:
            return Table(_texts(head), tuple(_texts(row) for row in _many(rows)))
        case {"block": title, "lines": lines}:
            return Block(_text(title), _texts(lines))
    raise _Unfit("a part is of no known kind")


def _finding(one: Mapping[str, Any]) -> Finding:
    level: Literal["error", "warning"] = "error" if one["level"] == "error" else "warning"
    line, column = (max(1, int(one[key])) for key in ("line", "column"))
    path, code, message, remedy = (_text(one[key]) for key in ("path", "code", "message", "remedy"))
    return Finding(path, line, column, code, message, remedy, level)


def _many(values: Any) -> Sequence[Any]:
    if not isinstance(values, list) or len(values) > MAX_PARTS:
        raise TypeError
    return values


def _texts(values: Any) -> tuple[str, ...]:
    return tuple(_text(one) for one in _many(values))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value
