"""Which treatments are tried: of those that no rule tells apart, as many as could be counted as different."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from trd_registry.evaluating.context import Context
from trd_registry.evaluating.measures import counted_as
from trd_registry.model.choice import Choice
from trd_registry.model.facts import ROLES
from trd_registry.model.nodes import Count, FollowedBy, Node, NthStart, NumberTest
from trd_registry.witnessing.asked import Asked
from trd_registry.witnessing.cells import values_for
from trd_registry.witnessing.figures import nodes_of
from trd_registry.witnessing.leaves import trial_with
from trd_registry.witnessing.options import Filler, Option, Piece, Point, merged
from trd_registry.witnessing.plausible import Plausible
from trd_registry.witnessing.trial_points import TREATMENT, signature

#: mg a day; no treatment is dosed higher.
MOST_MILLIGRAMS = 10_000.0

#: A dose that is no multiple of it stands in no prescription, whatever a table converts it to.
ROUND_MILLIGRAMS = 2.5

#: So many treatments that no rule tells apart are kept where nobody counts them: few patients get one drug thrice.
DIFFERENT = 3


def treatment_point(asked: Asked, filler: Filler, usual: Plausible, most: int) -> Point:
    """The treatment of a trial with its role and dose.

    ``most`` is the number of trials: of treatments that no rule tells apart, no more are needed.
    """
    counted = _counted(asked)
    kinds: dict[object, dict[object, list[str]]] = defaultdict(lambda: defaultdict(list))
    options: dict[str, list[Option]] = {}
    for name in _names(asked, usual):
        apart = _options(name, asked, filler, usual)
        options[name] = list(apart.values())
        if apart:
            kinds[tuple(apart)][_label(options[name][0], counted)].append(name)
    counts = _counts_treatments(asked)
    kept = frozenset(_needed(kinds, most, cap=most if counts else 1, each=most if counts else DIFFERENT))
    return Point("treatment", TREATMENT, tuple(one for name in options if name in kept for one in options[name]))


def _needed(kinds: Mapping[object, Mapping[object, Sequence[str]]], most: int, *, cap: int, each: int) -> Iterator[str]:
    """As many treatments as can be told apart.

    Two labels are interchangeable where every kind has as many treatments under the one as under the other (more than
    ``cap`` are as good as that many). Of interchangeable labels so many are kept as there are trials, and since the
    one that is used third most has at most a third of the trials, so many treatments of it.
    """
    alike: dict[object, list[object]] = defaultdict(list)
    for label in dict.fromkeys(label for labels in kinds.values() for label in labels):
        alike[tuple(min(cap, len(labels.get(label, ()))) for labels in kinds.values())].append(label)
    for group in alike.values():
        for rank, label in enumerate(group[:most], start=1):
            for labels in kinds.values():
                yield from labels.get(label, ())[: min(each, most // rank)]


def _names(asked: Asked, usual: Plausible) -> list[str]:
    """The treatments that both definitions can read, the usual ones first."""
    shared = frozenset.intersection(*(frozenset(side.vocabularies.treatments) for side in asked.sides))
    return sorted(shared, key=usual.rank)


def _options(name: str, asked: Asked, filler: Filler, usual: Plausible) -> dict[object, Option]:
    """One treatment in every role and dose that the rules tell apart, by what they know of it."""
    roles: list[Piece] = [{}]
    if "role" in asked.of_trial:
        roles += [{"role": role} for role in usual.trial.get("role", ROLES) if role != "monotherapy"]
    modalities = {side.vocabularies.treatments[name].modality for side in asked.sides}
    doses = _doses(name, asked) if modalities <= usual.of.get("dose", modalities) else [{}]
    pieces = [merged({"treatment": name}, dose, role) for role in roles for dose in doses]
    point = filler.trial("treatment", TREATMENT, pieces)
    apart: dict[object, Option] = {}
    for option in point.options:
        apart.setdefault(signature(option, point, asked), option)
    return apart


def _doses(name: str, asked: Asked) -> list[Piece]:
    """The dose in every stretch that is told apart, the largest first; a rater's word where a table is silent."""
    return list(_dose_pieces(name, asked)) or [{}]


def _dose_pieces(name: str, asked: Asked) -> Iterator[Piece]:
    figures: set[float] = set()
    silent = "dose_adequate" in asked.of_trial
    for side, node, _ in asked.tests.of_trial:
        if isinstance(node, NumberTest) and node.fact == "dose":
            figures |= {bound.figure for bound in node.bounds}
        elif hasattr(node, "table"):
            minimum = asked.sides[side].vocabularies.dose_tables[node.table].minimum.get(name)
            figures |= {minimum} if minimum is not None else set()
            silent = silent or minimum is None
    if figures:
        for value in sorted(
            values_for(figures, [figure / 2 for figure in sorted(figures)], 0.0, MOST_MILLIGRAMS), key=_by_tablets
        ):
            if value in figures or value < max(figures):
                yield {"dose": f"{value:g} mg/day"}
        if any(isinstance(node, NumberTest) and node.fact == "dose" for _, node, _ in asked.tests.of_trial):
            yield {"dose": f"{max(figures) + 1:g} mg/day"}
    else:
        yield {}
    if silent:
        yield from ({"dose_adequate": judged} for judged in (True, False))


def _by_tablets(dose: float) -> tuple[bool, float]:
    """Doses that tablets add up to first, and of these the largest."""
    return dose % ROUND_MILLIGRAMS != 0, -dose


def _counts_treatments(asked: Asked) -> bool:
    return any(
        (isinstance(node, Count | NthStart) and node.distinct == "treatment")
        or (isinstance(node, FollowedBy) and node.different == "treatment")
        for side in asked.sides
        for node in side.nodes
    )


def _label(option: Option, counted: Sequence[tuple[int, Node, Context]]) -> object:
    """What the treatment is counted as wherever classes or groups of them are counted."""
    found: list[Choice] = []
    for side, node, context in counted:
        trial = trial_with(option.facts[side])
        found.append(counted_as(trial, node, context) if isinstance(node, Count) else trial.choice("class"))
    return tuple(found)


def _counted(asked: Asked) -> list[tuple[int, Node, Context]]:
    """Every node that counts or compares classes, modalities or groups of them."""
    found: list[tuple[int, Node, Context]] = []
    for number, side in enumerate(asked.sides):
        for rules in side.rules:
            context = side.context(rules)
            for node in nodes_of([rules]):
                groups = isinstance(node, Count) and node.distinct in ("class", "modality")
                if groups or (isinstance(node, FollowedBy) and node.different == "class"):
                    found.append((number, node, context))
    return found
