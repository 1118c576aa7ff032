"""``trd decides``: what would settle an open answer, and what would turn a settled one."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trd_registry.cli.private_option import opened_registry, private_option
from trd_registry.cli.readings import split_readings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trd_registry.loading.registry import Registry
    from trd_registry.model.definition import Definition
    from trd_registry.model.history import History
    from trd_registry.reporting.deciding_text import Decision


@click.command(name="decides")
@click.argument("history", type=click.Path(path_type=Path), metavar="HISTORY")
@click.option("-d", "--definition", "definitions", multiple=True, metavar="ID[@VERSION]", help="Only this definition.")
@click.option("--reading", "readings", multiple=True, metavar="ID:READING=OPTION", help="Settle a reading this way.")
@click.option("--drafts", is_flag=True, help="Ask drafts too.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@private_option
def command(
    history: Path,
    definitions: tuple[str, ...],
    readings: tuple[str, ...],
    drafts: bool,
    form: str,
    private: Path | None,
) -> None:
    """Show what decides: for an open answer the smallest sets of missing facts that would settle it, for a settled one
    the smallest change of the history that would turn it.

    A change is one fact told otherwise, one trial more or one trial less; two of them where none turns it alone. Of a
    record it is one entry left out or moved.
    """  # noqa: D205  # the first paragraph is what click shows
    from trd_registry.cli.evaluate_command import chosen_definitions
    from trd_registry.loading.history import load_history
    from trd_registry.reporting.deciding_text import as_json, as_table

    registry = opened_registry(private)
    patient = load_history(history, registry.vocabularies)
    chosen = chosen_definitions(registry, definitions, drafts=drafts)
    options = split_readings(readings, chosen)
    decided = [_decided(patient, one, registry, options.get(one.id, {})) for one in chosen]
    if form == "json":
        click.echo(json.dumps(as_json(patient.id, decided), ensure_ascii=False, indent=1))
        return
    data = patient.origin.document.value  # type: ignore[attr-defined]  # it was read from a file above
    title = f"{patient.id}: {patient.title}" if patient.title else patient.id
    click.echo("\n".join(as_table(title, decided, data.get("trials", ()))))


def _decided(
    patient: "History", definition: "Definition", registry: "Registry", readings: "Mapping[str, str]"
) -> "Decision":
    from trd_registry.comparing.settling import settling_sets
    from trd_registry.reporting.deciding_text import Decision
    from trd_registry.witnessing.flipping import flips
    from trd_registry.witnessing.sides import Side

    known, vocabularies = registry.as_pinned(patient, definition)
    settling = settling_sets(known, definition, vocabularies, readings)
    if not settling.result.is_settled:
        return Decision(settling.result, settling=settling)
    return Decision(settling.result, flips=flips(known, Side.of_any(definition, registry, readings), registry))
