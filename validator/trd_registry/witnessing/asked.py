"""What the rules of two definitions ask of a history: the facts, the figures, and which tests tell values apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

from trd_registry.model.interval import EVERYTHING, Interval
from trd_registry.model.nodes import Extreme, FollowedBy, Node, NthStart, NumberTest, Sum
from trd_registry.witnessing.figures import figures_of
from trd_registry.witnessing.leaves import DATES, Tests, asked_facts, is_of_patient, is_of_trial, optional_facts
from trd_registry.witnessing.sides import Side


@dataclass(frozen=True)
class Asked:
    """What two definitions ask for, taken together."""

    sides: Sequence[Side]
    tests: Tests
    #: Facts of a trial and of the patient, by the names under which a history states them.
    of_trial: frozenset[str]
    of_patient: frozenset[str]
    #: Facts of which a rule asks whether they are stated.
    optional: frozenset[str]
    #: Numbers of trials that are added up or compared with each other.
    summed: frozenset[str]
    figures: Mapping[str, frozenset[float]]
    #: Whether a rule looks at dates.
    dated: bool

    @classmethod
    def by(cls, sides: Sequence[Side]) -> "Asked":
        """Reads both rule trees."""
        nodes = [node for side in sides for node in side.nodes]
        facts = asked_facts(nodes)
        figures: dict[str, frozenset[float]] = {}
        for side in sides:
            for name, found in figures_of(side.nodes, side.vocabularies).items():
                figures[name] = figures.get(name, frozenset()) | found
        return cls(
            sides=sides,
            tests=Tests.of(sides),
            of_trial=frozenset(name for name in facts if is_of_trial(name)),
            of_patient=frozenset(name for name in facts if is_of_patient(name)) | _scores(figures),
            optional=optional_facts(nodes),
            summed=frozenset(node.fact for node in nodes if isinstance(node, Sum | Extreme)),
            figures=figures,
            dated=any(looks_at_dates(side) for side in sides),
        )

    def is_whole_score(self, fact: str) -> bool:
        """Whether a fact is a score that no rule divides: nobody rates half a point, and bands leave it out."""
        return "score." in fact and all(
            figure == int(figure) for figure in self.figures.get(fact, ()) if isfinite(figure)
        )

    def range_of(self, fact: str) -> Interval:
        """The numbers a score can be; every number for what is no score."""
        scale = fact.rpartition(".")[2]
        ranges = [side.vocabularies.scales[scale] for side in self.sides if scale in side.vocabularies.scales]
        return ranges[0] if ranges and "score" in fact else EVERYTHING


def looks_at_dates(side: Side) -> bool:
    """Whether a rule looks at when trials began or ended."""
    return any(_looks_at_dates(node) for node in side.nodes)


def _looks_at_dates(node: Node) -> bool:
    return isinstance(node, FollowedBy | NthStart) or (isinstance(node, NumberTest) and node.fact in DATES)


def _scores(figures: Mapping[str, frozenset[float]]) -> frozenset[str]:
    """Present scores, which a degree of severity is read from."""
    return frozenset(name for name in figures if name.startswith("episode.score."))
