"""What psychotherapy, ECT, other neurostimulation and augmentation are worth in a definition.

All answers are read off the structure. Required: no history without such a failed trial can meet the
condition. Counts or substitutes: with such trials fewer others are needed. Extra: it is admitted to a
count, and saves nothing. Bars: no such trial may be there. Beside: not counted itself, but looked at where
another trial counts by what came before or after it.
"""

from collections.abc import Iterator
from math import inf

from trd_registry.comparing.dimensions.demands import Demand, alternatives, barring, counted, fewest, kinds_of, ways
from trd_registry.comparing.dimensions.kinds import possible_kinds
from trd_registry.comparing.dimensions.logic import needs
from trd_registry.comparing.dimensions.subject import NEUROSTIMULATION, Subject
from trd_registry.comparing.dimensions.value import Value, stage_name
from trd_registry.english.bounds import listed
from trd_registry.english.lexicon import plain
from trd_registry.model.facts import MODALITIES
from trd_registry.model.nodes import ChoiceTest, Condition, MeasureTest, Node, TrialMeasure, TruthTest
from trd_registry.model.rules import TrialItem
from trd_registry.model.walking import walk

_ALL = frozenset(MODALITIES)
NOT_COUNTED = Value("not-counted", "not counted")


def psychotherapy(subject: Subject) -> Value:
    """The role of psychotherapy."""
    return _role(subject, frozenset(["psychotherapy"]))


def ect(subject: Subject) -> Value:
    """The role of electroconvulsive therapy."""
    return _role(subject, frozenset(["ect"]))


def neurostimulation(subject: Subject) -> Value:
    """The role of neurostimulation other than ECT."""
    return _role(subject, NEUROSTIMULATION - {"ect"})


def augmentation(subject: Subject) -> Value:
    """The role of augmentation, by an agent that is no antidepressant or by any that is added."""
    return _role(subject, frozenset(["augmentation"]))


def _role(subject: Subject, kinds: frozenset[str]) -> Value:
    if subject.score is not None:
        return _in_score(subject, kinds)
    if subject.asked is None:
        return NOT_COUNTED
    own = _own_role(subject, subject.asked, kinds)
    names = [name for one in barring(subject) if kinds & kinds_of(subject, one) for name in one.of]
    bars = [name for name in names if kinds & subject.kinds(subject.rules.trials[name])]
    if bars:
        said = f"bars: none may count as {listed(dict.fromkeys(subject.title(name) for name in bars))}"
        return Value("bars", said) if own == NOT_COUNTED else Value(own.code, f"{own.says}; {said}")
    return own if own != NOT_COUNTED else _looked_at(subject, kinds) or NOT_COUNTED


def _own_role(subject: Subject, node: Condition, kinds: frozenset[str]) -> Value:
    if _is_index(subject, kinds):
        return Value("required", "required: it is the index event")
    if needs(node, lambda test: _is_about(subject, test, kinds)):
        failed = all(subject.rules.trials[name].failed is not None for name in _sets(subject, node, kinds))
        said = "required" if failed else "required, though it need not have failed"
        spared = not needs(subject.asked_with_ways_out, lambda test: _is_about(subject, test, kinds))
        return Value("required", f"{said}{', unless it cannot be given' if spared else ''}")
    rungs = [
        level.name for level in subject.levels if needs(level.condition, lambda test: _is_about(subject, test, kinds))
    ]
    if rungs:
        return Value("own-rung", f"needed for {stage_name(rungs[0])}")
    return _in_count(subject, node, kinds) or _in_higher(subject, kinds) or NOT_COUNTED


def _looked_at(subject: Subject, kinds: frozenset[str]) -> Value | None:
    """Not counted itself, but a trial counts by what came before or after it, which may be such a one."""
    behind = [one for one in counted(subject) if _is_of(subject, one.name, kinds)]
    if not behind:
        return None
    titles = listed(subject.title(one.name) for one in behind)
    return Value("beside", f"looked at beside the trials that count: {titles}")


def _is_of(subject: Subject, name: str, kinds: frozenset[str]) -> bool:
    found = subject.kinds(subject.rules.trials[name])
    return bool(kinds & found) and found != _ALL


def _is_index(subject: Subject, kinds: frozenset[str]) -> bool:
    """Whether the event from which a phenotype counts its days is such a treatment."""
    index = subject.rules.records.index if subject.rules.records is not None else None
    if index is None or index.of is None:
        return False
    found = possible_kinds(index.of, subject.vocabularies)
    return found is not None and found <= kinds


def _in_count(subject: Subject, node: Condition, kinds: frozenset[str]) -> Value | None:
    if not any(kinds & kinds_of(subject, demand.measure) for demand in _demands(subject, node)):
        return None
    others = _ALL - kinds
    saved = fewest(subject, node, of=others)
    usual = fewest(subject, node, of=others, without=kinds)
    if saved >= usual and any(kinds_of(subject, demand.measure) <= kinds for demand in _demands(subject, node)):
        return Value("one-way", "needed in one of several ways to qualify")
    if saved >= usual:
        return Value("extra", "admitted as an extra, saves no other trial")
    if saved == 0:
        return Value("counts", "counts like any other trial")
    return Value("substitutes", f"can stand for a trial; {saved:g} of another kind must remain")


def _in_higher(subject: Subject, kinds: frozenset[str]) -> Value | None:
    """Admitted to the count of a higher stage alone."""
    for level in subject.levels:
        found = _in_count(subject, level.condition, kinds)
        if found is not None and found.code not in ("extra", "one-way"):
            return Value("higher-stage", f"counts for {stage_name(level.name)}")
    return None


def _in_score(subject: Subject, kinds: frozenset[str]) -> Value:
    assert subject.score is not None
    names: list[str] = []
    beside: list[str] = []
    for name, item in subject.score.items.items():
        measures = [node for node in walk(item) if isinstance(node, TrialMeasure)]
        sets = [name for one in measures for name in subject.sets_behind(one.of)]
        if any(kinds & kinds_of(subject, one) and _earns(subject, one) for one in measures) or (
            "augmentation" in kinds and isinstance(item, TrialItem) and _rewards_augmenting(item)
        ):
            names.append(name)
        elif any(_is_of(subject, one, kinds) for one in sets):
            beside.append(name)
    if names:
        return Value("points", f"points ({', '.join(plain(name) for name in names)})")
    if beside:
        told = ", ".join(plain(name) for name in beside)
        return Value("beside", f"looked at beside the trials that give points ({told})")
    return NOT_COUNTED


def _earns(subject: Subject, measure: TrialMeasure) -> bool:
    """A measure over trials of every kind says nothing of one kind."""
    return kinds_of(subject, measure) != _ALL


def _rewards_augmenting(item: TrialItem) -> bool:
    return any(
        (isinstance(node, TruthTest) and node.fact == "augmented" and node.expected)
        or (isinstance(node, ChoiceTest) and node.fact == "role" and "augmentation" in node.among)
        for case in item.cases
        for node in walk(case.when)
    )


def _is_about(subject: Subject, test: Node, kinds: frozenset[str]) -> bool:
    """Whether a test asks for trials of these kinds alone."""
    if not isinstance(test, MeasureTest) or not isinstance(test.measure, TrialMeasure):
        return False
    if not kinds_of(subject, test.measure) <= kinds:
        return False
    found = [demand for one in alternatives(test) for demand in one]
    return all(demand.lower > 0 for demand in found)


def _demands(subject: Subject, node: Condition) -> Iterator[Demand]:
    yield from (test for one in ways(subject, node) for test in one if 0 < test.lower < inf)


def _sets(subject: Subject, node: Condition, kinds: frozenset[str]) -> list[str]:
    return [
        name
        for test in _demands(subject, node)
        for name in test.measure.of
        if subject.kinds(subject.rules.trials[name]) <= kinds
    ]
