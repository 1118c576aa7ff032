"""Whether classes of treatment must differ."""

from trd_registry.comparing.dimensions.counting import routes_of
from trd_registry.comparing.dimensions.demands import alternatives, fewest, kinds_of
from trd_registry.comparing.dimensions.logic import needs
from trd_registry.comparing.dimensions.subject import Level, Subject
from trd_registry.comparing.dimensions.value import Value, stage_name
from trd_registry.model.nodes import Condition, Count, FollowedBy, MeasureTest, Node, PrecededBy, TrialMeasure


def class_rule(subject: Subject) -> Value:
    """Whether antidepressants of different classes are needed."""
    if subject.score is not None and subject.trd is None:
        return Value("no", "no")
    if subject.trd is not None:
        if _asks_classes(subject, subject.trd):
            return Value("yes", "different classes are needed")
        by_route = [_asks_classes(subject, one) for one in routes_of(subject)]
        if any(by_route):
            drugs = frozenset(["antidepressant"])
            routes = zip(routes_of(subject), by_route, strict=True)
            if all(asked for route, asked in routes if fewest(subject, route, of=drugs) > 1):
                return Value("by-route", "yes wherever several drugs are counted")
            main = "yes on the main route, no on another" if by_route[0] else "no on the main route, yes on another"
            return Value("by-route", main)
        return Value("no", "no, the same class will do")
    levels: list[Level] = [level for level in subject.levels if _asks_classes(subject, level.condition)]
    if levels:
        return Value("by-level", f"different classes are needed from {stage_name(levels[0].name)} on")
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
