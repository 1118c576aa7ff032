"""The page of one version of a definition."""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import takewhile
from math import inf
from typing import Any

from trd_registry.comparing.dimensions.value import Dimension
from trd_registry.evaluating.evaluate import evaluate
from trd_registry.model.definition import Definition
from trd_registry.model.rules import BandedStages, Ladder, Tiers
from trd_registry.model.vocabulary import Vocabularies
from trd_registry.publishing.json_ld import defined_term
from trd_registry.publishing.outlines import section_data
from trd_registry.publishing.page import Page
from trd_registry.publishing.pages.agreement_page import neighbours_of
from trd_registry.publishing.pages.evaluability_page import facts_of
from trd_registry.publishing.pages.implications_page import relations_of
from trd_registry.publishing.pages.side_by_side_page import related_pairs
from trd_registry.publishing.score_picture import score_picture
from trd_registry.publishing.shelf import FAMILIES, Shelf
from trd_registry.publishing.version_history import version_history
from trd_registry.reporting.citing.address import permanent_address
from trd_registry.reporting.citing.bibtex import as_bibtex
from trd_registry.reporting.citing.citation import cite
from trd_registry.reporting.citing.csl_json import as_csl_json
from trd_registry.reporting.citing.methods import as_methods
from trd_registry.reporting.citing.ris import as_ris
from trd_registry.reporting.citing.swhid import swhid_of_file
from trd_registry.reporting.citing.text import as_text, short_name
from trd_registry.reporting.explanation import explanation
from trd_registry.reporting.score_figures import score_figures
from trd_registry.reporting.telling.page import outline_of
from trd_registry.reporting.words import value_in_words, verdict_in_words

#: So much of the traces of the worked cases stands on a page; ``trd test`` shows the others.
_TRACES = 60_000

_STATUS = {
    "draft": "Draft: some of its rules are recalled, and nobody has checked them against the publication.",
    "record": "Record: the publication is known, its rules are not. It cannot be run.",
    "superseded": "Superseded by a later version.",
    "withdrawn": "Withdrawn.",
}


def definition_pages(shelf: Shelf) -> Iterator[Page]:
    """For every definition the page of its latest version, and one for each version that stays for ever."""
    for definition in shelf.latest:
        versions = shelf.versions[definition.id]
        history = version_history(shelf.registry, definition.id, versions)
        for version in versions:
            one = definition if version == definition.version else shelf.registry.get(f"{definition.id}@{version}")
            data = _data(shelf, one, history)
            yield _page(one, data, f"d/{one.id}/{one.version}/", is_found=False)
            if one is definition:
                yield _page(one, data, f"d/{one.id}/", is_found=True)


def _page(definition: Definition, data: Mapping[str, Any], path: str, *, is_found: bool) -> Page:
    document = definition.document
    released = data["released"]
    authors = str(document["sources"][document["defined_by"]].get("authors", ""))
    return Page(
        path,
        f"{definition.title} ({definition.reference})",
        " ".join(str(document["summary"]).split()),
        "definition.html",
        data,
        defined_term(definition, released),
        is_found,
        " ".join([definition.id, str(document["short"]), str(definition.year), authors, FAMILIES[definition.family]]),
    )


def _data(shelf: Shelf, definition: Definition, history: list[dict[str, Any]]) -> dict[str, Any]:
    vocabularies = shelf.registry.vocabularies_for(definition)
    outline = outline_of(definition, vocabularies)
    found = shelf.dimensions_of(definition)
    folder = f"d/{definition.id}/{definition.version}"
    return {
        "definition": definition,
        "document": definition.document,
        "family": FAMILIES[definition.family],
        "status": _STATUS.get(definition.status, ""),
        "lead": outline.lead,
        "glance": [_dimension(one) for one in found.all.values()],
        "sections": [section_data(one, definition.document["sources"]) for one in outline.sections],
        "evidence": _evidence(definition.document),
        "evaluability": facts_of(shelf, definition) if definition.is_executable else None,
        "steps": _steps(definition),
        "points": _points(definition, vocabularies),
        "cases": _cases(shelf, definition),
        "history": history,
        "newer": _newer(definition, history),
        "neighbours": neighbours_of(shelf, definition),
        "relations": relations_of(shelf, definition),
        "patients": len(shelf.examples),
        "pairs": [pair for pair in related_pairs(shelf) if definition.id in pair],
        "cite": _cite(shelf, definition),
        "address": permanent_address(definition),
        "released": shelf.registry.release_dates.get(definition.reference),
        "yaml": f"{folder}/definition.yaml",
        "json": f"api/v1/definitions/{definition.id}/{definition.version}.json",
    }


def _newer(definition: Definition, history: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The latest version, seen from an earlier one, and whether any history changes on the way; None on the latest."""
    later = list(takewhile(lambda one: one["version"] != definition.version, history))
    if not later:
        return None
    changes = any(one["step"]["histories"] or one["step"]["cases"] for one in later)
    return {"version": later[0]["version"], "changes": changes}


#: The parts of a definition that hold its rules.
_RULES = ("scope", "records", "conditions", "trials", "criterion", "stages", "tiers", "score")


def _evidence(document: Mapping[str, Any]) -> dict[str, Any]:
    """How the rules are known: locators by level, and whether any was seen in the defining publication itself."""
    found: Counter[str] = Counter()
    is_seen = False
    todo: list[Any] = [document[part] for part in _RULES if part in document]
    while todo:
        one = todo.pop()
        if isinstance(one, Mapping):
            if {"source", "at", "evidence"} <= set(one):
                found[str(one["evidence"])] += 1
                is_seen = is_seen or (one["evidence"], one["source"]) == ("primary", document["defined_by"])
            todo += one.values()
        elif isinstance(one, list):
            todo += one
    levels = {level: found[level] for level in ("primary", "secondary", "recalled") if found[level]}
    return {"levels": levels, "is_seen": is_seen}


def _dimension(one: Dimension) -> dict[str, Any]:
    others: dict[str, list[str]] = {}
    for other in one.otherwise:
        others.setdefault(other.value.says, []).append(f"{other.reading}={other.option}")
    return {"id": one.id, "title": one.title, "says": one.says, "silent": one.silent, "others": others}


def _steps(definition: Definition) -> dict[str, Any] | None:
    """The rungs of a ladder or the classes, for a picture; None for what has neither."""
    if not definition.is_executable:
        return None
    outcome = definition.rules(definition.settle({})[0]).outcome
    match outcome:
        case Ladder():
            names = [one.name for one in outcome.rungs]
            return {"kind": "ladder", "names": [outcome.below, *names], "trd_from": outcome.trd_from}
        case BandedStages():
            names = [one.name for one in outcome.bands]
            return {"kind": "ladder", "names": names, "trd_from": outcome.trd_from}
        case Tiers():
            return {"kind": "tiers", "names": [one.name for one in outcome.tiers], "trd": list(outcome.trd)}
    return None


def _points(definition: Definition, vocabularies: Vocabularies) -> dict[str, Any] | None:
    """A score as a picture and as a table of the same figures; None for what is no score."""
    figures = score_figures(definition, vocabularies)
    if figures is None:
        return None
    unsettled = [one.id for one in definition.readings.values() if one.default is None]
    picture = score_picture(figures, f"The points of {definition.document['short']}")
    return {
        "figures": figures,
        "picture": picture,
        "unsettled": unsettled,
        "has_floor": any(one.levels[0] > 0 and not one.is_endless for one in figures.items),
        "has_arrow": figures.highest == inf,
    }


def _cases(shelf: Shelf, definition: Definition) -> list[dict[str, Any]]:
    """Every worked case with its answer; the traces of the first ones, as far as there is room."""
    if not definition.is_executable:
        return []
    vocabularies = shelf.registry.vocabularies_for(definition)
    room = _TRACES
    found = []
    for case in shelf.cases_of(definition):
        result = evaluate(case.history, definition, vocabularies, case.readings, ask=room > 0)
        trace = "\n".join(explanation(result, definition, vocabularies)) if room > 0 else ""
        room -= len(trace)
        readings = ", ".join(f"{name}={option}" for name, option in case.readings.items())
        found.append(
            {
                "name": case.name,
                "verdict": verdict_in_words(result),
                "value": "" if result.applicable is False else value_in_words(result),
                "trace": trace,
                "readings": readings,
            }
        )
    return found


def _cite(shelf: Shelf, definition: Definition) -> dict[str, Any]:
    citation = cite(
        definition,
        {},
        swhid_of_file(shelf.file_of(definition)),
        shelf.registry.release_dates.get(definition.reference),
    )
    tables = shelf.registry.vocabularies_for(definition).dose_tables
    styles = {
        "Text": as_text(citation),
        "BibTeX": as_bibtex(citation),
        "RIS": as_ris(citation),
        "CSL-JSON": as_csl_json(citation),
    }
    if definition.is_executable:
        styles = {"Methods sentence": as_methods(citation, tables), **styles}
    return {"paper": short_name(citation.paper), "styles": styles, "notes": citation.notes, "swhid": citation.swhid}
