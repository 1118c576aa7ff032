"""``trd cohort evaluate``: every definition over every person of a cohort."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trd_registry.cli.private_option import opened_registry, private_option
from trd_registry.cli.readings import split_readings
from trd_registry.model.errors import RegistryError

if TYPE_CHECKING:
    from trd_registry.cohorts.running.engine import Engine
    from trd_registry.cohorts.running.evaluate_cohort import CohortRun


#: So many combinations of each definition where no other number is asked for.
COMBINATIONS = 100


@click.command(name="evaluate")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("-o", "out", type=click.Path(path_type=Path), required=True, metavar="OUT", help="A new folder.")
@click.option("-d", "--definition", "definitions", multiple=True, metavar="ID[@VERSION]", help="Only this definition.")
@click.option("--reading", "readings", multiple=True, metavar="ID:READING=OPTION", help="Settle a reading this way.")
@click.option(
    "--readings", "vary", type=click.Choice(["all"]), help="Judge under other readings too, for multiverse.parquet."
)
@click.option(
    "--combinations",
    type=click.IntRange(1, 100_000),
    metavar="N",
    help="With --readings all: so many combinations of each definition at most, after every single change.  "
    "[default: 100]",
)
@click.option("--drafts", is_flag=True, help="Judge by drafts too; they are marked.")
@click.option(
    "--sample",
    type=click.IntRange(0, 100_000),
    default=100,
    show_default=True,
    help="For so many persons, work out which missing facts would settle an answer.",
)
@click.option("--dates", is_flag=True, help="Work out when a definition came to be met, where dates allow.")
@click.option(
    "--memory", metavar="SIZE", default="1500MB", show_default=True, help="The most that a database may take."
)
@click.option(
    "--engine",
    "engine_name",
    type=click.Choice(("duckdb", "spark")),
    default="duckdb",
    show_default=True,
    help="What works out the answers: DuckDB on this machine, or Apache Spark.",
)
@click.option("--master", metavar="URL", default="", help="Where Spark runs, such as local[4] or spark://host:7077.")
@click.option(
    "--settled",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="A new folder in which the tables that Spark reads stay; both must see it under the same path.",
)
@private_option
def command(
    folder: Path,
    out: Path,
    definitions: tuple[str, ...],
    readings: tuple[str, ...],
    vary: str | None,
    combinations: int | None,
    drafts: bool,
    sample: int,
    dates: bool,
    memory: str,
    engine_name: str,
    master: str,
    settled: Path | None,
    private: Path | None,
) -> None:
    """Judge every person of a cohort by every released definition, or by those named.

    OUT gets results.parquet (one row a person and definition), steps.parquet, missing.parquet, rejects.csv and
    run.json: all of them, or nothing where the run fails or is stopped. See schema/RESULTS.md.
    """
    from trd_registry.cli.evaluate_command import chosen_definitions
    from trd_registry.cohorts.folder.folder import Cohort
    from trd_registry.cohorts.orderly_end import ended_orderly
    from trd_registry.cohorts.running.evaluate_cohort import evaluate_cohort
    from trd_registry.reporting.receipt import engine_version

    if engine_name != "spark" and (master or settled):
        raise click.UsageError("--master and --settled go with --engine spark.")
    if combinations is not None and vary is None:
        raise click.UsageError("--combinations goes with --readings all.")
    registry = opened_registry(private)
    chosen = chosen_definitions(registry, definitions, drafts=drafts)
    options = split_readings(readings, chosen)
    length = Cohort(folder, registry.vocabularies).size()
    with ended_orderly(), _engine(engine_name, master, memory, settled) as engine, progress(length) as told:
        done = evaluate_cohort(
            folder,
            out,
            chosen,
            registry,
            options,
            version=engine_version(),
            sample=sample,
            dates=dates,
            memory=memory,
            engine=engine,
            progress=told,
            combinations=(combinations or COMBINATIONS) if vary else 0,
        )
    for line in _summary(done, out):
        click.echo(line, err=True)


@contextmanager
def _engine(name: str, master: str, memory: str, settled: Path | None) -> Iterator["Engine"]:
    """What runs the statement, for as long as it is needed."""
    if name == "duckdb":
        from trd_registry.cohorts.running.engine import DuckDb

        yield DuckDb()
        return
    from trd_registry.cohorts.spark.engine import Spark
    from trd_registry.cohorts.spark.session import session

    if settled is not None and settled.exists():
        raise RegistryError(f"{settled} is there already.", "Name a new folder: nothing is overwritten.")
    with session(master, memory) as found:
        yield Spark(found, settled)


@contextmanager
def progress(length: int) -> Iterator[Callable[[int], None]]:
    """A bar on standard error that is told of every few persons who are done."""
    with click.progressbar(length=length, label="Judging", file=sys.stderr) as bar:
        yield bar.update


def _summary(done: "CohortRun", out: Path) -> Iterator[str]:
    yield from done.report.lines()
    planned = sum(len(group.planned) for group in done.job.groups)
    phenotypes = sum(len(group.phenotypes) for group in done.job.groups)
    alone = len(done.job.tasks) - planned - phenotypes
    yield (
        f"{len(done.job.tasks)} definitions: {planned} in one statement, {phenotypes} in statements on records, "
        f"{alone} one person after another."
    )
    yield f"What is missing was worked out for {done.sample} of {done.persons:,} persons."
    yield f"Written to {out}. A research tool, not medical advice."
