"""What each test of the rules says of each option, asked of the interpreter itself.

A test looks at one point of a history, so that its answers on the options of that point are all there is to know.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from trd_registry.evaluating.context import Context
from trd_registry.evaluating.patient_conditions import judge_patient
from trd_registry.evaluating.trial_conditions import judge_trial
from trd_registry.model.facts import Value, patient_fact, trial_fact
from trd_registry.model.history import Trial
from trd_registry.model.nodes import (
    ChoiceTest,
    Condition,
    DoseMeetsTable,
    FirstStated,
    MeasureTest,
    Node,
    NumberTest,
    PatientNumber,
    SeverityIs,
    TherapyOnList,
    TruthTest,
)
from trd_registry.model.truth import Truth
from trd_registry.model.walking import walk
from trd_registry.witnessing.figures import STATED_AS
from trd_registry.witnessing.options import Option, Point
from trd_registry.witnessing.sides import Side

#: Days on which a trial began and ended: told by dates, never by options.
DATES = frozenset(["started_days_ago", "ended_days_ago"])


def fact_of(node: Node) -> str:
    """The fact that a test asks for, by the name under which a history states it; empty for what is no test of one."""
    match node:
        case NumberTest() | TruthTest() | ChoiceTest():
            return STATED_AS.get(node.fact, (node.fact,))[0]
        case DoseMeetsTable():
            return "dose"
        case TherapyOnList():
            return "treatment"
        case MeasureTest(measure=PatientNumber() as measure):
            return STATED_AS.get(measure.fact, (measure.fact,))[0]
    return ""


def is_of_trial(fact: str) -> bool:
    """Whether a fact is one of a trial."""
    try:
        trial_fact(fact)
    except KeyError:
        return False
    return True


def is_of_patient(fact: str) -> bool:
    """Whether a fact is one of the patient, the diagnosis or the episode."""
    try:
        patient_fact(fact)
    except KeyError:
        return False
    return True


def asked_facts(nodes: Iterable[Node]) -> frozenset[str]:
    """Every fact that a rule asks for, by the name under which a history states it."""
    found = set()
    for node in nodes:
        fact = (
            fact_of(node) or getattr(node, "fact", "") or ("episode.severity" if isinstance(node, SeverityIs) else "")
        )
        found.add(STATED_AS.get(fact, (fact,))[0])
    return frozenset(found - {""})


def optional_facts(nodes: Iterable[Node]) -> frozenset[str]:
    """The facts of which a rule asks whether they are stated at all."""
    return frozenset(name for node in nodes if isinstance(node, FirstStated) for name in asked_facts(walk(node)))


def trial_with(facts: Mapping[str, Value]) -> Trial:
    """A trial of which only these facts are known."""
    return Trial(id="constructed", place="trials[1]", facts=facts)


def says_of_trial(node: Condition, option: Option, side: int, context: Context) -> Truth:
    """What one test says of a trial of which only this option is known."""
    return _truth(judge_trial(node, trial_with(option.facts[side]), context).value)


def says_of_patient(node: Condition, option: Option, side: int, context: Context) -> Truth:
    """What one test says of a patient of whom only this option is known."""
    known = replace(context.history, facts=option.facts[side])
    asked = Context(known, context.vocabularies, context.trial_sets, context.groupings, context.assessor)
    return _truth(judge_patient(node, asked).value)


@dataclass(frozen=True)
class Tests:
    """The tests of both definitions that look at one fact of a trial, each with the side it belongs to."""

    of_trial: Sequence[tuple[int, Condition, Context]]
    of_patient: Sequence[tuple[int, Condition, Context]]

    @classmethod
    def of(cls, sides: Sequence[Side]) -> "Tests":
        """Each test once, however often it stands in the rules; those on dates are left out."""
        of_trial: dict[tuple[object, ...], tuple[int, Condition, Context]] = {}
        of_patient: dict[tuple[object, ...], tuple[int, Condition, Context]] = {}
        for number, side in enumerate(sides):
            context = side.context(side.rules[0])
            for node in side.nodes:
                fact = fact_of(node)
                if not fact or fact in DATES:
                    continue
                kept = of_trial if is_of_trial(fact) else of_patient
                kept.setdefault((number, *sense(node)), (number, node, context))  # type: ignore[arg-type]
        return cls(tuple(of_trial.values()), tuple(of_patient.values()))

    def touching(self, point: Point, *, patient: bool = False) -> Iterator[tuple[int, Condition, Context]]:
        """The tests that look at a fact which this point settles."""
        for test in self.of_patient if patient else self.of_trial:
            if fact_of(test[1]) in point.settles:
                yield test


def sense(node: Node) -> tuple[object, ...]:
    """What a test asks, whatever its place in the file."""
    match node:
        case NumberTest():
            return "number", node.fact, tuple((one.comparator, one.figure) for one in node.bounds)
        case TruthTest():
            return "truth", node.fact, node.expected
        case ChoiceTest():
            return "choice", node.fact, node.among
        case DoseMeetsTable():
            return "dose", node.table
        case TherapyOnList():
            return "list", node.list
        case MeasureTest(measure=PatientNumber() as measure):
            return "measure", measure.fact, tuple((one.comparator, one.figure) for one in node.bounds)
        case SeverityIs():
            return "severity", node.among, node.bands
    return ("node", id(node))


def _truth(value: object) -> Truth:
    assert value is None or isinstance(value, bool)
    return value
