"""Where a result that was written and the same result run again differ."""

import json
from collections.abc import Iterator
from typing import Any

from trd_registry.receipts.reading import Json

#: What a result says; the rest of a receipt tells how it came about and is compared on its own.
RESULT = (
    "history", "status", "kind", "applicable", "verdict", "value", "missing", "scope", "trace", "alternatives",
    "multiverse",
)  # fmt: skip

#: Characters of a value that is quoted.
MAX_QUOTED = 60


def result_differences(written: Json, again: Json) -> Iterator[str]:
    """A sentence for each key of the result that is not the same, with the first place where it differs."""
    fresh = json.loads(json.dumps(again))
    for key in RESULT:
        found = first_difference(written.get(key), fresh.get(key))
        if found is not None:
            place, before, after = found
            yield f"{key}{place}: was {_quoted(before)}, is {_quoted(after)}"


def first_difference(left: Any, right: Any) -> tuple[str, Any, Any] | None:
    """The first place where two JSON values differ; None where they do not. Nothing here recurses."""
    waiting = [("", left, right)]
    while waiting:
        place, one, other = waiting.pop()
        if isinstance(one, dict) and isinstance(other, dict):
            if one.keys() != other.keys():
                return place, sorted(one.keys() - other.keys()), sorted(other.keys() - one.keys())
            waiting += [(f"{place}/{key}", one[key], other[key]) for key in reversed(list(one))]
        elif isinstance(one, list) and isinstance(other, list):
            if len(one) != len(other):
                return place, one, other
            waiting += [(f"{place}/{index}", one[index], other[index]) for index in reversed(range(len(one)))]
        elif isinstance(one, bool) is not isinstance(other, bool) or one != other:
            return place, one, other
    return None


def _quoted(value: Any) -> str:
    if isinstance(value, dict | list) and len(value) > 8:
        return f"{len(value)} entries"
    try:
        text = json.dumps(value, ensure_ascii=False)
    except RecursionError:
        return "deeply nested"
    return text if len(text) <= MAX_QUOTED else f"{text[:MAX_QUOTED]} ..."
