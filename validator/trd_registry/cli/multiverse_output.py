"""``trd evaluate --readings all``: what histories come to under all combinations of readings."""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from trd_registry.loading.registry import Registry
    from trd_registry.model.definition import Definition
    from trd_registry.model.history import History
    from trd_registry.reporting.multiverse_text import Told


def write_multiverses(
    histories: Sequence["History"],
    definitions: Sequence["Definition"],
    fixed: Mapping[str, Mapping[str, str]],
    registry: "Registry",
    form: str,
    *,
    explain: bool,
) -> None:
    """Judges and prints; nothing is printed where something cannot be judged."""
    from trd_registry.reporting import multiverse_text

    found = [(one, [_told(one, each, fixed.get(each.id, {}), registry) for each in definitions]) for one in histories]
    if form == "json":
        from trd_registry.reporting.multiverse_json import multiverse_as_json
        from trd_registry.reporting.receipt import receipt_of

        everything = [
            {**receipt_of(one.result, history, one.definition, registry), "multiverse": multiverse_as_json(one.found)}
            for history, several in found
            for one in several
        ]
        click.echo(json.dumps(everything, ensure_ascii=False, indent=1))
        return
    if form == "csv":
        click.echo(multiverse_text.csv_text([one for _, several in found for one in several]), nl=False)
        return
    for number, (history, several) in enumerate(found):
        if number:
            click.echo()
        title = f"{history.id}: {history.title}" if history.title else history.id
        lines = multiverse_text.terminal_lines if form == "table" else multiverse_text.markdown_lines
        click.echo("\n".join(lines(title, several, every=explain)))


def _told(history: "History", definition: "Definition", fixed: Mapping[str, str], registry: "Registry") -> "Told":
    from trd_registry.comparing.multiverse.multiverse import multiverse
    from trd_registry.evaluating.evaluate import evaluate
    from trd_registry.reporting.multiverse_text import Told

    patient, vocabularies = registry.as_pinned(history, definition)
    result = evaluate(patient, definition, vocabularies, fixed)
    return Told(definition, result, multiverse(patient, definition, vocabularies, fixed))
