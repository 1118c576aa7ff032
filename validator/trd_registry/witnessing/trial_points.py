"""The points of one trial: how long it was, what it brought, and whatever else the two rules ask for."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from trd_registry.model.facts import trial_fact
from trd_registry.witnessing.asked import Asked
from trd_registry.witnessing.cells import values_for
from trd_registry.witnessing.leaves import DATES, says_of_trial
from trd_registry.witnessing.options import Filler, Option, Piece, Point, merged, stating_of_trial
from trd_registry.witnessing.plausible import Plausible

#: Facts that the choice of the treatment settles.
TREATMENT = frozenset(["treatment", "class", "modality", "role", "dose", "dose_adequate"])
#: Facts that are told together, because one follows from another or stands in its place.
DURATION = frozenset(["weeks", "duration_adequate"])
OUTCOME = ("improvement", "judged_failed", "remission", "stopped")
#: Facts that follow from the list of trials as a whole.
RELATED = frozenset(["augmented", "augments"])


def trial_points(asked: Asked, filler: Filler, usual: Plausible) -> list[Point]:
    """Every point of a trial but the treatment, each with one option for all that no rule tells apart."""
    points = [filler.trial("duration", DURATION, _durations(asked, usual))]
    points.append(filler.trial("outcome", _outcome_facts(asked), _outcomes(asked, usual)))
    settled = TREATMENT | DURATION | _outcome_facts(asked) | DATES | RELATED
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
    yield from ({"weeks": _plain(value)} for value in _numbers("weeks", asked, usual))
    if "duration_adequate" in asked.of_trial:
        yield from ({"duration_adequate": judged} for judged in (True, False))


def _outcome_facts(asked: Asked) -> frozenset[str]:
    scores = (name for name in asked.of_trial if name.partition(".")[0] in ("end_score", "start_score"))
    return frozenset([*OUTCOME, *scores])


def _outcomes(asked: Asked, usual: Plausible) -> Iterator[Piece]:
    """Every combination of what is asked; the reader of histories refuses those that cannot be."""
    known: list[Piece] = [{}]
    if "improvement" in asked.of_trial:
        known = [{"improvement": _plain(value)} for value in _numbers("improvement", asked, usual)]
    if "judged_failed" in asked.of_trial:
        known += [{"judged_failed": judged} for judged in (True, False)]
    others: list[list[Piece]] = []
    if "remission" in asked.of_trial:
        others.append([{"remission": remitted} for remitted in (False, True)])
    for fact in sorted(asked.of_trial):
        if fact.partition(".")[0] in ("end_score", "start_score"):
            scores: list[Piece] = [{}] if fact in asked.optional else []
            others.append([*(stating_of_trial(fact, _plain(one)) for one in _numbers(fact, asked, usual)), *scores])
    if "stopped" in asked.of_trial:
        others.append([{"stopped": why} for why in _choices("stopped", usual)])
    for pieces in product(*others, known):
        yield merged(*pieces)


def _values(fact: str, asked: Asked, usual: Plausible) -> Iterator[Piece]:
    """The values of one fact; and that nothing is said, where a rule asks whether it is, or it is not told of all."""
    kind = trial_fact(fact)
    if kind.kind == "number":
        values: Iterable[object] = [_plain(value) for value in _numbers(fact, asked, usual)]
    elif kind.kind == "truth":
        values = usual.trial.get(fact, (True, False))
    else:
        values = _choices(fact, usual)
    if fact in usual.of:
        # First, so that it stays where a complete list says the same as a value.
        yield {}
    yield from (stating_of_trial(fact, value) for value in values)
    if fact in asked.optional:
        yield {}


def _numbers(fact: str, asked: Asked, usual: Plausible) -> Sequence[float]:
    kind = trial_fact(fact)
    known = [float(value) for value in usual.trial.get(fact, ()) if isinstance(value, int | float)]
    lower, upper = max(kind.lower, asked.range_of(fact).lower), min(kind.upper, asked.range_of(fact).upper)
    return values_for(asked.figures.get(fact, ()), known, lower, upper, whole=kind.whole)


def _choices(fact: str, usual: Plausible) -> Sequence[str]:
    """The usual values first, then every other that there is."""
    first = [str(value) for value in usual.trial.get(fact, ())]
    domain = trial_fact(fact).domain or frozenset()
    return list(dict.fromkeys([*(one for one in first if one in domain or not domain), *sorted(domain)]))


def _plain(value: float) -> float:
    """Whole numbers as a person writes them."""
    return int(value) if value == int(value) else value
