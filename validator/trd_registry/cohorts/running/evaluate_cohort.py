"""Runs definitions over a cohort folder and writes what they say, whole or not at all."""

import json
import shutil
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from trd_registry.cohorts.folder.folder import Cohort
from trd_registry.cohorts.folder.report import Report
from trd_registry.cohorts.multiverse.counting import Running, label_of, table_of, tally
from trd_registry.cohorts.multiverse.specifications import specifications_of
from trd_registry.cohorts.needs import connected, needed
from trd_registry.cohorts.planning.statement import Columns
from trd_registry.cohorts.running.attrition import Attrition, counted, counting
from trd_registry.cohorts.running.engine import DuckDb, Engine
from trd_registry.cohorts.running.interpreted import judged
from trd_registry.cohorts.running.job import Group, Job, job_of
from trd_registry.cohorts.running.label import cohort_label, label
from trd_registry.cohorts.running.lots import Progress, lots_of
from trd_registry.cohorts.running.phenotypes import Phenotypes
from trd_registry.cohorts.running.result_file import ResultFile
from trd_registry.cohorts.running.rows import from_answers, from_statement
from trd_registry.cohorts.running.sample import Sample
from trd_registry.cohorts.running.times import no_times, times
from trd_registry.cohorts.whole_folder import whole_folder
from trd_registry.loading.registry import Registry
from trd_registry.model.definition import Definition
from trd_registry.model.errors import RegistryError
from trd_registry.model.history import History

#: Persons that are held at once where the interpreter judges.
ALONE = 20_000

#: Persons for whom it is worked out what is missing.
SAMPLE = 100

#: The most that each of the two databases may take, which seldom work at the same time: one that reads the tables and
#: one that runs the statement.
MEMORY = "1500MB"


@dataclass(frozen=True, slots=True)
class CohortRun:
    """What was done to a cohort.

    Its ``report`` has what became of every row of the tables: how many were read, used and rejected, and for each one
    that was rejected where it stands and why.
    """

    persons: int
    report: Report
    #: The definitions that were run, with their readings.
    job: Job
    #: How many persons were asked what is missing.
    sample: int


@dataclass
class _Run:
    """What is kept from batch to batch."""

    job: Job
    registry: Registry
    engine: Engine
    connection: Any
    folder: Path
    file: ResultFile
    attrition: Attrition = field(default_factory=Attrition)
    sample: Sample = field(default_factory=Sample)
    times: list[Any] = field(default_factory=list)
    dates: bool = False
    memory: str = MEMORY


def evaluate_cohort(
    folder: Path,
    out: Path,
    definitions: Sequence[Definition],
    registry: Registry,
    readings: Mapping[str, Mapping[str, str]] | None = None,
    *,
    version: str = "",
    sample: int = SAMPLE,
    dates: bool = False,
    memory: str = MEMORY,
    engine: Engine | None = None,
    progress: Progress | None = None,
    combinations: int = 0,
) -> CohortRun:
    """Judges every person of a cohort by every definition.

    Args:
        folder: A cohort folder (schema/COHORT.md).
        out: Must not be there yet. It gets ``results.parquet``, ``steps.parquet``, ``missing.parquet``, ``rejects.csv``
            and ``run.json`` (schema/RESULTS.md), all of them or none.
        definitions: Executable ones, each once.
        registry: Where their vocabularies stand.
        readings: Definition id -> reading -> option; every other reading is at its default.
        version: Of this program, for the label of the results.
        sample: For so many persons, drawn by a fixed rule, it is worked out which missing facts would settle an answer.
        dates: Whether to work out when a definition came to be met as well, for ``times.parquet``; it takes longer.
        memory: The most that a database may take before it uses the disk, such as ``3GB``.
        engine: What runs the statement; DuckDB if none is given.
        progress: Told how many more persons were judged.
        combinations: Where not 0, the cohort is judged under other readings as well, for ``multiverse.parquet``: under
            every single change, and under so many combinations of each definition. ``readings`` are kept as they are.

    Raises InvalidInput and RegistryError as `Cohort` does, NotExecutable for a record, UnknownReading for a reading or
    option that a definition does not have, and RegistryError where ``out`` is there.
    """
    engine = engine or DuckDb()
    job = job_of(definitions, registry, readings, engine.check)
    if dates and not engine.shows_tables:
        raise RegistryError(f"{engine.name} cannot tell when a definition came to be met.", "Leave out --dates.")
    chosen = readings or {}
    several = [specifications_of(one, chosen.get(one.id, {}), combinations) for one in definitions if combinations]
    with whole_folder(out) as beside:
        spill = beside / "spill"
        with _connection(spill, memory) as connection, ResultFile(beside / "results.parquet") as file:
            run = _Run(job, registry, engine, connection, spill, file, dates=dates, memory=memory)
            for number, group in enumerate(job.groups):
                cohort = Cohort(folder, group.vocabularies)
                _ask(run.sample, cohort, group, sample)
                _judge(run, cohort, group, progress if number == 0 else None)
                if number == 0:
                    report, declaration = cohort.report, cohort.declaration
            told = label(
                job,
                cohort_label(folder, declaration, report),
                version=version,
                engine=run.engine.name,
                sample=run.sample.persons,
            )
            if several:
                told["multiverse"] = label_of(several, combinations)
                counts = tally(folder, several, registry, Running(engine, connection, spill, memory))
            file.label(told)
        write = needed("pyarrow.parquet").write_table
        write(run.attrition.table(job.tasks), str(beside / "steps.parquet"))
        write(run.sample.table(job.tasks), str(beside / "missing.parquet"))
        if several:
            write(table_of(several, counts), str(beside / "multiverse.parquet"))
        if dates:
            write(needed("pyarrow").concat_tables([no_times(), *run.times]), str(beside / "times.parquet"))
        (beside / "rejects.csv").write_text(report.rejects_as_csv(), encoding="utf-8")
        (beside / "run.json").write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return CohortRun(report.persons, report, job, run.sample.persons)


@contextmanager
def _connection(spill: Path, memory: str) -> Iterator[Any]:
    """A database that keeps what does not fit into memory in a folder that goes with it."""
    spill.mkdir()
    connection = connected(temp_directory=str(spill), memory_limit=memory)
    try:
        yield connection
    finally:
        connection.close()
        shutil.rmtree(spill, ignore_errors=True)


def _ask(sample: Sample, cohort: Cohort, group: Group, number: int) -> None:
    drawn = frozenset(cohort.drawn(number)) if number else frozenset()
    if drawn:
        for person in cohort.persons(drawn):
            sample.add(person.history, group.tasks, group.vocabularies)


def _judge(run: _Run, cohort: Cohort, group: Group, progress: Progress | None) -> None:
    """Judges all persons by the definitions of a group."""
    facts = run.sample.facts(group.tasks)
    run.connection.register("sample", facts)
    for wide in _answered(run, cohort, group, progress):
        for number, (task, columns) in enumerate(zip(group.planned, _columns(group), strict=True)):
            rows = run.connection.sql(from_statement(columns, wide, "sample", number)).to_arrow_table()
            run.file.add(rows, task)
            if columns.steps:
                counts = run.connection.sql(f"SELECT {', '.join(counting(columns))} FROM {wide}").fetchall()[0]
                run.attrition.add(task, [counts[start : start + 5] for start in range(0, len(counts), 5)])
    run.connection.unregister("sample")


def _answered(run: _Run, cohort: Cohort, group: Group, progress: Progress | None) -> Iterator[str]:
    """Tables with the answers of the statement; then the interpreter judges by the definitions that are left to it."""
    if group.planned or group.phenotypes:
        yield from _by_statement(run, cohort, group, progress)
        progress = None  # everybody was told of
    if group.interpreted:
        persons = (person.history for person in cohort.persons())
        while histories := list(islice(persons, ALONE)):
            _by_interpreter(run, group, histories)
            if progress is not None:
                progress(len(histories))


def _by_statement(run: _Run, cohort: Cohort, group: Group, progress: Progress | None) -> Iterator[str]:
    phenotypes = Phenotypes(run.connection, group, run.sample, run.attrition) if group.phenotypes else None
    lots = lots_of(cohort, group, phenotypes, run.file, dates=run.dates, memory=run.memory, progress=progress)
    if group.plan is None:
        deque(lots, maxlen=0)  # phenotypes alone, which are judged on the way
        return
    for wide in run.engine.run(group.plan, lots, run.connection, run.folder):
        if run.dates:
            found = times(run.connection, group.plan, group.planned, wide)
            run.times += [] if found is None else [found]
        yield wide


def _columns(group: Group) -> Sequence[Columns]:
    return () if group.plan is None else group.plan.columns


def _by_interpreter(run: _Run, group: Group, batch: Sequence[History]) -> None:
    answers = list(judged(batch, group.interpreted, run.registry, group.vocabularies))
    for number, task in enumerate(group.interpreted):
        told = [one[number] for one in answers]
        deciding = run.sample.deciding.get(task.definition.reference, {})
        rows = from_answers(((one.id, each.answer) for one, each in zip(batch, told, strict=True)), deciding)
        run.file.add(rows, task)
        run.attrition.add(task, counted((each.steps for each in told), len(task.steps)))
