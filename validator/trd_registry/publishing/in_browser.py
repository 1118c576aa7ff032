"""What the page "Run a history" calls in the reader's browser: the same program as on the command line.

Everything goes in and comes out as text, since it crosses from JavaScript and back. Nothing is kept between calls but
the registry and the history that was read last.
"""

import json
from collections.abc import Mapping
from functools import cache, lru_cache
from itertools import takewhile
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from trd_registry.evaluating.evaluate import evaluate
from trd_registry.evaluating.result import Result
from trd_registry.loading.history import load_history
from trd_registry.loading.registry import Registry
from trd_registry.loading.yaml_reader import parse_yaml
from trd_registry.model.definition import Definition
from trd_registry.model.finding import InvalidInput
from trd_registry.model.history import History
from trd_registry.reporting.history_yaml import history_in_yaml

#: What a receipt names as the file of the history; whoever keeps both can run `trd verify`.
FILE = "history.yaml"


@cache
def registry() -> Registry:
    """The registry that came with the page."""
    return Registry()


def definitions() -> str:
    """Every version that can be run: its names, status and family, and its readings with their options."""
    every = [registry().get(one) for one in registry().references()]
    latest = {one.reference for one in registry().latest()}
    told = [
        {
            "id": one.id,
            "reference": one.reference,
            "version": one.version,
            "short": one.document["short"],
            "title": one.title,
            "family": one.family,
            "status": one.status,
            "latest": one.reference in latest,
            "records": "records" in one.document,
            "readings": [
                {"id": reading.id, "asks": reading.asks, "options": list(reading.options), "default": reading.default}
                for reading in one.readings.values()
            ],
        }
        for one in every
        if one.is_executable
    ]
    return json.dumps(told)


def data(text: str) -> str:
    """The plain data of a history, valid or not, for the form; null where the text cannot be read as YAML."""
    try:
        return json.dumps(parse_yaml(text.encode(), FILE).value)
    except InvalidInput:
        return "null"


def write(written: str, before: str) -> str:
    """The text of a history (plain data as JSON); the comments at the head of the text before are kept."""
    head = "".join(takewhile(lambda line: line.startswith("#"), before.splitlines(keepends=True)))
    return history_in_yaml(json.loads(written), head)


def read(text: str) -> str:
    """The findings of a history: where, what is wrong, what to do; none if it can be judged."""
    try:
        _history(text)
    except InvalidInput as error:
        found = [
            {"line": one.line, "column": one.column, "code": one.code, "message": one.message, "remedy": one.remedy}
            for one in error.findings
        ]
        return json.dumps(found)
    return "[]"


def judge(text: str, reference: str, readings: str = "{}") -> str:
    """One definition on the history: verdict, value and what is missing, in the words of the command line.

    ``readings`` is a JSON object of those that are not to be read as by default: ``{"reading": "option"}``.
    """
    from trd_registry.reporting.words import value_in_words, verdict_in_words

    result = _result(_history(text), registry().get(reference), json.loads(readings))
    missing = [{"fact": one.fact, "decisive": bool(one.decisive)} for one in result.missing]
    told = {"verdict": verdict_in_words(result), "value": value_in_words(result), "missing": missing}
    return json.dumps(told)


def explain(text: str, reference: str, readings: str = "{}") -> str:
    """The explanation tree, as `trd evaluate --explain` prints it."""
    from trd_registry.reporting.explanation import explanation

    definition = registry().get(reference)
    result = _result(_history(text), definition, json.loads(readings))
    return "\n".join(explanation(result, definition, registry().vocabularies_for(definition)))


def receipt(text: str, references: str, readings: str = "{}") -> str:
    """The results of the named definitions (a JSON list) as `trd evaluate --format json` writes them.

    ``readings`` is a JSON object by the id of the definition: ``{"id": {"reading": "option"}}``.
    """
    from trd_registry.reporting.receipt import receipt_of

    history = _history(text)
    chosen = json.loads(readings)
    written: list[Any] = []
    for reference in json.loads(references):
        definition = registry().get(reference)
        written.append(
            receipt_of(_result(history, definition, chosen.get(definition.id, {})), history, definition, registry())
        )
    return json.dumps(written, ensure_ascii=False, indent=1)


def timeline(text: str) -> str:
    """The picture of the history alone (SVG)."""
    from trd_registry.reporting.timeline.picture import timeline_svg

    return str(timeline_svg(_history(text), [], [], registry().vocabularies))


def _result(history: History, definition: Definition, readings: Mapping[str, str]) -> Result:
    patient, vocabularies = registry().as_pinned(history, definition)
    return evaluate(patient, definition, vocabularies, readings)


@lru_cache(maxsize=1)
def _history(text: str) -> History:
    """Reads the text as a file of the browser's own memory, so that digests are those of the command line."""
    path = Path(gettempdir()) / FILE
    path.write_bytes(text.encode())
    return load_history(path, registry().vocabularies)
