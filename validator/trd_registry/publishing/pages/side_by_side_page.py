"""Two related definitions side by side: what each needs, and the example patients on whom they differ."""

from collections.abc import Iterator, Mapping
from typing import Any

from trd_registry.comparing.dimensions.computing import DIMENSIONS
from trd_registry.evaluating.result import Result
from trd_registry.model.definition import Definition
from trd_registry.publishing.page import Page
from trd_registry.publishing.shelf import Shelf
from trd_registry.reporting.explanation import explanation
from trd_registry.reporting.words import value_in_words, verdict_in_words

#: The relations that make a pair worth a page of its own, and how they are told.
RELATIONS: Mapping[str, str] = {
    "variant_of": "is a variant of",
    "revises": "revises",
    "derives_from": "derives from",
}


#: So much of the reasons stands on a page, in characters.
_REASONS = 60_000


def related_pairs(shelf: Shelf) -> Mapping[tuple[str, str], str]:
    """Pairs of ids that can both be run, the younger first, with their relation in words."""
    runs = {one.id: one for one in shelf.latest if one.is_executable}
    found: dict[tuple[str, str], str] = {}
    for one in runs.values():
        for kind, words in RELATIONS.items():
            for other in one.document.get("relations", {}).get(kind, ()):
                if other in runs:
                    found.setdefault((one.id, other), words)
    return found


def side_by_side_pages(shelf: Shelf) -> Iterator[Page]:
    """One page for each related pair."""
    runs = {one.id: one for one in shelf.latest}
    for (left, right), relation in related_pairs(shelf).items():
        yield _page(shelf, runs[left], runs[right], relation)


def _page(shelf: Shelf, left: Definition, right: Definition, relation: str) -> Page:
    pair = (left, right)
    names = [str(one.document["short"]) for one in pair]
    found = [shelf.dimensions_of(one) for one in pair]
    rows = [
        {"id": key, "title": title, "says": [one[key].says for one in found]} for key, (title, _) in DIMENSIONS.items()
    ]
    return Page(
        f"compare/{left.id}~{right.id}/",
        f"{names[0]} and {names[1]} side by side",
        f"What {names[0]} and {names[1]} need, and the patients on whom they differ.",
        "side_by_side.html",
        {
            "pair": pair,
            "relation": relation,
            "rows": rows,
            "readings": [_readings(one) for one in pair],
            "patients": list(_patients(shelf, left, right)),
        },
        is_found=False,
    )


def _readings(one: Definition) -> dict[str, str]:
    return {name: reading.default or "none" for name, reading in one.readings.items()}


def _patients(shelf: Shelf, left: Definition, right: Definition) -> Iterator[dict[str, Any]]:
    """The example patients of whom the two do not say the same, those with the fewest trials first, and why."""
    room = _REASONS
    for example, history in sorted(shelf.examples.items(), key=lambda one: len(one[1].trials)):
        results = [shelf.judge(example, one) for one in (left, right)]
        told = [(verdict_in_words(one), value_in_words(one)) for one in results]
        if told[0][0] == told[1][0]:
            continue
        reasons = []
        if room > 0:
            reasons = ["\n".join(_explained(shelf, *one)) for one in zip(results, (left, right), strict=True)]
        room -= sum(map(len, reasons))
        yield {"title": history.title, "id": history.id, "told": told, "reasons": reasons}


def _explained(shelf: Shelf, result: Result, definition: Definition) -> list[str]:
    return explanation(result, definition, shelf.registry.vocabularies_for(definition))
