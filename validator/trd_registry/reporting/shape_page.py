"""The shape of a definition, a history, a file of cases or a vocabulary as one page, made from its JSON Schema."""

from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]

#: Headings of the shared parts of a schema, by their name there.
_PARTS = {
    "trialCondition": "A condition on one trial",
    "patientCondition": "A condition on the patient",
    "measure": "A measure",
    "bands": "Bands",
    "item": "An item of a score",
    "statement": "Where a rule stands",
}

#: Shared parts that are told in a word where they are used.
_WORDS = {
    "id": "a name in small letters and hyphens",
    "readingRef": "`{reading: ID}`",
    "figure": "a number, or `{reading: ID}`",
    "numberTest": "bounds: `at_least`, `at_most`, `above`, `below`, `exactly`",
    "truthTest": "`true` or `false`, or `{reading: ID}`",
    "names": "a name or a list of names, or `{reading: ID}`",
}


def shape_page(schema: Schema) -> str:
    """The page, in Markdown: every key with what it means and what may stand there."""
    lines = [f"# {schema['title']}: the shape of the file", "", schema.get("description", ""), ""]
    lines += ["Made from the schema by `trd check --shape`; the schema is what is checked.", ""]
    lines += ["## The file", ""]
    lines += _table(schema)
    for key, part in schema["properties"].items():
        if _object_of(part) is not None:
            lines += ["", f"## `{key}`", "", part.get("description", ""), ""]
            lines += _nested(key, part)
    for name, title in _PARTS.items():
        if name in schema.get("$defs", {}):
            part = schema["$defs"][name]
            lines += ["", f"## {title}", "", part.get("description", ""), ""]
            lines += _nested(name, part)
    return "\n".join(lines).rstrip() + "\n"


def _nested(path: str, part: Schema) -> Iterator[str]:
    """The table of a part, and of the parts inside it that have keys of their own."""
    inner = _object_of(part)
    if inner is None:
        yield f"Written as {_value(part)}."
        return
    yield from _table(inner)
    for key, child in inner.get("properties", {}).items():
        if key != "from" and _object_of(child) is not None:
            yield from ("", f"### `{path}` / `{key}`", "", child.get("description", ""), "")
            yield from _table(_object_of(child) or {})


def _object_of(part: Schema) -> Schema | None:
    """The keys of a part: its own, those of its entries by name, or those of its list entries."""
    if "properties" in part and len(part["properties"]) > 0:
        return part
    if isinstance(part.get("additionalProperties"), Mapping):
        return _object_of(part["additionalProperties"])
    for key in ("items", "then", "else"):
        if isinstance(part.get(key), Mapping) and "$ref" not in part[key]:
            found = _object_of(part[key])
            if found is not None and (key == "items" or "reading" not in found["properties"]):
                return found
    return None


def _table(part: Schema) -> Iterator[str]:
    required = set(part.get("required", ()))
    yield "| key | what may stand there | meaning |"
    yield "|---|---|---|"
    for key, child in {**part.get("properties", {}), **_patterns(part)}.items():
        name = f"**`{key}`**" if key in required else f"`{key}`"
        yield f"| {name} | {_value(child)} | {_cell(child.get('description', ''))} |"
    if required:
        yield from ("", "Keys in bold must be there.")


def _patterns(part: Schema) -> dict[str, Schema]:
    """Keys that a pattern describes, such as one for every rating scale."""
    found = {}
    for pattern, child in part.get("patternProperties", {}).items():
        prefix = pattern.removeprefix("^").partition("\\.")[0].strip("()").replace("|", ".NAME or ")
        found[f"{prefix}.NAME"] = child
    return found


def _value(part: Schema) -> str:
    """What may stand in a place, in a few words."""
    if "$ref" in part:
        name = str(part["$ref"]).rpartition("/")[2]
        return _WORDS.get(name, _PARTS.get(name, name).lower())
    if "const" in part:
        return f"`{_yaml(part['const'])}`"
    if "enum" in part:
        return _cell(", ".join(f"`{_yaml(one)}`" for one in part["enum"]))
    if part.get("properties"):
        return "keys of its own, see below"
    if "if" in part:
        alternatives = [_value(part[key]) for key in ("then", "else") if isinstance(part.get(key), Mapping)]
        kinds = dict.fromkeys(one for one in alternatives if one)
        if kinds:
            return " or ".join(kinds)
    kind = part.get("type", "")
    if kind == "array":
        return f"a list of {_value(part['items'])}" if isinstance(part.get("items"), Mapping) else "a list"
    if kind == "object":
        return "keys of its own, see below" if _object_of(part) is not None else "names, each with its value"
    words = {"string": "text", "integer": "a whole number", "number": "a number", "boolean": "`true` or `false`"}
    return words.get(kind, "anything")


def _yaml(value: Any) -> str:
    return {True: "true", False: "false", None: "null"}.get(value, str(value)) if not isinstance(value, str) else value


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
