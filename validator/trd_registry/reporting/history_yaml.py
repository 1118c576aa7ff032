"""Writes a history as YAML, as a person would: keys in the order of the format, one trial a line."""

import json
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from trd_registry.loading.schema import schema_of
from trd_registry.loading.yaml_reader import parse_yaml
from trd_registry.model.finding import InvalidInput

#: A trial that would be longer than this is written over several lines.
WIDTH = 120


def history_in_yaml(data: Mapping[str, Any], head: str = "") -> str:
    """The text of a history file that reads back as the same data.

    Args:
        data: The plain data of a history, as the reader of YAML gives them. They need not be valid.
        head: Lines that stand before the first key, such as comments.

    Numbers stay numbers; a text that a reader of YAML could take for something else is quoted.
    """
    places = schema_of("history")["properties"]
    ordered = sorted(data, key=lambda key: list(places).index(key) if key in places else len(places))
    lines = [line for key in ordered for line in _part(key, data[key], places.get(key, {}))]
    return head + "\n".join(lines) + "\n"


def _part(key: str, value: Any, place: Mapping[str, Any]) -> Iterator[str]:
    if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        yield f"{key}:"
        order = list(place.get("items", {}).get("properties", ()))
        for one in value:
            yield from _entry(_in_order(one, order))
    elif isinstance(value, dict) and any(_is_table(inner) for inner in value.values()):
        yield f"{key}:"
        for name, inner in value.items():
            yield from (f"  {line}" for line in _part(name, inner, place.get("properties", {}).get(name, {})))
    elif isinstance(value, str) and len(key) + len(value) > WIDTH and _folds(value):
        yield f"{key}: >-"
        yield from textwrap.wrap(value, WIDTH, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)
    else:
        yield f"{key}: {_scalar(value, '{}') if isinstance(value, str) else _flow(value)}"


def _folds(text: str) -> bool:
    """Whether a text is the same after its lines were broken at single spaces and joined again."""
    return text == " ".join(text.split()) and text.isprintable()


def _is_table(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def _in_order(entry: Mapping[str, Any], order: list[str]) -> dict[str, Any]:
    """The keys that the format knows in its order, then the others."""
    return {key: entry[key] for key in (*(one for one in order if one in entry), *entry)}


def _entry(entry: Mapping[str, Any]) -> Iterator[str]:
    line = f"  - {_flow(entry)}"
    if len(line) <= WIDTH or not entry:
        yield line
        return
    for number, (key, value) in enumerate(entry.items()):
        yield f"  {'  ' if number else '- '}{_scalar(key)}: {_flow(value)}"


def _flow(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_scalar(key)}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return _scalar(value)


def _scalar(value: Any, place: str = "[{{x: {}}}]") -> str:
    """A value that holds no others; ``place`` is the sort of place in the text where it stands."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    if isinstance(value, int | float):
        return f"{int(value)}" if value == int(value) else repr(value)
    text = str(value)
    if _reads_back(text, place):
        return text
    written = yaml.safe_dump(text, default_style='"', allow_unicode=True, width=float("inf"))
    return str(written).rstrip("\n")


def _reads_back(text: str, place: str) -> bool:
    """Whether the text can stand there without quotes."""
    if "\n" in text:
        return False
    try:
        bare, quoted = (parse_yaml(f"x: {place.format(one)}".encode(), "").value for one in (text, json.dumps(text)))
    except InvalidInput:
        return False
    return bool(bare == quoted)
