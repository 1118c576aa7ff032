"""Parts that a template leaves to whoever writes the file: ``title: FILL IN the name of the definition``."""

from collections.abc import Iterator
from typing import Any

from trd_registry.loading.document import Document, Path
from trd_registry.loading.schema_messages import name_of
from trd_registry.model.finding import Finding

#: Begins every such part; what follows says what goes there. Capitals without quotes: seen by eye, read as plain text.
MARK = "FILL IN"

#: Keywords by which a schema judges a part by all that it holds, and so by a mark inside it.
_OF_ALL_INSIDE = ("anyOf", "oneOf", "not", "if", "uniqueItems", None)


def is_to_fill_in(value: object) -> bool:
    """Whether a value is the mark with or without words after it."""
    return isinstance(value, str) and (value == MARK or value.startswith(f"{MARK} "))


def places_to_fill_in(value: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every marked part of plain data, in the order of the file, with the words that say what goes there."""
    if is_to_fill_in(value):
        yield path, value.removeprefix(MARK).strip()
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from places_to_fill_in(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from places_to_fill_in(inner, (*path, index))


def findings_to_fill_in(document: Document) -> Iterator[Finding]:
    """One finding for every marked part, where it stands, with what goes there as the remedy."""
    for path, what in places_to_fill_in(document.value):
        line, column = document.values.get(path, document.position(path))
        remedy = f"Write here {what.rstrip('.?')}." if what else "See the schema for what may stand here."
        message = f"`{name_of(path)}` is still to be filled in."
        yield Finding(document.path, line, column, "TRD210", message, remedy)


def is_due_to_marks(error: Any) -> bool:
    """Whether an error of a JSON Schema is about a part that is still to be filled in, and may go once it is."""
    if is_to_fill_in(error.instance):
        return True
    return error.validator in _OF_ALL_INSIDE and any(places_to_fill_in(error.instance))
