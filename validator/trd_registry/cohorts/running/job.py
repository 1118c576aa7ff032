"""What is to be run: definitions with their readings, put together by the vocabularies that they pin."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from trd_registry.cohorts.planning.records.plan import RecordPlan, check_records, plan_records
from trd_registry.cohorts.planning.refused import NotPlanned
from trd_registry.cohorts.planning.statement import Plan, check, plan
from trd_registry.cohorts.steps import Step, steps_of
from trd_registry.evaluating.evaluate import settled_rules
from trd_registry.loading.registry import Registry
from trd_registry.model.definition import Definition
from trd_registry.model.vocabulary import Vocabularies

#: Raises NotPlanned for a statement that cannot be run.
CheckPlan = Callable[[Plan], None]


@dataclass(frozen=True, slots=True)
class Task:
    """One definition under readings."""

    definition: Definition
    readings: Mapping[str, str]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Definitions that are judged on one reading of the cohort."""

    vocabularies: Vocabularies
    #: Those that go into one statement, and the statement; None where there are none.
    planned: tuple[Task, ...]
    plan: Plan | None
    #: Those that make trials of a record, and their statements; None where there are none.
    phenotypes: tuple[Task, ...]
    record_plan: RecordPlan | None
    #: Those that the interpreter judges, one person after another.
    interpreted: tuple[Task, ...]

    @property
    def tasks(self) -> tuple[Task, ...]:
        """All of them."""
        return self.planned + self.phenotypes + self.interpreted


@dataclass(frozen=True, slots=True)
class Job:
    """Everything that is asked for."""

    groups: tuple[Group, ...]
    readings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def tasks(self) -> tuple[Task, ...]:
        """All definitions, in the order in which their results are written."""
        return tuple(task for group in self.groups for task in group.tasks)


def job_of(
    definitions: Sequence[Definition],
    registry: Registry,
    readings: Mapping[str, Mapping[str, str]] | None = None,
    check_plan: CheckPlan = lambda _: None,
) -> Job:
    """Puts definitions into one statement as far as they can be planned.

    Args:
        definitions: Executable ones, each once.
        registry: Where the vocabularies stand that they pin.
        readings: Definition id -> reading -> option; every other reading is at its default.
        check_plan: Raises NotPlanned for a statement that cannot be run.

    Raises NotExecutable for a record, and UnknownReading for a reading or option that a definition does not have.
    """
    chosen = readings or {}
    by_vocabularies: dict[int, tuple[Vocabularies, list[Definition]]] = {}
    for definition in definitions:
        vocabularies = registry.vocabularies_for(definition)
        by_vocabularies.setdefault(id(vocabularies), (vocabularies, []))[1].append(definition)
    groups = tuple(_group(found, vocabularies, chosen, check_plan) for vocabularies, found in by_vocabularies.values())
    return Job(groups, chosen)


def _group(
    definitions: Sequence[Definition],
    vocabularies: Vocabularies,
    readings: Mapping[str, Mapping[str, str]],
    check_plan: CheckPlan,
) -> Group:
    planned, phenotypes, interpreted = [], [], []
    for definition in definitions:
        chosen = readings.get(definition.id, {})
        rules = settled_rules(definition, chosen)
        task = Task(definition, chosen, steps_of(definition, rules, vocabularies))
        of_records = any(one.records is not None for one in rules)
        try:
            if of_records:
                check_records(definition, vocabularies, chosen)
                phenotypes.append(task)
            else:
                check(definition, vocabularies, chosen)
                planned.append(task)
        except NotPlanned:
            interpreted.append(task)
    records = plan_records([task.definition for task in phenotypes], vocabularies, readings) if phenotypes else None

    def statement(tasks: Sequence[Task]) -> Plan | None:
        found = plan([task.definition for task in tasks], vocabularies, readings) if tasks else None
        if found is not None:
            check_plan(found)
        return found

    try:
        return Group(vocabularies, tuple(planned), statement(planned), tuple(phenotypes), records, tuple(interpreted))
    except NotPlanned:
        # Some definition asks for what cannot be run; which one is found by asking half of them at a time.
        able = tuple(_able(planned, statement))
        refused = (task for task in planned if task not in able)
        return Group(vocabularies, able, statement(able), tuple(phenotypes), records, (*interpreted, *refused))


def _able(tasks: Sequence[Task], statement: Callable[[Sequence[Task]], object]) -> Sequence[Task]:
    """Those whose statement can be run, given that the statement of all together cannot."""
    if len(tasks) == 1:
        return ()
    found: list[Task] = []
    for half in (tasks[: len(tasks) // 2], tasks[len(tasks) // 2 :]):
        try:
            statement(half)
            found += half
        except NotPlanned:
            found += _able(half, statement)
    return found
