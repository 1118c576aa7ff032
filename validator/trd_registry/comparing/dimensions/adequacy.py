"""What makes a trial adequate: its duration, its dose, and that it was taken."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import inf

from trd_registry.comparing.dimensions.demands import counted, counted_themselves
from trd_registry.comparing.dimensions.kinds import of_kind
from trd_registry.comparing.dimensions.logic import needs, tests_fact
from trd_registry.comparing.dimensions.subject import Subject, kind_label
from trd_registry.comparing.dimensions.value import NOT_ASKED, Value
from trd_registry.english.bounds import listed
from trd_registry.model.facts import MODALITIES
from trd_registry.model.interval import format_number
from trd_registry.model.nodes import (
    All,
    Any,
    Condition,
    DoseMeetsTable,
    FirstStated,
    Node,
    NumberTest,
    TruthTest,
)
from trd_registry.model.rules import TrialSet
from trd_registry.model.walking import walk

DAYS_A_WEEK = 7
_A_TRIFLE = 1e-6
_LENGTHS = {"weeks": ("weeks", 1.0), "days": ("weeks", 1 / DAYS_A_WEEK), "sessions": ("sessions", 1.0)}


def by_kind(subject: Subject, judge: Callable[[TrialSet], Value], *, of: frozenset[str] | None = None) -> Value:
    """One answer for all counted sets (of the modalities ``of``), or one for each where they differ.

    A set that asks different things of different modalities has an answer for each of them. The code is
    that of the drugs where they are counted, else of the first set.
    """
    answers = [
        answer
        for one in counted(subject)
        if of is None or subject.kinds(one) & of
        for answer in _answers(subject, one, judge, of)
    ]
    if any(answer.value != NOT_ASKED for answer in answers):
        # What another trial must come before or after is told only where it is asked something itself.
        themselves = {subject.title(name) for name in counted_themselves(subject)}
        answers = [one for one in answers if one.value != NOT_ASKED or one.title in themselves]
    if not answers:
        return NOT_ASKED
    first = answers[0].value
    if len({answer.value.says for answer in answers}) == 1:
        return first
    by_label: dict[str, dict[str, list[str]]] = {}
    for answer in answers:
        by_label.setdefault(answer.label, {}).setdefault(answer.value.says, []).append(answer.title)
    told = []
    for label, says in by_label.items():
        names = [(says[one][0], one) for one in says] if len(says) > 1 else [(label, next(iter(says)))]
        told += [f"{name}: {one}" for name, one in names]
    return Value(first.code, "; ".join(told))


@dataclass(frozen=True, slots=True)
class _Answer:
    label: str
    #: The title of the set, for where a label stands for several answers.
    title: str
    value: Value


def _answers(
    subject: Subject, trials: TrialSet, judge: Callable[[TrialSet], Value], of: frozenset[str] | None
) -> list[_Answer]:
    """One answer for a set; or one for each group of modalities of which it asks the same."""
    kinds = [kind for kind in MODALITIES if kind in subject.kinds(trials) and (of is None or kind in of)]
    whole = _Answer(subject.label(trials), subject.title(trials.name), judge(trials))
    if not kinds or len(kinds) == len(MODALITIES):
        return [whole]
    groups: dict[str, tuple[Value, list[str]]] = {}
    for kind in kinds:
        value = judge(_of_kind(subject, trials, kind))
        groups.setdefault(value.says, (value, []))[1].append(kind_label(kind))
    if len(groups) < 2:
        return [replace(whole, value=value) for value, _ in groups.values()]
    return [
        _Answer(listed(names, "and"), f"{whole.title}, {listed(names, 'and')}", value)
        for value, names in groups.values()
    ]


def _of_kind(subject: Subject, trials: TrialSet, kind: str) -> TrialSet:
    """The set as it is for one modality."""
    left = {name: of_kind(node, kind, subject.vocabularies) for name, node in trials.questions}
    return replace(trials, **left)  # type: ignore[arg-type]  # eligible is a condition and stays one


def duration(subject: Subject) -> Value:
    """The shortest adequate trial, in weeks or in sessions."""
    return by_kind(subject, _duration)


def _duration(trials: TrialSet) -> Value:
    whole = _asked(trials)
    said, codes = [], []
    for unit in ("weeks", "sessions"):
        largest = max((_lengths(node, unit) for node in walk(whole)), default=0.0)
        if not largest:
            continue
        shortest = _shortest(whole, unit)
        usual = shortest if 0 < shortest < largest else largest
        exception = (
            "" if shortest == largest else ", with exceptions" if not shortest else f", up to {_figure(largest)}"
        )
        codes.append(f"{_figure(usual)}{'' if unit == 'weeks' else ' sessions'}")
        days = usual * DAYS_A_WEEK
        is_in_days = unit == "weeks" and usual != round(usual, 1) and abs(days - round(days)) < _A_TRIFLE
        said.append(f"{_figure(days)} days" if is_in_days else f"{_figure(usual)} {unit}{exception}")
    if said:
        return Value(codes[0], " and ".join(said))
    judged = any(isinstance(node, TruthTest) and node.fact == "duration_adequate" for node in walk(whole))
    return Value("judgement", "rater's judgement") if judged else NOT_ASKED


def _figure(number: float) -> str:
    return format_number(round(number, 2))


def _lengths(node: Node, unit: str) -> float:
    """The figure of a test on duration, in the given unit; zero for any other node."""
    if not isinstance(node, NumberTest) or _LENGTHS.get(node.fact, ("",))[0] != unit:
        return 0
    factor = _LENGTHS[node.fact][1]
    return max((bound.figure * factor for bound in node.bounds if bound.comparator in ("at_least", "above")), default=0)


def _shortest(node: Condition, unit: str) -> float:
    """What no trial can do without: the largest of what must hold together, the smallest of alternatives."""
    match node:
        case All():
            return max((_shortest(part, unit) for part in node.parts), default=0)
        case Any():
            return min((_shortest(part, unit) for part in node.parts), default=inf)
        case FirstStated():
            return max((_shortest(part, unit) for part in node.parts), default=0)
    return _lengths(node, unit)


def dose(subject: Subject) -> Value:
    """Whether and by what a dose is adequate."""
    drugs = frozenset(["antidepressant", "augmentation", "psychedelic"])
    return by_kind(subject, lambda trials: _dose(trials, subject), of=drugs)


def _dose(trials: TrialSet, subject: Subject) -> Value:
    found: dict[str, str] = {}
    for node in walk(_asked(trials)):
        if isinstance(node, DoseMeetsTable):
            table = subject.vocabularies.dose_tables.get(node.table)
            found["table"] = table.title if table else node.table
        elif isinstance(node, NumberTest) and node.fact in ("dose", "serum_level"):
            found["figure"] = "a stated figure"
        elif isinstance(node, TruthTest) and node.fact == "titrated_to_tolerance":
            found["tolerance"] = "raised as far as tolerated"
        elif isinstance(node, TruthTest) and node.fact == "dose_adequate":
            found["judgement"] = "rater's judgement"
    if not found:
        return NOT_ASKED
    code = next(name for name in ("table", "figure", "tolerance", "judgement") if name in found)
    return Value(code, " or ".join(found.values()))


def adherence(subject: Subject) -> Value:
    """Whether the treatment must have been taken as prescribed."""

    def judge(trials: TrialSet) -> Value:
        if not needs(subject.whole(trials), tests_fact("adherent", "adherence")):
            return NOT_ASKED
        shares = [
            f"at least {format_number(bound.figure)} %"
            for node in walk(subject.whole(trials))
            if isinstance(node, NumberTest) and node.fact == "adherence"
            for bound in node.bounds
        ]
        return Value("required", f"required{': ' + shares[0] if shares else ''}")

    return by_kind(subject, judge)


def _asked(trials: TrialSet) -> Condition:
    """What a set asks but for failure and proof."""
    return All(place="", parts=tuple(node for node in (trials.eligible, trials.adequate) if node is not None))
