"""Checks the shape of a document against one of the JSON Schemas, and says plainly what is wrong."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from trd_registry.loading.data_root import data_root
from trd_registry.loading.document import Document, Path
from trd_registry.model.errors import suggest
from trd_registry.model.finding import Finding


@cache
def _validator(name: str) -> Any:
    from jsonschema import Draft202012Validator  # a sixth of a second: only when a file must be checked

    schema = json.loads((data_root() / "schema" / f"{name}.schema.json").read_text("utf-8"))
    return Draft202012Validator(schema)


def check_shape(document: Document, schema: str) -> list[Finding]:
    """Every way in which the document breaks the schema (codes TRD2xx), in the order of the file."""
    if not isinstance(document.value, dict):
        message = "The file does not hold a mapping of keys to values."
        return [document.finding((), "TRD203", message, "Start with a key, such as `id: ...`.")]
    found: dict[tuple[Path, str], Finding] = {}
    for error in _validator(schema).iter_errors(document.value):
        for path, finding in _findings(error, document):
            found.setdefault((path, finding.message), finding)
    return sorted(found.values())


def check_part(document: Document, path: Path, value: Any, schema: str, place: str) -> list[Finding]:
    """Every way in which one part of a document breaks what the schema says at a place such as ``/$defs/item``."""
    found: dict[tuple[Path, str], Finding] = {}
    for error in _part_validator(schema, place).iter_errors(value):
        for where, finding in _findings(error, document, path):
            found.setdefault((where, finding.message), finding)
    return sorted(found.values())


@cache
def _part_validator(name: str, place: str) -> Any:
    whole = _validator(name)
    part = whole.schema
    for step in place.strip("/").split("/"):
        part = part[step]
    return whole.evolve(schema={**part, "$defs": whole.schema["$defs"]})


def _findings(error: Any, document: Document, under: Path = ()) -> Iterator[tuple[Path, Finding]]:
    path: Path = (*under, *error.absolute_path)
    for where, code, message, remedy in _tell(error, path):
        yield where, document.finding(where, code, message, remedy)


def _tell(error: Any, path: Path) -> Iterator[tuple[Path, str, str, str]]:
    here = f"`{_name(path)}`" if path else "the file"
    says = _description(error)
    match error.validator:
        case "additionalProperties" | "unevaluatedProperties":
            known = list(error.schema.get("properties", {}))
            for key in _unknown_keys(error):
                remedy = suggest(key, known).capitalize() or "See the schema for the keys that may stand here."
                yield (*path, key), "TRD201", f"There is no key `{key}` in {here}.", remedy
        case "required":
            for key in error.validator_value:
                if key not in error.instance:
                    about = _description_of(error.schema.get("properties", {}).get(key, {}))
                    yield path, "TRD202", f"The key `{key}` is missing in {here}.", about or f"Add `{key}: ...`."
        case "type":
            wanted = error.validator_value if isinstance(error.validator_value, str) else "/".join(error.validator_value)
            message = f"{here} must be {_ARTICLES.get(wanted, wanted)}, not {_shown(error.instance)}."
            yield path, "TRD203", message, says or "Change the value."
        case "enum" | "const":
            allowed = error.validator_value if error.validator == "enum" else [error.validator_value]
            names = [str(value) for value in allowed]
            remedy = suggest(str(error.instance), names) or f"There is: {', '.join(names)}."
            message = f"{_shown(error.instance)} is not a value of {here}."
            yield path, "TRD204", message, remedy[0].upper() + remedy[1:]
        case "pattern" | "format":
            yield path, "TRD205", f"{_shown(error.instance)} is not written as {here} must be.", says or "Change it."
        case "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum":
            side = "at least" if "inimum" in error.validator else "at most"
            message = f"{here} must be {side} {error.validator_value}, not {_shown(error.instance)}."
            yield path, "TRD206", message, says or "Change the figure."
        case "anyOf" | "oneOf" | "not" | "if" | "dependentRequired":
            yield path, "TRD207", f"The keys of {here} do not belong together.", says or "See the schema."
        case None:
            yield path, "TRD207", f"{here} may not stand here.", "Remove it: it does not go with the other keys."
        case _:
            yield path, "TRD208", f"{here} is not as it must be: {_plain(error)}.", says or "Change the value."


_ARTICLES = {
    "object": "a mapping of keys to values",
    "array": "a list",
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "null": "empty",
}


def _unknown_keys(error: Any) -> list[str]:
    import re

    known = error.schema.get("properties", {})
    patterns = error.schema.get("patternProperties", {})
    return [key for key in error.instance if key not in known and not any(re.search(one, key) for one in patterns)]


def _plain(error: Any) -> str:
    texts = {
        "minProperties": "it holds too few keys",
        "maxProperties": "it holds too many keys",
        "minItems": "the list is too short",
        "maxItems": "the list is too long",
        "minLength": "the text is too short",
        "maxLength": "the text is too long",
        "uniqueItems": "a value stands twice",
        "propertyNames": "a key is not written in small letters, digits and hyphens",
    }
    return texts.get(error.validator, str(error.validator))


def _description(error: Any) -> str:
    return _description_of(error.schema)


def _description_of(schema: object) -> str:
    return str(schema.get("description", "")) if isinstance(schema, Mapping) else ""


def _name(path: Path) -> str:
    text = ""
    for step in path:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:57] + "..."
