"""What a definition gives, as columns of the patients: a verdict, stages, tiers or a score."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from trd_registry.cohorts.planning.measures import plan_measure, without_bound
from trd_registry.cohorts.planning.numbers import Number, hull_of_points, total
from trd_registry.cohorts.planning.patient_conditions import plan_patient
from trd_registry.cohorts.planning.selection import RulesPlan
from trd_registry.cohorts.planning.sql import UNKNOWN, all_of, any_of, case, largest, negate, number, smallest
from trd_registry.cohorts.planning.trial_conditions import plan_trial
from trd_registry.model.rules import (
    BandedStages,
    BandItem,
    Case,
    CaseItem,
    CountItem,
    Criterion,
    Ladder,
    Outcome,
    Score,
    Tiers,
    TrialItem,
)

#: Names in their order, each with the column that says whether it is possible (or holds, for tiers).
Named = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Planned:
    """What one settled rule tree gives; a part that its kind does not give is None."""

    verdict: str
    gives_verdict: bool = True
    score: Number | None = None
    bands: Named | None = None
    stages: Named | None = None
    tiers: Named | None = None


def plan_outcome(outcome: Outcome, plan: RulesPlan) -> Planned:
    """The columns of one outcome."""
    return _PLANNERS[type(outcome)](outcome, plan)


def _criterion(node: Criterion, plan: RulesPlan) -> Planned:
    return Planned(plan_patient(node.condition, plan))


def _ladder(node: Ladder, plan: RulesPlan) -> Planned:
    held = [plan_patient(rung.when, plan) for rung in node.rungs]
    names = (node.below, *(rung.name for rung in node.rungs))
    stages = tuple((name, _can_stop_at(level, held, node.kind)) for level, name in enumerate(names))
    return _staged(stages, node.trd_from, plan)


def _can_stop_at(level: int, held: Sequence[str], kind: str) -> str:
    """Whether the patient may stand on this level: 0 is below the first rung."""
    on_it = held[:level] if kind == "cumulative" else held[max(level - 1, 0) : level]
    higher = held[level : level + 1] if kind == "cumulative" else held[level:]
    return f"({all_of([*on_it, negate(any_of(higher))])} IS NOT FALSE)"


def _banded_stages(node: BandedStages, plan: RulesPlan) -> Planned:
    found = plan_measure(node.measure, plan)
    return _staged(tuple((band.name, found.reaches(band)) for band in node.bands), node.trd_from, plan)


def _staged(stages: Named, trd_from: str, plan: RulesPlan) -> Planned:
    stages = tuple((name, plan.sheets.patient.add(possible)) for name, possible in stages)
    if not trd_from:
        return Planned(UNKNOWN, gives_verdict=False, stages=stages)
    first = [name for name, _ in stages].index(trd_from)
    resistant, others = (any_of(possible for _, possible in part) for part in (stages[first:], stages[:first]))
    one_of_them = [(all_of([resistant, negate(others)]), "TRUE"), (all_of([others, negate(resistant)]), "FALSE")]
    return Planned(plan.sheets.patient.add(case(one_of_them, UNKNOWN)), stages=stages)


def _tiers(node: Tiers, plan: RulesPlan) -> Planned:
    tiers = tuple((tier.name, plan_patient(tier.when, plan)) for tier in node.tiers)
    verdict = any_of(held for name, held in tiers if name in node.trd)
    return Planned(plan.sheets.patient.add(verdict), gives_verdict=bool(node.trd), tiers=tiers)


# Scores ------------------------------------------------------------------------------------------


def _score(node: Score, plan: RulesPlan) -> Planned:
    items = [_ITEMS[type(item)](item, plan) for item in node.items.values()]
    score = _added(total(items), plan)
    bands = tuple((band.name, plan.sheets.patient.add(score.reaches(band))) for band in node.bands)
    verdict = plan.sheets.patient.add(score.within(node.trd)) if node.trd else UNKNOWN
    return Planned(verdict, gives_verdict=bool(node.trd), score=score, bands=bands or None)


def _added(found: Number, plan: RulesPlan) -> Number:
    """The same number with its ends as columns, so that they are worked out once."""
    ends = (found.lower, found.upper, found.lower_open, found.upper_open)
    return Number(*(plan.sheets.patient.add(end) for end in ends))


def _band_item(node: BandItem, plan: RulesPlan) -> Number:
    found = plan_measure(node.measure, plan)
    return hull_of_points([(plan.sheets.patient.add(found.reaches(band)), band.points) for band in node.bands])


def _case_item(node: CaseItem, plan: RulesPlan) -> Number:
    """The first case that holds gives its points; while one may hold, those after it may too."""
    reached: list[tuple[str, float]] = []
    none_before: list[str] = []
    for one in node.cases:
        holds = plan_patient(one.when, plan)
        reached.append((all_of([*none_before, f"({holds} IS NOT FALSE)"]), one.points))
        none_before.append(f"({holds} IS NOT TRUE)")
    reached.append((all_of(none_before), node.otherwise))
    return hull_of_points(reached)


def _trial_item(node: TrialItem, plan: RulesPlan) -> Number:
    chosen = plan.select(node)
    sheets = plan.sheets
    found = [(plan_trial(one.when, plan), one) for one in node.cases]
    # In the order of the trials where a sum of fractions depends on it, which costs the database far more.
    order = "" if all(_adds_up(one.points) for one in node.cases) else " ORDER BY trial"
    ends = []
    for pick, within in ((smallest, "least"), (largest, "greatest")):
        points = " + ".join([number(0), *(_points(holds, one, pick) for holds, one in found)])
        share = sheets.trial.add(points)
        ends.append(
            sheets.aggregate(
                f"sum(CASE WHEN {chosen.belongs} THEN {share} ELSE {within}({number(0)}, {share}) END{order}) "
                f"FILTER (WHERE {chosen.belongs} IS NOT FALSE)",
                number(0),
            )
        )
    return without_bound(Number(ends[0], ends[1]), chosen, plan)


def _adds_up(points: float) -> bool:
    """Whether sums of such points are exact in any order: halves and quarters are, tenths are not."""
    return points * 1024 == int(points * 1024) and abs(points) < 1024 * 1024


def _points(holds: str, one: Case, pick: Callable[[list[str]], str]) -> str:
    maybe = number(min(0, one.points) if pick is smallest else max(0, one.points))
    return f"CASE WHEN {holds} THEN {number(one.points)} WHEN {holds} IS NULL THEN {maybe} ELSE {number(0)} END"


def _count_item(node: CountItem, plan: RulesPlan) -> Number:
    found = plan_measure(node.measure, plan)
    if node.points == 0:
        return Number(number(min(0, node.ceiling)), number(min(0, node.ceiling)))
    ends = (smallest([f"({end} * {number(node.points)})", number(node.ceiling)]) for end in (found.lower, found.upper))
    return Number(*ends)


_PLANNERS: dict[type, Callable[..., Planned]] = {
    Criterion: _criterion,
    Ladder: _ladder,
    BandedStages: _banded_stages,
    Tiers: _tiers,
    Score: _score,
}

_ITEMS: dict[type, Callable[..., Number]] = {
    BandItem: _band_item,
    CaseItem: _case_item,
    TrialItem: _trial_item,
    CountItem: _count_item,
}
