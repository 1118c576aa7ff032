"""Random treatment histories with gaps, and random ways to fill every gap.

Both are plain documents, as a person would write them, so that loading is tested together with judging.
A completion states every fact, adds unlisted trials where the list may leave some out, and then claims
to be complete.
"""

import json
import re
from datetime import timedelta
from random import Random
from typing import Any

from trd_registry.api import registry as shared_registry
from trd_registry.model.dates import PartialDate

Document = dict[str, Any]

DRUGS = {"sertraline": "ssri", "citalopram": "ssri", "venlafaxine": "snri", "imipramine": "tca", "phenelzine": "maoi",
         "moclobemide": "rima", "mirtazapine": "nassa", "bupropion": "ndri"}  # fmt: skip
THERAPIES = ("cognitive-behavioural-therapy", "interpersonal-psychotherapy", "counselling")
ADD_ONS = ("lithium", "aripiprazole")
MODALITIES = ("antidepressant", "psychotherapy", "augmentation", "ect")
NAMED = {"antidepressant": tuple(DRUGS), "psychotherapy": THERAPIES, "augmentation": ADD_ONS, "ect": ("ect",)}
SCALES = {"madrs": (0, 60), "qids-sr-16": (0, 27), "hamd-17": (0, 52)}

NUMBERS: dict[str, tuple[float, ...]] = {
    "weeks": (0, 2, 3.5, 4, 5, 6, 7, 8, 10, 12, 15, 30),
    "sessions": (0, 4, 7, 8, 9, 10, 16, 17),
    "improvement": (-20, 0, 10, 24, 25, 26, 40, 49, 50, 51, 75, 100),
    "adherence": (0, 50, 79, 80, 100),
}
DOSES = (5, 10, 20, 50, 75, 100, 149, 150, 200, 300)
TRUTHS = (
    "adherent",
    "prospective",
    "therapist_trained",
    "titrated_to_tolerance",
    "dose_optimised",
    "duration_optimised",
    "documented",
    "licensed",
)
CHOICES = {"laterality": ("bilateral", "unilateral", "mixed"),
           "stopped": ("inefficacy", "intolerance", "completed", "nonadherence", "relapse", "other"),
           "rated_with": ("athf", "mgh-atrq", "none"), "route": ("oral", "intravenous"),
           "episode": ("current", "earlier")}  # fmt: skip
PATIENT: dict[tuple[str, str], tuple[Any, ...]] = {
    ("patient", "age"): (15, 17, 18, 40, 75, 76),
    ("diagnosis", "disorder"): ("major-depressive-disorder", "bipolar-disorder", "other"),
    ("diagnosis", "psychotic_features"): (True, False),
    ("diagnosis", "criteria_met"): (True, False),
    ("diagnosis", "substance_attributed"): (True, False),
    ("episode", "months"): (1, 11, 12, 12.5, 13, 24, 24.5, 30),
    ("episode", "number"): (1, 2, 4),
    ("episode", "severity"): ("subsyndromal", "mild", "moderate", "severe"),
    ("episode", "impairment"): ("none", "mild", "moderate", "severe"),
    ("episode", "prior_treatment"): (True, False),
    ("diagnosis", "psychotic_features_ever"): (True, False),
    ("diagnosis", "catatonia"): (True, False),
    ("diagnosis", "judged_resistant"): (True, False),
    ("episode", "ect_candidate"): (True, False),
    ("diagnosis", "structured_assessment"): (True, False),
    ("episode", "rated_twice"): (True, False),
    ("episode", "rapid_response_needed"): (True, False),
    ("episode", "stable_medication_weeks"): (0, 3, 4, 5),
    ("illness", "years"): (1, 4, 5, 20),
    ("illness", "onset_age"): (14, 44, 45),
}


def _named_in_definitions(prefix: str) -> tuple[str, ...]:
    """The names after a prefix that some definition asks for, such as those of comorbid conditions."""
    texts = (json.dumps(one.document) for one in shared_registry().latest())
    return tuple(sorted({name for text in texts for name in re.findall(rf'"{prefix}\.([a-z0-9-]+)"', text)}))


COMORBIDITIES = _named_in_definitions("comorbidity")
RULED_OUT = _named_in_definitions("ruled_out")
REASONS = ("none", "contraindicated", "intolerant", "declined", "unsuitable")


def gappy_history(random: Random) -> Document:
    """A history in which any fact may be absent, bounded or one of several."""
    trials = [_gappy_trial(random) for _ in range(random.choice((0, 1, 1, 2, 2, 3, 4)))]
    for number, trial in enumerate(trials):
        trial["id"] = f"t{number}"
    document: Document = {"history": 1, "id": "gappy", "complete": _completeness(random), "trials": trials}
    for (section, key), values in PATIENT.items():
        if random.random() < 0.5:
            document.setdefault(section, {})[key] = random.choice(values)
    if random.random() < 0.4:
        document["comorbidity"] = {random.choice(COMORBIDITIES): random.random() < 0.5}
    if RULED_OUT and random.random() < 0.4:
        document["ruled_out"] = {random.choice(RULED_OUT): random.choice((random.choice(REASONS), list(REASONS[:2])))}
    if "severity" not in document.get("episode", {}) and random.random() < 0.4:
        scored = random.choice(({"hamd-17": 16}, {"hamd-17": 17}, {"madrs": 20}, {"hamd-17": {"at_least": 16}}))
        document.setdefault("episode", {})["severity"] = scored
    if random.random() < 0.4:
        _date(random, document)
    return document


#: Days, months and years on which something may have begun or ended; all of them before AS_OF.
DATES = ("2018", "2019", "2019-05", "2019-11-30", "2020-01", "2020-02-29", "2020-06", "2020-12-31", "2021-01")
AS_OF = ("2021-06-15", "2021-06")


def _date(random: Random, document: Document) -> None:
    """Dates of which some are only a month or a year; weeks and months then follow from them."""
    document["as_of"] = random.choice(AS_OF)
    if random.random() < 0.7:
        document.setdefault("episode", {}).pop("months", None)
        document["episode"]["onset"] = random.choice(DATES)
    for trial in document["trials"]:
        for key in ("start", "end"):
            if random.random() < 0.6:
                trial[key] = random.choice(DATES)
        if "start" in trial and "end" in trial:
            trial.pop("weeks", None)
            trial.pop("duration_adequate", None)


def exact_date(text: str, random: Random) -> str:
    """Some day that the partial date may mean."""
    parsed = PartialDate.parse(text)
    return (parsed.first + timedelta(random.randint(0, (parsed.last - parsed.first).days))).isoformat()


def _completeness(random: Random) -> Any:
    kinds = [*MODALITIES, "combination", "combined", "optimisation"]
    return random.choice(
        (
            "all", "all", "none",
            random.sample(kinds, random.randint(0, 5)),
            {"current-episode": random.sample(kinds, random.randint(1, 5))},
            {"life": random.sample(kinds, random.randint(1, 3)), "current-episode": "all"},
        )
    )  # fmt: skip


def _gappy_trial(random: Random) -> Document:
    modality = random.choice(("antidepressant", "antidepressant", "antidepressant", *MODALITIES))
    trial: Document = {}
    match random.choice(("named", "named", "named", "either", "unnamed")):
        case "named":
            trial["treatment"] = random.choice(NAMED[modality])
        case "either" if len(NAMED[modality]) > 1:
            trial["treatment"] = random.sample(NAMED[modality], 2)
        case _:
            trial["modality"] = modality
    for fact, values in NUMBERS.items():
        if random.random() < 0.6:
            trial[fact] = _number(random, values, whole=fact == "sessions")
    if random.random() < 0.5:
        trial["dose"] = f"{random.choice(DOSES)} mg/day"
    elif random.random() < 0.4:
        trial["dose_adequate"] = random.random() < 0.6
    if "weeks" not in trial and random.random() < 0.3:
        trial["duration_adequate"] = random.random() < 0.6
    _gappy_outcome(random, trial)
    for fact in TRUTHS:
        if random.random() < 0.5:
            trial[fact] = random.random() < 0.6
    for fact, options in CHOICES.items():
        if random.random() < 0.6:
            size = random.choice((1, 1, 2))
            trial[fact] = random.sample(options, size) if size > 1 else random.choice(options)
    if random.random() < 0.4 and modality == "antidepressant":
        trial["role"] = random.choice(("monotherapy", "combination", "with-psychotherapy"))
    return trial


def _gappy_outcome(random: Random, trial: Document) -> None:
    """Outcome as improvement, as a category, as a rater's word, or not at all; remission and a score with it."""
    if "improvement" not in trial:
        if random.random() < 0.4:
            categories = ("none", "partial", "response", "remission")
            trial["response"] = random.choice((random.choice(categories), random.sample(categories, 2)))
        elif random.random() < 0.4:
            trial["judged_failed"] = random.random() < 0.6
    if "response" not in trial and random.random() < 0.3:
        trial["remission"] = random.random() < 0.3
    if random.random() < 0.3:
        scale = random.choice(tuple(SCALES))
        trial["end_score"] = {scale: random.choice((0, 5, 6, 7, 8, 10, 21, 22, 27))}


def _number(random: Random, values: tuple[float, ...], *, whole: bool) -> Any:
    low, high = sorted(random.choices(values, k=2))
    match random.choice(("exact", "exact", "exact", "at_least", "at_most", "between")):
        case "exact":
            return low
        case "at_least":
            return {"at_least": low}
        case "at_most":
            return {"at_most": high}
        case _:
            return {"at_least": low, "at_most": high}


# Completions -------------------------------------------------------------------------------------


def completion(document: Document, random: Random) -> Document:
    """The same history with every gap filled in some way."""
    complete = _spans(document["complete"])
    if document.get("episode", {}).get("number") == 1:
        complete = {
            kind: {*complete.get(kind, ()), "earlier"}
            for kind in [*MODALITIES, "combination", "combined", "optimisation"]
        }
    trials = [_complete_trial(trial, complete, random) for trial in document["trials"]]
    trials += _unlisted(complete, random)
    for number, trial in enumerate(trials):
        trial["id"] = f"t{number}"
    _attach(trials, document["trials"], random)
    filled: Document = {"history": 1, "id": "complete", "complete": "all", "trials": trials}
    for (section, key), values in PATIENT.items():
        stated = document.get(section, {}).get(key)
        filled.setdefault(section, {})[key] = random.choice(values) if stated is None else _exact_score(stated)
    _agree_on_psychosis(filled["diagnosis"], document.get("diagnosis", {}))
    if "as_of" in document:
        filled["as_of"] = exact_date(document["as_of"], random)
    if "onset" in document.get("episode", {}):
        del filled["episode"]["months"]
        filled["episode"]["onset"] = exact_date(document["episode"]["onset"], random)
    stated = document.get("comorbidity", {})
    filled["comorbidity"] = {name: stated.get(name, random.random() < 0.5) for name in COMORBIDITIES}
    if RULED_OUT:
        filled["ruled_out"] = {
            name: _one_of(document.get("ruled_out", {}).get(name, REASONS), random) for name in RULED_OUT
        }
    return filled


def _agree_on_psychosis(filled: Document, stated: Document) -> None:
    """What is so now was so once in the life; the one that was stated decides."""
    if filled["psychotic_features"] and not filled["psychotic_features_ever"]:
        if "psychotic_features" in stated:
            filled["psychotic_features_ever"] = True
        else:
            filled["psychotic_features"] = False


def _one_of(stated: Any, random: Random) -> str:
    return stated if isinstance(stated, str) else str(random.choice(list(stated)))


def _spans(complete: Any) -> dict[str, set[str]]:
    """Kind -> the episodes for which its list is complete."""
    kinds = [*MODALITIES, "combination", "combined", "optimisation"]
    if complete == "all":
        return {kind: {"current", "earlier"} for kind in kinds}
    if complete == "none":
        return {}
    if isinstance(complete, list):
        return {kind: {"current", "earlier"} for kind in complete}
    spans: dict[str, set[str]] = {}
    for span, episodes in (("life", {"current", "earlier"}), ("current-episode", {"current"})):
        named = complete.get(span, [])
        for kind in kinds if named == "all" else named:
            spans.setdefault(kind, set()).update(episodes)
    return spans


def _exact_score(stated: Any) -> Any:
    """A score that is bounded becomes one that lies within; a degree stays what it is."""
    if isinstance(stated, dict):
        return {scale: 20 if isinstance(score, dict) else score for scale, score in stated.items()}
    return stated


def _complete_trial(trial: Document, complete: dict[str, set[str]], random: Random) -> Document:
    filled = {key: value for key, value in trial.items() if key not in ("id", "modality")}
    if "treatment" not in trial:
        filled["treatment"] = random.choice(NAMED[trial["modality"]])
    elif isinstance(trial["treatment"], list):
        filled["treatment"] = random.choice(trial["treatment"])
    for key in ("start", "end"):
        if key in filled:
            filled[key] = exact_date(filled[key], random)
    _complete_outcome(filled, random)
    for fact, values in NUMBERS.items():
        stands = {"weeks": "duration_adequate", "improvement": "judged_failed"}.get(fact)
        if fact == "weeks" and "start" in filled and "end" in filled:
            continue
        if fact in filled:
            filled[fact] = _inside(filled[fact], values, random)
        elif stands is None or stands not in filled:
            filled[fact] = random.choice(values)
    if "dose" not in filled and "dose_adequate" not in filled:
        filled["dose"] = f"{random.choice(DOSES)} mg/day"
    for fact in TRUTHS:
        told = fact.endswith("_optimised") and _covers(trial, "optimisation", complete)
        filled.setdefault(fact, not told and random.random() < 0.5)
    filled.setdefault("remission", random.random() < 0.3)
    for fact, options in CHOICES.items():
        stated = filled.get(fact, list(options))
        filled[fact] = random.choice(stated) if isinstance(stated, list) else stated
    if "role" not in filled and filled["treatment"] not in ADD_ONS:
        roles = ["monotherapy", "combination", "augmentation", "with-psychotherapy"]
        for kind, role in (
            ("augmentation", "augmentation"),
            ("combination", "combination"),
            ("combined", "with-psychotherapy"),
        ):
            if _covers(trial, kind, complete):
                roles.remove(role)
        filled["role"] = random.choice(roles)
    return filled


def _covers(trial: Document, kind: str, complete: dict[str, set[str]]) -> bool:
    """Whether the list of this kind is complete for every episode the trial may lie in."""
    episodes = trial.get("episode", ["current", "earlier"])
    return set([episodes] if isinstance(episodes, str) else episodes) <= complete.get(kind, set())


def _complete_outcome(filled: Document, random: Random) -> None:
    """A category of response becomes a percentage inside it, and what it says of remission."""
    stated = filled.pop("response", None)
    if stated is None:
        return
    category = random.choice(stated) if isinstance(stated, list) else stated
    low, high = {"none": (-100, 24.9), "partial": (25, 49.9), "response": (50, 100), "remission": (50, 100)}[category]
    filled["improvement"] = round(random.uniform(low, high), 1)
    if category != "response":
        filled["remission"] = category == "remission"


def _inside(stated: Any, values: tuple[float, ...], random: Random) -> float:
    if not isinstance(stated, dict):
        return float(stated) if not isinstance(stated, int) else stated
    low, high = stated.get("at_least", -1e9), stated.get("at_most", 1e9)
    return random.choice([value for value in values if low <= value <= high])


def _unlisted(complete: dict[str, set[str]], random: Random) -> list[Document]:
    """Up to two trials that the list may have left out."""
    added = []
    for _ in range(random.choice((0, 0, 1, 2))):
        modality, episode = random.choice(MODALITIES), random.choice(("current", "earlier"))
        if episode in complete.get(modality, set()):
            continue
        trial = _complete_trial({"modality": modality, "episode": episode}, complete, random)
        added.append(trial)
    return added


def _attach(trials: list[Document], original: list[Document], random: Random) -> None:
    """Every augmentation is added to some other trial; where there is none, it is no augmentation."""
    for trial in trials:
        if trial.get("role") == "augmentation" or trial["treatment"] in ADD_ONS:
            others = [other["id"] for other in trials if other is not trial]
            if others:
                trial["augments"] = random.choice(others)
    del original
