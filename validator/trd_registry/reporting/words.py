"""The words in which results are told, the same in every format."""

from trd_registry.evaluating.result import Result
from trd_registry.model.interval import Interval, format_number
from trd_registry.model.truth import Truth

NOTICE = "A research tool, not medical advice."

VERDICTS = {"met": "met", "not_met": "not met", "indeterminate": "cannot tell", None: "no cut given"}


def truth_in_words(value: Truth) -> str:
    """met, not met or cannot tell."""
    return "cannot tell" if value is None else "met" if value else "not met"


def verdict_in_words(result: Result) -> str:
    """What the definition says, in a word or two."""
    if result.applicable is False:
        return "not applicable"
    return VERDICTS[result.verdict]


def value_in_words(result: Result) -> str:
    """Score, bands, stages or tiers: ``score 5 to 8, mild or moderate``."""
    if result.applicable is False:
        return "outside whom the definition speaks of"
    parts = []
    if result.score is not None:
        parts.append(f"score {range_in_words(result.score)}")
    if result.bands is not None:
        parts.append(" or ".join(result.bands))
    if result.stages is not None:
        parts.append(stages_in_words(result.stages))
    if result.tiers is not None:
        parts += [f"{name} {truth_in_words(value)}" for name, value in result.tiers.items()]
    if result.applicable is None:
        parts.append("if in scope")
    return ", ".join(parts)


def stages_in_words(stages: tuple[str, ...]) -> str:
    """``stage II``, ``stages I or II``; names that say so themselves are left as they are."""
    names = " or ".join(stages)
    if any("stage" in name for name in stages):
        return names
    return f"stage {names}" if len(stages) == 1 else f"stages {names}"


def range_in_words(number: Interval) -> str:
    """``5``, ``5 to 8``, ``at least 2``."""
    if number.is_exact:
        return format_number(number.lower)
    if number.upper == float("inf"):
        return f"at least {format_number(number.lower)}" if number.lower != -float("inf") else "unknown"
    return f"{format_number(number.lower)} to {format_number(number.upper)}"


def points_in_words(number: Interval) -> str:
    """``1 point``, ``0.5 points``, ``1 to 3 points``."""
    return f"{range_in_words(number)} {'point' if number == Interval.exactly(1) else 'points'}"


def missing_in_words(result: Result, limit: int = 3) -> str:
    """The facts that would decide alone, or else those that are missing, cut short; empty where none is."""
    if not result.missing:
        return ""
    decisive = [one.fact for one in result.missing if one.decisive]
    facts = decisive or [one.fact for one in result.missing]
    more = f" and {len(facts) - limit} more" if len(facts) > limit else ""
    return f"{'would decide' if decisive else 'missing'}: {', '.join(facts[:limit])}{more}"
