"""Runs a definition on a history: the one entrance to the interpreter."""

from collections.abc import Mapping
from dataclasses import replace

from trd_registry.evaluating.membership import Assessor
from trd_registry.evaluating.missing import missing_facts
from trd_registry.evaluating.passing import Pass, merge, run_pass
from trd_registry.evaluating.records.build import build
from trd_registry.evaluating.result import Result
from trd_registry.model.definition import Definition
from trd_registry.model.errors import NotExecutable
from trd_registry.model.history import History
from trd_registry.model.rules import Rules
from trd_registry.model.vocabulary import Vocabularies


def evaluate(
    history: History,
    definition: Definition,
    vocabularies: Vocabularies,
    readings: Mapping[str, str] | None = None,
    *,
    ask: bool = True,
) -> Result:
    """Judges a history by a definition.

    Args:
        history: What is recorded of one patient.
        definition: A definition that is executable (a draft or a released one).
        vocabularies: The treatments, dose tables, lists and scales that it refers to.
        readings: The option to take for a reading; the default is taken for every other one. A
            reading without a default spans all its options unless it is named here.
        ask: Whether to work out which missing facts could change an open result. It takes longer than the judgement
            itself; without it ``missing`` is empty.

    Raises:
        NotExecutable: for a record.
        UnknownReading: for a reading or option that the definition does not have.
    """
    rules = settled_rules(definition, readings)

    assessor = Assessor()
    states = [history]  # kept alive: the assessor knows trials by identity

    def judge(one: History) -> tuple[list[Pass], Result]:
        states.append(one)
        passes = [judge_by(settled, one, vocabularies, assessor, states) for settled in rules]
        return passes, merge(one, definition, passes)

    passes, result = judge(history)
    if not ask:
        return result
    missing = missing_facts(result, history, passes, lambda changed: judge(changed)[1])
    return replace(result, missing=missing)


def settled_rules(definition: Definition, readings: Mapping[str, str] | None = None) -> list[Rules]:
    """The rules under every combination of readings that is left open; raises as `evaluate` does."""
    if not definition.is_executable:
        raise NotExecutable(definition.reference)
    return [definition.rules(choices) for choices in definition.settle(readings or {})]


def judge_by(
    rules: Rules, history: History, vocabularies: Vocabularies, assessor: Assessor, states: list[History]
) -> Pass:
    """One pass; the history that is made of a record is put beside the others, as long as the assessor is used."""
    if rules.records is None:
        return run_pass(history, rules, vocabularies, assessor)
    built = build(history, rules.records, vocabularies)
    states.append(built.history)
    return run_pass(built.history, rules, vocabularies, assessor, built.index_trace)
