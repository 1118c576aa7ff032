"""``trd verify``: runs the results of a receipt again and tells what is not the same, and why."""

import sys
from pathlib import Path

import click

from trd_registry.cli.main import FINDINGS, INVALID
from trd_registry.cli.private_option import opened_registry, private_option, registry_at


@click.command(name="verify")
@click.argument("receipt", type=click.Path(path_type=Path), metavar="RECEIPT.json")
@click.option(
    "--history", "histories", multiple=True, type=click.Path(path_type=Path), metavar="FILE",
    help="Look for the histories in this file, or cohort folder, instead of where the receipt says; may be repeated.",
)  # fmt: skip
@click.option(
    "--root", type=click.Path(path_type=Path), help="The checkout to verify against, if not that of this trd."
)
@private_option
def command(receipt: Path, histories: tuple[Path, ...], root: Path | None, private: Path | None) -> None:
    """Run every result in RECEIPT.json again: what `trd evaluate --format json` printed.

    Each is run with the definition, readings, vocabularies and history that it names; the history is looked for
    from here and then from the folder of the receipt. Exit code 1 means that something is not the same.
    """
    if root is not None and private is not None:
        raise click.UsageError("--root names a whole registry, --registry a folder beside it: give one of them.")
    from trd_registry.checking.printing import printable
    from trd_registry.receipts.histories import Histories
    from trd_registry.receipts.reading import UnreadableReceipt, read_receipt
    from trd_registry.receipts.verifying import verify

    try:
        recorded = read_receipt(receipt)
    except UnreadableReceipt as error:
        click.echo(f"trd: {printable(error.message)}\n    {error.remedy}", err=True)
        sys.exit(INVALID)
    registry = registry_at(root) if root is not None else opened_registry(private)
    files = Histories(receipt, registry, histories)
    held = 0
    for one in recorded:
        found = verify(one, registry, files)
        held += found.holds
        word = "same   " if found.holds else "DIFFERS"
        click.echo(printable(f"{word}  {one.history} by {one.reference}"))
        for line in (*found.deviations, *found.remarks):
            click.echo(printable(f"         {line}"))
    click.echo(f"trd: {held} of {len(recorded)} results are the same.", err=True)
    sys.exit(0 if held == len(recorded) else FINDINGS)
