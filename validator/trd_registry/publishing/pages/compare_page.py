"""The matrix of all definitions by their dimensions."""

from collections.abc import Mapping
from typing import Any

from trd_registry.comparing.dimensions.computing import DIMENSIONS
from trd_registry.comparing.dimensions.value import Dimension
from trd_registry.publishing.page import Page
from trd_registry.publishing.shelf import FAMILIES, Shelf

#: Codes that read badly alone.
_WORDS: Mapping[str, str] = {
    "not-asked": "\N{EN DASH}",
    "n/a": "n/a",
    "any": "any",
    "not-counted": "no",
    "substitutes": "substitutes",
    "by-level": "by level",
}
#: As wide as a cell may be; the whole answer stands beside the rule.
_WIDEST = 16


def compare_page(shelf: Shelf) -> Page:
    """One row a definition, one column a dimension; a record has a row that says that nothing is known."""
    rows: list[dict[str, Any]] = [
        {
            "definition": one,
            "cells": [_cell(shelf.dimensions_of(one)[name]) for name in DIMENSIONS] if one.is_executable else [],
        }
        for one in shelf.latest
    ]
    columns = [{"id": name, "title": title} for name, (title, _) in DIMENSIONS.items()]
    roles = sorted({row["cells"][list(DIMENSIONS).index("psychotherapy")]["text"] for row in rows if row["cells"]})
    data: dict[str, Any] = {
        "columns": columns,
        "rows": rows,
        "families": FAMILIES,
        "kinds": sorted({one.kind for one in shelf.latest}),
        "statuses": sorted({one.status for one in shelf.latest}),
        "roles": roles,
    }
    return Page(
        "compare/",
        "Compare definitions",
        "Every definition of treatment-resistant depression by what it needs: trials, classes, weeks, dose, failure, "
        "episode, psychotherapy, ECT and more, derived from the rules.",
        "compare.html",
        data,
    )


def _cell(one: Dimension) -> dict[str, Any]:
    text = _WORDS.get(one.code, one.code.replace("-", " ") if not one.code[:1].isdigit() else one.code)
    return {
        "id": one.id,
        "text": text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…",
        "varies": any(other.value.code != one.code for other in one.otherwise),
        "silent": bool(one.silent),
    }
