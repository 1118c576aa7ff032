"""The points of the patient, the diagnosis and the episode that the rules of the two definitions ask for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

from trd_registry.model.comorbidities import WIDER_CONDITIONS
from trd_registry.model.facts import patient_fact
from trd_registry.model.nodes import SeverityIs
from trd_registry.model.rules import BandedStages, BandItem
from trd_registry.witnessing.asked import Asked
from trd_registry.witnessing.cells import ends_of, values_for
from trd_registry.witnessing.leaves import says_of_patient
from trd_registry.witnessing.options import Filler, Option, Piece, Point, merged, stating
from trd_registry.witnessing.plausible import Plain, Plausible

#: Facts that are told together, because one follows from the other.
TOGETHER = (
    ("diagnosis.psychotic_features", "diagnosis.psychotic_features_ever"),
    *((f"comorbidity.{wide}", *(f"comorbidity.{one}" for one, other in WIDER_CONDITIONS.items() if other == wide))
      for wide in dict.fromkeys(WIDER_CONDITIONS.values())),
)  # fmt: skip

SEVERITY = "episode.severity"

#: Numbers that cannot be chosen freely beside each other, because nobody fell ill before birth or was ill longer than
#: they lived; each with the largest value that a life allows.
LONGEST: Mapping[str, float] = {
    "patient.age": 100,
    "illness.onset_age": 100,
    "illness.years": 90,
    "episode.months": 600,
}


def patient_points(asked: Asked, filler: Filler, usual: Plausible) -> list[Point]:
    """Every point of the patient, each with one option for all that no rule tells apart."""
    left = sorted(asked.of_patient - {"episode.days"}, key=lambda fact: (_rank(fact, usual), fact))
    points = []
    while left:
        facts = _together(left[0], left)
        left = [fact for fact in left if fact not in facts]
        settles = {*facts, *(["episode.days"] if "episode.months" in facts else [])}
        pieces = (merged(*combined) for combined in product(*(tuple(_values(one, asked, usual)) for one in facts)))
        points.append(_told_apart(filler.patient(facts[0], settles, pieces), asked))
    return [point for point in points if point.options]


def _rank(fact: str, usual: Plausible) -> int:
    names = list(usual.patient)
    return names.index(fact) if fact in names else len(names)


def _together(fact: str, left: Sequence[str]) -> list[str]:
    for group in TOGETHER:
        if fact in group:
            return [one for one in group if one in left]
    return [fact]


def _values(fact: str, asked: Asked, usual: Plausible) -> Iterator[Piece]:
    """The values of one fact; severity may be told by a degree or by scores, so that neither need be told."""
    kind = patient_fact(fact)
    values: Iterable[object]
    known: tuple[Plain, ...] = usual.patient.get(fact, ())
    if kind.kind == "number":
        numbers = [float(value) for value in known if isinstance(value, int | float)]
        lower, upper = max(kind.lower, asked.range_of(fact).lower), min(kind.upper, asked.range_of(fact).upper)
        whole = kind.whole or asked.is_whole_score(fact)
        figures = asked.figures.get(fact, ())
        found = values_for(figures, numbers, lower, upper, whole=whole)
        if _is_bound_to_others(fact, asked):
            found = tuple(dict.fromkeys([*found, *ends_of(figures, lower, min(upper, LONGEST[fact]), whole=whole)]))
        values = (int(value) if value == int(value) else value for value in found)
    elif kind.kind == "truth":
        values = known or (False, True)
    else:
        values = dict.fromkeys([*known, *sorted(kind.domain or ())])
    yield from (stating(fact, value) for value in values)
    if fact in asked.optional or fact == SEVERITY or fact.startswith("episode.score."):
        yield {}


def _told_apart(point: Point, asked: Asked) -> Point:
    kept: dict[object, Option] = {}
    for option in point.options:
        kept.setdefault(_signature(option, point, asked), option)
    return Point(point.name, point.settles, tuple(kept.values()))


def _signature(option: Option, point: Point, asked: Asked) -> object:
    """What the rules can know of an option; degrees and scores, and figures in bands, are kept as they are."""
    exact = (
        SEVERITY in point.settles
        or any(_is_bound_to_others(fact, asked) for fact in point.settles)
        or point.name.startswith("episode.score.")
        or _is_banded(point, asked)
    )
    if exact or not any(True for _ in asked.tests.touching(point, patient=True)):
        return str(option.facts)
    answers = tuple(
        says_of_patient(node, option, side, context)
        for side, node, context in asked.tests.touching(point, patient=True)
    )
    return answers, str(tuple(sorted(frozenset(facts) & asked.optional) for facts in option.facts))


def _is_bound_to_others(fact: str, asked: Asked) -> bool:
    """Whether the law of ages holds it beside another: then one value of a stretch does not stand for all."""
    return fact in LONGEST and len(asked.of_patient & LONGEST.keys()) > 1


def _is_banded(point: Point, asked: Asked) -> bool:
    nodes = (node for side in asked.sides for node in side.nodes)
    return any(
        isinstance(node, BandItem | BandedStages) and getattr(node.measure, "fact", "") in point.settles
        for node in nodes
    )


def asks_for_severity(asked: Asked) -> bool:
    """Whether a rule asks for a degree of severity, which a score can tell too."""
    return any(isinstance(node, SeverityIs) for side in asked.sides for node in side.nodes)
