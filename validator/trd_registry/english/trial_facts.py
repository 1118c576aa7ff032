"""How each fact of a trial is told. ``{}`` takes the bounds or the values."""

from collections.abc import Mapping

#: Number -> sentence with its bounds. A fact that is not here is told by what the table of facts says of it.
NUMBERS: Mapping[str, str] = {
    "weeks": "the treatment lasted {}",
    "days": "the treatment lasted {}",
    "sessions": "{} were attended",
    "improvement": "symptoms improved by {}",
    "adherence": "{} of the doses or sessions were taken",
    "dose": "the daily dose was {}",
    "serum_level": "the serum level was {}",
    "started_days_ago": "the treatment began {} ago",
    "ended_days_ago": "the treatment ended {} ago",
}

#: Days counted from the index event -> what happened on them.
DAYS: Mapping[str, str] = {"start_day": "the treatment began", "end_day": "the treatment ended"}

#: Units that differ from those in the table of facts, because the sentence already says a part of them.
UNITS: Mapping[str, str] = {"dose": "mg", "start_day": "", "end_day": ""}

#: Truth -> the sentence where it holds, and where it does not.
TRUTHS: Mapping[str, tuple[str, str]] = {
    "remission": ("symptoms had remitted at the end", "symptoms had not remitted at the end"),
    "adherent": ("the treatment was taken as prescribed", "the treatment was not taken as prescribed"),
    "prospective": (
        "the outcome was measured while the trial ran",
        "the outcome was not measured while the trial ran",
    ),
    "documented": (
        "dose, duration and outcome are known from records made at the time",
        "dose, duration and outcome are not known from records made at the time",
    ),
    "licensed": ("the treatment is licensed for this use", "the treatment is not licensed for this use"),
    "therapist_trained": (
        "the therapist was trained in the therapy given",
        "the therapist was not trained in the therapy given",
    ),
    "judged_failed": ("the rater judged that the trial failed", "the rater judged that the trial did not fail"),
    "dose_adequate": ("the rater judged the dose adequate", "the rater judged the dose inadequate"),
    "duration_adequate": ("the rater judged the duration adequate", "the rater judged the duration inadequate"),
    "evidence_based": (
        "the rater judged the treatment to be evidence-based",
        "the rater judged the treatment not to be evidence-based",
    ),
    "augmented": ("another agent was added to augment the treatment", "no agent was added to augment the treatment"),
    "dose_optimised": (
        "the dose was raised above the adequate one to obtain a response",
        "the dose was not raised above the adequate one",
    ),
    "duration_optimised": (
        "the trial was prolonged beyond the adequate time to obtain a response",
        "the trial was not prolonged beyond the adequate time",
    ),
    "titrated_to_tolerance": (
        "the dose was raised as far as tolerated or labelled",
        "the dose was not raised as far as tolerated or labelled",
    ),
}

#: Category -> the sentence with its values, and its denial.
CHOICES: Mapping[str, tuple[str, str]] = {
    "modality": ("the treatment is {}", "the treatment is not {}"),
    "treatment": ("the treatment is {}", "the treatment is not {}"),
    "class": ("the treatment belongs to the class {}", "the treatment does not belong to the class {}"),
    "role": ("the treatment was given {}", "the treatment was not given {}"),
    "episode": ("the treatment was given in {}", "the treatment was not given in {}"),
    "laterality": ("electrode placement was {}", "electrode placement was not {}"),
    "stopped": ("the trial ended {}", "the trial did not end {}"),
    "rated_with": ("the trial was rated with {}", "the trial was not rated with {}"),
}

#: Values that are not told by reading out their name.
VALUES: Mapping[str, Mapping[str, str]] = {
    "modality": {
        "antidepressant": "an antidepressant",
        "augmentation": "an augmenting agent",
        "psychotherapy": "a psychotherapy",
        "ect": "electroconvulsive therapy (ECT)",
        "tms": "transcranial magnetic stimulation (TMS)",
        "tdcs": "transcranial direct current stimulation (tDCS)",
        "mst": "magnetic seizure therapy",
        "vns": "vagus nerve stimulation",
        "dbs": "deep brain stimulation",
        "light": "light therapy",
        "psychedelic": "a psychedelic",
        "lifestyle": "a lifestyle measure",
        "other": "a treatment of another kind",
    },
    "role": {
        "monotherapy": "alone",
        "combination": "in combination with another antidepressant",
        "augmentation": "as an augmentation",
        "with-psychotherapy": "as drug and psychotherapy together",
    },
    "episode": {"current": "the current episode", "earlier": "an earlier episode"},
    "stopped": {
        "inefficacy": "for lack of effect",
        "intolerance": "because it was not tolerated",
        "completed": "because the course was complete",
        "nonadherence": "because it was not taken",
        "relapse": "in relapse after a response",
        "ongoing": "not at all, as it is still going on",
        "other": "for another reason",
    },
    "rated_with": {
        "athf": "the ATHF",
        "athf-sf": "the ATHF-SF",
        "mgh-atrq": "the MGH-ATRQ",
        "other-instrument": "another instrument",
        "none": "no instrument",
    },
}
