"""What is asked of the patient: severity, length of the episode, function, comorbidity, age, polarity."""

from collections.abc import Callable, Iterable

from trd_registry.comparing.dimensions.logic import needs, tests_fact
from trd_registry.comparing.dimensions.subject import Subject
from trd_registry.comparing.dimensions.value import NOT_ASKED, Value
from trd_registry.model.facts import SEVERITIES
from trd_registry.model.interval import format_number
from trd_registry.model.nodes import (
    All,
    Bounds,
    ChoiceTest,
    Condition,
    DiagnosisCount,
    MeasureTest,
    Node,
    NumberTest,
    PatientNumber,
    SeverityIs,
    TruthTest,
)
from trd_registry.model.walking import possible_values, walk

_SIGNS = {"at_least": ">=", "at_most": "<=", "above": ">", "below": "<", "exactly": "="}
#: Scales that measure functioning rather than symptoms.
_FUNCTION = ("gaf", "sds", "whodas", "sofas", "eq-5d")


def is_severity(node: Node) -> bool:
    """Whether a test is one of a degree or a score of severity."""
    fact = str(getattr(node, "fact", ""))
    scored = fact.startswith("episode.score.") and fact.rpartition(".")[2] not in _FUNCTION
    return isinstance(node, SeverityIs) or fact == "episode.severity" or scored


def severity(subject: Subject) -> Value:
    """Whether a degree or a score of severity is part of the rule."""
    return _asked(subject, is_severity)


def episode_duration(subject: Subject) -> Value:
    """Whether the length of the episode is part of the rule."""
    return _asked(subject, _test_or_measure("episode.months"))


def function(subject: Subject) -> Value:
    """Whether functioning is part of the rule."""
    return _asked(subject, tests_fact("episode.impairment", *(f"episode.score.{name}" for name in _FUNCTION)))


def comorbidity(subject: Subject) -> Value:
    """Whether other conditions, or psychotic features, are part of the rule."""
    is_fact = tests_fact(
        "comorbidity.", "diagnosis.psychotic_features", "diagnosis.psychotic_features_ever",
        "diagnosis.substance_attributed",
    )  # fmt: skip
    return _asked(subject, lambda node: is_fact(node) or _recorded(node, wanted=False))


def age(subject: Subject) -> Value:
    """The ages a definition speaks of."""
    return _asked(subject, tests_fact("patient.age"))


def polarity(subject: Subject) -> Value:
    """The disorders a definition speaks of."""
    values = possible_values(_whole(subject), "diagnosis.disorder")
    if values is None:
        recorded = [node for node in walk(_whole(subject)) if _recorded(node, wanted=True)]
        needed = [_told(node) for node in recorded if needs(_whole(subject), lambda test, one=node: test is one)]  # type: ignore[misc]
        return Value("recorded", "; ".join(dict.fromkeys(needed))) if needed else NOT_ASKED
    kinds = [
        name
        for name, wanted in (("unipolar", "major-depressive-disorder"), ("bipolar", "bipolar-disorder"))
        if wanted in values
    ]
    said = ", ".join(sorted(name.replace("-", " ") for name in values))
    return Value("+".join(kinds) or "other", said)


def _recorded(node: Node, *, wanted: bool) -> bool:
    """Whether a test asks for a diagnosis in the record, or for there being none."""
    if not isinstance(node, MeasureTest) or not isinstance(node.measure, DiagnosisCount):
        return False
    none = any(bound.comparator in ("exactly", "at_most", "below") and bound.figure <= 1 for bound in node.bounds)
    return none is not wanted


def _whole(subject: Subject) -> Condition:
    """Scope and, where there is one, what TRD or the lowest level needs."""
    parts = [node for node in (subject.rules.scope, subject.asked) if node is not None]
    return All(place="", parts=tuple(parts))


def _asked(subject: Subject, is_one: Callable[[Node], bool]) -> Value:
    """Required where nothing holds without it; points where a score gives some; else not asked."""
    whole = _whole(subject)
    if needs(whole, is_one):
        said = "; ".join(dict.fromkeys(_told(node) for node in walk(whole) if is_one(node)))
        return Value("required", said)
    levels = [level.name for level in subject.levels if needs(level.condition, is_one)]
    if levels:
        return Value("own-rung", f"needed for {levels[0]}")
    if subject.score is not None:
        names = [name for name, item in subject.score.items.items() if any(is_one(node) for node in walk(item))]
        if names:
            return Value("points", f"points ({', '.join(names)})")
    if any(is_one(node) for node in walk(whole)):
        return Value("one-way", "one of several ways to qualify")
    return NOT_ASKED


def _test_or_measure(name: str) -> Callable[[Node], bool]:
    def is_one(node: Node) -> bool:
        return isinstance(node, NumberTest | PatientNumber) and node.fact == name

    return is_one


def _told(node: Node) -> str:
    name = str(getattr(node, "fact", "")).replace("episode.score.", "").replace("_", " ").rpartition(".")[2]
    match node:
        case MeasureTest(measure=DiagnosisCount() as measure):
            names = ", ".join(sorted(one.replace("-", " ") for one in measure.conditions))
            return f"{'a recorded' if _recorded(node, wanted=True) else 'no'} diagnosis of {names}"
        case SeverityIs():
            return _values(node.among)
        case ChoiceTest():
            return _values(node.among) if node.fact == "episode.severity" else f"{name} {_values(node.among)}"
        case NumberTest():
            return f"{name} {_bounds(node.bounds)}"
        case TruthTest():
            name = "nonresponse put down to substances" if node.fact == "diagnosis.substance_attributed" else name
            return name if node.expected else f"no {name}"
    return name


def _values(among: Iterable[str]) -> str:
    order = sorted(among, key=lambda value: SEVERITIES.index(value) if value in SEVERITIES else -1)
    return " or ".join(value.replace("-", " ") for value in order)


def _bounds(bounds: Bounds) -> str:
    figures = {one.comparator: one.figure for one in bounds}
    if set(figures) == {"at_least", "at_most"}:
        return f"{format_number(figures['at_least'])} to {format_number(figures['at_most'])}"
    return " and ".join(f"{_SIGNS[one.comparator]} {format_number(one.figure)}" for one in bounds)
