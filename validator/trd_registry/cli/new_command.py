"""``trd new``: the files of a new definition, with what is left to be filled in marked and explained."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trd_registry.cli.private_option import private_option
from trd_registry.cli.standing_in import WORK_HERE, checkout_around
from trd_registry.loading.registry import FAMILIES
from trd_registry.model.errors import RegistryError

if TYPE_CHECKING:
    from trd_registry.drafting.starting import Answers
    from trd_registry.loading.registry import Registry

KINDS = ("criterion", "stages", "tiers", "score", "phenotype")
STATUSES = ("draft", "record")
STEPS = ("patch", "minor", "major")


@click.command(name="new")
@click.argument("name", metavar="ID")
@click.option("--kind", type=click.Choice(KINDS), help="What it gives: yes or no, stages, classes, points.")
@click.option("--family", type=click.Choice(FAMILIES), help="The folder it belongs to.")
@click.option("--status", type=click.Choice(STATUSES), help="record: the publication alone, its rules are not known.")
@click.option("--doi", help="Of the publication; only its form is looked at.")
@click.option("--title", help="Of the publication, as printed.")
@click.option("--authors", help="Of the publication, as cited.")
@click.option("--year", type=int, help="Of the publication.")
@click.option("--from", "other", metavar="ID[@VERSION]", help="Begin as a copy: of the same ID, its next version.")
@click.option("--step", type=click.Choice(STEPS), help="With --from the same ID: the step of the version [patch].")
@private_option
@click.option("--root", type=click.Path(path_type=Path), help="The checkout to write in, if not that of this trd.")
def command(
    name: str,
    kind: str | None,
    family: str | None,
    status: str | None,
    doi: str | None,
    title: str | None,
    authors: str | None,
    year: int | None,
    other: str | None,
    step: str | None,
    private: Path | None,
    root: Path | None,
) -> None:
    """Begin a definition: write its definition.yaml, cases.yaml and notes.md. Nothing is ever overwritten.

    On a terminal it asks for what is not given. `trd check` then lists every part that is still to be filled in,
    and what goes there. --registry writes into a private folder, made if need be, in place of a checkout.
    """
    from trd_registry.drafting.placing import place, place_schemas
    from trd_registry.drafting.starting import refuse_wrong_form

    if root is not None and private is not None:
        raise click.UsageError("--root names a whole registry, --registry a folder beside it: give one of them.")
    refuse_wrong_form("id", name)
    registry, base = _target(private, root)
    if other is not None:
        if any((kind, status, doi, title, authors, year)):
            raise click.UsageError("--from takes these from the other definition; leave them out.")
        folder, files = _copied(registry, base, name, other, family, step)
    else:
        if step is not None:
            raise click.UsageError("--step goes with --from the same ID.")
        _refuse_taken(registry, name)
        from trd_registry.drafting.starting import started

        given = Given(kind, family, status, doi, title, authors, year)
        if sys.stdin.isatty():
            given.ask()
        answers = given.answers(name)
        folder = base / "definitions" / answers.family / name
        files = started(answers)
    schemas = place_schemas(base) if private is not None else []
    for path in [*schemas, *place(folder, files)]:
        click.echo(_shown(path))
    _next_steps(name, folder, private)


def _target(private: Path | None, root: Path | None) -> "tuple[Registry, Path]":
    """The registry whose ids are taken, and the folder to write under."""
    from trd_registry.cli.private_option import opened_registry
    from trd_registry.loading.private import root_of
    from trd_registry.loading.registry import BUNDLE, Registry

    if private is not None:
        whole = private.absolute()
        if whole.exists() and not whole.is_dir():
            raise RegistryError(f"{private} is a file.", "Name a folder.")
        if whole.name != "definitions" and not (whole / "definitions").exists():
            return Registry(), whole
        return opened_registry(private), root_of(private)
    registry = Registry(root)
    if not (registry.root / "definitions").is_dir() or (registry.root / BUNDLE).is_file():
        what = "is an installed package" if root is None else "is no checkout of the registry"
        remedy = "Say where: --registry DIR for a private folder, --root FOLDER for a checkout."
        if root is None and checkout_around(Path.cwd()) is not None:
            remedy = f"{WORK_HERE} Or say where: --registry DIR for a private folder, --root FOLDER for a checkout."
        raise RegistryError(f"{registry.root} {what}; nothing is written there.", remedy)
    return registry, registry.root


def _refuse_taken(registry: "Registry", name: str) -> None:
    if name in {one.partition("@")[0] for one in registry.references()} | set(registry.vocabulary_versions):
        raise RegistryError(f"{name} is in use already.", f"Take another id; for its next version: --from {name}")


@dataclass
class Given:
    """What flags or answers say; None for what was not said."""

    kind: str | None
    family: str | None
    status: str | None
    doi: str | None
    title: str | None
    authors: str | None
    year: int | None

    def ask(self) -> None:
        """Asks for whatever was not given; Enter leaves what is not known to be filled in."""
        click.echo("Enter alone takes what stands in brackets, or leaves it to be filled in later.", err=True)
        self.kind = self.kind or _choice("Kind", KINDS, "criterion")
        self.family = self.family or _choice(
            "Family", FAMILIES, "phenotypes" if self.kind == "phenotype" else "consensus"
        )
        self.status = self.status or _choice("Its rules, or the publication alone", STATUSES, "draft")
        self.doi = _text("DOI of the publication", "doi") if self.doi is None else self.doi
        self.title = _text("Its title, as printed", "title") if self.title is None else self.title
        if self.authors is None:
            self.authors = _text("Its authors, such as Smith AB, Jones C", "authors")
        if self.year is None:
            told = _text("Year of publication", "year")
            self.year = int(told) if told else None

    def answers(self, name: str) -> "Answers":
        """Kind and family must be among them, the rest may be filled in later."""
        from trd_registry.drafting.starting import Answers, doi_of

        for flag, value, choices in (("--kind", self.kind, KINDS), ("--family", self.family, FAMILIES)):
            if value is None:
                raise click.UsageError(f"Missing option '{flag}'. Choose from: {', '.join(choices)}.")
        return Answers(
            name,
            str(self.kind),
            str(self.family),
            self.status or "draft",
            doi_of(self.doi or ""),
            self.title or "",
            self.authors or "",
            self.year,
        )


def _choice(question: str, choices: "tuple[str, ...]", default: str) -> str:
    answer: str = click.prompt(question, type=click.Choice(choices), default=default, err=True)
    return answer


def _text(question: str, name: str) -> str:
    """One line, asked again until it has the form that the schema wants; empty where nothing was said."""
    from trd_registry.drafting.starting import doi_of, refuse_wrong_form

    while True:
        answer = " ".join(str(click.prompt(question, default="", show_default=False, err=True)).split())
        answer = doi_of(answer) if name == "doi" else answer
        if not answer:
            return ""
        try:
            refuse_wrong_form(name, int(answer) if name == "year" and answer.isdigit() else answer)
        except RegistryError as error:
            click.echo(f"    {error}", err=True)
        else:
            return answer


def _copied(
    registry: "Registry", base: Path, name: str, other: str, family: str | None, step: str | None
) -> tuple[Path, dict[str, str]]:
    """The folder and the files of a copy; the registry says where the next version of the same belongs."""
    from trd_registry.comparing.versions import Bump
    from trd_registry.drafting.copying import next_version_of, other_edition_of

    definition = registry.get(other)
    if definition.id != name:
        if step is not None:
            raise click.UsageError("--step goes with --from the same ID.")
        _refuse_taken(registry, name)
        return base / "definitions" / (family or definition.family) / name, other_edition_of(registry, definition, name)
    if family is not None:
        raise click.UsageError("A new version stays in the family of its definition.")
    folder = registry.path_of(definition).parent
    if not folder.is_relative_to(base):
        raise RegistryError(f"{name} is published, and not of the private folder.", "Give the copy an id of its own.")
    return folder, next_version_of(registry, definition, Bump[(step or "patch").upper()])


def _shown(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _next_steps(name: str, folder: Path, private: Path | None) -> None:
    beside = f" --registry {private}" if private is not None else ""
    for line in (
        "",
        "Next:",
        "  1. Open definition.yaml. Where FILL IN stands, write what its words ask for.",
        f"  2. trd check{beside} {_shown(folder)}",
        "     lists what is left to fill in, and then whatever is wrong, with line and column.",
        f"  3. trd test{beside} {name} --uncovered",
        "     runs the worked cases and lists what no case shows yet.",
        f"  4. trd show{beside} {name}",
        "     tells the rule in plain words: compare them with the publication.",
    ):
        click.echo(line, err=True)
