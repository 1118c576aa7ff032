"""What every definition says of every reference history: the picture, who is alike, and the same as a table."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from trd_registry.comparing.similarity import Likeness, by_distance, by_nearness, each_once
from trd_registry.model.definition import Definition
from trd_registry.publishing.page import DataFile, Page
from trd_registry.publishing.shelf import FAMILIES, Shelf
from trd_registry.reporting.agreement_picture import CELL, MARGIN, NAMES, WORDS, Named, agreement_picture

#: So many pairs stand on the page; the file holds all.
PAIRS = 12
#: So many neighbours stand on the page of a definition.
NEIGHBOURS = 5

PICTURE = "agreement/verdicts.svg"


def agreement_pages(shelf: Shelf) -> Iterator[Page]:
    """The picture with what it shows, and the table of the same answers."""
    found = shelf.verdict_map
    names = {one.id: one for one in shelf.registry.released()}
    same = found.same()
    alike_in_all = {frozenset((one, other)) for group in same for one in group for other in group}
    others = [one for one in found.pairs if frozenset((one.left, one.right)) not in alike_in_all]
    yield Page(
        "agreement/",
        "Agreement on reference patients",
        "What every definition of treatment-resistant depression says of the same patients, which definitions answer "
        "alike and which do not.",
        "agreement.html",
        {
            "picture": agreement_picture(found, *_named(shelf, "../"), is_alone=False),
            "number": len(found.rows),
            "histories": sorted(_histories(shelf), key=lambda one: (-one["split"], one["id"])),
            "groups": [[_linked(names[one]) for one in group] for group in found.groups if len(group) > 1],
            "alone": [_linked(names[group[0]]) for group in found.groups if len(group) == 1],
            "without_cut": [_linked(names[one]) for one in found.without_cut],
            "same": [[_linked(names[one]) for one in group] for group in same],
            "alike": [_pair(one, names) for one in each_once(by_nearness(others), PAIRS)],
            "unlike": [_pair(one, names) for one in each_once(by_distance(others), PAIRS)],
            "file": PICTURE,
            "left": MARGIN + NAMES,
            "cell": CELL,
        },
        words="verdicts patients vignettes similarity kappa clusters",
    )
    yield Page(
        "agreement/table/",
        "Agreement on reference patients, as a table",
        "Every released definition's verdict on every reference history.",
        "agreement_table.html",
        {
            "columns": [{"id": one, "title": shelf.examples[one].title} for one in found.columns],
            "families": [
                {"title": title, "rows": [_row(shelf, names[one]) for one in found.rows if names[one].family == family]}
                for family, title in FAMILIES.items()
            ],
        },
        is_found=False,
    )


def agreement_file(shelf: Shelf) -> DataFile:
    """The picture by itself, with a title on every cell."""
    return DataFile(PICTURE, agreement_picture(shelf.verdict_map, *_named(shelf, "../"), is_alone=True))


def agreement_json(shelf: Shelf) -> dict[str, Any]:
    """The answers, and how far each two definitions agree, as data."""
    found = shelf.verdict_map
    latest = {one.id: one for one in shelf.registry.released()}
    return {
        "histories": [{"id": one, "title": shelf.examples[one].title, "file": f"histories/{one}.yaml"}
                      for one in found.columns],
        "answers": {latest[name].reference: [one.kind for one in found.answers[name]] for name in found.rows},
        "groups": [[latest[name].reference for name in group] for group in found.groups],
        "pair_fields": ["left", "right", "both", "left_alone", "right_alone", "neither", "open", "apart"],
        "pairs": [
            [one.left, one.right, one.table.both, one.table.first, one.table.second, one.table.neither, one.open,
             one.apart]
            for one in found.pairs
        ],
    }  # fmt: skip


def neighbours_of(shelf: Shelf, definition: Definition) -> list[dict[str, Any]]:
    """The released definitions that answer most like one, for its page."""
    if not definition.is_executable:
        return []
    names = {one.id: one for one in shelf.registry.released()}
    found = shelf.patients.nearest(definition, NEIGHBOURS)
    return [{**_numbers(one), "other": _linked(names[one.right]), "reference": names[one.right].reference}
            for one in found]  # fmt: skip


def _named(shelf: Shelf, up: str) -> tuple[Mapping[str, Named], Mapping[str, Named]]:
    definitions = {
        one.id: Named(str(one.document["short"]), f"{one.title} ({one.reference})", f"{up}d/{one.id}/")
        for one in shelf.registry.released()
    }
    histories = {
        name: Named(name.replace("-", " "), one.title or name, f"{up}run/#example={name}")
        for name, one in shelf.examples.items()
    }
    return definitions, histories


def _linked(one: Definition) -> dict[str, str]:
    return {"id": one.id, "short": str(one.document["short"])}


def _pair(one: Likeness, names: Mapping[str, Definition]) -> dict[str, Any]:
    left, right = names[one.left], names[one.right]
    show = f"{left.reference}~{right.reference}"
    return {**_numbers(one), "left": _linked(left), "right": _linked(right), "show": show}


def _numbers(one: Likeness) -> dict[str, Any]:
    low, high = one.bounds
    return {
        "alike": one.alike,
        "decided": one.decided,
        "kappa": one.kappa,
        "open": one.open,
        "apart": one.apart,
        "low": low,
        "high": high,
    }


def _histories(shelf: Shelf) -> Iterator[dict[str, Any]]:
    """How the answers to each history are spread; ``split`` is the share of the smaller side, 0 to a half."""
    found = shelf.verdict_map
    for index, name in enumerate(found.columns):
        counts = Counter(row[index].kind for row in found.answers.values())
        decided = counts["met"] + counts["not_met"]
        yield {
            "id": name,
            "title": shelf.examples[name].title,
            "met": counts["met"],
            "not_met": counts["not_met"],
            "open": counts["open"] + counts["unread"],
            "out": counts["out"],
            "split": min(counts["met"], counts["not_met"]) / decided if decided else 0.0,
        }


def _row(shelf: Shelf, one: Definition) -> dict[str, Any]:
    return {**_linked(one), "cells": [WORDS[answer.kind] for answer in shelf.verdict_map.answers[one.id]]}
