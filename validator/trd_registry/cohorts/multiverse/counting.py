"""Judges a cohort under many specifications and keeps how many persons come out how."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from trd_registry.cohorts.folder.folder import Cohort
from trd_registry.cohorts.multiverse.specifications import Specification, Specifications
from trd_registry.cohorts.needs import needed
from trd_registry.cohorts.planning.statement import Columns
from trd_registry.cohorts.running.attrition import Attrition
from trd_registry.cohorts.running.engine import Engine
from trd_registry.cohorts.running.interpreted import judged
from trd_registry.cohorts.running.job import Group, Task, job_of
from trd_registry.cohorts.running.lots import lots_of
from trd_registry.cohorts.running.phenotypes import Phenotypes
from trd_registry.cohorts.running.sample import Sample
from trd_registry.loading.registry import Registry

#: So many specifications are judged while the cohort is read once.
AT_ONCE = 60

#: Persons that are held at once where the interpreter judges.
ALONE = 20_000

#: How persons come out; together they are all persons. The last but one and the one before it may be out of scope.
STATES = (
    "met", "indeterminate", "not_met", "out_of_scope", "scope_unknown", "scope_unknown_not_met", "no_verdict",
)  # fmt: skip


def state_of(applicable: bool | None, verdict: str | None) -> str:
    """How one person comes out."""
    if applicable is False:
        return "out_of_scope"
    if verdict is None:
        return "no_verdict"
    if applicable is None:
        return "scope_unknown_not_met" if verdict == "not_met" else "scope_unknown"
    return verdict


class Tally:
    """How many persons come out how, by the stand-ins of specifications."""

    def __init__(self) -> None:
        self.counts: dict[str, Counter[str]] = {}

    def add(self, rows: Any, task: Task) -> None:
        """Takes the rows of one definition in place of a file of results."""
        pairs = zip(rows.column("applicable").to_pylist(), rows.column("verdict").to_pylist(), strict=True)
        self.take(task.definition.id, (state_of(*pair) for pair in pairs))

    def take(self, name: str, states: Iterable[str]) -> None:
        """More persons of one stand-in."""
        self.counts.setdefault(name, Counter()).update(states)

    def add_wide(self, connection: Any, wide: str, columns: Sequence[Columns]) -> None:
        """All persons of a table with the answers of a statement."""
        counted = ", ".join(sql for one in columns for sql in _counted(one))
        row = connection.sql(f"SELECT {counted} FROM {wide}").fetchall()[0]
        for place, one in enumerate(columns):
            mine = row[place * len(STATES) : (place + 1) * len(STATES)]
            self.counts.setdefault(one.definition.id, Counter()).update(dict(zip(STATES, mine, strict=True)))


def _counted(columns: Columns) -> list[str]:
    applicable = f"{columns.prefix}applicable"
    verdict = f"{columns.prefix}verdict" if columns.gives_verdict else None
    tests = {"out_of_scope": f"{applicable} IS FALSE"}
    if verdict is None:
        tests["no_verdict"] = f"{applicable} IS NOT FALSE"
    else:
        tests |= {
            "met": f"{applicable} AND {verdict} IS TRUE",
            "indeterminate": f"{applicable} AND {verdict} IS NULL",
            "not_met": f"{applicable} AND {verdict} IS FALSE",
            "scope_unknown": f"{applicable} IS NULL AND {verdict} IS NOT FALSE",
            "scope_unknown_not_met": f"{applicable} IS NULL AND {verdict} IS FALSE",
        }
    return [f"count(*) FILTER ({tests.get(state, 'FALSE')})" for state in STATES]


@dataclass(frozen=True, slots=True)
class Running:
    """What runs the statements, and where."""

    engine: Engine
    connection: Any
    #: For files while it works.
    folder: Path
    memory: str


def tally(
    folder: Path,
    several: Sequence[Specifications],
    registry: Registry,
    run: Running,
) -> Mapping[str, Counter[str]]:
    """By the name of its stand-in, how many persons come out how under each specification."""
    found = Tally()
    everything = [specification for one in several for specification in one.several]
    for start in range(0, len(everything), AT_ONCE):
        some = everything[start : start + AT_ONCE]
        readings = {one.stand_in.id: one.chosen for one in some}
        job = job_of([one.stand_in for one in some], registry, readings, run.engine.check)
        for group in job.groups:
            _group(found, Cohort(folder, group.vocabularies), group, registry, run)
    return found.counts


def _group(found: Tally, cohort: Cohort, group: Group, registry: Registry, run: Running) -> None:
    sample = Sample()
    run.connection.register("sample", sample.facts(group.tasks))
    if group.plan is not None or group.phenotypes:
        phenotypes = Phenotypes(run.connection, group, sample, Attrition()) if group.phenotypes else None
        lots = lots_of(cohort, group, phenotypes, found, dates=False, memory=run.memory, progress=None)
        if group.plan is None:
            # Going through the lots is what counts the persons; no statement wants their rows.
            for _ in lots:
                pass
        else:
            for wide in run.engine.run(group.plan, lots, run.connection, run.folder):
                found.add_wide(run.connection, wide, group.plan.columns)
    if group.interpreted:
        persons = (person.history for person in cohort.persons())
        while histories := list(islice(persons, ALONE)):
            answers = list(judged(histories, group.interpreted, registry, group.vocabularies))
            for number, task in enumerate(group.interpreted):
                told = (one[number].answer for one in answers)
                found.take(task.definition.id, (state_of(one.applicable, one.verdict) for one in told))
    run.connection.unregister("sample")


def table_of(several: Sequence[Specifications], counts: Mapping[str, Counter[str]]) -> Any:
    """``multiverse.parquet``: one row a definition and specification (schema/RESULTS.md)."""
    arrow = needed("pyarrow")
    rows = [_row(one, counts[one.stand_in.id]) for each in several for one in each.several]
    text, number = arrow.string(), arrow.int64()
    options = arrow.map_(text, text)
    fields = [("definition", text), ("version", text), ("combination", number), ("kind", text), ("readings", options)]
    return arrow.Table.from_pylist(rows, arrow.schema([*fields, *((state, number) for state in STATES)]))


def _row(one: Specification, counts: Counter[str]) -> dict[str, Any]:
    return {
        "definition": one.definition.id,
        "version": one.definition.version,
        "combination": one.number,
        "kind": one.kind,
        "readings": list(one.options.items()),
        **{state: counts[state] for state in STATES},
    }


def label_of(several: Sequence[Specifications], most: int) -> dict[str, Any]:
    """What ``run.json`` says of it."""
    return {
        "most": most,
        "definitions": [
            {
                "definition": one.definition.id,
                "version": one.definition.version,
                "combinations": one.combinations,
                "judged": len(one.several),
                "complete": one.is_complete,
                "fixed": dict(one.fixed),
            }
            for one in several
        ],
    }
