"""``trd cite``: the paper, the encoding and the registry, ready for a manuscript or a reference manager."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trd_registry.cli.private_option import opened_registry, private_option

if TYPE_CHECKING:
    from trd_registry.reporting.citing.citation import Cited

STYLES = ("text", "bibtex", "ris", "csl-json", "methods")


@click.command(name="cite")
@click.argument("reference", metavar="ID[@VERSION]")
@click.option("--style", type=click.Choice(STYLES), default="text", show_default=True, help="Format of the citation.")
@click.option(
    "--reading", "readings", multiple=True, metavar="READING=OPTION", help="A reading that was settled otherwise."
)
@private_option
def command(reference: str, style: str, readings: tuple[str, ...], private: Path | None) -> None:
    """Cite a definition: the publication, this version of its encoding, and the registry.

    ID may also name a vocabulary (treatments, scales, psychotherapies, a dose table).
    """
    from trd_registry.reporting.citing.citation import cite
    from trd_registry.reporting.citing.methods import as_methods
    from trd_registry.reporting.citing.swhid import swhid_of_file
    from trd_registry.reporting.citing.vocabulary import as_vocabulary_methods, cite_vocabulary

    chosen = dict(_split(one) for one in readings)
    registry = opened_registry(private)
    name, _, version = reference.partition("@")
    if name in registry.vocabulary_versions:
        _refuse_readings(name, readings)
        version = version or registry.latest_vocabularies[name]
        file = registry.vocabulary_file(name, version)
        swhid = swhid_of_file(registry.vocabulary_path(name, version))
        of_vocabulary = cite_vocabulary(file.document, file.digest, swhid)
        written = as_vocabulary_methods(of_vocabulary) if style == "methods" else _writer(style)(of_vocabulary)
        return _print(written, of_vocabulary.notes)
    definition = registry.get(reference)
    swhid = swhid_of_file(registry.path_of(definition) / "definition.yaml")
    citation = cite(definition, chosen, swhid, registry.release_dates.get(definition.reference))
    if style == "methods":
        written = as_methods(citation, registry.vocabularies_for(definition).dose_tables)
    else:
        written = _writer(style)(citation)
    return _print(written, citation.notes)


def _print(written: str, notes: tuple[str, ...]) -> None:
    click.echo(written, nl=False)
    for note in notes:
        click.echo(f"trd: {note}", err=True)


def _refuse_readings(name: str, readings: tuple[str, ...]) -> None:
    if readings:
        raise click.BadParameter(f"{name} is a vocabulary and has no readings.", param_hint="--reading")


def _split(reading: str) -> tuple[str, str]:
    name, equals, option = reading.partition("=")
    if not (name and equals and option):
        raise click.BadParameter(f"{reading!r} is not READING=OPTION.", param_hint="--reading")
    return name, option


def _writer(style: str) -> "Callable[[Cited], str]":
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
    from trd_registry.reporting.citing.text import as_text

    return as_text
