"""The nodes of a rule tree: the whole vocabulary in which definitions are written.

A tree is plain data with every reading already settled. It can be judged for one history, told in
English or turned into a query; none of that happens here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class Statement:
    """Where a rule stands, and how the encoder knows."""

    source: str
    at: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """What every node carries: its place in the file, its name, its source, the readings that made it."""

    place: str
    id: str = ""
    stated: Statement | None = None
    readings: tuple[str, ...] = ()


Comparator = Literal["at_least", "at_most", "above", "below", "exactly"]


@dataclass(frozen=True, slots=True)
class Bound:
    """One comparison with a figure."""

    comparator: Comparator
    figure: float
    place: str


Bounds: TypeAlias = tuple[Bound, ...]


# Conditions: met, not met or unknown ---------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class All(Node):
    """Every part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Any(Node):
    """At least one part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Not(Node):
    """The part does not hold."""

    part: "Condition"


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstStated(Node):
    """Of several ways to record one thing, the first that the record states decides."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberTest(Node):
    """A number of the trial or the patient lies within bounds."""

    fact: str
    bounds: Bounds


@dataclass(frozen=True, slots=True, kw_only=True)
class TruthTest(Node):
    """A yes-or-no fact of the trial or the patient is as expected."""

    fact: str
    expected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceTest(Node):
    """A category of the trial or the patient is one of the given ones."""

    fact: str
    among: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseMeetsTable(Node):
    """The dose reaches the table's minimum for that treatment, or a rater judged the dose adequate."""

    table: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TherapyOnList(Node):
    """The psychotherapy is on a named list of evidence-based ones."""

    list: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeverityIs(Node):
    """The severity of the episode, as judged or by the bands of a scale, is one of the given degrees."""

    among: frozenset[str]
    #: Band sets of the scales vocabulary, asked in this order.
    bands: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedBy(Node):
    """Another trial of a set begins after this one begins, at most so many days after this one ends."""

    of: tuple[str, ...]
    within_days: float
    different: Literal["treatment", "class", ""]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureTest(Node):
    """A number computed from the trials lies within bounds."""

    measure: "Measure"
    bounds: Bounds


Condition: TypeAlias = (
    All | Any | Not | FirstStated | NumberTest | TruthTest | ChoiceTest | DoseMeetsTable | TherapyOnList | SeverityIs
    | FollowedBy | MeasureTest
)  # fmt: skip


def looks_at_other_trials(node: Condition) -> bool:
    """Whether a condition on a trial depends on other trials as well, such as what followed."""
    if isinstance(node, Not):
        return looks_at_other_trials(node.part)
    if isinstance(node, All | Any | FirstStated):
        return any(looks_at_other_trials(part) for part in node.parts)
    return isinstance(node, FollowedBy)


# Measures: an interval -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialMeasure(Node):
    """A measure over the trials that are in one of the named sets and, if asked, meet one more condition."""

    of: tuple[str, ...]
    where: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Count(TrialMeasure):
    """How many trials, or how many distinct treatments, classes, modalities or augmented trials."""

    distinct: Literal["treatment", "class", "modality", "augments", ""] = ""
    #: Groups of classes that count as one, by the name of a grouping.
    grouping: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum(TrialMeasure):
    """A number summed over the trials."""

    fact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extreme(TrialMeasure):
    """The largest or smallest value of a number over the trials."""

    which: Literal["largest", "smallest"]
    fact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NthStart(TrialMeasure):
    """How many days ago the nth of the trials began, in order of time."""

    nth: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientNumber(Node):
    """A number of the patient or the episode."""

    fact: str


Measure: TypeAlias = Count | Sum | Extreme | NthStart | PatientNumber


# Results -------------------------------------------------------------------------------------------


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
