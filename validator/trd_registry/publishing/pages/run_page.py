"""The page on which a reader judges a history."""

import json
from collections.abc import Mapping
from dataclasses import replace
from math import inf
from typing import Any

from markupsafe import Markup

from trd_registry.english.lexicon import plain
from trd_registry.english.modalities import ABBREVIATIONS
from trd_registry.loading.origin import Origin
from trd_registry.model.history import History
from trd_registry.model.interval import format_number
from trd_registry.model.vocabulary import ResponseCategory
from trd_registry.model.walking import facts_in
from trd_registry.publishing.history_form import (
    Field,
    comorbidity_fields,
    complete_kinds,
    first_trial_fields,
    form_sections,
    other_trial_fields,
    ruled_out_fields,
    trials_in,
)
from trd_registry.publishing.page import Page
from trd_registry.publishing.shelf import FAMILIES, Shelf

#: The policy of the one page that runs a program: its own files, and a worker started from its own memory.
POLICY = (
    "default-src 'none'; script-src 'self' blob: 'wasm-unsafe-eval'; worker-src 'self' blob:; style-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'"
)


#: Under these headings the examples stand in the list.
_SHELVES = ("Published cases", "Made up, each for a dispute", "Made up, from a register alone")


def run_page(shelf: Shelf, *, runs_here: bool) -> Page:
    """The tool with the reference histories as examples; without Python for the browser, the command line alone."""
    examples: dict[str, dict[str, str]] = {title: {} for title in _SHELVES}
    for name, history in shelf.examples.items():
        examples[_shelf_of(history)][name] = history.title or name
    return Page(
        "run/",
        "Run a history",
        "Judge a treatment history by every definition of treatment-resistant depression, in your own browser.",
        "run.html",
        {
            "runs_here": runs_here,
            "families": FAMILIES,
            "form": form_of(shelf),
            # Inside a script element only this sign could end it.
            "examples": Markup(json.dumps(examples, ensure_ascii=False).replace("<", "\\u003c")),  # noqa: S704
        },
        policy=POLICY,
    )


def _shelf_of(history: History) -> str:
    """Where a reader looks for an example among many."""
    if isinstance(history.origin, Origin) and history.origin.document.value.get("source"):
        return _SHELVES[0]
    return _SHELVES[2] if history.records is not None and not history.trials else _SHELVES[1]


def form_of(shelf: Shelf) -> dict[str, Any]:
    """What the form offers: fields by section, kinds that can be listed in full, and names from the vocabularies."""
    vocabularies = shelf.registry.vocabularies
    classes = sorted(vocabularies.classes, key=lambda one: _name(vocabularies.class_names, one).casefold())

    def with_classes(field: Field) -> Field:
        return replace(field, options=tuple(classes)) if field.kind == "class" else field

    return {
        "sections": {
            **form_sections(),
            "Comorbid conditions": comorbidity_fields(_asked(shelf, "comorbidity")),
            "What cannot be given, and why": ruled_out_fields(_asked(shelf, "ruled_out")),
        },
        "trials_in": trials_in(),
        "first": first_trial_fields(),
        "other": [with_classes(one) for one in other_trial_fields()],
        "kinds": complete_kinds(),
        "scales": {one: _name(vocabularies.scale_names, one) for one in vocabularies.scales},
        "treatments": sorted({one.name for one in vocabularies.treatments.values()}, key=str.casefold),
        "words": lambda one: _name(vocabularies.class_names, one),
        "responses": {name: _response(name, one) for name, one in vocabularies.responses.items()},
    }


def _asked(shelf: Shelf, prefix: str) -> list[str]:
    """The conditions or treatments that some definition asks about, under any of its readings."""
    found: set[str] = set()
    for one in shelf.latest:
        if one.is_executable:
            usual = one.settle({})[0]
            options = [{**usual, reading.id: option} for reading in one.readings.values() for option in reading.options]
            for rules in map(one.rules, [usual, *options]):
                asked = facts_in([rules.scope, rules.trials, rules.outcome])
                found |= {fact.partition(".")[2] for fact in asked if fact.startswith(f"{prefix}.")}
    return sorted(found)


def _response(name: str, category: ResponseCategory) -> str:
    """A category of response with the improvement that it stands for."""
    held = category.improvement
    least = f"from {format_number(held.lower)} %" if held.lower > -inf else ""
    most = f"{'below' if held.upper_open else 'up to'} {format_number(held.upper)} %" if held.upper < 100 else ""
    bounds = " ".join(part for part in (least, most) if part)
    return f"{plain(name)} (improvement {bounds})" if bounds else plain(name)


def _name(names: Mapping[str, str], one: str) -> str:
    return names.get(one) or ABBREVIATIONS.get(one) or plain(one)
