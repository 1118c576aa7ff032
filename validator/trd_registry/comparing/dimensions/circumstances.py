"""In which episode trials count, and how their outcome must be proven."""

from collections.abc import Callable

from trd_registry.comparing.dimensions.adequacy import by_kind
from trd_registry.comparing.dimensions.demands import counted
from trd_registry.comparing.dimensions.logic import needs, tests_fact
from trd_registry.comparing.dimensions.subject import Subject
from trd_registry.comparing.dimensions.value import Value
from trd_registry.english.bounds import listed
from trd_registry.model.nodes import MeasureTest, Node, NumberTest, TrialMeasure
from trd_registry.model.rules import TrialSet
from trd_registry.model.walking import possible_values, walk


def episode(subject: Subject) -> Value:
    """Whether trials of earlier episodes count."""

    def judge(trials: TrialSet) -> Value:
        values = possible_values(subject.whole(trials), "episode")
        if values == frozenset(["current"]):
            return Value("current", "current episode")
        if values is not None and len(values) == 1:
            return Value(min(values), f"{min(values)} episode")
        if any(isinstance(node, NumberTest) and _is_window(node) for node in walk(subject.whole(trials))):
            return Value("window", "a stretch of time, not an episode")
        return Value("any", "any: not limited to an episode")

    return by_kind(subject, judge)


_DATES = ("started_days_ago", "ended_days_ago", "start_day", "end_day")


def _is_window(node: NumberTest) -> bool:
    """Whether a test on dates asks for a stretch of time, and not merely for what came after day 0."""
    only_after = all(bound.comparator in ("at_least", "above") and bound.figure <= 0 for bound in node.bounds)
    return node.fact in _DATES and not (node.fact in ("start_day", "end_day") and only_after)


def prospective(subject: Subject) -> Value:
    """Whether the outcome must have been measured while the trial ran."""
    fails = tests_fact("prospective")
    answers = [(subject.label(one), one.name, needs(subject.whole(one), fails)) for one in counted(subject)]
    if answers and all(needed for _, _, needed in answers):
        return Value("required", "required")
    spared = {label for label, _, needed in answers if not needed}
    said = [subject.title(name) if label in spared else label for label, name, needed in answers if needed]
    if subject.asked is not None and not said:
        # A further condition of a count, such as that one of the failures was observed.
        asks = [test for test in walk(subject.asked) if isinstance(test, MeasureTest) and _where(test, fails)]
        said = ["some of the trials"] if needs(subject.asked, lambda test: any(test is one for one in asks)) else []
    if not said:
        return Value("no", f"not required{_records_will_do(subject)}")
    return Value("part", f"required of {', '.join(dict.fromkeys(said))} alone")


def _records_will_do(subject: Subject) -> str:
    """What stands instead: that dose, duration and outcome are known from records made at the time."""
    known = tests_fact("prospective", "documented")
    found = [one for one in counted(subject) if needs(subject.whole(one), known)]
    if not found:
        return ""
    each = "" if len(found) == len(counted(subject)) else f" ({listed([subject.title(one.name) for one in found])})"
    return f"; records made at the time are{each}"


def _where(test: MeasureTest, fails: Callable[[Node], bool]) -> bool:
    return isinstance(test.measure, TrialMeasure) and needs(test.measure.where, fails)
