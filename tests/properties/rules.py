"""Random small definitions from the grammar of the language."""

from collections.abc import Sequence
from random import Random
from typing import Any

Rules = dict[str, Any]


def random_rules(random: Random) -> Rules:
    """Rules with some trial sets and an outcome of any kind; a set may ask what came before or after its trials."""
    sets = {"first": _trial_set(random, ("second", "third")), "second": _trial_set(random, ("third",))}
    sets["third"] = _trial_set(random)
    rules: Rules = {
        "trials": sets,
        "groupings": {"grouped": {"maoi": {"classes": ["maoi", "rima"]}, "other": {"rest": True}}},
    }
    if random.random() < 0.4:
        rules["scope"] = _fact_test(random)
    kind = random.choice(("criterion", "ladder", "banded", "tiers", "score"))
    if kind == "criterion":
        return {**rules, "criterion": _patient(random, 2)}
    if kind == "ladder":
        rungs = [{"name": name, "when": _patient(random, 1)} for name in ("I", "II", "III")]
        stages = {"ladder": random.choice(("cumulative", "highest")), "below": "none", "rungs": rungs, "trd_from": "II"}
        return {**rules, "stages": stages}
    if kind == "banded":
        bands = [{"to": 1, "name": "low"}, {"to": 2, "name": "middle"}, {"above": 2, "name": "high"}]
        return {**rules, "stages": {"of": _measure(random), "bands": bands, "trd_from": "middle"}}
    if kind == "tiers":
        classes = [{"name": name, "when": _patient(random, 1)} for name in ("one", "other")]
        return {**rules, "tiers": {"classes": classes, "trd": ["one"]}}
    items = {f"item-{number}": _item(random) for number in range(random.randint(1, 3))}
    return {**rules, "score": {"items": items, "range": [0, None], "trd": {"at_least": random.choice((1, 2, 4))}}}


def _trial_set(random: Random, others: Sequence[str] = ()) -> Rules:
    asked: Rules = {"eligible": _trial(random, 1)}
    for question in ("adequate", "failed", "proven"):
        if random.random() < 0.5:
            asked[question] = _trial(random, 1, others)
    return asked


def _trial(random: Random, depth: int, others: Sequence[str] = ()) -> Rules:
    """A condition on a trial; on others of these sets too, where there are any."""
    kind = random.choice(("leaf", "leaf", "leaf", "all", "any", "not", "first_stated")) if depth else "leaf"
    if kind in ("all", "any"):
        return {kind: [_trial(random, depth - 1, others) for _ in range(random.randint(1, 3))]}
    if kind == "not":
        return {"not": _trial(random, depth - 1, others)}
    if others and random.random() < 0.3:
        return _order(random, others)
    if kind == "first_stated":
        return {"first_stated": [{"improvement": _bounds(random, (25, 50))}, {"judged_failed": True}]}
    leaves: tuple[Rules, ...] = (
        {"modality": random.choice(("antidepressant", "psychotherapy", "ect", "augmentation"))},
        {"modality": "antidepressant"},
        {"class": random.choice(("ssri", "snri", "tca", "maoi"))},
        {"treatment": random.choice(("sertraline", "imipramine", "cognitive-behavioural-therapy"))},
        {"role": random.choice(("monotherapy", "augmentation", "combination", "with-psychotherapy"))},
        {"episode": "current"},
        {"weeks": _bounds(random, (4, 6, 8))},
        {"sessions": _bounds(random, (8, 9, 16))},
        {"improvement": _bounds(random, (25, 50))},
        {"adherence": _bounds(random, (80,))},
        {"dose": {"meets": "dose-table-mgh-atrq-comp006"}},
        {"dose": _bounds(random, (100, 150))},
        {"evidence_based": "canmat-2023-first-line"},
        {"prospective": random.random() < 0.5},
        {"adherent": True},
        {"remission": False},
        {"augmented": random.random() < 0.5},
        {"dose_optimised": True},
        {"laterality": "bilateral"},
        {"stopped": random.choice(("intolerance", "completed"))},
        {"end_score.madrs": _bounds(random, (22,))},
    )
    return random.choice(leaves)


def _order(random: Random, others: Sequence[str]) -> Rules:
    """What came after, or before."""
    several = list(others) if len(others) > 1 and random.random() < 0.3 else random.choice(others)
    asked: Rules = {"of": several}
    if random.random() < 0.5:
        if random.random() < 0.4:
            asked["started_days_after"] = _bounds(random, (0, 28, 180))
        if random.random() < 0.4:
            asked["within_days"] = random.choice((30, 365))
        if random.random() < 0.3:
            asked["different"] = random.choice(("treatment", "class"))
        if random.random() < 0.3:
            asked["gap"] = _bounds(random, (0, 42))
        return {"followed_by": asked}
    for key in ("started_days_before", "ended_days_before"):
        if random.random() < 0.4:
            asked[key] = _bounds(random, (0, 28, 180))
    if random.random() < 0.5:
        asked["distinct"] = random.choice(("treatment", "class", "modality"))
    if random.random() < 0.4:
        asked["with_itself"] = True
    return {"preceded_by": {**asked, **_bounds(random, (0, 1, 2))}}


def _bounds(random: Random, figures: tuple[float, ...]) -> Rules:
    return {random.choice(("at_least", "at_most", "above", "below")): random.choice(figures)}


def _patient(random: Random, depth: int) -> Rules:
    kind = random.choice(("leaf", "leaf", "all", "any", "not")) if depth else "leaf"
    if kind in ("all", "any"):
        return {kind: [_patient(random, depth - 1) for _ in range(random.randint(1, 3))]}
    if kind == "not":
        return {"not": _patient(random, depth - 1)}
    if random.random() < 0.3:
        return _fact_test(random)
    return {**_trial_measure(random), **_bounds(random, (0, 1, 2, 3, 8))}


def _fact_test(random: Random) -> Rules:
    leaves: tuple[Rules, ...] = (
        {"patient.age": {"at_least": 18}},
        {"diagnosis.disorder": "major-depressive-disorder"},
        {"diagnosis.psychotic_features": False},
        {"episode.months": _bounds(random, (12, 24))},
        {"episode.severity": ["moderate", "severe"]},
        {"severity": {"among": ["moderate", "severe"], "bands": ["zimmerman-2013", "snaith-1986"]}},
        {"comorbidity.personality-disorder": False},
    )
    return random.choice(leaves)


def _trial_measure(random: Random) -> Rules:
    sets: Any = random.choice(("first", "second", ["first", "second"]))
    where = {"where": _trial(random, 0, ("second", "third"))} if random.random() < 0.3 else {}
    kind = random.choice(("count", "count", "distinct", "sum", "extreme", "start"))
    if kind == "count":
        return {"count": sets, **where}
    if kind == "distinct":
        distinct = random.choice(("treatment", "class", "modality", "augments"))
        grouping = {"grouping": "grouped"} if distinct == "class" and random.random() < 0.5 else {}
        return {"count": sets, "distinct": distinct, **grouping, **where}
    if kind == "start":
        distinct = {"distinct": "treatment"} if random.random() < 0.5 else {}
        return {"nth_start": random.choice((1, 2, 3)), "of": sets, **distinct, **where}
    fact = random.choice(("weeks", "sessions", "improvement"))
    if kind == "sum":
        return {"sum": "weeks", "of": sets, **where}
    return {random.choice(("largest", "smallest")): fact, "of": sets, **where}


def _measure(random: Random) -> Any:
    return random.choice(({"count": random.choice(("first", "second"))}, _count(random), "episode.months"))


def _count(random: Random) -> Rules:
    return {"count": ["first", "second"], "distinct": random.choice(("treatment", "class"))}


def _item(random: Random) -> Rules:
    points = random.choice((0.5, 1, 3))
    kind = random.choice(("bands", "cases", "each", "units"))
    if kind == "bands":
        return {
            "of": _measure(random),
            "bands": [{"to": 1, "points": 0}, {"to": 2, "points": 1}, {"above": 2, "points": 3}],
        }
    if kind == "cases":
        cases = [{"when": _patient(random, 1), "points": point} for point in (1, 3)]
        return {"cases": cases, "otherwise": 2}
    if kind == "each":
        cases = [{"when": _trial(random, 1, ("third",)), "points": points} for _ in range(2)]
        return {"each": random.choice(("first", "second")), "cases": cases}
    return {"of": _count(random), "points": points, "at_most": 3}
