"""The facts a history can hold: name, kind, unit and bounds, in one table.

A condition in a definition is written with the same name as the fact in a history, so this table is
also the vocabulary of leaves of the definition language.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import Literal

from trd_registry.model.choice import Choice
from trd_registry.model.interval import Interval
from trd_registry.model.truth import Truth

#: What is known of one fact: an interval, a truth, or a set of possible values.
Value = Interval | Truth | frozenset[str]


@dataclass(frozen=True, slots=True)
class FactKind:
    """What one fact is: its type, its unit and the values it can take."""

    kind: Literal["number", "truth", "choice"]
    says: str
    unit: str = ""
    lower: float = -inf
    upper: float = inf
    whole: bool = False
    domain: Choice = None

    @property
    def range(self) -> Interval:
        """Every value a number of this kind can have."""
        return Interval(self.lower, self.upper)


def _number(says: str, unit: str, lower: float = -inf, upper: float = inf, *, whole: bool = False) -> FactKind:
    return FactKind("number", says, unit, lower, upper, whole)


def _truth(says: str) -> FactKind:
    return FactKind("truth", says)


def _choice(says: str, *domain: str) -> FactKind:
    return FactKind("choice", says, domain=frozenset(domain) or None)


MODALITIES = (
    "antidepressant", "augmentation", "psychotherapy", "ect", "tms", "tdcs", "mst", "vns", "dbs",
    "light", "psychedelic", "lifestyle", "other",
)  # fmt: skip

#: What a history may declare to list in full: the modalities, drugs given together, treatments combined
#: with psychotherapy, and steps taken to optimise the dose or duration of a trial.
COMPLETENESS_KINDS = (*MODALITIES, "combination", "combined", "optimisation")

ROLES = ("monotherapy", "combination", "augmentation", "with-psychotherapy")

EPISODES = ("current", "earlier")

TRIAL_FACTS: Mapping[str, FactKind] = {
    "treatment": _choice("the treatment, by its id in the treatments vocabulary"),
    "class": _choice("the class of the treatment, by its id in the treatments vocabulary"),
    "modality": _choice("the kind of treatment", *MODALITIES),
    "role": _choice("how the treatment was used; both halves of a combined trial are with-psychotherapy", *ROLES),
    "augments": _choice("the trial that this augmentation was added to, by its id"),
    "episode": _choice("the depressive episode it was given in", *EPISODES),
    "dose": _number("daily dose held during the trial", "mg/day", 0),
    "serum_level": _number("serum level held during the trial (lithium)", "mmol/L", 0),
    "weeks": _number("time on treatment at the stated dose; follows from start and end", "weeks", 0),
    "sessions": _number("sessions or treatments attended", "sessions", 0, whole=True),
    "improvement": _number("best fall of symptoms reached in the trial, of the level at its start", "%", -inf, 100),
    "adherence": _number("share of doses or sessions taken", "%", 0, 100),
    "days": _number("time on treatment; seven times the weeks", "days", 0),
    "started_days_ago": _number("days from the start of the trial to as_of", "days"),
    "ended_days_ago": _number("days from the end of the trial to as_of", "days"),
    "start_day": _number("day on which the trial began, counted from the index event of a phenotype (day 0)", "days"),
    "end_day": _number("last day of the trial, counted from the index event of a phenotype (day 0)", "days"),
    "dose_adequate": _truth("a rater's own judgement of the dose, where no figure is stated"),
    "duration_adequate": _truth("a rater's own judgement of the duration, where no figure is stated"),
    "judged_failed": _truth("a rater's own judgement that it failed, in place of improvement, response or scores"),
    "remission": _truth("symptoms had remitted at the end; follows from a final score and from improvement below 50 %"),
    "adherent": _truth("the treatment was taken as prescribed"),
    "prospective": _truth("outcome was measured while the trial ran, not recalled afterwards"),
    "documented": _truth("dose, duration and outcome are known from records made at the time"),
    "rated_with": _choice(
        "the instrument with which dose, duration and outcome of the trial were rated",
        "athf", "athf-sf", "mgh-atrq", "other-instrument", "none",
    ),
    "licensed": _truth("the treatment is licensed for this use where it was given"),
    "therapist_trained": _truth("the therapist was trained in the therapy given"),
    "evidence_based": _truth("a rater's own judgement that the therapy is an evidence-based one"),
    "titrated_to_tolerance": _truth("the dose was raised as far as it was tolerated or labelled"),
    "dose_optimised": _truth("the dose was raised above the adequate one to obtain a response"),
    "duration_optimised": _truth("the trial was prolonged beyond the adequate time to obtain a response"),
    "augmented": _truth("another agent was added to this trial to augment it"),
    "route": _choice(
        "how the drug was given", "oral", "intranasal", "intravenous", "intramuscular", "transdermal", "other",
    ),
    "laterality": _choice("electrode placement of ECT", "bilateral", "unilateral", "mixed"),
    "stopped": _choice(
        "why the trial ended; relapse means that a response was reached and lost",
        "inefficacy", "intolerance", "completed", "nonadherence", "relapse", "ongoing", "other",
    ),
}  # fmt: skip

DISORDERS = (
    "major-depressive-disorder", "bipolar-disorder", "persistent-depressive-disorder",
    "schizoaffective-disorder", "other-depressive-disorder", "other",
)  # fmt: skip

SEVERITIES = (
    "none", "minimal", "subsyndromal", "mild", "moderate", "moderately-severe", "severe", "very-severe",
)  # fmt: skip

PATIENT_FACTS: Mapping[str, FactKind] = {
    "patient.age": _number("age at as_of, in completed years", "years", 0, 130, whole=True),
    "patient.sex": _choice("sex", "female", "male", "other"),
    "diagnosis.disorder": _choice("the disorder being treated", *DISORDERS),
    "diagnosis.psychotic_features": _truth("psychotic features in the current episode"),
    "diagnosis.psychotic_features_ever": _truth("psychotic features in any episode of the patient's life"),
    "diagnosis.catatonia": _truth("catatonia"),
    "diagnosis.structured_assessment": _truth("the diagnosis was confirmed by a structured clinical assessment"),
    "diagnosis.judged_resistant": _truth("a clinician's own judgement that the depression resists treatment"),
    "diagnosis.criteria_met": _truth("full criteria of a depressive episode are met now"),
    "diagnosis.substance_attributed": _truth("lack of response is put down to substance misuse"),
    "episode.months": _number("length of the current episode until as_of", "months", 0),
    "episode.days": _number("length of the current episode until as_of; follows from onset or months", "days", 0),
    "episode.number": _number("ordinal of the current episode in the patient's life", "", 1, whole=True),
    "episode.severity": _choice("severity of the current episode, as judged by a rater", *SEVERITIES),
    "episode.impairment": _choice("functional impairment", "none", "mild", "moderate", "severe"),
    "episode.prior_treatment": _truth("any treatment at all was given in the current episode"),
    "episode.rated_twice": _truth("a rating scale showed a depressive episode at two visits"),
    "episode.rapid_response_needed": _truth("the condition is so severe that a rapid response is needed"),
    "episode.ect_candidate": _truth("the patient is a candidate for ECT, which would do no better"),
    "episode.stable_medication_weeks": _number("time for which the medication has been left unchanged", "weeks", 0),
    "illness.years": _number("time since the first depressive episode began", "years", 0, 130),
    "illness.onset_age": _number(
        "age at the first depressive episode, in completed years", "years", 0, 130, whole=True
    ),
}

#: Facts that a history states once for each scale or condition, as ``<prefix>.<name>``.
TRIAL_PREFIXES: Mapping[str, FactKind] = {
    "start_score": _number("score on a rating scale when the trial began", "points"),
    "end_score": _number("score on a rating scale when the trial ended", "points"),
}
PATIENT_PREFIXES: Mapping[str, FactKind] = {
    "episode.score": _number("present score on a rating scale", "points"),
    "comorbidity": _truth("a comorbid condition is present"),
    "ruled_out": _choice(
        "why a kind of treatment, or a treatment, was not or cannot be given; none: nothing stands in its way",
        "none",
        "contraindicated",
        "intolerant",
        "declined",
        "unsuitable",
    ),
}


def trial_fact(name: str) -> FactKind:
    """The kind of a trial fact; raises KeyError for a name that does not exist."""
    return _find(name, TRIAL_FACTS, TRIAL_PREFIXES)


def patient_fact(name: str) -> FactKind:
    """The kind of a patient, diagnosis or episode fact; raises KeyError for a name that does not exist."""
    return _find(name, PATIENT_FACTS, PATIENT_PREFIXES)


def _find(name: str, facts: Mapping[str, FactKind], prefixes: Mapping[str, FactKind]) -> FactKind:
    if name in facts:
        return facts[name]
    prefix, _, rest = name.rpartition(".")
    if not rest or prefix not in prefixes:
        raise KeyError(name)
    return prefixes[prefix]
