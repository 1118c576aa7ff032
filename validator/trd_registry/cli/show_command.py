"""``trd show``: one definition in plain words, or one vocabulary."""

import click

from trd_registry.loading.registry import Registry


@click.command(name="show")
@click.argument("reference", metavar="ID[@VERSION]")
@click.option("--format", "form", type=click.Choice(["text", "yaml", "json"]), default="text", show_default=True)
def command(reference: str, form: str) -> None:
    """Show a definition: its rule in words with where each part stands, its readings and sources.

    ID may also name a vocabulary (treatments, scales, psychotherapies, a dose table).
    """
    registry = Registry()
    if reference.partition("@")[0] in registry.vocabularies.versions:
        click.echo(registry.vocabulary_text(reference.partition("@")[0]), nl=False)
        return
    definition = registry.get(reference)
    if form == "yaml":
        click.echo(registry.definition_text(definition), nl=False)
    elif form == "json":
        import json

        click.echo(json.dumps(definition.document, ensure_ascii=False, indent=2))
    else:
        from trd_registry.reporting.definition_text import definition_in_words

        click.echo("\n".join(definition_in_words(definition)))
