"""The figures with which the rules compare each number, from the rule trees themselves."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from trd_registry.model.dates import DAYS_PER_MONTH
from trd_registry.model.history import DAYS_A_WEEK
from trd_registry.model.nodes import Bounds, Extreme, MeasureTest, Node, NumberTest, PatientNumber, SeverityIs, Sum
from trd_registry.model.rules import Band, BandedStages, BandItem, Rules
from trd_registry.model.vocabulary import Vocabularies
from trd_registry.model.walking import walk

#: A number that follows from another: the one that a history states, and by how much it is the smaller.
STATED_AS = {"days": ("weeks", DAYS_A_WEEK), "episode.days": ("episode.months", DAYS_PER_MONTH)}

#: So many parts of a sum are tried: all in one trial, or shared by some.
SHARES = (1, 2, 3)


def nodes_of(rules: Iterable[Rules]) -> list[Node]:
    """Every node of the rules: scope, trial sets, outcome."""
    return [node for one in rules for node in walk((one.scope, tuple(one.trials.values()), one.outcome))]


def figures_of(nodes: Sequence[Node], vocabularies: Vocabularies) -> Mapping[str, frozenset[float]]:
    """Number -> the figures it is compared with, by the name under which a history states it."""
    found: dict[str, set[float]] = defaultdict(set)

    def note(fact: str, figures: Iterable[float]) -> None:
        name, parts = STATED_AS.get(fact, (fact, 1))
        found[name] |= {figure / parts for figure in figures}

    for node in nodes:
        match node:
            case NumberTest():
                note(node.fact, _figures(node.bounds))
            case MeasureTest(measure=PatientNumber() | Extreme() as measure):
                note(measure.fact, _figures(node.bounds))
            case MeasureTest(measure=Sum() as measure):
                note(measure.fact, (figure / share for figure in _figures(node.bounds) for share in SHARES))
            case BandItem(measure=PatientNumber() as measure) | BandedStages(measure=PatientNumber() as measure):
                note(measure.fact, _edges(node.bands))
            case SeverityIs():
                for name in node.bands:
                    for bands in vocabularies.severity_bands.get(name, ()):
                        note(f"episode.score.{bands.scale}", (edge for _, *edges in bands.categories for edge in edges))
    return {name: frozenset(figures) for name, figures in found.items()}


def _figures(bounds: Bounds) -> list[float]:
    return [bound.figure for bound in bounds]


def _edges(bands: Sequence[Band]) -> list[float]:
    return [edge for band in bands for edge in (band.lower, band.upper)]
