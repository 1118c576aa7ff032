"""What a definition is made of above its conditions: trial sets, and the outcome it gives.

Like the nodes, this is plain data with every reading already settled.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from trd_registry.model.nodes import Bounds, Condition, Measure, Node, Statement, TrialMeasure
from trd_registry.model.record_rules import RecordRules


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of a measure with a name or with points; either end may be open or absent."""

    name: str
    points: float
    lower: float
    upper: float
    lower_open: bool
    upper_open: bool
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BandItem(Node):
    """Points by the band in which a measure lies."""

    measure: Measure
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Points given when a condition holds."""

    when: Condition
    points: float
    name: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseItem(Node):
    """Points of the first case that holds, or ``otherwise`` where none does."""

    cases: tuple[Case, ...]
    otherwise: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialItem(TrialMeasure):
    """Points summed over the trials: for each, those of every case that holds for it."""

    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountItem(Node):
    """So many points for each unit of a measure, up to a ceiling if there is one."""

    measure: Measure
    points: float
    ceiling: float


ScoreItem: TypeAlias = BandItem | CaseItem | TrialItem | CountItem


@dataclass(frozen=True, slots=True, kw_only=True)
class Score(Node):
    """A total of items, the range the authors give, its named bands and, if any, their cut for TRD."""

    items: Mapping[str, ScoreItem]
    range: tuple[float, float]
    bands: tuple[Band, ...]
    trd: Bounds


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One stage and the condition for it."""

    name: str
    when: Condition
    place: str
    stated: Statement | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder(Node):
    """Ordered stages: cumulative (each needs all below it) or highest (the highest that holds)."""

    kind: Literal["cumulative", "highest"]
    below: str
    rungs: tuple[Rung, ...]
    trd_from: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BandedStages(Node):
    """Ordered stages by the band in which a measure lies."""

    measure: Measure
    bands: tuple[Band, ...]
    trd_from: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiers(Node):
    """Unordered classes; a patient may belong to several or to none."""

    tiers: tuple[Rung, ...]
    trd: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion(Node):
    """TRD is present when the condition holds."""

    condition: Condition


Outcome: TypeAlias = Criterion | Ladder | BandedStages | Tiers | Score


# The whole -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialSet(Node):
    """Which trials count: the four questions that every definition answers of a trial, or leaves open."""

    name: str
    eligible: Condition
    adequate: Condition | None
    failed: Condition | None
    proven: Condition | None

    @property
    def questions(self) -> tuple[tuple[str, Condition], ...]:
        """The questions the definition does answer, in the order in which one asks them."""
        asked = (
            ("eligible", self.eligible),
            ("adequate", self.adequate),
            ("failed", self.failed),
            ("proven", self.proven),
        )
        return tuple((name, node) for name, node in asked if node is not None)


@dataclass(frozen=True, slots=True)
class Grouping:
    """Which classes count as one and the same."""

    name: str
    #: Class -> group.
    classes: Mapping[str, str]
    #: Modality -> the one group that everything of this modality falls in.
    modalities: Mapping[str, str]
    #: The group of every class not named; empty where such a class stays a group of its own.
    rest: str

    def group(self, treatment_class: str, modality: str) -> str:
        """What a treatment of this class and modality counts as."""
        return self.classes.get(treatment_class) or self.modalities.get(modality) or self.rest or treatment_class


@dataclass(frozen=True, slots=True)
class Rules:
    """A definition's rules with every reading settled one way."""

    scope: Condition | None
    trials: Mapping[str, TrialSet]
    outcome: Outcome
    groupings: Mapping[str, "Grouping"]
    #: The option taken for every reading.
    choices: Mapping[str, str]
    #: How trials are built from dated entries; None where the history lists its trials itself.
    records: RecordRules | None = None
