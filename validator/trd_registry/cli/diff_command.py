"""``trd diff``: two versions of a definition, or two definitions, side by side, and what differs in their answers."""

from pathlib import Path

import click

from trd_registry.cli.private_option import opened_registry, private_option, registry_at


@click.command(name="diff")
@click.argument("left", metavar="ID@A")
@click.argument("right", metavar="ID@B")
@click.option("--format", "form", type=click.Choice(["table", "json", "markdown"]), default="table", show_default=True)
@click.option("--words", is_flag=True, help="List changes of words and provenance too.")
@click.option("--root", type=click.Path(path_type=Path), help="The checkout to look in, if not that of this trd.")
@private_option
def command(left: str, right: str, form: str, words: bool, root: Path | None, private: Path | None) -> None:
    """Show what changed between two versions, which step of the version that needs, and why answers differ.

    Both are run under their default readings over the reference histories, the frozen corpus and the
    worked cases of both. Two histories that change are explained.
    """
    if root is not None and private is not None:
        raise click.UsageError("--root names a whole registry, --registry a folder beside it: give one of them.")
    from trd_registry.comparing.versus import versus
    from trd_registry.releasing.situations import judge_with, situations_for
    from trd_registry.reporting.versus_text import as_json, as_markdown, as_table

    registry = registry_at(root) if root is not None else opened_registry(private)
    one, other = registry.get(left), registry.get(right)
    definitions = [one] if one is other else [one, other]
    situations = situations_for(registry, definitions)
    found = versus(one, other, situations.all, judge_with(registry), situations.notes)
    if form == "json":
        import json

        click.echo(json.dumps(as_json(found), ensure_ascii=False, indent=1))
        return
    write = as_table if form == "table" else as_markdown
    click.echo("\n".join(write(found, words=words)))
    for note in found.notes:
        click.echo(f"trd: {note}", err=True)
