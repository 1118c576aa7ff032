"""Runs the statements of phenotypes over some persons; whose record is not plain is judged by the interpreter."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from trd_registry.cohorts.needs import needed
from trd_registry.cohorts.planning.records.plan import RecordPlan, RecordStatement
from trd_registry.cohorts.running.attrition import Attrition, counted, counting
from trd_registry.cohorts.running.interpreted import Judge
from trd_registry.cohorts.running.job import Group, Task
from trd_registry.cohorts.running.records import making
from trd_registry.cohorts.running.rows import from_answers, from_statement
from trd_registry.cohorts.running.sample import Sample
from trd_registry.cohorts.settled.records import TABLES, settle_records
from trd_registry.cohorts.settled.settle import settle
from trd_registry.model.history import History


class Phenotypes:
    """The phenotypes of one group, ready to judge many lots of persons.

    Args:
        connection: A database; the table ``sample`` (see `Sample.facts`) must be there while persons are judged.
        group: Definitions, those of `Group.phenotypes` among them.
        sample: The deciding facts of the persons who were drawn.
        attrition: Gets the counts of the steps.
    """

    def __init__(self, connection: Any, group: Group, sample: Sample, attrition: Attrition) -> None:
        assert group.record_plan is not None
        self._connection = connection
        self._plan: RecordPlan = group.record_plan
        self._vocabularies = group.vocabularies
        self._tasks: Mapping[str, Task] = {task.definition.reference: task for task in group.phenotypes}
        self._places = {task.definition.reference: place for place, task in enumerate(group.tasks)}
        self._judges = {
            name: Judge(task.definition, task.readings, group.vocabularies) for name, task in self._tasks.items()
        }
        self._sample = sample
        self._attrition = attrition

    def judge(self, histories: Sequence[History]) -> Iterator[tuple[Task, Any]]:
        """For each phenotype the rows of these persons (see `rows`), in their order."""
        tables = {"patients": settle(histories, self._plan.asked, self._vocabularies).patients}
        records = settle_records(histories, self._vocabularies)
        tables |= {name: getattr(records, name) for name in TABLES}
        for name, table in tables.items():
            self._connection.register(name, table)
        with making(self._plan, self._connection):
            for statement in self._plan.statements:
                yield from self._by(statement, histories)
        for name in tables:
            self._connection.unregister(name)

    def _by(self, statement: RecordStatement, histories: Sequence[History]) -> Iterator[tuple[Task, Any]]:
        execute = self._connection.execute
        execute(f"CREATE OR REPLACE TEMP TABLE every AS {statement.sql}")
        execute("CREATE OR REPLACE TEMP TABLE wide AS SELECT * EXCLUDE (plain) FROM every WHERE plain")
        left = [histories[place] for (place,) in execute("SELECT person FROM every WHERE NOT plain").fetchall()]
        for columns in statement.columns:
            task = self._tasks[columns.definition.reference]
            sql = from_statement(columns, "wide", "sample", self._places[columns.definition.reference])
            rows = self._connection.sql(sql).to_arrow_table()
            if columns.steps:
                counts = execute(f"SELECT {', '.join(counting(columns))} FROM wide").fetchall()[0]
                self._attrition.add(task, [counts[start : start + 5] for start in range(0, len(counts), 5)])
            yield task, self._with(rows, task, left) if left else rows

    def _with(self, rows: Any, task: Task, left: Sequence[History]) -> Any:
        """The rows with those of persons who are left to the interpreter."""
        judged = [self._judges[task.definition.reference].judge(history) for history in left]
        self._attrition.add(task, counted((one.steps for one in judged), len(task.steps)))
        deciding = self._sample.deciding.get(task.definition.reference, {})
        answers = ((history.id, one.answer) for history, one in zip(left, judged, strict=True))
        more = from_answers(answers, deciding).select(rows.column_names).cast(rows.schema)
        return needed("pyarrow").concat_tables([rows, more]).sort_by("person")
