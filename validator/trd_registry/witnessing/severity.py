"""The degree of severity for the solver: a rater's word, or the scores read by the bands that the rule names."""

from typing import TYPE_CHECKING

from trd_registry.model.choice import Choice
from trd_registry.model.interval import Interval
from trd_registry.model.nodes import SeverityIs
from trd_registry.witnessing.logic import Pair, Proposition, denied, every, some
from trd_registry.witnessing.patient_points import SEVERITY
from trd_registry.witnessing.space import Chosen

if TYPE_CHECKING:
    from trd_registry.witnessing.statements import Statements


def severity_is(node: SeverityIs, statements: "Statements") -> Pair:
    """Whether the degree is one of those asked for. Scores that give several degrees leave all of them open."""
    judged_yes, judged_no, judged = _judged(node, statements)
    told, inside, outside = [], [], []
    for band_set in statements.context.vocabularies.band_sets(node.bands):
        fact = f"episode.score.{band_set.scale}"
        chosen = statements.space.by_fact.get(fact)
        if chosen is None:
            continue
        scores = [option.facts[statements.side].get(fact) for option in chosen.point.options]
        degrees = [band_set.degrees(score) if isinstance(score, Interval) else frozenset() for score in scores]
        told.append(chosen.among([at for at, one in enumerate(degrees) if one]))
        inside.append(chosen.among([at for at, one in enumerate(degrees) if not one or one <= node.among]))
        outside.append(chosen.among([at for at, one in enumerate(degrees) if not one or not one & node.among]))
    by_score = every([denied(judged), some(told)])
    return Pair(
        some([judged_yes, every([by_score, *inside])]),
        some([judged_no, every([by_score, *outside])]),
    )


def _judged(node: SeverityIs, statements: "Statements") -> tuple[Proposition, Proposition, Proposition]:
    """That a rater's word is among those asked for, that it is not, and that there is one."""
    degree: Chosen | None = statements.space.by_fact.get(SEVERITY)
    if degree is None:
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
