"""Small searches whose answer is known, and the parts of the search by themselves."""

import random
from itertools import combinations, pairwise
from math import isfinite

import pytest

from trd_registry.api import registry as shared_registry
from trd_registry.comparing.lattice import lattice
from trd_registry.evaluating.evaluate import evaluate
from trd_registry.model.definition import Definition
from trd_registry.reporting.hasse import hasse
from trd_registry.reporting.layered import layout
from trd_registry.witnessing.cells import values_for
from trd_registry.witnessing.smallest import smallest

pytest.importorskip("z3")

from trd_registry.witnessing.asked import Asked
from trd_registry.witnessing.constructed import read_back
from trd_registry.witnessing.contrast import contrast
from trd_registry.witnessing.options import Filler
from trd_registry.witnessing.patient_points import patient_points
from trd_registry.witnessing.plausible import plausible
from trd_registry.witnessing.sides import Side
from trd_registry.witnessing.witness import Witness, witness

EXAMPLES = ("fda-2018-guidance", "ema-2013", "markowitz-2022", "rybak-2021")


def side(document: dict) -> Side:
    registry = shared_registry()
    made = Definition("made", "0.1.0", "criterion", "draft", "staging", "Made", 2000, "", {"uses": {}, **document})
    return Side(made, registry.vocabularies, {})


def drugs(number: int, distinct: str = "", **adequate: dict) -> dict:
    """A definition that asks for so many failed drugs."""
    count = {"count": "drug", "at_least": number} | ({"distinct": distinct} if distinct else {})
    return {
        "trials": {
            "drug": {
                "eligible": {"modality": "antidepressant"},
                "adequate": adequate or {"weeks": {"at_least": 4}},
                "failed": {"improvement": {"below": 50}},
            }
        },
        "criterion": count,
    }


def found(left: Side, right: Side) -> Witness | None:
    return witness(left, right, shared_registry(), most=3).witness


def test_the_fewest_trials_and_the_figures_that_matter() -> None:
    one = found(side(drugs(2)), side(drugs(2, weeks={"at_least": 6})))
    assert one is not None
    assert one.trials == 2
    assert min(trial["weeks"] for trial in one.data["trials"]) < 6
    assert found(side(drugs(2, weeks={"at_least": 6})), side(drugs(2))) is None


def test_a_treatment_given_twice_and_two_of_one_class_are_found() -> None:
    twice = found(side(drugs(2)), side(drugs(2, "treatment")))
    assert twice is not None
    first, second = twice.history.trials
    assert first.choice("treatment") == second.choice("treatment")
    one_class = found(side(drugs(2, "treatment")), side(drugs(2, "class")))
    assert one_class is not None
    first, second = one_class.history.trials
    assert first.choice("treatment") != second.choice("treatment")
    assert first.choice("class") == second.choice("class")


def failed(**outcome: object) -> dict:
    """A definition that asks for one drug that failed in this sense."""
    made = drugs(1)
    made["trials"]["drug"]["failed"] = outcome
    return made


def test_after_a_mild_start_little_improvement_can_be_remission() -> None:
    """A stated improvement below 50 % says that there was no remission; scores at start and end can say both."""
    one = found(side(failed(improvement={"below": 50})), side(failed(remission=False)))
    assert one is not None
    (trial,) = one.data["trials"]
    (scale,) = trial["start_score"]
    start, end = trial["start_score"][scale], trial["end_score"][scale]
    assert (start - end) / start < 0.5
    assert end <= shared_registry().vocabularies.remission_cuts[scale]
    assert found(side(failed(remission=False)), side(failed(improvement={"below": 50}))) is not None


def test_scores_are_whole_so_that_none_lies_between_two_bands() -> None:
    asked = Asked.by([Side.of(shared_registry().get(name), shared_registry()) for name in ("nice-ta854", "elekt-d")])
    for fact, figures in asked.figures.items():
        if "score." in fact:
            assert asked.is_whole_score(fact) == all(one == int(one) for one in figures if isfinite(one))
    points = patient_points(asked, Filler([one.vocabularies for one in asked.sides]), plausible())
    told = [option.piece for point in points for option in point.options if "score" in point.name and option.piece]
    assert told
    for piece in told:
        ((_, score),) = piece["episode"]["score"].items()
        assert score == int(score), piece


def test_what_two_trials_share_is_left_out_of_one_of_them() -> None:
    shared = {"madrs": 20}
    data = {
        "history": 1,
        "id": "h",
        "complete": "all",
        "trials": [{"treatment": "sertraline", "end_score": shared}, {"treatment": "venlafaxine", "end_score": shared}],
    }
    least = smallest(data, lambda one: any("end_score" in trial for trial in one["trials"]))
    (trial,) = least["trials"]
    assert trial == {"end_score": {"madrs": 20}}
    assert len(data["trials"]) == 2
    both = smallest(data, lambda one: len(one["trials"]) == 2 and any("end_score" in each for each in one["trials"]))
    assert sum("end_score" in each for each in both["trials"]) == 1


@pytest.mark.parametrize("pair", [*combinations(EXAMPLES, 2)], ids="-".join)
def test_nothing_can_be_left_out_of_a_witness(pair) -> None:
    registry = shared_registry()
    sides = [Side.of(registry.get(name), registry) for name in pair]
    for direction in contrast(*sides, registry).directions:
        one = direction.witness
        if one is None:
            continue

        def differ(data, one=one, direction=direction) -> bool:
            history = read_back(data, registry.vocabularies)
            said = []
            for each in (direction.left, direction.right):
                patient, vocabularies = registry.as_pinned(history, each.definition)
                result = evaluate(patient, each.definition, vocabularies, ask=False)
                said.append((result.applicable, result.verdict))
            return said == [(each.applicable, each.verdict) for each in (one.left, one.right)]

        assert differ(one.data)
        assert smallest(one.data, differ) == one.data


def test_the_same_witness_every_time() -> None:
    registry = shared_registry()
    pair = [Side.of(registry.get(name), registry) for name in ("rybak-2021", "sforzini-2022")]
    told = [[one.witness and one.witness.data for one in contrast(*pair, registry).directions] for _ in range(2)]
    assert told[0] == told[1]


def test_one_value_for_every_stretch_between_figures() -> None:
    rng = random.Random(1)
    for _ in range(200):
        figures = sorted(rng.sample(range(1, 60), rng.randint(0, 4)))
        values = values_for(figures, [8, 12, 30], 0, 100)
        edges = [-1, *figures, 101]
        assert set(figures) <= set(values)
        for low, high in pairwise(edges):
            assert sum(low < value < high for value in values) == 1, (figures, values)
    assert values_for([18], [45, 16], 0, 130, whole=True) == (45.0, 16.0, 18.0)


def test_an_order_keeps_only_what_cannot_be_inferred() -> None:
    order = lattice("abcde", [("a", "b"), ("b", "c"), ("c", "b"), ("a", "d"), ("c", "d")])
    assert order.groups == (("a",), ("b", "c"), ("d",), ("e",))
    assert order.edges == ((0, 1), (1, 2))
    assert order.layers == (2, 1, 0, 0)
    picture = hasse(order, "Order", {name: name.upper() for name in "abcde"}, {"a": "../d/a/"})
    assert picture.count("<path") == 2
    assert ">E<" not in picture, "a definition without an edge is not drawn"
    assert '<a href="../d/a/">' in picture


def test_an_edge_bends_in_every_column_it_passes_and_columns_are_put_in_order() -> None:
    placed = layout([2, 1, 0, 0, 1], [(0, 1), (1, 2), (0, 3), (4, 3)])
    assert [spot for spot in placed.edges[2] if spot[0] == "bend"] == [("bend", 2, 1)]
    columns = [set(column) for column in placed.columns]
    assert columns[0] == {("node", 0, 0)}
    assert columns[1] == {("node", 1, 0), ("node", 4, 0), ("bend", 2, 1)}
