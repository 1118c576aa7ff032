"""The nodes of a rule tree: the whole vocabulary in which definitions are written.

A tree is plain data with every reading already settled. It can be judged for one history, told in
English or turned into a query; none of that happens here.
"""

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
    """The psychotherapy is on a named list of evidence-based ones; a rater's word does not replace the list."""

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
    #: Bounds of the days from the beginning of this one to that of the other; none: it begins on a later day.
    started: Bounds = ()
    within_days: float
    different: Literal["treatment", "class", ""]
    #: Bounds of the days from the end of this one to the beginning of the other; none: they may overlap.
    gap: Bounds = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PrecededBy(Node):
    """So many other trials, or distinct treatments, began or ended within bounds before this trial began.

    Days are positive for what came before: a trial that ended ten days before this one began has
    ``ended`` 10, one that was still going on has less than 0.
    """

    of: tuple[str, ...]
    distinct: Literal["treatment", "class", "modality", ""]
    started: Bounds
    ended: Bounds
    number: Bounds
    #: Whether this trial is counted too.
    with_itself: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosed(Node):
    """So many diagnoses of these conditions were put down within bounds of days before this trial began."""

    conditions: frozenset[str]
    settings: frozenset[str]
    days_before: Bounds
    number: Bounds


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureTest(Node):
    """A number computed from the trials lies within bounds."""

    measure: "Measure"
    bounds: Bounds


Condition: TypeAlias = (
    All | Any | Not | FirstStated | NumberTest | TruthTest | ChoiceTest | DoseMeetsTable | TherapyOnList | SeverityIs
    | FollowedBy | PrecededBy | Diagnosed | MeasureTest
)  # fmt: skip


def looks_at_other_trials(node: Condition) -> bool:
    """Whether a condition on a trial depends on other trials as well, such as what followed."""
    if isinstance(node, Not):
        return looks_at_other_trials(node.part)
    if isinstance(node, All | Any | FirstStated):
        return any(looks_at_other_trials(part) for part in node.parts)
    return isinstance(node, FollowedBy | PrecededBy)


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
    """How many days ago the nth of the trials, or of the distinct treatments, began, in order of time."""

    nth: int
    distinct: Literal["treatment", ""] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagnosisCount(Node):
    """How many diagnoses of these conditions the record holds, within bounds of days from the index event."""

    conditions: frozenset[str]
    settings: frozenset[str]
    days: Bounds


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientNumber(Node):
    """A number of the patient or the episode."""

    fact: str


Measure: TypeAlias = Count | Sum | Extreme | NthStart | PatientNumber | DiagnosisCount
