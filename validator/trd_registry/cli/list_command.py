"""``trd list``: what is in the registry."""

import json
from shutil import get_terminal_size
from textwrap import shorten

import click

from trd_registry.loading.registry import FAMILIES, Registry
from trd_registry.model.definition import Definition

STATUSES = ("record", "draft", "released", "superseded", "withdrawn")


@click.command(name="list")
@click.option("--status", type=click.Choice(STATUSES), help="Only definitions with this status.")
@click.option("--family", type=click.Choice(FAMILIES), help="Only this family.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def command(status: str | None, family: str | None, form: str) -> None:
    """List the latest version of every definition, records included."""
    chosen = [
        one
        for one in Registry().latest()
        if (status is None or one.status == status) and (family is None or one.family == family)
    ]
    if form == "json":
        click.echo(json.dumps([_entry(one) for one in chosen], ensure_ascii=False, indent=2))
        return
    if not chosen:
        click.echo("No definition is like that.", err=True)
        return
    columns = get_terminal_size((80, 24)).columns
    width = max(len(one.reference) for one in chosen)
    for one in chosen:
        title = shorten(one.title, max(columns - width - 30, 12), placeholder=" ...")
        click.echo(f"{one.reference:<{width}}  {one.status:<8}  {one.kind:<9}  {one.year}  {title}")


def _entry(one: Definition) -> dict[str, object]:
    return {
        "id": one.id,
        "version": one.version,
        "status": one.status,
        "kind": one.kind,
        "family": one.family,
        "year": one.year,
        "title": one.title,
    }
