"""What is asked of the patient: severity, length of the episode, function, comorbidity, age, polarity."""

from collections.abc import Callable, Iterable
from functools import partial
from operator import is_

from trd_registry.comparing.dimensions.demands import counted_themselves
from trd_registry.comparing.dimensions.logic import needs, tests_fact
from trd_registry.comparing.dimensions.subject import Subject
from trd_registry.comparing.dimensions.value import NOT_ASKED, Value, stage_name
from trd_registry.english.bounds import bounds_in_words, days_in_words, listed, turned
from trd_registry.english.facts import degrees_in_words, unit_of
from trd_registry.english.lexicon import condition_in_words, plain, score_in_words
from trd_registry.english.measures import diagnoses_in_words
from trd_registry.model.facts import DISORDERS, SEVERITIES
from trd_registry.model.nodes import (
    All,
    Bounds,
    ChoiceTest,
    Condition,
    Diagnosed,
    DiagnosisCount,
    MeasureTest,
    Node,
    NumberTest,
    PatientNumber,
    SeverityIs,
    TruthTest,
)
from trd_registry.model.walking import possible_values, pushed, walk

#: So many disorders are told one by one; of fewer that are left out these are told.
_FEW = 3
#: Disorders with mania or psychosis, which a rule may leave out by the diagnosis it asks for.
_OF_ANOTHER_KIND = ("bipolar-disorder", "schizoaffective-disorder")
#: Scales that measure functioning rather than symptoms.
_FUNCTION = ("gaf", "sds", "whodas", "sofas", "eq-5d")


def is_severity(node: Node) -> bool:
    """Whether a test is one of a degree or a score of severity."""
    fact = str(getattr(node, "fact", ""))
    scored = fact.startswith("episode.score.") and fact.rpartition(".")[2] not in _FUNCTION
    return isinstance(node, SeverityIs) or fact == "episode.severity" or scored


def severity(subject: Subject) -> Value:
    """Whether a degree or a score of severity is part of the rule: of the patient now, or where each trial began."""
    found = _asked(subject, is_severity)
    return _at_the_start(subject) if found == NOT_ASKED else found


def episode_duration(subject: Subject) -> Value:
    """Whether the length of the episode is part of the rule."""
    return _asked(subject, _test_or_measure("episode.months", "episode.days"))


def function(subject: Subject) -> Value:
    """Whether functioning is part of the rule."""
    return _asked(subject, tests_fact("episode.impairment", *(f"episode.score.{name}" for name in _FUNCTION)))


def comorbidity(subject: Subject) -> Value:
    """Whether other conditions, or psychotic features, are part of the rule."""
    is_fact = tests_fact(
        "comorbidity.", "diagnosis.psychotic_features", "diagnosis.psychotic_features_ever",
        "diagnosis.substance_attributed",
    )  # fmt: skip
    found = _asked(subject, lambda node: is_fact(node) or _recorded(node, wanted=False))
    values = possible_values(_whole(subject), "diagnosis.disorder")
    if found == NOT_ASKED:
        found = _diagnosed(subject, wanted=False) or found
    barred = [] if values is None else [name for name in _OF_ANOTHER_KIND if name not in values]
    if not barred:
        return found
    none = f"no {listed([plain(name) for name in barred])}"
    if found == NOT_ASKED:
        return Value(found.code, f"not asked beyond the diagnosis ({none})")
    return Value(found.code, f"{found.says}; by the diagnosis {none}")


def age(subject: Subject) -> Value:
    """The ages a definition speaks of."""
    return _asked(subject, tests_fact("patient.age"))


def polarity(subject: Subject) -> Value:
    """The disorders a definition speaks of."""
    values = possible_values(_whole(subject), "diagnosis.disorder")
    if values is None:
        recorded = [node for node in walk(_whole(subject)) if _recorded(node, wanted=True)]
        needed = [_told(node) for node in recorded if needs(_whole(subject), lambda test, one=node: test is one)]  # type: ignore[misc]
        if needed:
            return Value("recorded", "; ".join(dict.fromkeys(needed)))
        of_trials = _diagnosed(subject, wanted=True)
        return Value("recorded", of_trials.says) if of_trials else NOT_ASKED
    kinds = [
        name
        for name, wanted in (("unipolar", "major-depressive-disorder"), ("bipolar", "bipolar-disorder"))
        if wanted in values
    ]
    left_out = sorted(set(DISORDERS) - values)
    if len(left_out) < _FEW:
        said = f"any but {listed(['another disorder' if name == 'other' else plain(name) for name in left_out])}"
    else:
        said = ", ".join(sorted(plain(name) for name in values))
    return Value("+".join(kinds) or "other", said)


def _at_the_start(subject: Subject) -> Value:
    """What the trials that count ask of the score with which they began."""
    sets = [
        subject.rules.trials[name] for name in dict.fromkeys(counted_themselves(subject)) if not subject.is_empty(name)
    ]
    asking = [one for one in sets if needs(subject.whole(one), _is_start_score)]
    if not asking:
        return NOT_ASKED
    tests = [node for one in asking for node in walk(subject.whole(one)) if _is_start_score(node)]
    said = " or ".join(dict.fromkeys(_told(node) for node in tests))
    which = "each trial" if len(asking) == len(sets) else "a trial"
    return Value("at-trial-start", f"at the start of {which}: {said}")


def _is_start_score(node: Node) -> bool:
    fact = str(getattr(node, "fact", ""))
    return isinstance(node, NumberTest) and fact.startswith("start_score.") and fact.rpartition(".")[2] not in _FUNCTION


def _recorded(node: Node, *, wanted: bool) -> bool:
    """Whether a test asks for a diagnosis in the record, or for there being none."""
    if isinstance(node, Diagnosed):
        return _is_none(node.number) is not wanted
    if not isinstance(node, MeasureTest) or not isinstance(node.measure, DiagnosisCount):
        return False
    return _is_none(node.bounds) is not wanted


def _is_none(bounds: Bounds) -> bool:
    return any(bound.comparator in ("exactly", "at_most", "below") and bound.figure <= 1 for bound in bounds)


def _diagnosed(subject: Subject, *, wanted: bool) -> Value | None:
    """What every trial that counts asks of the diagnoses before it, where each of them asks something."""
    told: list[str] = []
    for name in counted_themselves(subject):
        whole = pushed(subject.whole(subject.rules.trials[name]))
        asked = [node for node in walk(whole) if isinstance(node, Diagnosed) and _recorded(node, wanted=wanted)]
        needed = [node for node in asked if needs(whole, partial(is_, node))]
        if not needed:
            return None
        told += [_told(node) for node in needed]
    return Value("required", "; ".join(dict.fromkeys(told))) if told else None


def _whole(subject: Subject) -> Condition:
    """Scope and, where there is one, what TRD or the lowest level needs."""
    parts = [node for node in (subject.rules.scope, subject.asked) if node is not None]
    return All(place="", parts=tuple(parts))


def _asked(subject: Subject, is_one: Callable[[Node], bool]) -> Value:
    """Required where nothing holds without it; points where a score gives some; else not asked."""
    whole = _whole(subject)
    if needs(whole, is_one):
        nodes = [node for node in walk(whole) if is_one(node)]
        # Of two that are only needed together, either will do.
        alone = any(needs(whole, partial(is_, node)) for node in nodes)
        joint = "; " if alone else " or "
        return Value("required", joint.join(dict.fromkeys(map(_told, nodes))))
    levels = [level.name for level in subject.levels if needs(level.condition, is_one)]
    if levels:
        return Value("own-rung", f"needed for {stage_name(levels[0])}")
    if subject.score is not None:
        names = [name for name, item in subject.score.items.items() if any(is_one(node) for node in walk(item))]
        if names:
            return Value("points", f"points ({', '.join(plain(name) for name in names)})")
    ways = dict.fromkeys(_told(node) for node in walk(whole) if is_one(node))
    if ways:
        return Value("one-way", f"one of several ways to qualify: {' or '.join(ways)}")
    return NOT_ASKED


def _test_or_measure(*names: str) -> Callable[[Node], bool]:
    def is_one(node: Node) -> bool:
        return isinstance(node, NumberTest | PatientNumber) and node.fact in names

    return is_one


def _told(node: Node) -> str:
    fact = str(getattr(node, "fact", ""))
    match node:
        case MeasureTest(measure=DiagnosisCount() as measure):
            said = f"{'a recorded' if _recorded(node, wanted=True) else 'no'} diagnosis"
            said += f" {diagnoses_in_words(measure.conditions, measure.settings)}"
            return f"{said} {days_in_words(measure.days, 'the index event')}" if measure.days else said
        case Diagnosed():
            said = f"{'a recorded' if _recorded(node, wanted=True) else 'no'} diagnosis"
            said += f" {diagnoses_in_words(node.conditions, node.settings)}"
            return f"{said} {days_in_words(turned(node.days_before), 'each trial')}" if node.days_before else said
        case SeverityIs() | ChoiceTest():
            values = degrees_in_words(node.among) or _values(node.among)
            return values if fact in ("", "episode.severity") else f"{_noun(fact)} {values}"
        case NumberTest():
            amount = bounds_in_words(node.bounds, unit_of(fact))
            scored = fact.startswith(("episode.score.", "start_score."))
            return score_in_words(fact.rpartition(".")[2], bounds_in_words(node.bounds)) if scored else amount
        case TruthTest():
            return _noun(fact) if node.expected else f"no {_noun(fact)}"
    return _noun(fact)


#: Facts that are told otherwise than by their last name.
_NOUNS = {
    "diagnosis.substance_attributed": "nonresponse put down to substances",
    "diagnosis.psychotic_features_ever": "psychotic features in any episode",
}


def _noun(fact: str) -> str:
    return _NOUNS.get(fact) or condition_in_words(fact.rpartition(".")[2])


def _values(among: Iterable[str]) -> str:
    order = sorted(among, key=lambda value: SEVERITIES.index(value) if value in SEVERITIES else -1)
    return " or ".join(plain(value) for value in order)
