"""Which definitions imply which: for the terminal, as JSON and as a picture."""

from collections.abc import Iterable, Iterator
from textwrap import wrap
from typing import Any

from trd_registry.comparing.lattice import Lattice, lattice
from trd_registry.loading.registry import Registry
from trd_registry.reporting.hasse import hasse
from trd_registry.witnessing.relations import DIFFERS, IMPLIES, IN_SCOPE, NOT_SETTLED, Relations

WIDTH = 80


def lattice_of(found: Relations) -> Lattice:
    """The order of the definitions by what they imply."""
    names = found.references
    return lattice(names, [(names[one], names[other]) for one, other in found.implied])


def as_table(found: Relations, chosen: str = "") -> list[str]:
    """Lines of at most 80 columns: of one definition, or the whole order."""
    lines = list(_of_one(found, chosen) if chosen else _whole(found))
    return [*lines, "", *wrap(bound_in_words(found), WIDTH)]


def bound_in_words(found: Relations) -> str:
    """Within what the relations hold."""
    return (
        f"Proved for every history with up to {found.trials} trials, or one more than the first definition needs, if "
        f"that is more ({found.dated_trials} or one more where a rule looks at dates), and every value that a rule "
        "tells from another (scores are whole); every other pair that is settled is refuted by a constructed history "
        "(trd witness). Default readings."
    )


def _of_one(found: Relations, chosen: str) -> Iterator[str]:
    one = found.references.index(chosen)
    others = [at for at in range(len(found.references)) if at != one]
    same = [at for at in others if found.relation(one, at) == found.relation(at, one) == IMPLIES]
    yield chosen
    for title, names in (
        ("equivalent to", same),
        ("implies", [at for at in others if found.relation(one, at) == IMPLIES and at not in same]),
        ("is implied by", [at for at in others if found.relation(at, one) == IMPLIES and at not in same]),
        (
            "implies, of the patients that it speaks of",
            [at for at in others if found.relation(one, at) == IN_SCOPE],
        ),
        ("implies perhaps: not settled", [at for at in others if found.relation(one, at) == NOT_SETTLED]),
    ):
        if names:
            yield f"  {title}"
            yield from _listed((found.references[at] for at in names), "    ")


def _whole(found: Relations) -> Iterator[str]:
    order = lattice_of(found)
    pairs = len(found.references) * (len(found.references) - 1)
    yield from wrap(
        f"{len(found.references)} definitions, {pairs} ordered pairs: {len(found.implied)} times the first implies the "
        f"second, {len(found.in_scope_alone)} times of the patients that the second speaks of"
        + (f"; {len(found.open)} pairs are not settled." if found.open else "."),
        WIDTH,
    )
    for number, group in enumerate(order.groups):
        below = [" = ".join(order.groups[other]) for one, other in order.edges if one == number]
        if below or len(group) > 1:
            yield ""
            yield from wrap(" = ".join(group), WIDTH, subsequent_indent="  ")
            yield from _listed(below, "    -> ")


def _listed(names: Iterable[str], indent: str) -> Iterator[str]:
    for name in names:
        yield from wrap(name, WIDTH, initial_indent=indent, subsequent_indent=" " * len(indent))


def as_json(found: Relations) -> dict[str, Any]:
    """Every pair by its relation, the order, and the histories with what each definition says of them."""
    order = lattice_of(found)
    names = found.references
    return {
        "trials": found.trials,
        "dated_trials": found.dated_trials,
        "definitions": list(names),
        "groups": [list(group) for group in order.groups],
        "edges": [list(edge) for edge in order.edges],
        "implied": [[names[one], names[other]] for one, other in sorted(found.implied)],
        "in_scope": [[names[one], names[other]] for one, other in sorted(found.in_scope_alone)],
        "not_settled": [[names[one], names[other]] for one, other in sorted(found.open)],
        "more_trials": found.more_trials,
        "histories": [
            {"history": history, "verdicts": letters}
            for history, letters in zip(found.histories, found.verdicts, strict=True)
        ],
    }


def shown(found: Relations, one: int, other: int) -> int | None:
    """The number of the history that refutes that the one implies the other; None where it does, or may."""
    relation = found.relation(one, other)
    return None if relation in (IMPLIES, NOT_SETTLED) else found.shown(one, other, "n" if relation == DIFFERS else "o")


def as_svg(found: Relations, registry: Registry) -> str:
    """The Hasse diagram."""
    labels = {name: str(registry.get(name).document.get("short", name)) for name in found.references}
    return hasse(lattice_of(found), "Which definitions imply which", labels)
