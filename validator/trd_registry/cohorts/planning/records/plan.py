"""One statement for all phenotypes that make the same trials of a record, and the tables that must be made before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from trd_registry.cohorts.planning.outcomes import plan_outcome
from trd_registry.cohorts.planning.passes import Merged, PlannedPass, merge
from trd_registry.cohorts.planning.patient_conditions import plan_patient
from trd_registry.cohorts.planning.plan_state import Sheets
from trd_registry.cohorts.planning.records.beyond import Beyond
from trd_registry.cohorts.planning.records.diagnoses import Diagnoses
from trd_registry.cohorts.planning.records.selection import RecordRulesPlan
from trd_registry.cohorts.planning.records.source import RecordSource, record_source, subqueries
from trd_registry.cohorts.planning.records.tables import Tables
from trd_registry.cohorts.planning.refused import NotPlanned
from trd_registry.cohorts.planning.sql import TRUE, all_of
from trd_registry.cohorts.planning.statement import INDEX_FOUND, Columns, columns_of, plan_steps, statement
from trd_registry.cohorts.settled.asked import ALWAYS, Asked, asked_by
from trd_registry.evaluating.evaluate import settled_rules
from trd_registry.model.definition import Definition
from trd_registry.model.nodes import Extreme
from trd_registry.model.record_rules import RecordRules
from trd_registry.model.rules import Rules
from trd_registry.model.vocabulary import Vocabularies
from trd_registry.model.walking import facts_in, walk


@dataclass(frozen=True, slots=True)
class RecordStatement:
    """A statement with one row a patient: ``person``, ``id``, ``plain`` and the columns of each definition.

    The columns are those of `Plan`. What it says of a patient holds where ``plain`` is TRUE; the others are for the
    interpreter.
    """

    sql: str
    columns: tuple[Columns, ...]


@dataclass(frozen=True, slots=True)
class RecordPlan:
    """Statements over the table ``patients`` of `settle` and those of `settle_records`."""

    #: Names and queries of the tables that must be made first, in this order.
    tables: tuple[tuple[str, str], ...]
    statements: tuple[RecordStatement, ...]
    #: The facts of the patient that ``patients`` must hold.
    asked: Asked


def check_records(
    definition: Definition, vocabularies: Vocabularies, readings: Mapping[str, str] | None = None
) -> None:
    """Raises NotPlanned where a phenotype asks for something that cannot be planned yet."""
    plan_records([definition], vocabularies, {definition.id: readings or {}})


def plan_records(
    definitions: Sequence[Definition],
    vocabularies: Vocabularies,
    readings: Mapping[str, Mapping[str, str]] | None = None,
) -> RecordPlan:
    """The statements for these phenotypes, each under its default readings, spanning those that have none.

    Args:
        definitions: Phenotypes.
        vocabularies: Those that every one of the definitions pins.
        readings: Definition id -> reading -> option, in place of the defaults.

    Raises NotPlanned for a definition that makes no trials from a record, or asks for something that cannot be planned
    yet.
    """
    tables = Tables()
    chosen = readings or {}
    phenotypes = [(one, settled_rules(one, chosen.get(one.id, {}))) for one in definitions]
    rules = [one for _, settled in phenotypes for one in settled]
    doses = any("dose" in facts_in((one.trials, one.outcome)) for one in rules)
    groups: dict[RecordSource, list[_Member]] = {}
    for definition, settled in phenotypes:
        source, unseen = record_source(_records(definition, settled), vocabularies, tables, doses=doses)
        groups.setdefault(source, []).append((definition, settled, unseen))
    statements = tuple(_statement(source, members, vocabularies) for source, members in groups.items())
    return RecordPlan(tables.made(), statements, Asked(asked_by(rules, vocabularies).patient, frozenset()))


_Member = tuple[Definition, Sequence[Rules], Beyond]


def _records(definition: Definition, settled: Sequence[Rules]) -> RecordRules:
    """The figures, which must be the same under all readings that are left open."""
    found = [rules.records for rules in settled]
    first = found[0]
    if first is None:
        raise NotPlanned("a definition that makes no trials from a record", definition.reference)
    if any(one != first for one in found):
        raise NotPlanned("a reading on how trials are made of a record", definition.reference)
    return first


def _statement(source: RecordSource, members: Sequence[_Member], vocabularies: Vocabularies) -> RecordStatement:
    diagnoses = Diagnoses(open_before=source.open_before, open_after=source.open_after)
    sheets = Sheets(vocabularies, diagnoses=diagnoses)
    columns, selected = [], ["plain"]
    rules: list[Rules] = []
    for number, (definition, settled, unseen) in enumerate(members):
        one, results = columns_of(definition, number, *_merged(definition, settled, unseen, sheets))
        columns.append(one)
        selected += results
        rules += settled
    facts = sorted(asked_by(rules, vocabularies).trial - ALWAYS)
    wanted = statement(sheets, selected, subqueries(source, (), diagnoses, "nothing"))
    made = subqueries(source, facts, diagnoses, wanted)
    return RecordStatement(statement(sheets, selected, made), tuple(columns))


def _merged(
    definition: Definition, settled: Sequence[Rules], unseen: Beyond, sheets: Sheets
) -> tuple[Merged, list[str]]:
    passes, states = [], []
    for rules in settled:
        _check(rules)
        state = RecordRulesPlan(rules, sheets, sorts=unseen.sorts)
        scope = TRUE if rules.scope is None else plan_patient(rules.scope, state)
        # Without an index event the patient is not among those whom the definition speaks of.
        found = INDEX_FOUND if rules.records is not None and rules.records.index is not None else TRUE
        applicable = sheets.patient.add(all_of([found, scope]))
        passes.append(PlannedPass(applicable, plan_outcome(rules.outcome, state)))
        states.append(state)
    return merge(passes, sheets.patient), plan_steps(definition, states, sheets.vocabularies)


def _check(rules: Rules) -> None:
    for node in walk((rules.scope, rules.trials, rules.outcome)):
        if isinstance(node, Extreme) and node.fact in _DAYS:
            raise NotPlanned(f"the {node.which} {node.fact} of trials made from a record", node.place)


#: Facts that a stand-in has bounds of, which depend on the person.
_DAYS = frozenset(("started_days_ago", "ended_days_ago", "start_day", "end_day"))
