"""The answer of one definition on one history."""

import html
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from trd_registry.evaluating.trace import Trace
from trd_registry.model.interval import Interval
from trd_registry.model.truth import Truth

Verdict = Literal["met", "not_met", "indeterminate"]


@dataclass(frozen=True, slots=True)
class MissingFact:
    """An unknown fact that could change the answer."""

    #: As the history file would name it: ``trials[2].weeks``, ``episode.onset``; ``trials[ect]`` where it is not
    #: known whether the list of such trials leaves nothing out.
    fact: str
    #: Whether it could settle the answer alone; None where too much is missing to try them all.
    decisive: bool | None


@dataclass(frozen=True, slots=True)
class Result:
    """What a definition says of a history, why, and what is missing.

    ``score`` is an interval in the points of the definition; ``stages`` the stages still possible in
    their order; ``tiers`` whether the patient belongs to each class. A part that the definition does
    not give is None, and so is every part where the history is out of its scope.
    """

    #: Id of the history.
    history: str
    #: Id of the definition.
    definition: str
    #: Semantic version of its encoding.
    version: str
    #: ``sha256:`` and the digest of its file.
    digest: str
    #: ``released``, ``draft``, ``superseded`` or ``withdrawn``.
    status: str
    #: ``criterion``, ``stages``, ``tiers``, ``score`` or ``phenotype``.
    kind: str
    #: True, False (out of scope: the definition does not speak of this patient), or None where unknown.
    applicable: Truth
    #: None where out of scope, or where the authors give no cut for TRD.
    verdict: Verdict | None
    #: The option taken for each reading; None where the reading was left open and the result spans it.
    readings: Mapping[str, str | None]
    #: Why: every node that was looked at, with its value and where it stands in the source.
    trace: Trace
    #: The same for the question whether the definition speaks of this patient; None where it speaks of all.
    scope: Trace | None = None
    #: Points, from the lowest to the highest total that is still possible.
    score: Interval | None = None
    #: Named bands in which the score may lie, the lowest first.
    bands: tuple[str, ...] | None = None
    #: Stages that are still possible, the lowest first.
    stages: tuple[str, ...] | None = None
    #: Class -> whether the patient belongs to it; None for what cannot be told.
    tiers: Mapping[str, Truth] | None = None
    #: Unknown facts that could change the answer, those that would decide it alone first.
    missing: tuple[MissingFact, ...] = ()
    #: The version of every vocabulary that the definition refers to.
    vocabularies: Mapping[str, str] = field(default_factory=dict)
    #: Whether the definition comes from a private folder, and is published nowhere.
    private: bool = False
    #: For a result that spans a reading left open: the trace under each combination of options.
    alternatives: tuple[tuple[Mapping[str, str], Trace], ...] = ()

    @property
    def reference(self) -> str:
        """``id@version`` of the definition."""
        return f"{self.definition}@{self.version}"

    @property
    def is_settled(self) -> bool:
        """Whether no missing fact can change anything in this answer."""
        if self.applicable is False:
            return True
        parts = [
            self.applicable is not None,
            self.verdict != "indeterminate",
            self.score is None or self.score.is_exact,
            self.stages is None or len(self.stages) == 1,
            self.tiers is None or None not in self.tiers.values(),
        ]
        return all(parts)

    def _repr_html_(self) -> str:
        """A one-row table for notebooks."""
        verdict = "not applicable" if self.applicable is False else (self.verdict or "no verdict").replace("_", " ")
        facts = [("definition", self.reference), ("history", self.history), ("verdict", verdict)]
        if self.score is not None:
            facts.append(("score", str(self.score)))
        if self.stages is not None:
            facts.append(("stages", ", ".join(self.stages)))
        if self.missing:
            facts.append(("missing", ", ".join(one.fact for one in self.missing)))
        head = "".join(f"<th>{name}</th>" for name, _ in facts)
        row = "".join(f"<td>{html.escape(text)}</td>" for _, text in facts)
        return f"<table><thead><tr>{head}</tr></thead><tbody><tr>{row}</tr></tbody></table>"
