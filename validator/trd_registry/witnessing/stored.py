"""The relations of all pairs as a file, so that nobody needs a solver to look them up."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from trd_registry.loading.registry import Registry
from trd_registry.model.errors import RegistryError
from trd_registry.witnessing.plausible import Plausible
from trd_registry.witnessing.relations import DIFFERS, IMPLIES, NOT_SETTLED, Known, Relations

FILE = Path("definitions", "witness", "implications.json")

#: Raised by whoever changes what the search looks through: proofs of an earlier search are then made again.
SEARCH = 1

ABOUT = (
    "Which released definitions imply which, written by `trd implications --update`: for every pair either a proof "
    "that no history within the bound meets the one and not the other, or a constructed history that shows it. "
    "`verdicts` has one letter a definition: m met, n not met, o it does not speak of the patient, i cannot tell."
)


def write_relations(found: Relations, registry: Registry, path: Path) -> None:
    """Writes the relations with the digests of their definitions; histories that prove nothing stay out."""
    relations = needed_only(found)
    digests = {reference: registry.get(reference).digest for reference in relations.references}
    lines = [
        "{",
        f' "implications": 1,\n "about": {json.dumps(ABOUT)},',
        f' "search": {SEARCH},',
        f' "trials": {relations.trials},\n "dated_trials": {relations.dated_trials},',
        f' "definitions": {json.dumps(digests, indent=2)},',
        f' "implied": {json.dumps(_pairs(relations, relations.implied), indent=2)},',
        f' "in_scope": {json.dumps(_pairs(relations, relations.in_scope_alone), indent=2)},',
        f' "not_settled": {json.dumps(_pairs(relations, relations.open), indent=2)},',
        f' "more_trials": {json.dumps(relations.more_trials, indent=2)},',
        ' "histories": [',
        ",\n".join(
            f"  {json.dumps({'verdicts': letters, 'history': history}, ensure_ascii=False)}"
            for history, letters in zip(relations.histories, relations.verdicts, strict=True)
        ),
        " ]",
        "}",
    ]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def read_relations(root: Path) -> Relations:
    """The relations that were written last; raises RegistryError where there are none."""
    path = root / FILE
    if not path.is_file():
        raise RegistryError(f"There are no relations at {FILE.as_posix()}.", "Run: trd implications --update")
    data: Mapping[str, Any] = json.loads(path.read_text("utf-8"))
    references = list(data["definitions"])
    numbers = {reference: number for number, reference in enumerate(references)}
    implied = _numbered(data["implied"], numbers)
    return Relations(
        references,
        data["trials"],
        data["dated_trials"],
        [one["history"] for one in data["histories"]],
        [one["verdicts"] for one in data["histories"]],
        in_scope=_numbered(data["in_scope"], numbers) | implied,
        implied=implied,
        open=_numbered(data["not_settled"], numbers),
        more_trials=dict(data["more_trials"]),
    )


def known_before(root: Path, registry: Registry, usual: Plausible) -> Known:
    """What stands in the file already and still holds: histories, and proofs about definitions that are as they were.

    Proofs within another bound than that of today's settings, or of an earlier search, are left out.
    """
    if not (root / FILE).is_file():
        return Known()
    found = read_relations(root)
    names = found.references
    same = set(names) - set(stale(root, registry, [one for one in names if one in registry.references()]))
    of_this_search = json.loads((root / FILE).read_text("utf-8"))["search"] == SEARCH
    if not of_this_search or (found.trials, found.dated_trials) != (usual.most_trials, usual.most_dated_trials):
        same = set()

    def kept(pairs: set[tuple[int, int]]) -> set[tuple[str, str]]:
        return {(names[one], names[other]) for one, other in pairs if {names[one], names[other]} <= same}

    return Known(found.histories, kept(found.in_scope), kept(found.implied), found.more_trials)


def relations_at(root: Path) -> Relations:
    """The relations that were written last, or of no definitions where there are none."""
    return read_relations(root) if (root / FILE).is_file() else Relations((), 0, 0)


def stale(root: Path, registry: Registry, references: Sequence[str]) -> list[str]:
    """The definitions that have changed, come or gone since the relations were written."""
    path = root / FILE
    known: Mapping[str, str] = json.loads(path.read_text("utf-8"))["definitions"] if path.is_file() else {}
    changed = [one for one in references if known.get(one) != registry.get(one).digest]
    return [*changed, *(one for one in known if one not in references)]


def needed_only(found: Relations) -> Relations:
    """The relations with the histories alone that are the shortest to show a difference of some pair."""
    used: set[int] = set()
    pairs = range(len(found.references))
    for one in pairs:
        for other in pairs:
            if one != other and found.relation(one, other) not in (IMPLIES, NOT_SETTLED):
                says = "n" if found.relation(one, other) == DIFFERS else "o"
                at = found.shown(one, other, says)
                assert at is not None, (found.references[one], found.references[other])
                used.add(at)
    kept = sorted(used, key=lambda at: (len(found.histories[at].get("trials", ())), at))
    histories = [_named(found.histories[at], number) for number, at in enumerate(kept, start=1)]
    verdicts = [found.verdicts[at] for at in kept]
    return replace(found, histories=histories, verdicts=verdicts)


def _named(history: Mapping[str, Any], number: int) -> Mapping[str, Any]:
    """A reference history keeps its name."""
    return {**history, "id": f"witness-{number}"} if str(history["id"]).startswith("witness-") else history


def _pairs(found: Relations, pairs: set[tuple[int, int]]) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for one, other in sorted(pairs):
        told.setdefault(found.references[one], []).append(found.references[other])
    return told


def _numbered(told: Mapping[str, Sequence[str]], numbers: Mapping[str, int]) -> set[tuple[int, int]]:
    return {(numbers[one], numbers[other]) for one, others in told.items() for other in others}
