"""Says in plain words what a JSON Schema error means, and what to do about it."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from trd_registry.loading.document import Path
from trd_registry.model.errors import suggest

#: Where it stands, the code, the message, the remedy.
Told: TypeAlias = tuple[Path, str, str, str]

_ARTICLES = {
    "object": "a mapping of keys to values",
    "array": "a list",
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "null": "empty",
}

_SIZES = {
    "minProperties": "it holds too few keys",
    "maxProperties": "it holds too many keys",
    "minItems": "the list is too short",
    "maxItems": "the list is too long",
    "minLength": "the text is too short",
    "maxLength": "the text is too long",
    "uniqueItems": "a value stands twice",
    "propertyNames": "a key is not written in small letters, digits and hyphens",
}


#: Unknown keys of one mapping that are told one by one; to find the nearest known name takes time.
_TOLD = 50

#: What people write for a key -> what it is called here, tried in this order.
_OTHER_NAMES = {
    "duration": ("weeks", "episode: {months: 6}"),
    "age": ("patient: {age: 40}",),
    "sex": ("patient: {sex: female}",),
    "outcome": ("response",),
    "drug": ("treatment",),
    "medication": ("treatment",),
    "type": ("treatment", "modality"),
}


def tell(error: Any, path: Path) -> Iterator[Told]:
    """One or more findings from one validation error."""
    here = f"`{name_of(path)}`" if path else "the file"
    yield from _TELLERS.get(error.validator, _other)(error, path, here)


def _unknown_key(error: Any, path: Path, here: str) -> Iterator[Told]:
    known = list(error.schema.get("properties", {}))
    patterns = error.schema.get("patternProperties", {})
    unknown = [key for key in error.instance if key not in known and not any(re.search(one, key) for one in patterns)]
    for number, key in enumerate(unknown):
        if number == _TOLD:
            message = f"{len(unknown) - _TOLD:,} more keys from here on are unknown in {here}."
            yield (*path, key), "TRD201", message, "See the schema for the keys that may stand here."
            return
        hint = next((f"Write `{one}`." for one in _OTHER_NAMES.get(key, ()) if one.split(":")[0] in known), "")
        remedy = hint or suggest(key, known).capitalize() or "See the schema for the keys that may stand here."
        yield (*path, key), "TRD201", f"There is no key `{key}` in {here}.", remedy


def _missing_key(error: Any, path: Path, here: str) -> Iterator[Told]:
    for key in error.validator_value:
        if key not in error.instance:
            about = _description(error.schema.get("properties", {}).get(key, {}))
            yield path, "TRD202", f"The key `{key}` is missing in {here}.", about or f"Add `{key}: ...`."


def _wrong_type(error: Any, path: Path, here: str) -> Iterator[Told]:
    allowed = error.validator_value
    names = [allowed] if isinstance(allowed, str) else allowed
    wanted = " or ".join(_ARTICLES.get(name, name) for name in names)
    message = f"{here} must be {wanted}, not {_shown(error.instance)}."
    remedy = _description(error.schema) or "Change the value."
    if "number" in names or "integer" in names:
        remedy = _about_number(error.instance) or remedy
    yield path, "TRD203", message, remedy


def _about_number(instance: object) -> str:
    """What to do with text where a number belongs."""
    if not isinstance(instance, str):
        return ""
    is_number = re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", instance.strip())
    return "Take away the quotes." if is_number else "Write it in digits, without a unit."


def _wrong_value(error: Any, path: Path, here: str) -> Iterator[Told]:
    allowed = error.validator_value if error.validator == "enum" else [error.validator_value]
    names = [str(value) for value in allowed]
    remedy = suggest(str(error.instance), names) or f"There is: {', '.join(names)}."
    yield path, "TRD204", f"{_shown(error.instance)} is not a value of {here}.", remedy[0].upper() + remedy[1:]


def _wrong_form(error: Any, path: Path, here: str) -> Iterator[Told]:
    message = f"{_shown(error.instance)} is not written as {here} must be."
    yield path, "TRD205", message, _description(error.schema) or "Change it."


def _out_of_range(error: Any, path: Path, here: str) -> Iterator[Told]:
    side = "at least" if "inimum" in error.validator else "at most"
    message = f"{here} must be {side} {error.validator_value}, not {_shown(error.instance)}."
    yield path, "TRD206", message, _description(error.schema) or "Change the figure."


def _wrong_company(error: Any, path: Path, here: str) -> Iterator[Told]:
    message = f"The keys of {here} do not belong together."
    yield path, "TRD207", message, _description(error.schema) or "See the schema."


def _forbidden(error: Any, path: Path, here: str) -> Iterator[Told]:
    del error
    yield path, "TRD207", f"{here} may not stand here.", "Remove it: it does not go with the other keys."


def _other(error: Any, path: Path, here: str) -> Iterator[Told]:
    what = _SIZES.get(error.validator, str(error.validator))
    yield path, "TRD208", f"{here} is not as it must be: {what}.", _description(error.schema) or "Change the value."


_TELLERS: Mapping[str | None, Callable[[Any, Path, str], Iterator[Told]]] = {
    "additionalProperties": _unknown_key,
    "unevaluatedProperties": _unknown_key,
    "required": _missing_key,
    "type": _wrong_type,
    "enum": _wrong_value,
    "const": _wrong_value,
    "pattern": _wrong_form,
    "format": _wrong_form,
    "minimum": _out_of_range,
    "maximum": _out_of_range,
    "exclusiveMinimum": _out_of_range,
    "exclusiveMaximum": _out_of_range,
    "anyOf": _wrong_company,
    "oneOf": _wrong_company,
    "not": _wrong_company,
    "if": _wrong_company,
    None: _forbidden,
}


def _description(schema: object) -> str:
    return str(schema.get("description", "")) if isinstance(schema, Mapping) else ""


def name_of(path: Path) -> str:
    """A part of a document as messages name it: ``trials[2].weeks``."""
    text = ""
    for step in path:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:57] + "..."
