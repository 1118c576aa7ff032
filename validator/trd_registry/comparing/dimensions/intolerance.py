"""What a stop for intolerance is worth."""

from collections.abc import Iterator

from trd_registry.comparing.dimensions.demands import counted
from trd_registry.comparing.dimensions.failure import MOVED_ON, cut, is_moved_on
from trd_registry.comparing.dimensions.logic import holds
from trd_registry.comparing.dimensions.subject import Subject
from trd_registry.comparing.dimensions.value import NOT_ASKED, Value
from trd_registry.english.bounds import listed
from trd_registry.english.lexicon import plain
from trd_registry.model.nodes import Any, ChoiceTest, Condition, DoseMeetsTable, FirstStated, Node, Not
from trd_registry.model.rules import TrialSet
from trd_registry.model.truth import Truth
from trd_registry.model.walking import walk

#: What makes a trial long, high and regular enough.
_ADEQUATE = frozenset({
    "weeks", "days", "sessions", "dose", "serum_level", "dose_adequate", "duration_adequate", "titrated_to_tolerance",
    "adherence", "adherent",
})  # fmt: skip
_ENOUGH = _ADEQUATE | {"improvement", "judged_failed", "remission"}


def intolerance(subject: Subject) -> Value:
    """Whether a trial too short, too low and stopped for intolerance counts.

    Asked of the structure: every test of dose, duration and outcome fails, the trial ended for intolerance.
    """
    every = counted(subject)
    if not every and subject.asked is not None:
        return Value("not-asked", "not asked: no trial is")
    answers = [(_counts(subject, one, "intolerance"), _counts(subject, one, "other")) for one in every]
    excused = [one for one, (yes, no) in zip(every, answers, strict=True) if yes and not no]
    if excused:
        return _excused(subject, excused)
    codes = {cut(subject, one).code for one in every} - {NOT_ASKED.code}
    moved_on = codes == {MOVED_ON.code} or (not codes and is_moved_on(subject))
    if answers and all(yes for yes, _ in answers) and moved_on:
        return Value("not-asked", "not asked: a trial that was moved on from counts, whatever the reason")
    if answers and all(yes for yes, _ in answers):
        return Value("not-asked", "not asked: neither adequacy nor failure is a condition")
    looking = [one for one in every if any(_spares_the_tolerated(node) for node in walk(one))]
    if looking:
        return _barred(subject, looking)
    adequate = any(_asks(subject, one, _ADEQUATE) for one in every)
    failed = bool(codes) or moved_on
    terms = ["adequate"] * (adequate or not failed) + ["moved on from" if moved_on else "failed"] * failed
    return Value("as-any-trial", f"no rule of its own: counts only if {' and '.join(terms)}")


def _counts(subject: Subject, trials: TrialSet, reason: str) -> bool:
    """Whether a trial that meets nothing of what is enough, and ended for this reason, can be in the set."""

    def assume(node: Node) -> Truth:
        if isinstance(node, ChoiceTest) and node.fact == "stopped":
            return reason in node.among
        fact = str(getattr(node, "fact", ""))
        if isinstance(node, DoseMeetsTable) or fact in _ENOUGH or fact.startswith("end_score."):
            return False
        return None

    return holds(subject.whole(trials), assume) is not False


def _asks(subject: Subject, trials: TrialSet, facts: frozenset[str]) -> bool:
    return any(
        isinstance(node, DoseMeetsTable) or getattr(node, "fact", "") in facts for node in walk(subject.whole(trials))
    )


def _excused(subject: Subject, excused: list[TrialSet]) -> Value:
    """A stop for intolerance is enough; of which trials, where it is not so of all."""
    said = "a trial stopped for intolerance counts, however short or low"
    kinds = frozenset().union(*(subject.kinds(one) for one in excused))
    if all(subject.kinds(one) <= kinds for one in counted(subject)):
        return Value("counts", said)
    names = list(dict.fromkeys(subject.label(one) for one in excused))
    others = {subject.label(one) for one in counted(subject) if one not in excused}
    if others & set(names):
        names = list(dict.fromkeys(subject.title(one.name) for one in excused))
    which = listed(names, "and")
    return Value("counts", f"{which}: {said}; others: no rule of their own")


def _spares_the_tolerated(node: Node) -> bool:
    """Whether a test asks that the trial did not end for intolerance."""
    return isinstance(node, Not) and isinstance(node.part, ChoiceTest) and "intolerance" in node.part.among


def _barred(subject: Subject, looking: list[TrialSet]) -> Value:
    """Whether a stop for intolerance shuts a trial out, or only closes one of several ways to count."""

    def stopped(node: Node) -> Truth:
        is_reason = isinstance(node, ChoiceTest) and node.fact == "stopped"
        return "intolerance" in node.among if is_reason and isinstance(node, ChoiceTest) else None

    shut = [one for one in looking if holds(subject.whole(one), stopped) is False]
    if len(shut) == len(looking):
        return Value("does-not-count", "a trial stopped for intolerance does not count")
    ways = [node for one in looking if one not in shut for node in _other_ways(subject.whole(one))]
    terms = listed(dict.fromkeys(_term(test) for node in ways for test in walk(node) if _term(test)))
    said = f"on further terms{f' ({terms})' if terms else ''}"
    if shut:
        return Value("on-terms", f"a trial stopped for intolerance counts for some treatments {said}, for others not")
    return Value("on-terms", f"a trial stopped for intolerance counts only {said}")


def _other_ways(whole: Condition) -> Iterator[Condition]:
    """What stands beside the ways that a stop for intolerance closes."""
    for node in walk(whole):
        if isinstance(node, Any | FirstStated):
            closed = [part for part in node.parts if any(_spares_the_tolerated(test) for test in walk(part))]
            if closed:
                yield from (part for part in node.parts if part not in closed)


_TERMS = {"judged_failed": "the rater's judgement", "treatment": "the drug", "days": "weeks"}


def _term(node: Node) -> str:
    """What a test looks at, in a word; empty for what is no test."""
    if isinstance(node, DoseMeetsTable):
        return "dose"
    fact = str(getattr(node, "fact", ""))
    return _TERMS.get(fact) or plain(fact)
