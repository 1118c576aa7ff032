"""A multiverse as JSON (schema/result.schema.json)."""

from collections.abc import Mapping
from typing import Any

from trd_registry.comparing.multiverse.multiverse import Multiverse
from trd_registry.comparing.multiverse.turning import Change
from trd_registry.evaluating.result import Result
from trd_registry.reporting.result_json import value_as_json

Json = dict[str, Any]


def multiverse_as_json(found: Multiverse) -> Json:
    """How many combinations say what, and which changes of readings turn the answer."""
    return {
        "combinations": found.combinations,
        "judged": found.judged,
        "varied": list(found.varied),
        "fixed": dict(found.fixed),
        "outcomes": [{"combinations": one.combinations, **_answer(one.result)} for one in found.outcomes],
        "single": [_change(one) for one in found.single],
        "together": [_change(one) for one in found.together],
        "more": found.more,
    }


def _change(one: Change) -> Json:
    options: Mapping[str, str] = one.options
    return {"readings": dict(options), **_answer(one.says)}


def _answer(result: Result) -> Json:
    return {
        "applicable": result.applicable,
        "verdict": result.verdict if result.applicable is not False else None,
        "value": value_as_json(result),
    }
