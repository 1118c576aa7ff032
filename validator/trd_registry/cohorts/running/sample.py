"""What is missing: worked out by the interpreter for persons drawn from the cohort, since it takes far longer."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from trd_registry.cohorts.needs import needed
from trd_registry.cohorts.running.job import Task
from trd_registry.evaluating.evaluate import evaluate
from trd_registry.evaluating.result import Result
from trd_registry.model.history import History
from trd_registry.model.vocabulary import Vocabularies

_A_NUMBER = re.compile(r"\[\d+\]")


@dataclass
class Sample:
    """The missing facts of the persons who were drawn."""

    #: Reference of a definition -> person -> the facts each of which alone would settle the answer.
    deciding: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    _open: Counter[tuple[str, str]] = field(default_factory=Counter)
    _decisive: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def persons(self) -> int:
        """How many persons were asked."""
        return len({person for found in self.deciding.values() for person in found})

    def add(self, history: History, tasks: Sequence[Task], vocabularies: Vocabularies) -> None:
        """Judges one person with the question what is missing."""
        for task in tasks:
            result = evaluate(history, task.definition, vocabularies, task.readings)
            reference = task.definition.reference
            decisive = [one.fact for one in result.missing if one.decisive]
            self.deciding.setdefault(reference, {})[history.id] = decisive
            self._count(reference, result)

    def _count(self, reference: str, result: Result) -> None:
        self._open.update((reference, fact) for fact in {kind_of_fact(one.fact) for one in result.missing})
        decisive = {kind_of_fact(one.fact) for one in result.missing if one.decisive}
        self._decisive.update((reference, fact) for fact in decisive)

    def table(self, tasks: Sequence[Task]) -> Any:
        """A pyarrow table: for each definition and kind of fact, for how many persons it is open, and decides."""
        arrow = needed("pyarrow")
        by_reference: Mapping[str, Task] = {task.definition.reference: task for task in tasks}
        rows = [
            {
                "definition": by_reference[reference].definition.id,
                "version": by_reference[reference].definition.version,
                "fact": fact,
                "persons": persons,
                "decisive": self._decisive[(reference, fact)],
            }
            for (reference, fact), persons in sorted(self._open.items(), key=lambda one: (one[0][0], -one[1], one[0]))
        ]
        text, number = arrow.string(), arrow.int64()
        fields = [("definition", text), ("version", text), ("fact", text), ("persons", number), ("decisive", number)]
        return arrow.Table.from_pylist(rows, arrow.schema(fields))

    def facts(self, tasks: Sequence[Task]) -> Any:
        """A pyarrow table: ``id``, and the deciding facts for the definition at each place as ``d0``, ``d1``, ..."""
        arrow = needed("pyarrow")
        persons = sorted({person for found in self.deciding.values() for person in found})
        names = arrow.list_(arrow.string())
        columns = {"id": arrow.array(persons, arrow.string())}
        for number, task in enumerate(tasks):
            found = self.deciding.get(task.definition.reference, {})
            columns[f"d{number}"] = arrow.array([found.get(person) for person in persons], names)
        return arrow.table(columns)


def kind_of_fact(fact: str) -> str:
    """The fact without the number of the trial: ``trials.weeks`` of ``trials[2].weeks``."""
    return _A_NUMBER.sub("", fact)
