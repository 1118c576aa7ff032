"""``trd test``: runs the worked cases of definitions and prints what they cover."""

import sys
from pathlib import Path

import click

from trd_registry.cli.main import FINDINGS
from trd_registry.cli.private_option import opened_registry, private_option


@click.command(name="test")
@click.argument("definitions", nargs=-1, metavar="[ID[@VERSION]]...")
@click.option("--uncovered", is_flag=True, help="List every criterion, threshold and option without a case.")
@private_option
def command(definitions: tuple[str, ...], uncovered: bool, private: Path | None) -> None:
    """Run the worked cases of all definitions, or of those named."""
    from trd_registry.cases.suite import run_suite

    failed = False
    for suite in run_suite(opened_registry(private), definitions):
        broken = [outcome for outcome in suite.outcomes if not outcome.passed]
        passed = len(suite.outcomes) - len(broken)
        coverage = suite.coverage
        click.echo(
            f"{suite.reference:<28} {passed:>3} of {len(suite.outcomes):>3} cases pass   "
            f"{coverage.share:>5.0%} covered ({coverage.wanted - len(coverage.missing)} of {coverage.wanted})"
        )
        for outcome in broken:
            click.echo(f"  FAILED  {outcome.case.name}")
            for difference in outcome.differences:
                click.echo(f"          {difference}")
        if uncovered:
            for missing in coverage.missing:
                click.echo(f"  no case {missing}")
        failed |= bool(broken) or (suite.must_be_covered and bool(coverage.missing))
    sys.exit(FINDINGS if failed else 0)
