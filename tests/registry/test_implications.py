"""The relations of all definitions as published: up to date, true of every patient shown, some proved again."""

import hashlib
import xml.etree.ElementTree as ET

import pytest

pytest.importorskip("z3")

from trd_registry.api import registry as shared_registry
from trd_registry.cases.reading import read_cases
from trd_registry.evaluating.evaluate import evaluate
from trd_registry.reporting.implications_text import as_svg, as_table, lattice_of, shown
from trd_registry.witnessing import stored
from trd_registry.witnessing.asked import Asked
from trd_registry.witnessing.implications import relate_all, searchable, settled
from trd_registry.witnessing.options import Filler
from trd_registry.witnessing.plausible import plausible
from trd_registry.witnessing.relations import (
    DIFFERS,
    IMPLIES,
    IN_SCOPE,
    MET,
    NOT_MET,
    NOT_SETTLED,
    OUTSIDE,
    Known,
    Relations,
)
from trd_registry.witnessing.shortest import Search
from trd_registry.witnessing.sides import Side
from trd_registry.witnessing.stored import known_before, read_relations, stale

#: So many implications are proved again in each run; which ones changes with the registry.
PROVED_AGAIN = 4

#: So many are held against the worked cases.
CONTRADICTED_BY_NONE = 25


def _digest(pair: tuple[int, int]) -> bytes:
    return hashlib.md5(repr(pair).encode(), usedforsecurity=False).digest()


@pytest.fixture(scope="module")
def relations() -> Relations:
    return read_relations(shared_registry().root)


@pytest.fixture(scope="module")
def sides() -> dict[str, Side]:
    return {side.definition.reference: side for side in searchable(shared_registry())}


def test_they_are_of_the_definitions_as_they_are_now(relations, sides) -> None:
    registry = shared_registry()
    ids = {one.partition("@")[0] for one in relations.references}
    expected = [name for name, side in sides.items() if side.definition.id in ids]
    assert stale(registry.root, registry, expected) == [], "run: trd implications --update"


def test_the_interpreter_says_of_every_patient_what_is_written(relations, sides) -> None:
    chosen = [sides[name] for name in relations.references]
    for history, letters in zip(relations.histories, relations.verdicts, strict=True):
        assert settled(history, chosen, shared_registry()) == letters, history["id"]


def test_every_pair_is_either_refuted_by_a_patient_or_contradicted_by_none(relations) -> None:
    numbers = range(len(relations.references))
    for one in numbers:
        for other in numbers:
            if one == other:
                continue
            relation, at = relations.relation(one, other), shown(relations, one, other)
            assert (at is None) == (relation in (IMPLIES, NOT_SETTLED))
            says = {letters[other] for letters in relations.verdicts if letters[one] == MET}
            assert (NOT_MET in says) == (relation == DIFFERS)
            assert OUTSIDE in says or relation != IN_SCOPE
            assert OUTSIDE not in says or relation != IMPLIES


def test_no_worked_case_contradicts_what_is_proved(relations, sides) -> None:
    """Nobody made the cases of the one for this: whoever certainly meets it is not certainly missed by the other."""
    registry = shared_registry()
    proved = sorted(relations.in_scope | relations.implied, key=_digest)[:CONTRADICTED_BY_NONE]
    for one, other in proved:
        left, right = (sides[relations.references[at]] for at in (one, other))
        for case in read_cases(registry.cases_path(left.definition), left.vocabularies).cases:
            letters = []
            for side in (left, right):
                patient, vocabularies = registry.as_pinned(case.history, side.definition)
                result = evaluate(patient, side.definition, vocabularies, ask=False)
                letters.append((result.applicable, result.verdict))
            if letters[0] == (True, "met"):
                assert letters[1] != (True, "not_met"), (left.definition.id, right.definition.id, case.name)
                if (one, other) in relations.implied:
                    assert letters[1][0] is not False, (left.definition.id, right.definition.id, case.name)


def test_some_of_the_implications_are_proved_again(relations, sides) -> None:
    for one, other in sorted(relations.implied, key=_digest)[:PROVED_AGAIN]:
        left, right = (sides[relations.references[at]] for at in (one, other))
        search = Search(
            Asked.by([left, right]), Filler([left.vocabularies, right.vocabularies]), plausible(), relations.trials
        )
        assert not search.undated().exists("not_met")
        assert not search.undated().exists("outside")


FEW = ("simple-count-2007@1.0.0", "stimpson-2002@1.0.0", "mgh-atrq@1.0.0", "ijaz-2018@1.0.0")


@pytest.fixture(scope="module")
def few(sides) -> Relations:
    return relate_all([sides[name] for name in FEW], shared_registry())


def test_worked_out_anew_a_few_relate_as_they_do_in_the_file(few, relations) -> None:
    numbers = [relations.references.index(name) for name in FEW]
    for one, left in enumerate(numbers):
        for other, right in enumerate(numbers):
            assert one == other or few.relation(one, other) == relations.relation(left, right)
    assert not few.open


def test_what_is_known_is_not_searched_again(few, sides, monkeypatch) -> None:
    def proofs(pairs: set[tuple[int, int]]) -> set[tuple[str, str]]:
        return {(FEW[one], FEW[other]) for one, other in pairs}

    monkeypatch.setattr(Search, "exists", lambda *_: pytest.fail("searched again"))
    known = Known(few.histories, proofs(few.in_scope), proofs(few.implied))
    again = relate_all([sides[name] for name in FEW], shared_registry(), known=known)
    assert (again.implied, again.in_scope, again.open) == (few.implied, few.in_scope, set())


def test_proofs_of_an_earlier_search_are_made_again_and_its_patients_kept(monkeypatch) -> None:
    registry = shared_registry()
    known = known_before(registry.root, registry, plausible())
    assert known.implied
    monkeypatch.setattr(stored, "SEARCH", stored.SEARCH + 1)
    later = known_before(registry.root, registry, plausible())
    assert (later.implied, later.in_scope) == (set(), set())
    assert later.histories == known.histories


def test_interrupted_it_keeps_what_it_found_and_says_what_is_open(few, sides) -> None:
    def stop(*_: int) -> None:
        raise KeyboardInterrupt

    chosen = [sides[name] for name in FEW]
    stopped = relate_all(chosen, shared_registry(), progress=stop)
    assert stopped.open
    for one in range(len(FEW)):
        for other in range(len(FEW)):
            if one != other and stopped.relation(one, other) != NOT_SETTLED:
                assert stopped.relation(one, other) == few.relation(one, other)


def test_the_order_is_drawn_and_told(relations) -> None:
    order = lattice_of(relations)
    assert all(order.layers[one] > order.layers[other] for one, other in order.edges)
    picture = ET.fromstring(as_svg(relations, shared_registry()))
    lines = list(picture.iter("{http://www.w3.org/2000/svg}path"))
    assert len(lines) == len(order.edges)
    told = as_table(relations)
    assert max(map(len, told)) <= 80
    assert sum(line.startswith("    -> ") for line in told) == len(order.edges)
