"""``trd review``: what a pull request does to the registry, from two checkouts."""

import sys
from pathlib import Path

import click

from trd_registry.cli.main import FINDINGS

_FOLDER = click.Path(path_type=Path)


@click.command(name="review")
@click.option("--base", type=_FOLDER, help="A checkout of the branch that is to be merged into.")
@click.option("--head", type=_FOLDER, help="A checkout of the pull request, merged: read as data, never run.")
@click.option("--from", "written", type=_FOLDER, help="A review written with --format json, to print otherwise.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", "json", "github"]),
    default="markdown",
    show_default=True,
    help="markdown: a comment; github: annotations; json: everything.",
)
def command(base: Path | None, head: Path | None, written: Path | None, form: str) -> None:
    """Review a pull request: findings on what it changes, and what the changed definitions do.

    Only changed definitions are judged: their rule in English, their dimensions beside the nearest
    definitions, their verdicts on the reference patients, what has changed since the version before, and
    their cases. Refused are changes of released files and of the lock by hand. Exit code 1 means that
    something is refused or wrong.
    """
    from trd_registry.reviewing.annotations import as_annotations
    from trd_registry.reviewing.markdown import as_markdown
    from trd_registry.reviewing.page import MAX_CHARACTERS, as_json, read_review
    from trd_registry.reviewing.review import review

    if (written is None) == (base is None or head is None):
        raise click.UsageError("Name --base and --head, or --from.")
    if written is not None:
        with written.open("rb") as file:
            data = file.read(4 * MAX_CHARACTERS + 1)
        # A byte that is no text is no JSON either, and is refused as such.
        found = read_review(data.decode("utf-8", "replace"), str(written))
    else:
        assert base is not None
        assert head is not None
        found = review(base, head)
    if form == "json":
        text = as_json(found)
    elif form == "github":
        text = as_annotations(found.findings)
    else:
        text = as_markdown(found)
    click.echo(text.encode("utf-8"), nl=False)
    sys.exit(FINDINGS if found.errors else 0)
