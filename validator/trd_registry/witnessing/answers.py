"""What a definition answers, for the solver: whether it speaks of the patient, its verdict, stage, score or tiers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from trd_registry.model.nodes import PatientNumber
from trd_registry.model.rules import (
    Band,
    BandedStages,
    BandItem,
    Case,
    CaseItem,
    CountItem,
    Criterion,
    Ladder,
    Outcome,
    Rung,
    Score,
    ScoreItem,
    Tiers,
    TrialItem,
)
from trd_registry.witnessing.arithmetic import as_number, bounded
from trd_registry.witnessing.logic import (
    CERTAIN,
    Pair,
    Proposition,
    any_pair,
    as_proposition,
    denied,
    every,
    solver,
    some,
)
from trd_registry.witnessing.measuring import number, selected
from trd_registry.witnessing.sides import NotSearchable, Side
from trd_registry.witnessing.space import Space
from trd_registry.witnessing.statements import Statements


@dataclass(frozen=True, eq=False)
class Answer:
    """What one definition answers under one choice of options."""

    applicable: Pair
    #: None where its authors give no cut for TRD.
    verdict: Pair | None
    #: Stage, score and tiers as numbers of the solver, by name.
    parts: dict[str, Any]
    #: That all that was counted is known.
    definite: Sequence[Proposition] = field(default=())
    has_sums: bool = False


def answers(side: Side, number_of_side: int, space: Space) -> list[Answer]:
    """The answers under every combination of readings that is left open."""
    found = []
    for rules in side.rules:
        statements = Statements(space, number_of_side, rules)
        applicable = statements.of_patient(rules.scope) if rules.scope is not None else CERTAIN
        verdict, parts = _outcome(rules.outcome, statements)
        has_sums = statements.has_sums or isinstance(rules.outcome, Score)
        found.append(Answer(applicable, verdict, parts, statements.definite, has_sums))
    return found


def _outcome(outcome: Outcome, statements: Statements) -> tuple[Pair | None, dict[str, Any]]:
    match outcome:
        case Criterion():
            return statements.of_patient(outcome.condition), {}
        case Ladder():
            return _ladder(outcome, statements)
        case BandedStages():
            return _banded(outcome, statements)
        case Tiers():
            return _tiers(outcome, statements)
        case Score():
            return _score(outcome, statements)
    raise NotSearchable(f"{type(outcome).__name__} is not known to the search.", "")


def _known(pair: Pair, statements: Statements) -> Proposition:
    """That it holds; whether it does is made known."""
    statements.definite.append(pair.known)
    return pair.yes


def _rungs(rungs: Sequence[Rung], statements: Statements) -> list[Proposition]:
    return [_known(statements.of_patient(rung.when), statements) for rung in rungs]


def _ladder(node: Ladder, statements: Statements) -> tuple[Pair | None, dict[str, Any]]:
    """The level reached: 0 is below the first rung."""
    z3 = solver()
    held = _rungs(node.rungs, statements)
    reached = [every(held[: at + 1]) for at in range(len(held))] if node.kind == "cumulative" else held
    level = z3.IntVal(0)
    for at, proposition in enumerate(reached, 1):
        level = z3.If(as_proposition(proposition), at, level)
    names = (node.below, *(rung.name for rung in node.rungs))
    if not node.trd_from:
        return None, {"stage": level}
    cut = names.index(node.trd_from)
    resistant = True if cut == 0 else some(reached[cut - 1 :])
    return Pair(resistant, denied(resistant)), {"stage": level}


def _banded(node: BandedStages, statements: Statements) -> tuple[Pair | None, dict[str, Any]]:
    z3 = solver()
    value = number(node.measure, statements)
    inside = [_in_band(value, band) for band in node.bands]
    statements.definite.append(some(inside))
    level = z3.IntVal(0)
    for at, proposition in enumerate(inside):
        level = z3.If(as_proposition(proposition), at, level)
    if not node.trd_from:
        return None, {"stage": level}
    cut = [band.name for band in node.bands].index(node.trd_from)
    resistant = some(inside[cut:])
    return Pair(resistant, denied(resistant)), {"stage": level}


def _tiers(node: Tiers, statements: Statements) -> tuple[Pair | None, dict[str, Any]]:
    z3 = solver()
    pairs = {tier.name: statements.of_patient(tier.when) for tier in node.tiers}
    held = {name: _known(pair, statements) for name, pair in pairs.items()}
    parts = {name: z3.If(as_proposition(one), 1, 0) for name, one in held.items()}
    return (any_pair(pairs[name] for name in node.trd) if node.trd else None), parts


# Scores ------------------------------------------------------------------------------------------


def _score(node: Score, statements: Statements) -> tuple[Pair | None, dict[str, Any]]:
    total = solver().Sum([_points(item, statements) for item in node.items.values()])
    if not node.trd:
        return None, {"score": total}
    resistant = bounded(total, node.trd)
    return Pair(resistant, denied(resistant)), {"score": total}


def _points(item: ScoreItem, statements: Statements) -> Any:
    z3 = solver()
    match item:
        case BandItem():
            value = number(item.measure, statements)
            inside = [_in_band(value, band) for band in item.bands]
            statements.definite.append(some(inside))
            return z3.Sum([_worth(one, band.points) for one, band in zip(inside, item.bands, strict=True)])
        case CaseItem():
            return _first_case(item, statements)
        case TrialItem():
            return _each_trial(item, statements)
        case CountItem():
            raw = z3.ToReal(number(item.measure, statements)) if not isinstance(item.measure, PatientNumber) else None
            raw = number(item.measure, statements) if raw is None else raw
            points = raw * z3.RealVal(as_number(item.points))
            if item.ceiling == float("inf"):
                return points
            ceiling = z3.RealVal(as_number(item.ceiling))
            return z3.If(points > ceiling, ceiling, points)
    raise NotSearchable(f"{type(item).__name__} at {item.place} is not known to the search.", "")


def _first_case(item: CaseItem, statements: Statements) -> Any:
    z3 = solver()
    points = z3.RealVal(as_number(item.otherwise))
    for case in reversed(item.cases):
        held = _known(statements.of_patient(case.when), statements)
        points = z3.If(as_proposition(held), z3.RealVal(as_number(case.points)), points)
    return points


def _each_trial(item: TrialItem, statements: Statements) -> Any:
    terms = [solver().RealVal(0)]
    for slot, inside in selected(item, statements):
        for case in item.cases:
            pair = statements.of_trial(case.when, slot)
            statements.definite.append(some([denied(inside), pair.known]))
            terms.append(_worth(every([inside, pair.yes]), case.points))
    return solver().Sum(terms)


def _worth(held: Proposition, points: float) -> Any:
    z3 = solver()
    return z3.If(as_proposition(held), z3.RealVal(as_number(points)), z3.RealVal(0))


def _in_band(value: Any, band: Band | Case) -> Proposition:
    assert isinstance(band, Band)
    parts = []
    if band.lower != float("-inf"):
        parts.append(value > as_number(band.lower) if band.lower_open else value >= as_number(band.lower))
    if band.upper != float("inf"):
        parts.append(value < as_number(band.upper) if band.upper_open else value <= as_number(band.upper))
    return every(parts)
