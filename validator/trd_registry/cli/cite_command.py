"""``trd cite``: the paper, the encoding and the registry, ready for a manuscript or a reference manager."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from trd_registry.loading.registry import Registry
    from trd_registry.reporting.citing.citation import Citation

STYLES = ("text", "bibtex", "ris", "csl-json", "methods")


@click.command(name="cite")
@click.argument("reference", metavar="ID[@VERSION]")
@click.option("--style", type=click.Choice(STYLES), default="text", show_default=True, help="Format of the citation.")
@click.option(
    "--reading", "readings", multiple=True, metavar="READING=OPTION", help="A reading that was settled otherwise."
)
def command(reference: str, style: str, readings: tuple[str, ...]) -> None:
    """Cite a definition: the publication, this version of its encoding, and the registry."""
    from trd_registry.loading.registry import Registry
    from trd_registry.reporting.citing.citation import cite
    from trd_registry.reporting.citing.swhid import swhid_of_file

    chosen = dict(_split(one) for one in readings)
    registry = Registry()
    definition = registry.get(reference)
    swhid = swhid_of_file(registry.path_of(definition) / "definition.yaml")
    citation = cite(definition, chosen, swhid)
    click.echo(_writer(style, registry)(citation), nl=False)
    for note in citation.notes:
        click.echo(f"trd: {note}", err=True)


def _split(reading: str) -> tuple[str, str]:
    name, equals, option = reading.partition("=")
    if not (name and equals and option):
        raise click.BadParameter(f"{reading!r} is not READING=OPTION.", param_hint="--reading")
    return name, option


def _writer(style: str, registry: "Registry") -> "Callable[[Citation], str]":
    match style:
        case "bibtex":
            from trd_registry.reporting.citing.bibtex import as_bibtex

            return as_bibtex
        case "ris":
            from trd_registry.reporting.citing.ris import as_ris

            return as_ris
        case "csl-json":
            from trd_registry.reporting.citing.csl_json import as_csl_json

            return as_csl_json
        case "methods":
            from trd_registry.reporting.citing.methods import as_methods

            return lambda citation: as_methods(citation, registry.vocabularies.dose_tables)
    from trd_registry.reporting.citing.text import as_text

    return as_text
