"""One SQL statement for all definitions that are asked for, over the settled tables."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from trd_registry.cohorts.planning.outcomes import Named, plan_outcome
from trd_registry.cohorts.planning.passes import Merged, PlannedPass, agreed, merge
from trd_registry.cohorts.planning.patient_conditions import plan_patient
from trd_registry.cohorts.planning.plan_state import Sheets
from trd_registry.cohorts.planning.refused import NotPlanned
from trd_registry.cohorts.planning.selection import RulesPlan
from trd_registry.cohorts.planning.sheet import joined
from trd_registry.cohorts.planning.sql import FALSE, TRUE
from trd_registry.cohorts.settled.asked import Asked, asked_by
from trd_registry.cohorts.steps import steps_of
from trd_registry.model.definition import Definition
from trd_registry.model.rules import Rules
from trd_registry.model.vocabulary import Vocabularies


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of the result belong to one definition."""

    definition: Definition
    #: The beginning of their names: ``d3_``.
    prefix: str
    gives_verdict: bool
    gives_score: bool
    #: Names in their order; None where the definition gives none.
    bands: tuple[str, ...] | None
    stages: tuple[str, ...] | None
    tiers: tuple[str, ...] | None
    #: How many steps there are (see `steps_of`).
    steps: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """A statement over the tables ``patients``, ``trials`` and ``agents``, with one row a patient.

    Of each definition it gives ``applicable`` and ``verdict`` as truths (NULL is unknown), ``score_lo``, ``score_hi``
    and whether each end is left out, and one truth for every band, stage, tier and step: ``band_0``, ``stage_0``,
    ``tier_0``, ``step_0``.
    """

    sql: str
    asked: Asked
    columns: tuple[Columns, ...]


def check(definition: Definition, vocabularies: Vocabularies, readings: Mapping[str, str] | None = None) -> None:
    """Raises NotPlanned where the definition asks for something that cannot be planned yet."""
    _merged(definition, Sheets(vocabularies), readings or {})


def plan(
    definitions: Sequence[Definition],
    vocabularies: Vocabularies,
    readings: Mapping[str, Mapping[str, str]] | None = None,
) -> Plan:
    """The statement for these definitions, each under its default readings, spanning those that have none.

    Args:
        definitions: Executable ones.
        vocabularies: Those that every one of the definitions pins.
        readings: Definition id -> reading -> option, in place of the defaults.

    Raises NotPlanned for a definition that asks for something that cannot be planned yet.
    """
    sheets = Sheets(vocabularies)
    chosen = readings or {}
    columns, selected = [], []
    for number, definition in enumerate(definitions):
        merged, steps = _merged(definition, sheets, chosen.get(definition.id, {}))
        one = Columns(
            definition,
            f"d{number}_",
            merged.verdict is not None,
            merged.score is not None,
            _names(merged.bands),
            _names(merged.stages),
            _names(merged.tiers),
            len(steps),
        )
        columns.append(one)
        selected += [f"{sql} AS {one.prefix}{name}" for name, sql in _results(merged)]
        selected += [f"{sql} AS {one.prefix}step_{place}" for place, sql in enumerate(steps)]
    rules = [settled for one in definitions for settled in _settled(one, chosen.get(one.id, {}))]
    return Plan(_statement(sheets, selected), asked_by(rules, vocabularies), tuple(columns))


def _settled(definition: Definition, readings: Mapping[str, str]) -> list[Rules]:
    return [definition.rules(choices) for choices in definition.settle(readings)]


def _merged(definition: Definition, sheets: Sheets, readings: Mapping[str, str]) -> tuple[Merged, list[str]]:
    """The columns of the results, and those that say whether each step is passed."""
    passes, states = [], []
    settled = _settled(definition, readings)
    for rules in settled:
        if rules.records is not None:
            raise NotPlanned("a definition that makes trials from a record", definition.reference)
        state = RulesPlan(rules, sheets)
        scope = TRUE if rules.scope is None else plan_patient(rules.scope, state)
        passes.append(PlannedPass(scope, plan_outcome(rules.outcome, state)))
        states.append(state)
    steps = [
        agreed([(plan_patient(node, state), FALSE) for node, state in zip(step.nodes, states, strict=True)])
        for step in steps_of(definition, settled, sheets.vocabularies)
    ]
    return merge(passes, sheets.patient), steps


def _names(told: Named | None) -> tuple[str, ...] | None:
    return None if told is None else tuple(name for name, _ in told)


def _results(merged: Merged) -> Iterator[tuple[str, str]]:
    yield "applicable", merged.applicable
    if merged.verdict is not None:
        yield "verdict", merged.verdict
    if merged.score is not None:
        score = merged.score
        yield from (("score_lo", score.lower), ("score_hi", score.upper))
        yield from (("score_lo_open", score.lower_open), ("score_hi_open", score.upper_open))
    for kind, named in (("band", merged.bands), ("stage", merged.stages), ("tier", merged.tiers)):
        yield from ((f"{kind}_{place}", sql) for place, (_, sql) in enumerate(named or ()))


def _statement(sheets: Sheets, selected: Sequence[str]) -> str:
    """Worked out from its end: each table holds what the next one looks at, and nothing else."""
    results = joined(["person", "id", *selected])
    patients, patient_source, results = sheets.patient.steps("untangled", results)
    after = "\n".join([*patients, results])
    untangled, tangle_source, counted = sheets.tangles.steps("together", after)
    rows = [f"{sheets.tangles.rows()} AS trial_rows"] if counted else []
    aggregates = joined(["person", *sheets.counts.columns(), *sheets.group.columns(after), *rows])
    trials, trial_source, aggregates = sheets.trial.steps("treated", aggregates)
    agents, agent_source, _ = sheets.agent.steps("agents", "\n".join([*trials, aggregates]), inline=False)
    of_agents = f"SELECT trials.*, named.* EXCLUDE (agent)\n  FROM trials JOIN {agent_source} AS named USING (agent)"
    of_groups = "SELECT patients.*, grouped.* EXCLUDE (person)\n  FROM patients LEFT JOIN grouped USING (person)"
    parts = [
        *agents,
        f"treated AS (\n  {of_agents})",
        *trials,
        f"grouped AS (\n  SELECT {aggregates}\n  FROM {trial_source} GROUP BY person)",
        f"together AS (\n  {of_groups})",
        *untangled,
        f"untangled AS (\n  SELECT {joined(['*', *counted])}\n  FROM {tangle_source})",
        *patients,
    ]
    return f"WITH {joined(parts)}\nSELECT {results}\nFROM {patient_source}"
