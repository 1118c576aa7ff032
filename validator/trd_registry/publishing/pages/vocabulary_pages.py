"""The vocabularies: treatments, dose tables side by side, psychotherapies, scales."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from trd_registry.model.interval import format_number
from trd_registry.publishing.page import Page
from trd_registry.publishing.shelf import Shelf

_DOSES = "dose-table-"


def vocabulary_pages(shelf: Shelf) -> Iterator[Page]:
    """An index, one page for each vocabulary, and the dose tables side by side."""
    latest = shelf.registry.latest_vocabularies
    documents = {name: shelf.registry.vocabulary_file(name, version).document for name, version in latest.items()}
    users = _users(shelf)
    yield Page(
        "vocabularies/",
        "Vocabularies",
        "Treatments, minimum doses, psychotherapies and scales that the definitions refer to, each with its versions.",
        "vocabularies.html",
        {
            "rows": [
                {"name": name, "version": latest[name], "title": _title(document), "users": len(users.get(name, ()))}
                for name, document in documents.items()
            ]
        },
    )
    for name, document in documents.items():
        yield Page(
            f"vocabularies/{name}/",
            _title(document),
            f"{_title(document)}: version {latest[name]}, as data.",
            "vocabulary.html",
            {"name": name, "version": latest[name], "document": document, "users": users.get(name, ()),
             "text": shelf.registry.vocabulary_text(name, latest[name])},
        )  # fmt: skip
    yield _doses({name: one for name, one in documents.items() if name.startswith(_DOSES)}, shelf)


def _doses(tables: Mapping[str, Mapping[str, Any]], shelf: Shelf) -> Page:
    """Every drug with its minimum dose in every table, and where they disagree."""
    drugs: dict[str, dict[str, str]] = {}
    for name, document in tables.items():
        for drug, entry in document.get("cells", {}).items():
            drugs.setdefault(drug, {})[name] = _dose(entry)
    names = shelf.registry.vocabularies.treatments
    rows = [
        {
            "drug": names[drug].name if drug in names else drug,
            "doses": [doses.get(name, "") for name in tables],
            "tables": _agreement([dose for dose in doses.values() if dose]),
        }
        for drug, doses in sorted(drugs.items())
    ]
    columns = [{"name": name, "title": _title(document)} for name, document in tables.items()]
    return Page(
        "vocabularies/doses/",
        "Minimum doses side by side",
        "The dose at which an antidepressant counts as adequate, by every known table, and where they disagree.",
        "doses.html",
        {"columns": columns, "rows": rows},
    )


def _agreement(doses: Sequence[str]) -> str:
    if len(doses) < 2:
        return "one table alone" if doses else "no figure"
    return "differ" if len(set(doses)) > 1 else "agree"


def _dose(entry: Any) -> str:
    figure = entry.get("minimum", "") if isinstance(entry, Mapping) else ""
    return format_number(figure) if isinstance(figure, int | float) else str(figure)


def _users(shelf: Shelf) -> Mapping[str, tuple[str, ...]]:
    """Vocabulary -> ids of the definitions that pin it."""
    found: dict[str, list[str]] = {}
    for one in shelf.latest:
        for name in one.pins:
            found.setdefault(name, []).append(one.id)
    return {name: tuple(ids) for name, ids in found.items()}


def _title(document: Mapping[str, Any]) -> str:
    return str(document.get("title", document.get("id", "")))
