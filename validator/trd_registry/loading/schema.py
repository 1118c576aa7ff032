"""Checks the shape of a document against one of the JSON Schemas, and says plainly what is wrong."""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from trd_registry.loading.data_root import data_root
from trd_registry.loading.document import Document, Path
from trd_registry.loading.fill_in import findings_to_fill_in, is_due_to_marks
from trd_registry.loading.schema_messages import tell
from trd_registry.model.finding import Finding


@cache
def schema_of(name: str) -> dict[str, Any]:
    """The JSON Schema of a kind of file: definition, history, cases, vocabulary or result."""
    schema: dict[str, Any] = json.loads((data_root() / "schema" / f"{name}.schema.json").read_text("utf-8"))
    return schema


@cache
def _validator(name: str) -> Any:
    from jsonschema import Draft202012Validator  # a sixth of a second: only when a file must be checked
    from jsonschema.validators import extend

    return extend(Draft202012Validator, {"pattern": _pattern})(schema_of(name))  # type: ignore[no-untyped-call]


def _pattern(validator: Any, pattern: str, instance: Any, _: Any) -> Iterator[Any]:
    """As JSON Schema means it: ``$`` is the end of the text, and not also the place before a last line break."""
    if validator.is_type(instance, "string") and not re.search(_ended(pattern), instance):
        from jsonschema import ValidationError

        yield ValidationError(f"{instance!r} does not match {pattern!r}")


@cache
def _ended(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"{pattern[:-1]}\Z" if pattern.endswith("$") and not pattern.endswith("\\$") else pattern)


def check_shape(document: Document, schema: str) -> list[Finding]:
    """Every way in which the document breaks the schema (codes TRD2xx), in the order of the file.

    A part that is still to be filled in is told as such, and not as what the schema would make of its words.
    """
    if not isinstance(document.value, dict):
        message = "The file does not hold a mapping of keys to values."
        return [document.finding((), "TRD203", message, "Start with a key, such as `id: ...`.")]
    found: dict[tuple[Path, str], Finding] = {}
    to_fill_in = list(findings_to_fill_in(document))
    for error in _validator(schema).iter_errors(document.value):
        if to_fill_in and is_due_to_marks(error):
            continue
        for path, finding in _findings(error, document):
            found.setdefault((path, finding.message), finding)
    return sorted([*to_fill_in, *found.values()])


def check_part(document: Document, path: Path, value: Any, schema: str, place: str) -> list[Finding]:
    """Every way in which one part of a document breaks what the schema says at a place such as ``/$defs/item``."""
    found: dict[tuple[Path, str], Finding] = {}
    for error in _part_validator(schema, place).iter_errors(value):
        for where, finding in _findings(error, document, path):
            found.setdefault((where, finding.message), finding)
    return sorted(found.values())


def check_value(value: Any, schema: str, place: str) -> Iterator[tuple[str, str, str]]:
    """Code, message and remedy of every way in which a value breaks what a schema without parts says at a place."""
    name = (place.rpartition("/")[2],)
    for error in _value_validator(schema, place).iter_errors(value):
        for _, code, message, remedy in tell(error, (*name, *error.absolute_path)):
            yield code, message, remedy


@cache
def _value_validator(name: str, place: str) -> Any:
    whole = _validator(name)
    part = whole.schema
    for step in place.strip("/").split("/"):
        part = part[step]
    return whole.evolve(schema=part)


@cache
def _part_validator(name: str, place: str) -> Any:
    whole = _validator(name)
    part = whole.schema
    for step in place.strip("/").split("/"):
        part = part[step]
    return whole.evolve(schema={**part, "$defs": whole.schema["$defs"]})


def _findings(error: Any, document: Document, under: Path = ()) -> Iterator[tuple[Path, Finding]]:
    path: Path = (*under, *error.absolute_path)
    for where, code, message, remedy in tell(error, path):
        yield where, document.finding(where, code, message, remedy)
