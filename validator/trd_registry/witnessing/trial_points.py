"""The points of one trial: how long it was, what it brought, and whatever else the two rules ask for."""

from collections.abc import Iterable, Iterator

from trd_registry.model.facts import trial_fact
from trd_registry.witnessing.asked import Asked
from trd_registry.witnessing.leaves import DATES, says_of_trial
from trd_registry.witnessing.options import Filler, Option, Piece, Point, stating_of_trial
from trd_registry.witnessing.outcome_point import outcome_facts, outcomes
from trd_registry.witnessing.plausible import Plausible
from trd_registry.witnessing.usual_values import choices_of, numbers_of, plain

#: Facts that the choice of the treatment settles.
TREATMENT = frozenset(["treatment", "class", "modality", "role", "dose", "dose_adequate"])
#: Facts that are told together, because one follows from another or stands in its place.
DURATION = frozenset(["weeks", "duration_adequate"])
#: Facts that follow from the list of trials as a whole.
RELATED = frozenset(["augmented", "augments"])


def trial_points(asked: Asked, filler: Filler, usual: Plausible) -> list[Point]:
    """Every point of a trial but the treatment, each with one option for all that no rule tells apart."""
    points = [filler.trial("duration", DURATION, _durations(asked, usual))]
    points.append(filler.trial("outcome", outcome_facts(asked), outcomes(asked, usual)))
    settled = TREATMENT | DURATION | outcome_facts(asked) | DATES | RELATED
    others = sorted(asked.of_trial - settled - {"days"})
    points += [filler.trial(fact, [fact], _values(fact, asked, usual)) for fact in others]
    return [told_apart(point, asked) for point in points if point.options]


def told_apart(point: Point, asked: Asked) -> Point:
    """The point with one option for each way in which the rules can answer, the most usual of each."""
    kept: dict[object, Option] = {}
    for option in point.options:
        kept.setdefault(signature(option, point, asked), option)
    return Point(point.name, point.settles, tuple(kept.values()))


def signature(option: Option, point: Point, asked: Asked) -> object:
    """What the rules can know of an option: every test's answer, what is stated, and the figures that are summed."""
    answers = tuple(says_of_trial(node, option, side, context) for side, node, context in asked.tests.touching(point))
    stated = tuple(sorted(frozenset(facts) & asked.optional) for facts in option.facts)
    figures = tuple(str(facts.get(name)) for facts in option.facts for name in sorted(asked.summed & point.settles))
    return answers, str(stated), figures


def _durations(asked: Asked, usual: Plausible) -> Iterator[Piece]:
    if not asked.of_trial & {"weeks", "days", *DURATION} and not asked.dated:
        yield {}
        return
    yield from ({"weeks": plain(value)} for value in numbers_of("weeks", asked, usual))
    if "duration_adequate" in asked.of_trial:
        yield from ({"duration_adequate": judged} for judged in (True, False))


def _values(fact: str, asked: Asked, usual: Plausible) -> Iterator[Piece]:
    """The values of one fact; and that nothing is said, where a rule asks whether it is, or it is not told of all."""
    kind = trial_fact(fact)
    if kind.kind == "number":
        values: Iterable[object] = [plain(value) for value in numbers_of(fact, asked, usual)]
    elif kind.kind == "truth":
        values = usual.trial.get(fact, (True, False))
    else:
        values = choices_of(fact, usual)
    if fact in usual.of:
        # First, so that it stays where a complete list says the same as a value.
        yield {}
    yield from (stating_of_trial(fact, value) for value in values)
    if fact in asked.optional:
        yield {}
