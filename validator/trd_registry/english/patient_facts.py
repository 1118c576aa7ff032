"""How each fact of the patient, the diagnosis and the episode is told. ``{}`` takes the bounds or the values."""

from collections.abc import Mapping

NUMBERS: Mapping[str, str] = {
    "patient.age": "the patient is {} old",
    "episode.months": "the current episode has lasted {}",
    "episode.days": "the current episode has lasted {}",
    "episode.number": "the number of the current episode, counted over the patient's life, is {}",
    "episode.stable_medication_weeks": "medication has been left unchanged for {}",
    "illness.years": "the first depressive episode began {} ago",
    "illness.onset_age": "the patient was {} old at the first depressive episode",
}

TRUTHS: Mapping[str, tuple[str, str]] = {
    "diagnosis.psychotic_features": (
        "the current episode has psychotic features",
        "the current episode has no psychotic features",
    ),
    "diagnosis.psychotic_features_ever": (
        "an episode of the patient's life had psychotic features",
        "no episode of the patient's life had psychotic features",
    ),
    "diagnosis.catatonia": ("catatonia is present", "catatonia is absent"),
    "diagnosis.structured_assessment": (
        "the diagnosis was confirmed by a structured assessment",
        "the diagnosis was not confirmed by a structured assessment",
    ),
    "diagnosis.criteria_met": (
        "full criteria of a depressive episode are still met",
        "full criteria of a depressive episode are no longer met",
    ),
    "diagnosis.substance_attributed": (
        "lack of response is put down to substance misuse",
        "lack of response is not put down to substance misuse",
    ),
    "episode.prior_treatment": (
        "some treatment was given in the current episode",
        "no treatment at all was given in the current episode",
    ),
    "episode.rated_twice": (
        "a rating scale showed a depressive episode at two visits",
        "no rating scale showed a depressive episode at two visits",
    ),
    "episode.rapid_response_needed": (
        "the condition is so severe that a rapid response is needed",
        "no rapid response is needed",
    ),
}

CHOICES: Mapping[str, tuple[str, str]] = {
    "patient.sex": ("the patient is {}", "the patient is not {}"),
    "diagnosis.disorder": ("the diagnosis is {}", "the diagnosis is not {}"),
    "episode.severity": ("a rater judged the current episode {}", "a rater did not judge the current episode {}"),
    "episode.impairment": ("functional impairment is {}", "functional impairment is not {}"),
}

VALUES: Mapping[str, Mapping[str, str]] = {
    "diagnosis.disorder": {"other": "another disorder"},
    "patient.sex": {"other": "of another sex"},
}

#: Facts stated once for each scale or condition -> their sentences; the second ``{}`` takes the scale or condition.
PREFIXED_NUMBERS: Mapping[str, str] = {
    "start_score": "the score on the {1} at the start was {0}",
    "end_score": "the score on the {1} at the end was {0}",
    "episode.score": "the present score on the {1} is {0}",
}
PREFIXED_TRUTHS: Mapping[str, tuple[str, str]] = {
    "comorbidity": ("comorbid {} is present", "there is no comorbid {}"),
}
#: Why a treatment is ruled out -> what is said of it, and the denial.
RULED_OUT: Mapping[str, tuple[str, str]] = {
    "contraindicated": ("is contraindicated", "is not contraindicated"),
    "unsuitable": ("is unsuitable", "is not unsuitable"),
    "intolerant": ("was not tolerated", "was tolerated"),
    "declined": ("was declined", "was not declined"),
    "none": ("has nothing in its way", "has something in its way"),
}
