"""Writes the findings of a review as workflow commands, which GitHub shows beside the lines of the pull request."""

from collections import Counter
from collections.abc import Sequence

from trd_registry.checking.readiness import REFUSED
from trd_registry.checking.writers import MAX_ANNOTATIONS, annotation
from trd_registry.model.finding import Finding

#: Findings of one code in one file; a bomb of aliases has thousands, and would hide everything else.
ALIKE = 4


def worst_first(findings: Sequence[Finding]) -> list[Finding]:
    """Refusals, errors, warnings; of those that are alike, the first few."""
    ordered = sorted(findings, key=lambda one: (one.level != "error", one.code != REFUSED, one.code, one))
    seen: Counter[tuple[str, str]] = Counter()
    kept = []
    for one in ordered:
        seen[one.path, one.code] += 1
        if seen[one.path, one.code] <= ALIKE:
            kept.append(one)
    return kept


def as_annotations(findings: Sequence[Finding]) -> str:
    """As many as GitHub shows for one step, and how many there are beyond."""
    ordered = worst_first(findings)
    shown = [
        one
        for level in ("error", "warning")
        for one in [each for each in ordered if each.level == level][:MAX_ANNOTATIONS]
    ]
    lines = [annotation(one) for one in shown]
    if len(findings) > len(shown):
        lines.append(f"::notice::{len(findings) - len(shown)} more findings are not shown beside their lines.")
    return "".join(f"{line}\n" for line in lines)
