"""Judges persons one after another with the interpreter, in as many processes as there are processors."""

import os
import signal
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

from trd_registry.cohorts.running.answers import Answer
from trd_registry.cohorts.running.job import Task
from trd_registry.cohorts.steps import Step, steps_of
from trd_registry.evaluating.evaluate import judge_by, settled_rules
from trd_registry.evaluating.membership import Assessor
from trd_registry.evaluating.passing import Pass, agreed, merge
from trd_registry.evaluating.trace import Trace
from trd_registry.loading.registry import Registry
from trd_registry.model.definition import Definition
from trd_registry.model.history import History
from trd_registry.model.rules import Rules
from trd_registry.model.truth import Truth
from trd_registry.model.vocabulary import Vocabularies

#: Persons that are handed to a process at once.
_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Judged:
    """What one definition says of one person, and which of its steps the person passes."""

    answer: Answer
    steps: tuple[Truth, ...]


class Judge:
    """One definition under readings, ready to judge many persons."""

    def __init__(self, definition: Definition, readings: Mapping[str, str], vocabularies: Vocabularies) -> None:
        self._definition = definition
        self._vocabularies = vocabularies
        self._rules: list[Rules] = settled_rules(definition, readings)
        self._steps: tuple[Step, ...] = steps_of(definition, self._rules, vocabularies)

    def judge(self, history: History) -> Judged:
        """The answer that `evaluate` gives, without what is missing."""
        assessor, states = Assessor(), [history]
        passes = [judge_by(rules, history, self._vocabularies, assessor, states) for rules in self._rules]
        found = merge(history, self._definition, passes)
        answer = Answer(found.applicable, found.verdict, found.score, found.bands, found.stages, found.tiers)
        return Judged(answer, tuple(self._steps_of(passes)))

    def _steps_of(self, passes: Sequence[Pass]) -> Iterator[Truth]:
        values = [_values(one) for one in passes]
        for step in self._steps:
            if step.nodes:
                yield agreed([told[id(node)] for told, node in zip(values, step.nodes, strict=True)])
            else:
                yield agreed([_index_found(one.scope) for one in passes])


def _index_found(scope: Trace | None) -> Truth:
    """Whether the event was found: told first, beside the conditions of the scope if there are any."""
    assert scope is not None
    value = scope.children[0].value if scope.node == "Scope" else scope.value
    assert value is None or isinstance(value, bool)
    return value


def _values(one: Pass) -> dict[int, Truth]:
    """What the top of the rule trees came to, by the identity of the nodes."""
    found: dict[int, Truth] = {}

    def take(trace: Trace | None, depth: int) -> None:
        if trace is None:
            return
        if trace.rule is not None and (trace.value is None or isinstance(trace.value, bool)):
            found[id(trace.rule)] = trace.value
        if depth:
            for child in trace.children:
                take(child, depth - 1)

    # A scope may stand beside the event that days are counted from, one level deeper.
    take(one.scope, 2)
    take(one.judgement.trace, 1)
    return found


def judged(
    histories: Sequence[History], tasks: Sequence[Task], registry: Registry, vocabularies: Vocabularies
) -> Iterator[tuple[Judged, ...]]:
    """For every history, what every definition says, in their order."""
    workers = min(os.cpu_count() or 1, len(histories) // _AT_ONCE)
    if workers < 2:
        judges = [Judge(task.definition, task.readings, vocabularies) for task in tasks]
        yield from (_by_all(judges, history) for history in histories)
        return
    asked = [(task.definition, dict(task.readings)) for task in tasks]
    # A new interpreter, not a copy of this one: a copy of a process in which DuckDB has threads may hang.
    context = get_context("spawn")
    with ProcessPoolExecutor(workers, context, _begin, (type(registry), registry.root, asked)) as pool:
        # What a history was read from is not needed to judge it, and is most of what would be sent.
        bare = (replace(history, origin=None) for history in histories)
        yield from pool.map(_in_process, bare, chunksize=_AT_ONCE)


def _by_all(judges: Iterable[Judge], history: History) -> tuple[Judged, ...]:
    return tuple(one.judge(history) for one in judges)


_JUDGES: list[Judge] = []


def _begin(kind: type[Registry], root: Path, asked: Sequence[tuple[Definition, Mapping[str, str]]]) -> None:
    # An interruption is told to the program that waits; it ends the processes.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    registry = kind(root)
    for definition, readings in asked:
        _JUDGES.append(Judge(definition, readings, registry.vocabularies_for(definition)))


def _in_process(history: History) -> tuple[Judged, ...]:
    return _by_all(_JUDGES, history)
