"""``trd list``: what is in the registry."""

import json
from pathlib import Path
from shutil import get_terminal_size
from textwrap import shorten

import click

from trd_registry.cli.private_option import opened_registry, private_option
from trd_registry.loading.registry import FAMILIES, Registry
from trd_registry.model.definition import Definition

STATUSES = ("record", "draft", "released", "superseded", "withdrawn")


@click.command(name="list")
@click.option("--status", type=click.Choice(STATUSES), help="Only definitions with this status.")
@click.option("--family", type=click.Choice(FAMILIES), help="Only this family.")
@click.option("--dimensions", is_flag=True, help="Show what each asks for, derived from its rules.")
@click.option("--wanted", is_flag=True, help="Show what is not established yet, and where it stands (Markdown).")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@private_option
def command(
    status: str | None, family: str | None, form: str, private: Path | None, *, dimensions: bool, wanted: bool
) -> None:
    """List the latest version of every definition, records included."""
    registry = opened_registry(private)
    chosen = [
        one
        for one in registry.latest()
        if (status is None or one.status == status) and (family is None or one.family == family)
    ]
    if not chosen and form == "table":
        click.echo("No definition is like that.", err=True)
        return
    if wanted:
        from trd_registry.reporting.wanted_page import wanted_page

        click.echo(wanted_page(chosen), nl=False)
    elif dimensions:
        _dimensions(registry, chosen, form)
    elif form == "json":
        click.echo(json.dumps([_entry(one) for one in chosen], ensure_ascii=False, indent=2))
    else:
        _table(chosen)


def _table(chosen: list[Definition]) -> None:
    columns = get_terminal_size((80, 24)).columns
    width = max(len(one.reference) for one in chosen)
    statuses = {one.reference: f"{'private ' * one.private}{one.status}" for one in chosen}
    wide = max(8, *map(len, statuses.values()))
    for one in chosen:
        title = shorten(one.title, max(columns - width - wide - 22, 12), placeholder=" ...")
        click.echo(f"{one.reference:<{width}}  {statuses[one.reference]:<{wide}}  {one.kind:<9}  {one.year}  {title}")


def _dimensions(registry: Registry, chosen: list[Definition], form: str) -> None:
    from trd_registry.comparing.dimensions.computing import dimensions_of
    from trd_registry.reporting.dimension_table import dimension_table

    found = {one.id: dimensions_of(one, registry.vocabularies_for(one)) for one in chosen}
    if form == "json":
        entries = [{**_entry(one), "dimensions": found[one.id].as_json()} for one in chosen]
        click.echo(json.dumps(entries, ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(dimension_table(found)))


def _entry(one: Definition) -> dict[str, object]:
    return {
        "id": one.id,
        "version": one.version,
        "status": one.status,
        "kind": one.kind,
        "family": one.family,
        "year": one.year,
        "title": one.title,
        **({"private": True} if one.private else {}),
    }
