"""``trd witness``: the shortest history on which two definitions differ."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trd_registry.cli.private_option import opened_registry, private_option
from trd_registry.model.errors import RegistryError

if TYPE_CHECKING:
    from trd_registry.loading.registry import Registry
    from trd_registry.model.history import History
    from trd_registry.witnessing.sides import Side


@click.command(name="witness")
@click.argument("left", metavar="ID[@VERSION]")
@click.argument("right", metavar="ID[@VERSION]")
@click.option("--left", "left_readings", multiple=True, metavar="READING=OPTION", help="Settle a reading of the first.")
@click.option(
    "--right", "right_readings", multiple=True, metavar="READING=OPTION", help="Settle a reading of the second."
)
@click.option("--trials", type=click.IntRange(0, 12), default=0, help="Search histories with up to so many trials.")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Write the histories as files into this new folder.")
@click.option("--format", "form", type=click.Choice(["table", "json", "markdown"]), default="table", show_default=True)
@private_option
def command(
    left: str,
    right: str,
    left_readings: tuple[str, ...],
    right_readings: tuple[str, ...],
    trials: int,
    out: Path | None,
    form: str,
    private: Path | None,
) -> None:
    """Show the shortest history on which two definitions differ, in each direction that exists, and why.

    Two versions (ID@1.0.0 ID@2.0.0) or two readings of one definition (ID ID --right READING=OPTION) are compared
    alike. Where no history within the bound shows a difference, that is said together with the bound. Rules that
    build trials from dated records cannot be searched: the reference histories and worked cases are looked at then.
    Searching needs the extra 'witness'.
    """
    from trd_registry.reporting.witness_text import as_json, as_markdown, as_table
    from trd_registry.witnessing.at_hand import contrast_at_hand
    from trd_registry.witnessing.contrast import contrast
    from trd_registry.witnessing.logic import solver
    from trd_registry.witnessing.sides import NotSearchable, Side
    from trd_registry.witnessing.told_by_solver import Undecided

    if out is not None and out.exists():
        raise RegistryError(f"{out} is there already.", "Name a new folder.")
    registry = opened_registry(private)
    one = Side.of_any(registry.get(left), registry, _chosen(left_readings, "--left"))
    other = Side.of_any(registry.get(right), registry, _chosen(right_readings, "--right"))
    if one.definition.reference == other.definition.reference and one.readings == other.readings:
        raise RegistryError("Both are the same.", "Name two definitions, or a reading: --right READING=OPTION")
    try:
        for side in (one, other):
            side.refuse_unsearchable()
        solver()
        found = contrast(one, other, registry, most=trials)
    except Undecided:
        raise
    except NotSearchable as error:
        found = contrast_at_hand(one, other, registry, _at_hand(registry, one, other), error.message)
    if out is not None:
        _write(found, out)
    if form == "json":
        import json

        click.echo(json.dumps(as_json(found), ensure_ascii=False, indent=1))
        return
    click.echo("\n".join(as_table(found) if form == "table" else as_markdown(found)))


def _at_hand(registry: "Registry", *sides: "Side") -> "list[History]":
    """The reference histories, and the worked cases of both."""
    from trd_registry.releasing.situations import situations_for

    definitions = {side.definition.reference: side.definition for side in sides}
    return [one.history for one in situations_for(registry, [*definitions.values()]).all if one.origin != "corpus"]


def _chosen(given: Sequence[str], option: str) -> dict[str, str]:
    chosen = {}
    for text in given:
        reading, equals, value = text.partition("=")
        if not (reading and equals and value):
            raise RegistryError(
                f"{option} {text} is not written as READING=OPTION.", f"Example: {option} ladder=highest-rung"
            )
        chosen[reading] = value
    return chosen


def _write(found: object, out: Path) -> None:
    """One file a direction, named by who is met; all or none."""
    from trd_registry.reporting.history_yaml import history_in_yaml
    from trd_registry.witnessing.contrast import Contrast

    assert isinstance(found, Contrast)
    texts: dict[str, str] = {}
    for direction in found.directions:
        if direction.witness is not None:
            name = f"{direction.left.definition.id}-not-{direction.right.definition.id}"
            name = name if name not in texts else f"{name}-{len(texts) + 1}"
            texts[name] = history_in_yaml({**direction.witness.data, "id": name})
    out.mkdir(parents=True)
    for name, text in texts.items():
        (out / f"{name}.yaml").write_text(text, "utf-8")
