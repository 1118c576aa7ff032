"""The degree of severity for the solver: a rater's word, or the scores read by the bands that the rule names."""

from trd_registry.model.choice import Choice
from trd_registry.model.interval import Interval
from trd_registry.model.nodes import SeverityIs
from trd_registry.model.vocabulary import BandSet
from trd_registry.witnessing.logic import Pair, Proposition, denied, every, some
from trd_registry.witnessing.patient_points import SEVERITY
from trd_registry.witnessing.statements import Statements


def severity_is(node: SeverityIs, statements: Statements) -> Pair:
    """Whether the degree is one of those asked for. Scores that give several degrees leave all of them open."""
    degree = statements.space.by_fact.get(SEVERITY)
    judged_yes, judged_no, judged = _judged(degree, node, statements)
    told, inside, outside = [], [], []
    for band_set in _band_sets(node, statements):
        chosen = statements.space.by_fact.get(f"episode.score.{band_set.scale}")
        if chosen is None:
            continue
        scores = [
            option.facts[statements.side].get(f"episode.score.{band_set.scale}") for option in chosen.point.options
        ]
        degrees = [_degrees(score, band_set) for score in scores]
        told.append(chosen.among([at for at, one in enumerate(degrees) if one]))
        inside.append(chosen.among([at for at, one in enumerate(degrees) if not one or one <= node.among]))
        outside.append(chosen.among([at for at, one in enumerate(degrees) if not one or not one & node.among]))
    by_score = every([denied(judged), some(told)])
    return Pair(
        some([judged_yes, every([by_score, *inside])]),
        some([judged_no, every([by_score, *outside])]),
    )


def _judged(degree: object, node: SeverityIs, statements: Statements) -> tuple[Proposition, Proposition, Proposition]:
    from trd_registry.witnessing.space import Chosen

    if not isinstance(degree, Chosen):
        return False, False, False
    words: list[Choice] = []
    for option in degree.point.options:
        value = option.facts[statements.side].get(SEVERITY)
        words.append(value if isinstance(value, frozenset) else None)
    return (
        degree.among([at for at, word in enumerate(words) if word is not None and word <= node.among]),
        degree.among([at for at, word in enumerate(words) if word is not None and not word & node.among]),
        degree.among([at for at, word in enumerate(words) if word is not None]),
    )


def _band_sets(node: SeverityIs, statements: Statements) -> list[BandSet]:
    """The band sets of these names, at most one a scale: the first that is named."""
    by_scale: dict[str, BandSet] = {}
    for name in node.bands:
        for band_set in statements.context.vocabularies.severity_bands.get(name, ()):
            by_scale.setdefault(band_set.scale, band_set)
    return list(by_scale.values())


def _degrees(score: object, band_set: BandSet) -> frozenset[str]:
    if not isinstance(score, Interval):
        return frozenset()
    return frozenset(
        name for name, lowest, highest in band_set.categories if score.meet(Interval(lowest, highest)) is not None
    )
