"""Tells a rule in plain words, from the rule tree alone."""

from collections.abc import Mapping
from functools import singledispatch

from trd_registry.model.facts import FactKind, patient_fact, trial_fact
from trd_registry.model.interval import format_number
from trd_registry.model.nodes import (
    All,
    Any,
    Bounds,
    ChoiceTest,
    Count,
    DoseMeetsTable,
    Extreme,
    FirstStated,
    FollowedBy,
    MeasureTest,
    Node,
    Not,
    NthStart,
    NumberTest,
    PatientNumber,
    SeverityIs,
    Sum,
    TherapyOnList,
    TruthTest,
)

_COMPARATORS = {
    "at_least": "at least",
    "at_most": "at most",
    "above": "more than",
    "below": "less than",
    "exactly": "exactly",
}

_NOUNS: Mapping[str, str] = {
    "weeks": "duration",
    "sessions": "attended",
    "improvement": "improvement",
    "adherence": "adherence",
    "dose": "dose",
    "serum_level": "serum level",
    "started_days_ago": "start",
    "ended_days_ago": "end",
    "patient.age": "age",
    "episode.months": "length of the episode",
    "episode.number": "number of the episode",
}

_TRUTHS: Mapping[str, tuple[str, str]] = {
    "remission": ("in remission at the end", "not in remission at the end"),
    "adherent": ("taken as prescribed", "not taken as prescribed"),
    "prospective": ("outcome measured prospectively", "outcome not measured prospectively"),
    "therapist_trained": ("given by a trained therapist", "given by a therapist without training in it"),
    "judged_failed": ("judged a failure by the rater", "not judged a failure by the rater"),
    "dose_adequate": ("dose judged adequate by the rater", "dose judged inadequate by the rater"),
    "duration_adequate": ("duration judged adequate by the rater", "duration judged inadequate by the rater"),
    "evidence_based": ("judged evidence-based by the rater", "judged not evidence-based by the rater"),
    "augmented": ("augmented by another agent", "not augmented"),
    "dose_optimised": ("dose optimised", "dose not optimised"),
    "duration_optimised": ("duration optimised", "duration not optimised"),
    "titrated_to_tolerance": ("dose raised as far as tolerated", "dose not raised as far as tolerated"),
    "diagnosis.psychotic_features": ("psychotic features", "no psychotic features"),
    "diagnosis.criteria_met": ("criteria of a depressive episode still met", "criteria no longer met"),
    "diagnosis.substance_attributed": (
        "nonresponse attributed to substance misuse",
        "nonresponse not attributed to substance misuse",
    ),
    "episode.prior_treatment": ("treated in this episode", "not treated in this episode"),
}


def bounds_in_words(bounds: Bounds, unit: str = "") -> str:
    """``at least 9 and at most 16 sessions``."""
    parts = [f"{_COMPARATORS[bound.comparator]} {format_number(bound.figure)}" for bound in bounds]
    return " and ".join(parts) + (f" {unit}" if unit else "")


def fact_in_words(name: str) -> str:
    """A fact as a noun: ``duration``, ``score on madrs at the end``."""
    if name in _NOUNS:
        return _NOUNS[name]
    prefix, _, rest = name.rpartition(".")
    if prefix == "end_score":
        return f"{rest} at the end"
    if prefix == "start_score":
        return f"{rest} at the start"
    if prefix == "episode.score":
        return f"present {rest}"
    return name.rpartition(".")[2].replace("_", " ")


def kind_of(name: str) -> FactKind | None:
    """The kind of a fact of a trial or of the patient, or None for a name that is no fact."""
    for find in (trial_fact, patient_fact):
        try:
            return find(name)
        except KeyError:
            continue
    return None


def unit_of(name: str) -> str:
    """The unit of a number: ``weeks``, ``%``; empty where it has none."""
    known = kind_of(name)
    return known.unit if known else ""


@singledispatch
def in_words(node: Node) -> str:
    """The condition or measure as a phrase."""
    return type(node).__name__


@in_words.register
def _(node: All) -> str:
    return "; ".join(in_words(part) for part in node.parts if not _is_vacuous(part)) or "nothing asked"


@in_words.register
def _(node: Any) -> str:
    parts = [in_words(part) for part in node.parts if not _is_vacuous(part)]
    if len(parts) > 1:
        return "either " + ", or ".join(parts)
    return parts[0] if parts else "never"


@in_words.register
def _(node: FirstStated) -> str:
    return ", or where that is not recorded, ".join(in_words(part) for part in node.parts)


@in_words.register
def _(node: Not) -> str:
    return f"not ({in_words(node.part)})"


@in_words.register
def _(node: NumberTest) -> str:
    return f"{fact_in_words(node.fact)} {bounds_in_words(node.bounds, unit_of(node.fact))}"


@in_words.register
def _(node: TruthTest) -> str:
    if node.fact in _TRUTHS:
        return _TRUTHS[node.fact][0 if node.expected else 1]
    noun = fact_in_words(node.fact)
    return f"{noun} present" if node.expected else f"no {noun}"


@in_words.register
def _(node: ChoiceTest) -> str:
    return f"{fact_in_words(node.fact)}: {' or '.join(sorted(node.among))}"


@in_words.register
def _(node: DoseMeetsTable) -> str:
    return f"dose reaches the minimum of {node.table}"


@in_words.register
def _(node: TherapyOnList) -> str:
    return f"therapy on the list {node.list}"


@in_words.register
def _(node: SeverityIs) -> str:
    by = f" (by {' and '.join(node.bands)} where only scores are recorded)" if node.bands else ""
    return f"severity {' or '.join(sorted(node.among))}{by}"


@in_words.register
def _(node: FollowedBy) -> str:
    different = f" of another {node.different}" if node.different else ""
    soon = f" within {format_number(node.within_days)} days" if node.within_days != float("inf") else ""
    return f"followed by a trial{different} ({' or '.join(node.of)}){soon}"


@in_words.register
def _(node: MeasureTest) -> str:
    if isinstance(node.measure, Count):
        noun = _nouns(node.measure.distinct, is_one=[bound.figure for bound in node.bounds] == [1])
        what = f"distinct {noun} among" if node.measure.distinct else f"{noun} of"
        return f"{bounds_in_words(node.bounds)} {what} {_sets(node.measure)}"
    return f"{in_words(node.measure)} {bounds_in_words(node.bounds)}"


@in_words.register
def _(node: Count) -> str:
    what = f"number of distinct {_nouns(node.distinct)} among" if node.distinct else "number of trials of"
    return f"{what} {_sets(node)}"


@in_words.register
def _(node: Sum) -> str:
    return f"total {fact_in_words(node.fact)} of {_sets(node)}"


@in_words.register
def _(node: Extreme) -> str:
    return f"{node.which} {fact_in_words(node.fact)} of {_sets(node)}"


@in_words.register
def _(node: NthStart) -> str:
    return f"days since the start of trial number {node.nth} of {_sets(node)}"


@in_words.register
def _(node: PatientNumber) -> str:
    return fact_in_words(node.fact)


def _is_vacuous(node: Node) -> bool:
    """Whether the node asks nothing, or can never hold: the option of a reading that imposes or admits nothing."""
    return isinstance(node, All | Any) and not node.parts


def _sets(node: Count | Sum | Extreme | NthStart) -> str:
    sets = " or ".join(f"`{name}`" for name in node.of)
    return f"{sets} with {in_words(node.where)}" if node.where is not None else sets


def _nouns(distinct: str, *, is_one: bool = False) -> str:
    """What is counted, in the plural unless it is one."""
    one, many = {
        "": ("trial", "trials"),
        "treatment": ("treatment", "treatments"),
        "class": ("class", "classes"),
        "modality": ("modality", "modalities"),
        "augments": ("augmented trial", "augmented trials"),
    }[distinct]
    return one if is_one else many
