"""Which definitions imply which: the order as a picture, any pair with who refutes it, and a file of all."""

from collections.abc import Iterator, Mapping
from typing import Any

from trd_registry.english.bounds import listed
from trd_registry.model.definition import Definition
from trd_registry.publishing.page import DataFile, Page
from trd_registry.publishing.shelf import FAMILIES, Shelf
from trd_registry.reporting.hasse import hasse
from trd_registry.reporting.history_yaml import history_in_yaml
from trd_registry.reporting.implications_text import as_json, lattice_of, shown
from trd_registry.reporting.relation_words import relation_in_words
from trd_registry.witnessing.implications import searchable
from trd_registry.witnessing.relations import IMPLIES, Relations

PICTURE = "implications/order.svg"


def implications_page(shelf: Shelf) -> Page:
    """The order of all released definitions that give a verdict on a treatment history."""
    found = shelf.relations
    order = lattice_of(found)
    shorts = shelf.shorts
    groups = [[shorts[one] for one in group] for group in order.groups]
    return Page(
        "implications/",
        "Which definitions imply which",
        "Which definitions of treatment-resistant depression are stricter than which, proved within a bound, with a "
        "constructed patient for every pair that is not.",
        "implications.html",
        {
            "picture": hasse(order, "Which definitions imply which", _labels(shelf), _links(shelf)),
            "number": len(found.references),
            "families": listed(_families(shelf), "and"),
            "left": _left(shelf),
            "pairs": len(found.references) * (len(found.references) - 1),
            "implied": len(found.implied),
            "in_scope": len(found.in_scope_alone),
            "open": len(found.open),
            "histories": len(found.histories),
            "trials": found.trials,
            "dated_trials": found.dated_trials,
            "definitions": [shorts[one] for one in found.references],
            "edges": [(groups[one], groups[other]) for one, other in order.edges],
            "same": [group for group in groups if len(group) > 1],
            "file": PICTURE,
        },
        words="implication lattice Hasse stricter witness",
    )


def _families(shelf: Shelf) -> list[str]:
    found = (FAMILIES[shelf.registry.get(one).family] for one in shelf.relations.references)
    return [title[:1].lower() + title[1:] for title in dict.fromkeys(found)]


def _left(shelf: Shelf) -> str:
    """The definitions that could be compared and were not, by their short names."""
    there = set(shelf.relations.references)
    left = [side.definition for side in searchable(shelf.registry) if side.definition.reference not in there]
    return listed([str(one.document["short"]) for one in left], "and")


def implications_file(shelf: Shelf) -> DataFile:
    """The picture by itself."""
    title = "Which definitions imply which"
    return DataFile(PICTURE, hasse(lattice_of(shelf.relations), title, _labels(shelf), _links(shelf)))


def implications_json(shelf: Shelf) -> dict[str, Any]:
    """Every pair, the order, and the patients as history files with what every definition says of each."""
    told = as_json(shelf.relations)
    told["histories"] = [{**one, "file": history_in_yaml(one["history"])} for one in told["histories"]]
    return told


def relations_of(shelf: Shelf, definition: Definition) -> dict[str, list[Mapping[str, str]]]:
    """What a definition implies and what implies it, for its page; empty for one that was not compared."""
    found = shelf.relations
    if definition.reference not in found.references:
        return {}
    one = found.references.index(definition.reference)
    return {
        "same": list(_with(shelf, found, one, both=True)),
        "implies": list(_with(shelf, found, one, forward=True)),
        "implied_by": list(_with(shelf, found, one, forward=False)),
    }


def _with(
    shelf: Shelf, found: Relations, one: int, *, forward: bool = True, both: bool = False
) -> Iterator[Mapping[str, str]]:
    for other, reference in enumerate(found.references):
        there, back = found.relation(one, other) == IMPLIES, found.relation(other, one) == IMPLIES
        if other != one and ((there and back) if both else (there and not back) if forward else (back and not there)):
            yield shelf.shorts[reference]


def pair_of(shelf: Shelf, left: Definition, right: Definition) -> list[dict[str, Any]]:
    """How two definitions relate in both directions, each with the patient who shows it; none for one not compared."""
    found = shelf.relations
    if not {left.reference, right.reference} <= set(found.references):
        return []
    told = []
    for one, other in ((left, right), (right, left)):
        ends = found.references.index(one.reference), found.references.index(other.reference)
        at = shown(found, *ends)
        names = {each.reference: str(each.document["short"]) for each in (one, other)}
        told.append(
            {
                "says": relation_in_words(found, one.reference, other.reference, names),
                "patient": history_in_yaml(found.histories[at]) if at is not None else "",
                "command": f"trd witness {one.id} {other.id}",
            }
        )
    return told


def _labels(shelf: Shelf) -> Mapping[str, str]:
    return {one: entry["short"] for one, entry in shelf.shorts.items()}


def _links(shelf: Shelf) -> Mapping[str, str]:
    return {one: f"../d/{entry['id']}/" for one, entry in shelf.shorts.items()}
