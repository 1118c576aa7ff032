"""What kind of result a definition gives, over which range, and where TRD begins."""

from math import inf

from trd_registry.comparing.dimensions.subject import Subject
from trd_registry.comparing.dimensions.value import Value
from trd_registry.model.interval import format_number
from trd_registry.model.rules import BandedStages, Criterion, Ladder, Outcome, Score, Tiers

_SIGNS = {"at_least": "from", "above": "above", "at_most": "up to", "below": "below", "exactly": "at"}


def result_kind(subject: Subject) -> Value:
    """Yes or no, stages, classes or a score."""
    return _told(subject.rules.outcome)


def _told(outcome: Outcome) -> Value:
    match outcome:
        case Criterion():
            return Value("criterion", "yes or no")
        case Ladder():
            names = [rung.name for rung in outcome.rungs]
            return Value("stages", f"{len(names)} stages, {names[0]} to {names[-1]}; {_cut(outcome.trd_from)}")
        case BandedStages():
            names = [band.name for band in outcome.bands]
            return Value("stages", f"{len(names)} stages, {names[0]} to {names[-1]}; {_cut(outcome.trd_from)}")
        case Tiers():
            names = [tier.name for tier in outcome.tiers]
            return Value("classes", f"classes {', '.join(names)}; {_cut(', '.join(sorted(outcome.trd)))}")
        case Score():
            low, high = outcome.range
            reach = f"{format_number(low)} or more" if high == inf else f"{format_number(low)} to {format_number(high)}"
            bands = f", {len(outcome.bands)} bands" if outcome.bands else ""
            cuts = [f"{_SIGNS[bound.comparator]} {format_number(bound.figure)}" for bound in outcome.trd]
            cut = f"TRD {' and '.join(cuts)}" if cuts else _cut("")
            return Value("score", f"score, {reach}{bands}; {cut}")
    return Value("other", "another kind of result")


def _cut(trd_from: str) -> str:
    return f"TRD from {trd_from}" if trd_from else "no cut for TRD"
