"""``trd implications``: which definitions imply which, as a table, JSON or a picture."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trd_registry.model.errors import RegistryError

if TYPE_CHECKING:
    from trd_registry.loading.document import Document
    from trd_registry.loading.registry import Registry


@click.command(name="implications")
@click.argument("definition", required=False, metavar="[ID[@VERSION]]")
@click.option("--update", is_flag=True, help="Work out what is not known yet (needs the extra 'witness').")
@click.option("--anew", is_flag=True, help="With --update: prove everything again.")
@click.option("--family", "families", multiple=True, help="With --update: definitions of this family; or else of all.")
@click.option("--format", "form", type=click.Choice(["table", "json", "svg"]), default="table", show_default=True)
@click.option("--root", type=click.Path(path_type=Path), help="The checkout to work in, if not that of this trd.")
def command(
    definition: str | None,
    update: bool,
    anew: bool,
    families: tuple[str, ...],
    form: str,
    root: Path | None,
) -> None:
    """Show which released definitions imply which: whoever meets the one meets the other.

    With a definition, what it implies and what implies it. Every pair was either proved within a bound or refuted by a
    constructed history; `trd witness ID ID` shows the shortest one.

    --update keeps what stands in the file of definitions that did not change. Stopped with Ctrl-C, it writes what it
    has found, and the pairs it did not come to as not settled; the next --update goes on from there.
    """
    from trd_registry.loading.registry import Registry
    from trd_registry.reporting.implications_text import as_json, as_svg, as_table
    from trd_registry.witnessing.stored import read_relations

    registry = Registry(root)
    if update:
        _update(registry, families, anew=anew)
    relations = read_relations(registry.root)
    _warn_if_stale(registry)
    chosen = registry.get(definition).reference if definition else ""
    if chosen and chosen not in relations.references:
        raise RegistryError(f"{chosen} is not among the definitions that were compared.", "See: trd implications")
    if form == "json":
        import json

        click.echo(json.dumps(as_json(relations), ensure_ascii=False, indent=1))
    elif form == "svg":
        click.echo(as_svg(relations, registry), nl=False)
    else:
        click.echo("\n".join(as_table(relations, chosen)))


def _update(registry: "Registry", families: tuple[str, ...], *, anew: bool) -> None:
    from trd_registry.witnessing.implications import relate_all, searchable
    from trd_registry.witnessing.logic import solver
    from trd_registry.witnessing.plausible import plausible
    from trd_registry.witnessing.relations import Known
    from trd_registry.witnessing.stored import FILE, known_before, write_relations

    solver()
    before = known_before(registry.root, registry, plausible(registry.root))
    histories = [*(one.value for one in _reference_histories(registry)), *before.histories]
    known = Known(histories) if anew else replace(before, histories=histories)

    def told(done: int, pairs: int, histories: int) -> None:
        click.echo(f"{done} of {pairs} pairs, {histories} histories", err=True)

    sides = [side for side in searchable(registry) if side.definition.family in (families or (side.definition.family,))]
    write_relations(relate_all(sides, registry, known=known, progress=told), registry, registry.root / FILE)


def _reference_histories(registry: "Registry") -> "list[Document]":
    """They show many differences, and nobody need search for these."""
    from trd_registry.loading.yaml_reader import read_yaml

    return [read_yaml(path) for path in sorted((registry.root / "definitions" / "histories").glob("*.yaml"))]


def _warn_if_stale(registry: "Registry") -> None:
    from trd_registry.witnessing.implications import searchable
    from trd_registry.witnessing.stored import read_relations, stale

    known = read_relations(registry.root).references
    ids = {one.partition("@")[0] for one in known}
    now = [side.definition.reference for side in searchable(registry) if side.definition.id in ids]
    changed = stale(registry.root, registry, now)
    if changed:
        click.echo(f"trd: not up to date for {', '.join(changed)}. Run: trd implications --update", err=True)
