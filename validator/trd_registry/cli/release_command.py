"""``trd release``: freezes versions of definitions and vocabularies for ever."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trd_registry.cli.main import FINDINGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trd_registry.checking.readiness import Readiness
    from trd_registry.loading.lock import Lock
    from trd_registry.loading.registry import Registry
    from trd_registry.releasing.targets import Target


@click.command(name="release")
@click.argument("references", nargs=-1, metavar="[ID[@VERSION]]...")
@click.option("--all", "everything", is_flag=True, help="Every definition that is called released and is not locked.")
@click.option("--with-vocabularies", is_flag=True, help="Release the pinned vocabularies as well.")
@click.option("--root", type=click.Path(path_type=Path), help="The checkout to release in, if not that of this trd.")
def command(references: tuple[str, ...], everything: bool, with_vocabularies: bool, root: Path | None) -> None:
    """Freeze versions: write their digests into definitions/released.lock, and the day into released.dates.

    ID names a definition or a vocabulary; without a VERSION its latest one is meant. Refused are versions
    with an error under trd check, a status other than released, a failing or missing case, a pinned
    vocabulary that is not released, or a version that says less than has changed. Either all are
    released or none is. A released file can never be edited again.
    """
    from datetime import UTC, datetime

    from trd_registry.checking.readiness import readiness
    from trd_registry.cli.checkout import checkout
    from trd_registry.loading.lock import read_lock
    from trd_registry.loading.release_dates import DATES
    from trd_registry.releasing.targets import target_of, unlocked_pins, waiting
    from trd_registry.releasing.writing import write_dates, write_lock

    if bool(references) == everything:
        raise click.UsageError("Name the definitions and vocabularies to release, or say --all.")
    registry = checkout(root)
    lock = read_lock(registry.lock_path)
    wanted = list(waiting(registry, lock)) if everything else references
    named = {target.entry: target for target in (target_of(registry, one) for one in wanted)}
    targets = _not_released(lock, list(named.values()))
    if with_vocabularies:
        found = unlocked_pins(registry, targets, lock)
        targets += {pinned.entry: pinned for _, pinned in found}.values()
    asked = readiness(registry, lock, targets)
    if asked.refusals:
        _refuse(asked)
    write_lock(lock, targets)
    write_dates(registry.root / "definitions" / DATES, targets, datetime.now(UTC).date())
    _tell(registry, targets, asked)


def _not_released(lock: "Lock", targets: "Sequence[Target]") -> "list[Target]":
    """Those that are not in the lock with this very digest."""
    remaining = []
    for target in targets:
        if lock.digest(target.entry) == target.digest():
            click.echo(f"trd: {target.entry.key} is released already.", err=True)
        else:
            remaining.append(target)
    return remaining


def _refuse(asked: "Readiness") -> None:
    from trd_registry.checking.printing import printable

    for one in asked.refusals:
        click.echo(printable(str(one)))
        click.echo(f"    {printable(one.remedy)}")
    count = len(asked.refusals)
    click.echo(f"trd: {count} {'finding' if count == 1 else 'findings'}; nothing was released.", err=True)
    sys.exit(FINDINGS)


def _tell(registry: "Registry", targets: "Sequence[Target]", asked: "Readiness") -> None:
    from trd_registry.loading.release_dates import DATES

    for target in sorted(targets, key=lambda one: one.entry.key):
        click.echo(f"{target.entry.key}: {target.digest()}")
        step = asked.steps.get(target.entry.key)
        if step is not None:
            click.echo(
                f"trd: {step.old} to {step.new} is {step.taken.name}; needed is {step.need.bump.name}. {step.reason}",
                err=True,
            )
            for note in step.notes:
                click.echo(f"trd: {note}", err=True)
    count = len(targets)
    if count:
        versions = "version" if count == 1 else "versions"
        click.echo(f"trd: {count} {versions} released in {registry.lock_path}; commit it with {DATES}.", err=True)
