"""When a trial has failed, and what a stop for intolerance is worth."""

from collections.abc import Iterator

from trd_registry.comparing.dimensions.adequacy import by_kind
from trd_registry.comparing.dimensions.demands import counted
from trd_registry.comparing.dimensions.logic import holds
from trd_registry.comparing.dimensions.patient import severity
from trd_registry.comparing.dimensions.subject import Subject
from trd_registry.comparing.dimensions.value import NOT_ASKED, Value
from trd_registry.model.interval import format_number
from trd_registry.model.nodes import (
    All,
    Any,
    ChoiceTest,
    Condition,
    DoseMeetsTable,
    FirstStated,
    Node,
    Not,
    NumberTest,
    TruthTest,
)
from trd_registry.model.rules import TrialSet
from trd_registry.model.truth import Truth
from trd_registry.model.walking import walk

_WORDS = {
    "no-remission": "no remission",
    "score": "a score still high at the end",
    "judgement": "the rater's judgement",
    "relapse": "relapse",
    "lack-of-effect": "stopped for lack of effect",
}
_SIGNS = {
    "below": ("below", "below"),
    "at_most": ("at-most", "at most"),
    "at_least": ("from", "at least"),
    "above": ("above", "above"),
}


def response_cut(subject: Subject) -> Value:
    """How little a trial must have helped to have failed."""
    found = by_kind(subject, _cut)
    if found != NOT_ASKED or subject.asked is None:
        return found
    present = severity(subject)
    return (
        Value("present-score", f"not asked of a trial; still depressed: {present.says}")
        if present.code == "required"
        else found
    )


def _cut(trials: TrialSet) -> Value:
    if trials.failed is None or (isinstance(trials.failed, All) and not trials.failed.parts):
        return NOT_ASKED
    found = dict.fromkeys(_kinds(trials.failed))
    figures = [one for one in found if one != "judgement"]
    if not figures:
        return Value("judgement", "the rater's judgement") if found else NOT_ASKED
    judged = ", or the rater's judgement where that is not recorded" if "judgement" in found else ""
    return Value("+".join(figures), " or ".join(_said(one) for one in figures) + judged)


def _said(kind: str) -> str:
    return _WORDS.get(kind) or f"improvement {kind.replace('at-most', 'at most').replace('-', ' ')} %"


def _kinds(node: Condition) -> Iterator[str]:
    """The kinds of test that stand for failure; a stop for intolerance is a dimension of its own."""
    match node:
        case All() | Any() | FirstStated():
            for part in node.parts:
                yield from _kinds(part)
        case Not():
            yield from _kinds(node.part)
        case NumberTest(fact="improvement"):
            yield "-".join(
                f"{_SIGNS[one.comparator][0]}-{format_number(one.figure)}"
                for one in node.bounds
                if one.comparator in _SIGNS
            )
        case NumberTest() if node.fact.startswith(("end_score.", "start_score.")):
            yield "score"
        case TruthTest(fact="remission"):
            yield "no-remission"
        case TruthTest(fact="judged_failed"):
            yield "judgement"
        case ChoiceTest(fact="stopped"):
            yield from (
                kind
                for reason, kind in (("inefficacy", "lack-of-effect"), ("relapse", "relapse"))
                if reason in node.among
            )


_ENOUGH = {
    "weeks", "days", "sessions", "dose", "serum_level", "dose_adequate", "duration_adequate", "titrated_to_tolerance",
    "improvement", "judged_failed", "remission", "adherence", "adherent",
}  # fmt: skip


def intolerance(subject: Subject) -> Value:
    """Whether a trial too short, too low and stopped for intolerance counts.

    Asked of the structure: every test of dose, duration and outcome fails, the trial ended for intolerance.
    """

    def counts(trials: TrialSet, reason: str) -> bool:
        def assume(node: Node) -> Truth:
            if isinstance(node, ChoiceTest) and node.fact == "stopped":
                return reason in node.among
            fact = str(getattr(node, "fact", ""))
            if isinstance(node, DoseMeetsTable) or fact in _ENOUGH or fact.startswith("end_score."):
                return False
            return None

        return holds(subject.whole(trials), assume) is not False

    answers = [(counts(one, "intolerance"), counts(one, "other")) for one in counted(subject)]
    if any(yes and not no for yes, no in answers):
        return Value("counts", "a trial stopped for intolerance counts, however short or low")
    if answers and all(yes for yes, _ in answers):
        return Value("not-asked", "not asked: neither adequacy nor failure is a condition")
    barred = any(
        isinstance(node, Not) and isinstance(node.part, ChoiceTest) and "intolerance" in node.part.among
        for one in counted(subject)
        for node in walk(one)
    )
    if barred:
        return Value("does-not-count", "a trial stopped for intolerance does not count")
    return Value("as-any-trial", "no rule of its own: counts only if adequate and failed")
