"""When a trial has failed."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from trd_registry.comparing.dimensions.adequacy import by_kind
from trd_registry.comparing.dimensions.demands import counted
from trd_registry.comparing.dimensions.logic import needs
from trd_registry.comparing.dimensions.patient import severity
from trd_registry.comparing.dimensions.subject import Subject
from trd_registry.comparing.dimensions.value import NOT_ASKED, Value
from trd_registry.english.bounds import bounds_in_words, denied
from trd_registry.english.lexicon import score_in_words
from trd_registry.model.interval import format_number
from trd_registry.model.nodes import (
    All,
    Any,
    ChoiceTest,
    Condition,
    FirstStated,
    FollowedBy,
    Not,
    NumberTest,
    PrecededBy,
    TruthTest,
)
from trd_registry.model.rules import TrialSet
from trd_registry.model.walking import constant, walk

#: A trial that counts by what came after it.
MOVED_ON = Value("moved-on", "moved on from: another trial began")
_SIGNS = {
    "below": ("below", "below"),
    "at_most": ("at-most", "at most"),
    "at_least": ("from", "at least"),
    "above": ("above", "above"),
}


def response_cut(subject: Subject) -> Value:
    """How little a trial must have helped to have failed."""
    found = by_kind(subject, partial(cut, subject))
    if found != NOT_ASKED:
        return found
    if is_moved_on(subject):
        return MOVED_ON
    if subject.asked is None:
        return found
    present = severity(subject)
    return (
        Value("present-score", f"not asked of a trial; still depressed: {present.says}")
        if present.code == "required"
        else found
    )


def is_moved_on(subject: Subject) -> bool:
    """Whether trials count because another of their kind came after them, and not by an outcome of their own."""
    return any(
        isinstance(node, PrecededBy)
        and not _is_together(node)
        and any(subject.kinds(one) & subject.kinds(subject.rules.trials[name]) for name in node.of)
        for one in counted(subject)
        for node in walk(subject.whole(one))
    )


def _is_together(node: PrecededBy) -> bool:
    """Whether the earlier trials are those still going on, so that none was moved on from."""
    return any(bound.comparator in ("below", "at_most") and bound.figure <= 0 for bound in node.ended)


def cut(subject: Subject, trials: TrialSet) -> Value:
    """How little a trial of one set must have helped; the present score and the like are not looked at."""
    asked = trials.failed
    if asked is None or constant(asked) is True:
        return MOVED_ON if needs(subject.whole(trials), lambda test: isinstance(test, FollowedBy)) else NOT_ASKED
    found = dict.fromkeys(kind for kind, _ in _kinds(asked))
    figures = [one for one in found if one != "judgement"]
    if not figures:
        return Value("judgement", "the rater's judgement") if found else NOT_ASKED
    judged = ", or the rater's judgement where that is not recorded" if "judgement" in found else ""
    return Value("+".join(figures), _in_words(asked) + judged)


def _in_words(node: Condition) -> str:
    """What stands for failure but for the rater's word, joined as the rule joins it."""
    if isinstance(node, All | Any | FirstStated):
        parts = [part for part in node.parts if any(kind != "judgement" for kind, _ in _kinds(part))]
        said = list(dict.fromkeys(_in_words(part) for part in parts))
        if isinstance(node, All):
            mixed = len(said) > 1
            return " and ".join(f"({one})" if mixed and " or " in one else one for one in said)
        return " or ".join(said)
    return " or ".join(dict.fromkeys(said for kind, said in _kinds(node) if kind != "judgement"))


def _figures(node: NumberTest) -> Iterator[tuple[str, str]]:
    """A cut of improvement or of a score."""
    if node.fact == "improvement":
        known = [one for one in node.bounds if one.comparator in _SIGNS]
        told = [(_SIGNS[one.comparator], format_number(one.figure)) for one in known]
        said = " and ".join(f"{sign[1]} {figure} %" for sign, figure in told)
        yield "-".join(f"{sign[0]}-{figure}" for sign, figure in told), f"improvement {said}"
    elif node.fact.startswith(("end_score.", "start_score.")):
        when, _, scale = node.fact.partition("_score.")
        yield "score", f"{score_in_words(scale, bounds_in_words(node.bounds))} at the {when}"


def _moved_on(node: FollowedBy) -> str:
    other = {"treatment": "another treatment", "class": "another class"}.get(node.different, "another trial")
    return f"moved on from: {other} began"


def _kinds(node: Condition) -> Iterator[tuple[str, str]]:
    """The kinds of test that stand for failure, and their words; a stop for intolerance is a dimension of its own."""
    match node:
        case All() | Any() | FirstStated():
            for part in node.parts:
                yield from _kinds(part)
        case Not(part=NumberTest() as inner) if denied(inner.bounds):
            yield from _kinds(replace(inner, bounds=denied(inner.bounds) or ()))
        case Not():
            yield from _kinds(node.part)
        case NumberTest():
            yield from _figures(node)
        case TruthTest(fact="remission"):
            yield "no-remission", "no remission"
        case TruthTest(fact="judged_failed"):
            yield "judgement", ""
        case FollowedBy():
            yield "moved-on", _moved_on(node)
        case ChoiceTest(fact="stopped"):
            yield from (
                (kind, said)
                for reason, kind, said in (
                    ("inefficacy", "lack-of-effect", "stopped for lack of effect"),
                    ("relapse", "relapse", "relapse"),
                )
                if reason in node.among
            )
