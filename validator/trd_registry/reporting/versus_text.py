"""Two definitions set against each other: for the terminal, as Markdown and as JSON."""

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import Any

from trd_registry.comparing.documents import ABSENT, Change
from trd_registry.comparing.versions import needed_by
from trd_registry.comparing.versus import Versus
from trd_registry.reporting.versus_words import bump_in_words, counts_in_words, explained, heading, side_in_words

WIDTH = 80
#: Columns of a place and of each side; two spaces between them.
PLACE, SIDE = 26, 25
#: Lines of one side; a whole rule that only one definition has is longer than anybody would compare here.
MAX_LINES = 8


def as_table(found: Versus, *, words: bool = False) -> list[str]:
    """Lines of at most 80 columns."""
    lines = [heading(found), ""]
    if found.is_same:
        return [*lines[:1], "They hold the same document."]
    rows = _rows(found, words=words)
    if rows:
        head = ("place", f"left: {found.left.version}", f"right: {found.right.version}")
        lines += [*_row(head), "  ".join("-" * size for size in (PLACE, SIDE, SIDE))]
        for change in rows:
            lines += _row((change.place, side_in_words(change.left), side_in_words(change.right)))
    for paragraph in _paragraphs(found, words=words):
        lines += ["", *(part for line in paragraph for part in _fitted(line))]
    return lines


def as_markdown(found: Versus, *, words: bool = False) -> list[str]:
    """A table and paragraphs."""
    lines = [f"## {heading(found)}", ""]
    if found.is_same:
        return [*lines, "They hold the same document."]
    rows = _rows(found, words=words)
    if rows:
        lines += [f"| place | {found.left.reference} | {found.right.reference} |", "| --- | --- | --- |"]
        for change in rows:
            cells = (f"`{change.place}`", side_in_words(change.left), side_in_words(change.right))
            lines.append("| " + " | ".join(_escaped(cell) for cell in cells) + " |")
    for paragraph in _paragraphs(found, words=words):
        is_tree = len(paragraph) > 1
        lines += ["", *(["```", *paragraph, "```"] if is_tree else paragraph)]
    return lines


def as_json(found: Versus) -> dict[str, Any]:
    """Everything; a side that is not there is left out."""
    need = found.need
    versions = found.are_versions and not found.is_same
    return {
        "left": {"definition": found.left.id, "version": found.left.version, "digest": found.left.digest},
        "right": {"definition": found.right.id, "version": found.right.version, "digest": found.right.digest},
        "same": found.is_same,
        "changes": [_change(change) for change in need.changes],
        "bump": {"needed": need.bump.name, "taken": found.taken.name} if versions else None,
        "reference_histories": {
            "judged": len(found.references),
            "changed": [one.situation.name for one in found.changed_references],
        },
        "all_histories": {"judged": len(found.situations), "changed": [one.situation.name for one in need.differences]},
        "explained": [{"history": one.situation.name, "lines": list(explained(one))} for one in found.explained],
        "notes": list(found.notes),
    }


def _change(change: Change) -> dict[str, Any]:
    sides = {"left": change.left, "right": change.right}
    present = {side: value for side, value in sides.items() if value is not ABSENT}
    return {"place": change.place, "needs": needed_by(change).name, **present}


def _rows(found: Versus, *, words: bool) -> Sequence[Change]:
    """The rules; and the words where they are asked for, or are all there is."""
    return found.need.changes if words else found.rules or found.words


def _paragraphs(found: Versus, *, words: bool) -> Iterator[list[str]]:
    if found.rules and found.words and not words:
        count = len(found.words)
        yield [f"And {count} {'change' if count == 1 else 'changes'} of words and provenance: --words lists them."]
    if found.are_versions:
        yield [bump_in_words(found)]
    yield [counts_in_words(found)]
    for difference in found.explained:
        yield list(explained(difference))


def _row(cells: tuple[str, str, str]) -> list[str]:
    place, left, right = cells
    columns = [_place_lines(place), _side_lines(left), _side_lines(right)]
    height = max(map(len, columns))
    filled = [column + [""] * (height - len(column)) for column in columns]
    return [f"{a:<{PLACE}}  {b:<{SIDE}}  {c}".rstrip() for a, b, c in zip(*filled, strict=True)]


def _place_lines(place: str) -> list[str]:
    """A place, broken before its slashes."""
    lines = [""]
    for step in place.replace("/", "\0/").split("\0"):
        if lines[-1] and len(lines[-1]) + len(step) > PLACE:
            lines.append(" ")
        lines[-1] += step
    return [part for line in lines for part in (line[i : i + PLACE] for i in range(0, len(line), PLACE))] or [""]


def _side_lines(text: str) -> list[str]:
    lines = wrap(text, SIDE, break_on_hyphens=False) or [""]
    return lines if len(lines) <= MAX_LINES else [*lines[: MAX_LINES - 1], "..."]


def _fitted(line: str) -> list[str]:
    indent = " " * (len(line) - len(line.lstrip()) + 2)
    return wrap(line, WIDTH, subsequent_indent=indent, break_on_hyphens=False) or [""]


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")
