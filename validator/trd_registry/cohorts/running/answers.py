"""Reads the rows of a statement as answers, in the terms in which the interpreter gives them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from trd_registry.cohorts.planning.statement import Columns
from trd_registry.evaluating.result import Verdict
from trd_registry.model.interval import Interval
from trd_registry.model.truth import Truth


@dataclass(frozen=True, slots=True)
class Answer:
    """What a definition says of one patient; the parts are those of `Result`."""

    applicable: Truth
    verdict: Verdict | None = None
    score: Interval | None = None
    bands: tuple[str, ...] | None = None
    stages: tuple[str, ...] | None = None
    tiers: Mapping[str, Truth] | None = None


def answer(row: Mapping[str, Any], columns: Columns) -> Answer:
    """The answer of one definition in a row of the statement."""

    def told(name: str) -> Any:
        return row[f"{columns.prefix}{name}"]

    def possible(kind: str, names: tuple[str, ...] | None) -> Iterator[tuple[str, Truth]]:
        return ((name, told(f"{kind}_{place}")) for place, name in enumerate(names or ()))

    applicable: Truth = told("applicable")
    if applicable is False:
        return Answer(False)
    return Answer(
        applicable,
        _verdict(told("verdict")) if columns.gives_verdict else None,
        Interval(*(told(f"score_{end}") for end in ("lo", "hi", "lo_open", "hi_open")))
        if columns.gives_score
        else None,
        None if columns.bands is None else tuple(name for name, held in possible("band", columns.bands) if held),
        None if columns.stages is None else tuple(name for name, held in possible("stage", columns.stages) if held),
        None if columns.tiers is None else dict(possible("tier", columns.tiers)),
    )


def _verdict(truth: Truth) -> Verdict:
    return "indeterminate" if truth is None else "met" if truth else "not_met"
