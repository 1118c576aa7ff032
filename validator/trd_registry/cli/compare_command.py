"""``trd compare``: several definitions on the reference histories, and how far each two agree."""

import click


@click.command(name="compare")
@click.argument("definitions", nargs=-1, metavar="ID ID...")
@click.option("--all", "every", is_flag=True, help="List the histories on which they agree too.")
@click.option(
    "--nearest", type=click.IntRange(min=1), metavar="N", help="Add the N released definitions nearest to the first."
)
@click.option("--format", "form", type=click.Choice(["table", "json", "markdown"]), default="table", show_default=True)
def command(definitions: tuple[str, ...], every: bool, nearest: int | None, form: str) -> None:
    """Show on which reference patients definitions differ, and how far each two agree.

    Each is run at its default readings on every history of definitions/histories. What their rules imply for every
    history, as `trd implications` has it, is told beside it. What is written otherwise in two
    definitions is shown by `trd diff`.
    """
    from trd_registry.loading.registry import Registry
    from trd_registry.model.errors import NotExecutable
    from trd_registry.releasing.reference_patients import ReferencePatients
    from trd_registry.reporting.side_by_side_text import as_json, as_markdown, as_table
    from trd_registry.witnessing.stored import relations_at

    registry = Registry()
    chosen = {one.reference: one for one in map(registry.get, definitions)}
    for one in chosen.values():
        if not one.is_executable:
            raise NotExecutable(one.reference)
    patients = ReferencePatients(registry)
    if nearest is not None and chosen:
        first = next(iter(chosen.values()))
        found = [registry.get(one.right) for one in patients.nearest(first, nearest)]
        chosen |= {one.reference: one for one in found}
    if len(chosen) < 2:
        raise click.UsageError("Name two definitions or more, or one with --nearest.")
    compared = patients.compare(list(chosen.values()))
    relations = relations_at(registry.root)
    if form == "json":
        import json

        click.echo(json.dumps(as_json(compared, relations), ensure_ascii=False, indent=1))
        return
    write = as_table if form == "table" else as_markdown
    click.echo("\n".join(write(compared, relations, every=every)))
