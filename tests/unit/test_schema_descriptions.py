"""Every key of the files that people write is explained in its schema, where editors and the pages of keys find it."""

from collections.abc import Iterator
from typing import Any

import pytest

from trd_registry.loading.schema import schema_of


def unexplained(schema: dict[str, Any], part: Any, place: str = "") -> Iterator[str]:
    if isinstance(part, list):
        for index, one in enumerate(part):
            yield from unexplained(schema, one, f"{place}/{index}")
    elif isinstance(part, dict):
        for key, one in part.items():
            if key == "if":  # a question about keys that are explained elsewhere
                continue
            if key in ("properties", "patternProperties"):
                for name, inner in one.items():
                    if inner is not False and not explains(schema, inner):
                        yield f"{place}/{name}"
            yield from unexplained(schema, one, f"{place}/{key}")


def explains(schema: dict[str, Any], part: dict[str, Any]) -> bool:
    if part.get("description"):
        return True
    name = part.get("$ref", "").rpartition("/")[2]
    return bool(name) and bool(schema["$defs"][name].get("description"))


@pytest.mark.parametrize("kind", ["definition", "cases", "history", "vocabulary"])
def test_every_key_is_explained(kind: str) -> None:
    schema = schema_of(kind)
    assert list(unexplained(schema, schema)) == []
