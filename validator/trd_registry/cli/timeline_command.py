"""``trd timeline``: draws one history and which definitions count which of its trials, as an SVG file."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from trd_registry.cli.private_option import opened_registry, private_option

if TYPE_CHECKING:
    from trd_registry.loading.registry import Registry
    from trd_registry.model.definition import Definition


@click.command(name="timeline")
@click.argument("history", type=click.Path(dir_okay=False))
@click.option("-o", "--output", required=True, metavar="FILE.svg", help="Where to write the picture; - for stdout.")
@click.option(
    "-d", "--definition", "names", multiple=True, metavar="ID[@VERSION]", help="Show this definition; may be repeated."
)
@click.option("--drafts", is_flag=True, help="Show drafts too.")
@private_option
def command(history: str, output: str, names: tuple[str, ...], drafts: bool, private: Path | None) -> None:
    """Draw the trials of HISTORY over time, and under them which definitions count which trial.

    Released definitions are shown unless some are named.
    """
    from trd_registry.cli.judging import judge
    from trd_registry.loading.history import load_history
    from trd_registry.reporting.timeline.picture import timeline_svg

    target = None if output == "-" else _target(output, history)
    registry = opened_registry(private)
    patient = load_history(history, registry.vocabularies)
    chosen = _chosen(registry, names, drafts=drafts)
    results = [judge(patient, one, registry) for one in chosen]
    picture = timeline_svg(patient, chosen, results, registry.vocabularies)
    if target is None:
        click.echo(picture.encode(), nl=False)
    else:
        _write(target, picture)
        click.echo(f"trd: wrote {output} ({len(patient.trials)} trials, {len(chosen)} definitions).", err=True)


def _chosen(registry: "Registry", names: tuple[str, ...], *, drafts: bool) -> "list[Definition]":
    if not names:
        return registry.released() + (registry.drafts() if drafts else [])
    found = [registry.get(name) for name in names]
    return list({one.reference: one for one in found}.values())


def _target(output: str, history: str) -> Path:
    """The file to write; refuses before any work is done if there is no place for it."""
    from trd_registry.model.errors import RegistryError

    try:
        # A link stays a link: what it points to is replaced.
        path = Path(output).resolve()
        is_history = path == Path(history).resolve()
    except (OSError, RuntimeError) as error:
        raise RegistryError(f"{output} cannot be written: {error}.", "Write somewhere else.") from error
    if is_history:
        raise RegistryError(f"{output} is the history itself.", "Write the picture to another file.")
    if path.is_dir():
        raise RegistryError(f"{output} is a folder.", "Name a file in it, such as timeline.svg.")
    if not path.parent.is_dir():
        raise RegistryError(f"There is no folder {path.parent}.", "Make it first, or write somewhere else.")
    return path


def _write(path: Path, picture: str) -> None:
    """Writes beside the target and renames, so that no half-written picture is ever found."""
    import os

    from trd_registry.model.errors import RegistryError

    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        beside.write_text(picture, encoding="utf-8", newline="\n")
        beside.replace(path)
    except OSError as error:
        raise RegistryError(f"{path} cannot be written: {error.strerror}.", "Write somewhere else.") from error
    finally:
        beside.unlink(missing_ok=True)
