"""Runs the statements of phenotypes over some persons; whose record is not plain is judged by the interpreter."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from trd_registry.cohorts.needs import needed
from trd_registry.cohorts.planning.records.plan import RecordPlan, RecordStatement
from trd_registry.cohorts.running.alike import for_everybody, once_each
from trd_registry.cohorts.running.attrition import Attrition, counted, counting
from trd_registry.cohorts.running.interpreted import Judge
from trd_registry.cohorts.running.job import Group, Task
from trd_registry.cohorts.running.records import making
from trd_registry.cohorts.running.rows import from_answers, from_statement
from trd_registry.cohorts.running.sample import Sample
from trd_registry.cohorts.tables.batches import Batch

#: Persons whose histories are held at once where the interpreter judges.
AT_ONCE = 1000


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
        self._tasks: Mapping[str, Task] = {task.definition.reference: task for task in group.phenotypes}
        self._places = {task.definition.reference: place for place, task in enumerate(group.tasks)}
        self._judges = {
            name: Judge(task.definition, task.readings, group.vocabularies) for name, task in self._tasks.items()
        }
        self._sample = sample
        self._attrition = attrition

    def judge(self, batch: Batch) -> Iterator[tuple[Task, Any]]:
        """For each phenotype the rows of these persons (see `rows`), in their order; the records must be settled."""
        execute = self._connection.execute
        with once_each(batch, self._plan.asked, self._connection):
            by_hand = [number for (number,) in execute("SELECT person FROM spans WHERE NOT plain").fetchall()]
            judged = self._alone(by_hand, batch, list(self._tasks.values()))
            with making(self._plan, self._connection):
                for statement in self._plan.statements:
                    for task, rows in self._by(statement, batch, frozenset(by_hand)):
                        yield task, _with(rows, judged[task.definition.reference])

    def _by(self, statement: RecordStatement, batch: Batch, by_hand: frozenset[int]) -> Iterator[tuple[Task, Any]]:
        """The rows of one statement, with those of persons for whom it alone cannot be said."""
        execute = self._connection.execute
        execute(f"CREATE OR REPLACE TEMP TABLE judged AS {statement.sql}")
        execute(f"CREATE OR REPLACE TEMP TABLE every AS {for_everybody('judged')}")
        execute("CREATE OR REPLACE TEMP TABLE wide AS SELECT * EXCLUDE (plain) FROM every WHERE plain")
        left = [number for (number,) in execute("SELECT person FROM every WHERE NOT plain").fetchall()]
        tasks = [self._tasks[columns.definition.reference] for columns in statement.columns]
        judged = self._alone([number for number in left if number not in by_hand], batch, tasks)
        for columns, task in zip(statement.columns, tasks, strict=True):
            sql = from_statement(columns, "wide", "sample", self._places[columns.definition.reference])
            rows = self._connection.sql(sql).to_arrow_table()
            if columns.steps:
                counts = execute(f"SELECT {', '.join(counting(columns))} FROM wide").fetchall()[0]
                self._attrition.add(task, [counts[start : start + 5] for start in range(0, len(counts), 5)])
            yield task, _with(rows, judged[task.definition.reference])

    def _alone(self, numbers: Sequence[int], batch: Batch, tasks: Sequence[Task]) -> Mapping[str, list[Any]]:
        """By definition the rows of persons who are left to the interpreter, some persons in each table."""
        found: dict[str, list[Any]] = {task.definition.reference: [] for task in tasks}
        histories = batch.histories(numbers) if numbers else iter(())
        while some := list(islice(histories, AT_ONCE)):
            for task in tasks:
                reference = task.definition.reference
                judged = [self._judges[reference].judge(history) for history in some]
                self._attrition.add(task, counted((one.steps for one in judged), len(task.steps)))
                answers = ((history.id, one.answer) for history, one in zip(some, judged, strict=True))
                found[reference].append(from_answers(answers, self._sample.deciding.get(reference, {})))
        return found


def _with(rows: Any, more: Sequence[Any]) -> Any:
    """The rows with others, by person."""
    if not more:
        return rows
    others = [one.select(rows.column_names).cast(rows.schema) for one in more]
    return needed("pyarrow").concat_tables([rows, *others]).sort_by("person")
