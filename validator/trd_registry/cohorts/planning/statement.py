"""One SQL statement for all definitions that are asked for, over the settled tables."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from trd_registry.cohorts.planning.order.ends import ENDS, answered, only_ends
from trd_registry.cohorts.planning.order.stand_ins import agents_of
from trd_registry.cohorts.planning.order.steps import ANSWERS, UNLISTED, order_columns, order_steps
from trd_registry.cohorts.planning.outcomes import Named, plan_outcome
from trd_registry.cohorts.planning.passes import Merged, PlannedPass, agreed, merge
from trd_registry.cohorts.planning.patient_conditions import plan_patient
from trd_registry.cohorts.planning.plan_state import Sheets
from trd_registry.cohorts.planning.refused import NotPlanned
from trd_registry.cohorts.planning.selection import RulesPlan
from trd_registry.cohorts.planning.sheet import joined
from trd_registry.cohorts.planning.source import Source
from trd_registry.cohorts.planning.sql import FALSE, TRUE
from trd_registry.cohorts.settled.asked import Asked, asked_by
from trd_registry.cohorts.steps import steps_of
from trd_registry.evaluating.context import Context
from trd_registry.evaluating.evaluate import settled_rules
from trd_registry.evaluating.membership import Assessor
from trd_registry.model.definition import Definition
from trd_registry.model.history import History
from trd_registry.model.vocabulary import Vocabularies

#: The column of patients that says whether the record holds the event from which days are counted.
INDEX_FOUND = '"index_found"'


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
        given = chosen.get(definition.id, {})
        one, results = columns_of(definition, number, *_merged(definition, sheets, given))
        columns.append(one)
        selected += results
    rules = [settled for one in definitions for settled in settled_rules(one, chosen.get(one.id, {}))]
    return Plan(statement(sheets, selected, Source()), asked_by(rules, vocabularies), tuple(columns))


def columns_of(definition: Definition, number: int, merged: Merged, steps: Sequence[str]) -> tuple[Columns, list[str]]:
    """The columns of one definition in the result, and what stands after SELECT for them."""
    found = Columns(
        definition,
        f"d{number}_",
        merged.verdict is not None,
        merged.score is not None,
        _names(merged.bands),
        _names(merged.stages),
        _names(merged.tiers),
        len(steps),
    )
    selected = [f"{sql} AS {found.prefix}{name}" for name, sql in _results(merged)]
    return found, selected + [f"{sql} AS {found.prefix}step_{place}" for place, sql in enumerate(steps)]


def plan_steps(definition: Definition, states: Sequence[RulesPlan], vocabularies: Vocabularies) -> list[str]:
    """The columns that say whether a patient passes each step, given the rules under every reading left open."""
    return [
        agreed([(plan_patient(node, state), FALSE) for node, state in zip(step.nodes, states, strict=True)])
        if step.nodes
        else INDEX_FOUND
        for step in steps_of(definition, [state.rules for state in states], vocabularies)
    ]


def _merged(definition: Definition, sheets: Sheets, readings: Mapping[str, str]) -> tuple[Merged, list[str]]:
    """The columns of the results, and those that say whether each step is passed."""
    passes, states = [], []
    for rules in settled_rules(definition, readings):
        if rules.records is not None:
            raise NotPlanned("a definition that makes trials from a record", definition.reference)
        state = RulesPlan(rules, sheets)
        scope = TRUE if rules.scope is None else plan_patient(rules.scope, state)
        passes.append(PlannedPass(scope, plan_outcome(rules.outcome, state)))
        states.append(state)
    return merge(passes, sheets.patient), plan_steps(definition, states, sheets.vocabularies)


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


def statement(sheets: Sheets, selected: Sequence[str], source: Source) -> str:
    """Worked out from its end: each table holds what the next one looks at, and nothing else."""
    results = joined(["person", "id", *selected])
    patients, patient_source, results = sheets.patient.steps("untangled", results)
    after = "\n".join([*patients, results])
    untangled, tangle_source, counted = sheets.tangles.steps("together", after)
    rows = [f"{sheets.tangles.rows()} AS trial_rows"] if counted else []
    aggregates = joined(
        ["person", *sheets.counts.columns(), *sheets.sets.columns(), *sheets.group.columns(after), *rows]
    )
    ends = only_ends(sheets.looks)
    beside, treated, given = answered(ends, sheets, "treated") if ends else ((), "treated", ())
    trials, trial_source, aggregates = sheets.trial.steps(treated, aggregates, given=given)
    base = order_columns(sheets)
    agents_table, spare_agents = _agents(sheets, source)
    agents, agent_source, _ = sheets.agent.steps(
        agents_table, "\n".join([*beside, *trials, aggregates, *base]), inline=False
    )
    parts = [
        *source.before,
        *spare_agents,
        *agents,
        *order_steps(sheets, agent_source, source),
        f"treated AS (\n  {_treated(sheets, agent_source, source)})",
        *beside,
        *trials,
        f"grouped AS (\n  SELECT {aggregates}\n  FROM {trial_source} GROUP BY person)",
        f"together AS (\n  {_together(sheets, source)})",
        *untangled,
        f"untangled AS (\n  SELECT {joined(['*', *counted])}\n  FROM {tangle_source})",
        *patients,
    ]
    return f"WITH {joined(parts)}\nSELECT {results}\nFROM {patient_source}"


def _agents(sheets: Sheets, source: Source) -> tuple[str, list[str]]:
    """What trials were of, and unlisted ones where they are looked at."""
    if source.has_stand_ins or not sheets.looks.stand_ins:
        return source.agents, []
    context = Context(History(""), sheets.vocabularies, {}, {}, Assessor())
    rows = agents_of(sheets.looks.stand_ins, context)
    named = f"SELECT agent, treatment, class, modality FROM {source.agents}"
    return "spare_agents", [f"spare_agents AS (\n  {named}\n  UNION ALL\n  SELECT * FROM {rows})"]


def _treated(sheets: Sheets, agents: str, source: Source) -> str:
    listed = f"(SELECT * FROM {source.trials} WHERE sort = 0)" if source.has_stand_ins else source.trials
    trials = (
        f"SELECT trials.*, named.* EXCLUDE (agent){{}}\n  FROM {listed} AS trials JOIN {agents} AS named USING (agent)"
    )
    if not sheets.looks.is_asked:
        return trials.format("")
    if only_ends(sheets.looks):
        return f"{trials.format(f', {ENDS}.* EXCLUDE (person)')}\n  JOIN {ENDS} USING (person)"
    return f"{trials.format(', answers.* EXCLUDE (person, trial)')}\n  JOIN {ANSWERS} AS answers USING (person, trial)"


def _together(sheets: Sheets, source: Source) -> str:
    of_patients = f"{source.patients} AS patients LEFT JOIN grouped USING (person)"
    groups = f"SELECT patients.*, grouped.* EXCLUDE (person){{}}\n  FROM {of_patients}"
    if not sheets.looks.selections:
        return groups.format("")
    return f"{groups.format(', spare.* EXCLUDE (person)')}\n  LEFT JOIN {UNLISTED} AS spare USING (person)"
