"""Puts answers into the parts of a file that are still to be filled in, and leaves every comment where it is."""

from collections.abc import Mapping
from typing import TypeAlias

from trd_registry.loading.document import Path
from trd_registry.loading.fill_in import places_to_fill_in
from trd_registry.loading.yaml_reader import parse_yaml
from trd_registry.model.errors import RegistryError
from trd_registry.model.finding import InvalidInput

Scalar: TypeAlias = str | int | float | bool


def fill(text: str, answers: Mapping[Path, Scalar]) -> str:
    """A YAML text with answers in place of the marks at these paths; a path without a mark is passed over.

    A mark goes to the end of its line, which is how templates write them. Raises RegistryError for an answer that no
    YAML file can hold.
    """
    document = parse_yaml(text.encode(), "template")
    lines = text.splitlines()
    for path, _ in places_to_fill_in(document.value):
        if path in answers:
            line, column = document.values[path]
            lines[line - 1] = lines[line - 1][: column - 1] + written(answers[path])
    return "\n".join(lines) + "\n"


def written(value: Scalar) -> str:
    """A value as YAML that is read as this very value; text is quoted only where it must be."""
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str):
        return str(value)
    if not value.isprintable():
        raise RegistryError(f"{value!r} holds characters that are not printed.", "Write it as one line of plain text.")
    if _reads_as_itself(value):
        return value
    doubled = value.replace("'", "''")
    return f"'{doubled}'"


def _reads_as_itself(text: str) -> bool:
    try:
        return bool(parse_yaml(f"x: {text}\n".encode(), "answer").value == {"x": text})
    except InvalidInput:
        return False
