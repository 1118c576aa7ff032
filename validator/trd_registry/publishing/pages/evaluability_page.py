"""What can be decided from which kind of data: every executable definition by every kind, and the reasons."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from trd_registry.comparing.evaluability.data_sources import DataSource, RecordedFact
from trd_registry.comparing.evaluability.evaluability import Verdict
from trd_registry.model.definition import Definition
from trd_registry.publishing.page import Page
from trd_registry.publishing.shelf import FAMILIES, Shelf

#: The definition whose facts stand on the page one by one: the one for which the registry was begun.
EXAMPLE = "markowitz-2022"

#: What one kind of data can say on TRD where something is missing: (met, not met) -> words.
_REACH: Mapping[tuple[bool | None, bool | None], str] = {
    (True, True): "some patients either way",
    (True, False): "can only confirm",
    (False, True): "can only rule out",
    (False, False): "no answer as a rule",
}


#: How a definition's own page tells each answer.
_LINES = {
    "yes": "Can be decided from",
    "some patients either way": "Some patients can be decided from",
    "can only rule out": "Can only be ruled out from",
    "can only confirm": "Can only be confirmed from",
    "no answer as a rule": "As a rule no answer from",
    "in part": "Known in part from",
    "no": "Not from",
}


def evaluability_page(shelf: Shelf) -> Page:
    """The matrix of definitions and kinds of data, an example fact by fact, and what each kind records and why."""
    known = shelf.data_sources
    executable = [one for one in shelf.latest if one.is_executable]
    families = [
        {"id": family, "title": title, "rows": [_row(shelf, one) for one in executable if one.family == family]}
        for family, title in FAMILIES.items()
    ]
    document = shelf.data_sources_document
    return Page(
        "evaluability/",
        "What can be decided from your data",
        "Which definitions of treatment-resistant depression can be decided from insurance claims, primary-care "
        "records, trial forms, national registers or an interview, and which facts are missing.",
        "evaluability.html",
        {
            "sources": known.sources,
            "answers": TOTALS,
            "totals": [_total(shelf, executable, one) for one in known.sources],
            "families": [family for family in families if family["rows"]],
            "example": next(
                ({"definition": one, **facts_of(shelf, one)} for one in executable if one.id == EXAMPLE), None
            ),
            "facts": [_recorded(one, known.sources) for one in known.facts],
            "references": {key: _reference(one) for key, one in document["sources"].items()},
            "version": document["version"],
        },
        words="claims registers primary care data sources evaluability",
    )


def facts_of(shelf: Shelf, definition: Definition) -> dict[str, Any]:
    """For the page of one definition: a line for each kind of answer, and its facts by kind of data."""
    found = shelf.evaluability_of(definition)
    sources = shelf.data_sources.sources
    return {
        "lines": list(_lines(found.by_source, sources)),
        "asked": [{"id": one.id, "name": one.name, "levels": [one.level(source.id) for source in sources]}
                  for one in found.asked],
        "columns": [one.short for one in sources],
    }  # fmt: skip


def _lines(found: Mapping[str, Verdict], sources: tuple[DataSource, ...]) -> Iterator[str]:
    """``Can be decided from trial forms; in part from claims; not from an interview.``, one part each."""
    if all(one.answer != "yes" for one in found.values()):
        yield "No kind of data usually records everything it asks for."
    for answer, words in _LINES.items():
        names = [one.name.lower() for one in sources if _in_short(found[one.id]) == answer]
        if names:
            yield f"{words} {' and '.join([part for part in (', '.join(names[:-1]), names[-1]) if part])}."


def _row(shelf: Shelf, definition: Definition) -> dict[str, Any]:
    found = shelf.evaluability_of(definition).by_source
    facts = {one.id: one for one in shelf.data_sources.facts}
    return {
        "id": definition.id,
        "short": definition.document["short"],
        "status": definition.status,
        "cells": [_cell(found[one.id], one.id, facts) for one in shelf.data_sources.sources],
    }


def _cell(verdict: Verdict, source: str, facts: Mapping[str, RecordedFact]) -> dict[str, str]:
    """One answer with what is missing: never recorded, or only at times."""
    at_times = [
        " or ".join(facts[one].short for one in lack)
        for lack in verdict.lacks
        if any(facts[one].level(source) == "sometimes" for one in lack)
    ]
    never = [
        " or ".join(facts[one].short for one in lack)
        for lack in verdict.lacks
        if all(facts[one].level(source) == "no" for one in lack)
    ]
    says = _REACH.get((verdict.can_be_met, verdict.can_be_excluded), "") if verdict.answer == "in part" else ""
    return {"answer": verdict.answer, "says": says, "never": ", ".join(never), "at_times": ", ".join(at_times)}


#: The columns of the totals: what can be said of patients, the most first.
TOTALS = ("yes", *_REACH.values(), "in part", "no")


def _total(shelf: Shelf, definitions: Iterable[Definition], source: DataSource) -> list[int]:
    """How many definitions get each of the answers in TOTALS."""
    given = [_in_short(shelf.evaluability_of(one).by_source[source.id]) for one in definitions]
    return [given.count(one) for one in TOTALS]


def _in_short(said: Verdict) -> str:
    """``yes``, ``no``, what can be said in part, or ``in part`` where there is no cut to be found on either side."""
    return _REACH.get((said.can_be_met, said.can_be_excluded), said.answer) if said.answer == "in part" else said.answer


def _recorded(one: RecordedFact, sources: tuple[DataSource, ...]) -> dict[str, Any]:
    cells = []
    for source in sources:
        recorded = one.recorded[source.id]
        stated = recorded.get("from", {"source": "", "at": "", "evidence": recorded.get("evidence", "")})
        cells.append({"level": recorded["level"], "why": recorded["why"], **stated})
    return {"id": one.id, "name": one.name, "cells": cells}


def _reference(source: Mapping[str, Any]) -> dict[str, Any]:
    """A source of the vocabulary: ``Okoli 2021`` where a reason names it, and whole in the list."""
    authors = str(source["authors"])
    first = authors.split(",", maxsplit=1)[0].rpartition(" ")[0] if "," in authors else authors
    link = f"https://doi.org/{source['doi']}" if "doi" in source else source.get("url", "")
    return {
        "label": f"{first} {source.get('year', '')}".strip(),
        "link": link,
        "authors": authors,
        "year": source.get("year", ""),
        "title": source["title"],
        "locator": source.get("locator", ""),
        "note": source.get("note", ""),
    }
