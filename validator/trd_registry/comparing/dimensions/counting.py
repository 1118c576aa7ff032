"""How many trials are needed, what is counted, and whether classes must differ."""

from math import inf

from trd_registry.comparing.dimensions.demands import Demand, alternatives, fewest, kinds_of, ways
from trd_registry.comparing.dimensions.logic import needs
from trd_registry.comparing.dimensions.subject import Level, Subject
from trd_registry.comparing.dimensions.value import NOT_ASKED, Value, not_applicable
from trd_registry.model.facts import MODALITIES
from trd_registry.model.interval import format_number
from trd_registry.model.nodes import Condition, Count, FollowedBy, MeasureTest, Node, PrecededBy, TrialMeasure
from trd_registry.model.walking import walk

_NAMES = {"antidepressant": "antidepressant", "ect": "ECT", "tms": "TMS", "vns": "VNS", "dbs": "DBS"}
_COUNTED = {"": "trials", "treatment": "different treatments", "class": "different classes"}
_CODES = {"": "trials", "treatment": "drugs", "class": "classes"}


def number_needed(subject: Subject) -> Value:
    """The fewest trials with which TRD can be present, and the most, if there is an upper bound."""
    if subject.trd is None:
        if subject.score is not None and subject.score.trd:
            return Value("by-points", "no fixed number: the points decide")
        steps = "; ".join(f"{level.name}: {_figure(fewest(subject, level.condition))}" for level in subject.levels)
        why = f"no cut for TRD{'; trials by level: ' + steps if steps else ''}"
        return not_applicable(why)
    least = fewest(subject, subject.trd)
    most = _most_allowed(subject, subject.trd)
    code = _figure(least) if most in (inf, least) else f"{_figure(least)}-{_figure(most)}"
    said = (
        ("exactly " if most == least else "")
        + code.replace("-", " to ")
        + _split(subject, subject.trd, least)
        + _higher(subject)
    )
    spared = "; fewer where one cannot be given" if subject.spares_the_ruled_out else ""
    return Value(code, f"{said}{spared}")


def _split(subject: Subject, node: Condition, least: float) -> str:
    """`` (2 antidepressant, 1 psychotherapy)`` where more than one kind cannot be done without."""
    counted = {kind for one in ways(subject, node) for test in one for kind in kinds_of(subject, test.measure)}
    parts = {
        kind: fewest(subject, node, of=frozenset([kind])) for kind in MODALITIES if kind in counted | {"antidepressant"}
    }
    needed = {kind: number for kind, number in parts.items() if 0 < number < inf}
    if not needed or (len(needed) == 1 and sum(needed.values()) == least):
        return ""
    told = ", ".join(f"{_figure(number)} {_NAMES.get(kind, kind)}" for kind, number in needed.items())
    exact = sum(needed.values()) == least
    return f" ({told})" if exact else f" (of them at least {told})"


def _higher(subject: Subject) -> str:
    """What higher stages need, where they need more."""
    levels = [level for level in subject.levels if level.is_trd]
    if len(levels) < 2:
        return ""
    return "; " + ", ".join(f"{level.name} {_figure(fewest(subject, level.condition))}" for level in levels)


def _most_allowed(subject: Subject, node: Condition) -> float:
    """The largest count of antidepressants that TRD allows; infinity where some way to meet it sets no bound."""
    tops = []
    for one in ways(subject, node):
        bounds = [test.upper for test in one if test.upper >= 1 and "antidepressant" in kinds_of(subject, test.measure)]
        tops.append(min(bounds, default=inf))
    return max(tops, default=inf)


def _figure(number: float) -> str:
    return "none" if number == inf else format_number(number)


def what_is_counted(subject: Subject) -> Value:
    """Trials, different treatments or different classes, in the tests that ask for most."""
    if subject.asked is None:
        tests = [node for node in walk(subject.rules.outcome) if isinstance(node, Count)]
        kinds = dict.fromkeys(str(one.distinct) for one in tests)
    else:
        demands = [test for one in ways(subject, subject.asked) for test in one if test.lower > 0]
        most = max((test.lower for test in demands), default=0)
        kinds = dict.fromkeys(_distinct(test) for test in demands if test.lower == most)
    if not kinds:
        return Value("points", "points") if subject.score is not None else NOT_ASKED
    records = subject.rules.records
    regimen = records is not None and records.dispensings is not None and records.dispensings.one_trial == "regimen"
    words = {**_COUNTED, "": "regimens"} if regimen else _COUNTED
    codes = {**_CODES, "": "regimens"} if regimen else _CODES
    order = sorted(kinds, key=list(_COUNTED).index) if set(kinds) <= set(_COUNTED) else list(kinds)
    return Value(
        "+".join(codes.get(kind, kind) for kind in order),
        " and ".join(words.get(kind, f"different {kind}") for kind in order),
    )


def _distinct(demand: Demand) -> str:
    return demand.measure.distinct if isinstance(demand.measure, Count) else ""


def class_rule(subject: Subject) -> Value:
    """Whether antidepressants of different classes are needed."""
    if subject.score is not None and subject.trd is None:
        return Value("no", "no")
    if subject.trd is not None:
        demanded = _asks_classes(subject, subject.trd)
        return Value("yes", "different classes are needed") if demanded else Value("no", "no, the same class will do")
    levels: list[Level] = [level for level in subject.levels if _asks_classes(subject, level.condition)]
    if levels:
        return Value("by-level", f"different classes are needed from {levels[0].name} on")
    return Value("no", "no")


def _asks_classes(subject: Subject, node: Condition) -> bool:
    def is_class_test(test: Node) -> bool:
        if not isinstance(test, MeasureTest) or not isinstance(test.measure, TrialMeasure):
            return False
        if "antidepressant" not in kinds_of(subject, test.measure):
            return False
        counts = isinstance(test.measure, Count) and test.measure.distinct == "class" and _demanded(test) > 1
        return counts or (_demanded(test) > 0 and _by_order(subject, test.measure))

    return needs(node, is_class_test)


def _demanded(test: MeasureTest) -> int:
    return max((demand.lower for one in alternatives(test) for demand in one), default=0)


def _by_order(subject: Subject, measure: TrialMeasure) -> bool:
    """Whether all sets of a measure ask for another class before or after each trial."""

    def is_one(node: Node) -> bool:
        return (isinstance(node, FollowedBy) and node.different == "class") or (
            isinstance(node, PrecededBy) and node.distinct == "class"
        )

    return all(needs(subject.whole(subject.rules.trials[name]), is_one) for name in measure.of)
