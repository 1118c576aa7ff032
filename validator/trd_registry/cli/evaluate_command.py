"""``trd evaluate``: judges histories by definitions."""

import json
from collections.abc import Sequence
from pathlib import Path

import click

from trd_registry.cli.multiverse_output import write_multiverses
from trd_registry.cli.private_option import opened_registry, private_option
from trd_registry.cli.readings import split_readings
from trd_registry.evaluating.result import Result
from trd_registry.loading.registry import Registry
from trd_registry.model.definition import Definition
from trd_registry.model.errors import RegistryError
from trd_registry.model.history import History


@click.command(name="evaluate")
@click.argument("histories", nargs=-1, required=True, type=click.Path(), metavar="HISTORY...")
@click.option("-d", "--definition", "definitions", multiple=True, metavar="ID[@VERSION]", help="Only this definition.")
@click.option("--reading", "readings", multiple=True, metavar="ID:READING=OPTION", help="Settle a reading this way.")
@click.option(
    "--readings", "vary", type=click.Choice(["all"]), help="Judge under all combinations of the readings not settled."
)
@click.option("--drafts", is_flag=True, help="Judge by drafts too; they are marked.")
@click.option("--explain", is_flag=True, help="Show the reasons as a tree.")
@click.option("--person", metavar="ID", help="This person of a cohort folder, as HISTORY.")
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "markdown", "csv"]), default="table", show_default=True
)
@private_option
def command(
    histories: tuple[str, ...],
    definitions: tuple[str, ...],
    readings: tuple[str, ...],
    vary: str | None,
    drafts: bool,
    explain: bool,
    person: str | None,
    form: str,
    private: Path | None,
) -> None:
    """Judge one or more treatment histories by every released definition, or by those named.

    HISTORY is a YAML file, or a folder of them; with --person, a cohort folder of tables. --readings all tells whether
    a verdict depends on how a definition is read: --reading then keeps one reading as it says and varies the others.
    """
    from trd_registry.cli.judging import judge

    registry = opened_registry(private)
    # The histories first: a fault in one is told without reading every definition.
    paths = [_named(name) for name in histories]
    patients = _load(paths, registry) if person is None else [_person(paths, person, registry)]
    chosen = chosen_definitions(registry, definitions, drafts=drafts)
    options = split_readings(readings, chosen)
    if vary is not None:
        write_multiverses(patients, chosen, options, registry, form, explain=explain)
        return
    judged = [
        (history, [judge(history, one, registry, options.get(one.id, {})) for one in chosen]) for history in patients
    ]
    _write(judged, {one.reference: one for one in chosen}, registry, form, explain=explain)


def _named(name: str) -> Path:
    """A path from what was typed; an empty name would otherwise mean the current folder."""
    if not name:
        raise RegistryError("The name of a history is empty.", "Name a history or a folder of them.")
    return Path(name)


def chosen_definitions(registry: Registry, references: Sequence[str], *, drafts: bool) -> list[Definition]:
    """The definitions named, each once, or else all released ones at their latest versions; drafts on demand."""
    if references:
        return list({one.reference: one for one in map(registry.get, references)}.values())
    return registry.released() + (registry.drafts() if drafts else [])


def _load(paths: Sequence[Path], registry: Registry) -> list[History]:
    """Every history, or all findings of all files together: nothing is judged while one is invalid."""
    from trd_registry.loading.history import load_history
    from trd_registry.model.finding import Finding, InvalidInput

    loaded: list[History] = []
    findings: list[Finding] = []
    for path in _files(paths):
        try:
            loaded.append(load_history(path, registry.vocabularies))
        except InvalidInput as error:
            findings += error.findings
    if findings:
        raise InvalidInput(findings)
    return loaded


def _person(paths: Sequence[Path], person: str, registry: Registry) -> History:
    """One person of a cohort; what became of the person's rows is told beside the result."""
    from trd_registry.cohorts.folder.folder import Cohort

    if len(paths) != 1:
        raise RegistryError("--person is for one cohort folder.", "Name one folder.")
    cohort = Cohort(paths[0], registry.vocabularies)
    found = next(iter(list(cohort.persons([person]))), None)
    if found is None:
        raise RegistryError(f"There is no person {person!r} in {paths[0]}.", "Look into its table persons.")
    if cohort.report.rejects or found.opened:
        click.echo("\n".join(cohort.report.lines()), err=True)
    return found.history


def _files(paths: Sequence[Path]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        if (path / "cohort.yaml").is_file():
            raise RegistryError(f"{path} is a cohort.", f"Name one of its persons: trd evaluate {path} --person ID")
        if path.is_dir():
            inside = sorted([*path.glob("*.yaml"), *path.glob("*.yml")])
            if not inside:
                raise RegistryError(f"There is no .yaml file in {path}.", "Name a history or a folder of them.")
            files += inside
        else:
            files.append(path)
    return files


def _write(
    judged: Sequence[tuple[History, Sequence[Result]]],
    definitions: dict[str, Definition],
    registry: Registry,
    form: str,
    *,
    explain: bool,
) -> None:
    if form == "json":
        from trd_registry.reporting.receipt import receipt_of

        everything = [
            receipt_of(result, history, definitions[result.reference], registry)
            for history, results in judged
            for result in results
        ]
        click.echo(json.dumps(everything, ensure_ascii=False, indent=1))
        return
    if form == "csv":
        from trd_registry.reporting.tables import csv_rows

        click.echo(csv_rows([result for _, results in judged for result in results]), nl=False)
        return
    from trd_registry.reporting.explanation import explanation
    from trd_registry.reporting.tables import markdown_table, terminal_table

    for number, (history, results) in enumerate(judged):
        if number:
            click.echo()
        title = f"{history.id}: {history.title}" if history.title else history.id
        lines = terminal_table(title, results) if form == "table" else markdown_table(title, results)
        click.echo("\n".join(lines))
        if explain:
            for result in results:
                definition = definitions[result.reference]
                tree = explanation(result, definition, registry.vocabularies_for(definition))
                click.echo("")
                click.echo("\n".join(tree if form == "table" else ["```", *tree, "```"]))
