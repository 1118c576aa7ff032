"""The founding question: what part psychotherapy has in each definition, and what that does to patients."""

from collections.abc import Iterator
from typing import Any

from trd_registry.model.history import History
from trd_registry.publishing.page import Page
from trd_registry.publishing.shelf import Shelf
from trd_registry.reporting.words import verdict_in_words

#: What each role means, in the order in which they are told.
ROLES = {
    "required": "Required",
    "own-rung": "Needed for a stage of its own",
    "one-way": "Needed in one of several ways to qualify",
    "counts": "Counts like any other trial",
    "substitutes": "Can stand in the place of a drug",
    "higher-stage": "Counts for a higher stage",
    "points": "Gives points",
    "extra": "Admitted as an extra, saves no other trial",
    "beside": "Looked at where another trial counts",
    "bars": "Bars: who has had it is not resistant",
    "not-counted": "Not counted",
}


def psychotherapy_page(shelf: Shelf) -> Page:
    """Definitions by role, and the examples with a psychotherapy by every definition in which it counts."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for one in shelf.latest:
        if not one.is_executable:
            continue
        found = shelf.dimensions_of(one)["psychotherapy"]
        others = sorted({other.value.says for other in found.otherwise})
        groups.setdefault(found.code, []).append({"definition": one, "says": found.says, "others": others})
    order = [*(code for code in ROLES if code in groups), *(code for code in groups if code not in ROLES)]
    return Page(
        "psychotherapy/",
        "Psychotherapy in the definitions",
        "What part psychotherapy has in each definition of treatment-resistant depression: required, in place of a "
        "drug, or not counted, and what that does to patients.",
        "psychotherapy.html",
        {
            "groups": [{"code": code, "title": ROLES.get(code, code), "rows": groups[code]} for code in order],
            "counted": [{"id": row["definition"].id, "short": row["definition"].document["short"]}
                        for code in order if code != "not-counted" for row in groups[code]
                        if row["definition"].status == "released"],
            "examples": list(_examples(shelf)),
            "adequacy": shelf.registry.vocabulary_file(
                "psychotherapies", shelf.registry.latest_vocabularies["psychotherapies"]
            ).document["adequacy"],
        },
    )  # fmt: skip


def _examples(shelf: Shelf) -> Iterator[dict[str, Any]]:
    for name, history in shelf.examples.items():
        if _has_psychotherapy(history):
            answers = {one: verdict_in_words(result) for one, result in shelf.results(name).items()}
            yield {"id": name, "title": history.title, "answers": answers}


def _has_psychotherapy(history: History) -> bool:
    return any(one.choice("modality") == frozenset(["psychotherapy"]) for one in history.trials)
