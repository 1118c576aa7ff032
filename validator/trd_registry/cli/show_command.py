"""``trd show``: one definition in plain words, or one vocabulary."""

from pathlib import Path

import click

from trd_registry.cli.private_option import opened_registry, private_option


@click.command(name="show")
@click.argument("reference", metavar="ID[@VERSION]")
@click.option(
    "--format", "form", type=click.Choice(["text", "markdown", "yaml", "json"]), default="text", show_default=True
)
@private_option
def command(reference: str, form: str, private: Path | None) -> None:
    """Show a definition: its rule in words with where each part stands, its readings and sources.

    json is the document with the dimensions derived from its rules. ID may also name a vocabulary
    (treatments, scales, psychotherapies, a dose table).
    """
    registry = opened_registry(private)
    name, _, version = reference.partition("@")
    if name in registry.vocabulary_versions:
        click.echo(registry.vocabulary_text(name, version), nl=False)
        return
    definition = registry.get(reference)
    if form == "yaml":
        click.echo(registry.definition_text(definition), nl=False)
    elif form == "json":
        import json

        from trd_registry.comparing.dimensions.computing import dimensions_of

        dimensions = dimensions_of(definition, registry.vocabularies_for(definition)).as_json()
        click.echo(json.dumps({**definition.document, "dimensions": dimensions}, ensure_ascii=False, indent=2))
    else:
        from trd_registry.reporting.definition_text import definition_in_markdown, definition_in_words

        tell = definition_in_markdown if form == "markdown" else definition_in_words
        click.echo("\n".join(tell(definition, registry.vocabularies_for(definition))))
