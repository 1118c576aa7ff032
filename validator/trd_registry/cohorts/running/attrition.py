"""Attrition: how many persons pass each step of a definition, and all steps up to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from trd_registry.cohorts.needs import needed
from trd_registry.cohorts.planning.sql import quoted
from trd_registry.cohorts.planning.statement import Columns
from trd_registry.cohorts.running.job import Task
from trd_registry.model.truth import Truth

#: Persons by one step alone, and persons who certainly or possibly pass it and all steps before it.
COUNTS = ("holds", "fails", "unknown", "certain", "possible")


@dataclass
class Attrition:
    """The counts of all definitions, added up over batches of persons."""

    _counts: dict[str, list[list[int]]] = field(default_factory=dict)

    def add(self, task: Task, counts: Sequence[Sequence[int]]) -> None:
        """Adds the counts of some persons: for each step, the numbers in the order of `COUNTS`."""
        known = self._counts.setdefault(task.definition.reference, [[0] * len(COUNTS) for _ in task.steps])
        for total, more in zip(known, counts, strict=True):
            total[:] = [one + other for one, other in zip(total, more, strict=True)]

    def table(self, tasks: Iterable[Task]) -> Any:
        """A pyarrow table, one row a definition and step."""
        arrow = needed("pyarrow")
        rows = [
            {
                "definition": task.definition.id,
                "version": task.definition.version,
                "step": number,
                "part": step.part,
                "label": step.label,
                **dict(zip(COUNTS, counts, strict=True)),
            }
            for task in tasks
            for number, (step, counts) in enumerate(
                zip(task.steps, self._counts.get(task.definition.reference, [[0] * 5] * len(task.steps)), strict=True)
            )
        ]
        words = [(name, arrow.string()) for name in ("definition", "version", "part", "label")]
        numbers = [(name, arrow.int64()) for name in COUNTS]
        fields = [*words[:2], ("step", arrow.int32()), *words[2:], *numbers]
        return arrow.Table.from_pylist(rows, arrow.schema(fields))


def counted(passed: Iterable[Sequence[Truth]], steps: int) -> list[list[int]]:
    """The counts of persons by the steps that each passes."""
    counts = [[0] * len(COUNTS) for _ in range(steps)]
    for truths in passed:
        certain = possible = True
        for count, truth in zip(counts, truths, strict=True):
            certain, possible = certain and truth is True, possible and truth is not False
            told = (truth is True, truth is False, truth is None, certain, possible)
            count[:] = [number + one for number, one in zip(count, told, strict=True)]
    return counts


def counting(columns: Columns) -> list[str]:
    """The aggregates of a SELECT over the result of a statement, five a step in the order of `COUNTS`."""
    found = []
    passed: list[str] = []
    for step in range(columns.steps):
        told = quoted(f"{columns.prefix}step_{step}")
        passed.append(told)
        together = f"({' AND '.join(passed)})"
        tests = (f"{told} IS TRUE", f"{told} IS FALSE", f"{told} IS NULL", f"{together} IS TRUE",
                 f"{together} IS NOT FALSE")  # fmt: skip
        found += [f"count(*) FILTER (WHERE {test})" for test in tests]
    return found
