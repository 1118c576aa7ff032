"""What a contributor could write into the templates: made up, so that every answer can be told from the figures."""

from pathlib import Path

from trd_registry.drafting.filling import Scalar, fill
from trd_registry.loading.fill_in import places_to_fill_in
from trd_registry.loading.schema_messages import name_of
from trd_registry.loading.yaml_reader import parse_yaml

#: By the end of the place: the first that fits.
EVERYWHERE: dict[str, Scalar] = {
    "evidence": "recalled",
    "at": "page 1",
    "standing": "proposed",
    "short": "Made up",
    "summary": "A definition that was made up for a test.",
    "article.type": "article",
    "article.title": "Made up",
    "article.authors": "Nobody N",
    "article.doi": "10.1000/made-up",
    "article.seen": "not-seen",
    "title": "Made up",
    "year": 2020,
    "silent": True,
    "asks": "How long is long enough?",
    "usual.value": 6,
    "longer.value": 8,
    "why": "It was made up.",
    "scope.diagnosis.disorder": "major-depressive-disorder",
    "base.diagnosis.disorder": "major-depressive-disorder",
    "eligible.episode": "current",
    "failed.improvement.below": 50,
    "first.treatment": "sertraline",
    "second.treatment": "venlafaxine",
    "weeks": 10,
    "improvement": 10,
}

BY_KIND: dict[str, dict[str, Scalar]] = {
    "criterion": {"criterion.at_least": 2, "trials[2].treatment": "venlafaxine"},
    "stages": {
        "ladder": "cumulative",
        "trd_from": "stage 1",
        "rungs[1].name": "stage 1",
        "rungs[2].name": "stage 2",
        "rungs[1].when.at_least": 1,
        "rungs[2].when.at_least": 2,
        "distinct": "class",
        "examples[2].expect.stages[1]": "stage 1",
        "examples[3].expect.stages[1]": "stage 2",
    },
    "tiers": {
        "classes[1].name": "one drug",
        "classes[2].name": "two classes",
        "classes[1].when.at_least": 1,
        "classes[2].when.at_least": 2,
        "distinct": "class",
        "trd[1]": "two classes",
    },
    "score": {
        "failures.bands[1].to": 2,
        "failures.bands[1].points": 1,
        "failures.bands[2].points": 2,
        "duration.bands[1].to": 12,
        "duration.bands[1].points": 1,
        "duration.bands[2].points": 2,
        "range[1]": 2,
        "range[2]": 4,
        "score.bands[1].to": 3,
        "score.bands[1].name": "mild",
        "score.bands[2].name": "severe",
        "trd.at_least": 4,
        "episode.months": 6,
        "examples[1].expect.score[1]": 2,
        "examples[1].expect.score[2]": 2,
        "examples[2].expect.score[1]": 2,
        "examples[2].expect.score[2]": 3,
    },
    "phenotype": {
        "records.before": "not-counted",
        "records.after": "not-counted",
        "one_trial": "treatment",
        "supply": "stated",
        "carried_over": False,
        "ends": "supply",
        "free_for": 180,
        "observed_before": 180,
        "usual.value": 30,
        "longer.value": 60,
        "trials.drug.adequate.days.at_least": 42,
        "criterion.at_least": 2,
        "examples[1].history.records.dispensings[1].treatment": "citalopram",
        "examples[1].history.records.dispensings[2].treatment": "venlafaxine",
        "examples[2].history.records.dispensings[1].treatment": "citalopram",
        "days": 60,
    },
    "record": {
        "says": "Something is known of it.",
        "what": "The number of trials",
        "worth": "high",
        "access": "library",
    },
}


def fill_in(folder: Path, kind: str) -> int:
    """Replaces every mark in the YAML files of a folder; how many there were."""
    known = {**BY_KIND[kind], **{key: value for key, value in EVERYWHERE.items() if key not in BY_KIND[kind]}}
    filled = 0
    for path in folder.rglob("*.yaml"):
        text = path.read_text("utf-8")
        answers = {}
        for place, _ in places_to_fill_in(parse_yaml(text.encode(), str(path)).value):
            name = name_of(place)
            answers[place] = next(value for end, value in known.items() if f".{name}".endswith(f".{end}"))
        path.write_text(fill(text, answers), encoding="utf-8")
        filled += len(answers)
    return filled
