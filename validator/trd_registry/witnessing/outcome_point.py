"""What a trial brought: improvement, remission, a rater's word, scores, and why it was stopped."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import product

from trd_registry.witnessing.asked import Asked
from trd_registry.witnessing.options import Piece, merged, stating_of_trial
from trd_registry.witnessing.plausible import Plausible
from trd_registry.witnessing.usual_values import choices_of, numbers_of, plain

#: Facts that are told together, because one follows from another or stands in its place.
OUTCOME = ("improvement", "judged_failed", "remission", "stopped")


def outcome_facts(asked: Asked) -> frozenset[str]:
    """What the outcome of a trial settles."""
    scores = (name for name in asked.of_trial if name.partition(".")[0] in ("end_score", "start_score"))
    return frozenset([*OUTCOME, *scores])


def outcomes(asked: Asked, usual: Plausible) -> Iterator[Piece]:
    """Every combination of what is asked; the reader of histories refuses those that cannot be."""
    known: list[Piece] = [{}]
    if "improvement" in asked.of_trial:
        known = [{"improvement": plain(value)} for value in numbers_of("improvement", asked, usual)]
    if "judged_failed" in asked.of_trial:
        known += [{"judged_failed": judged} for judged in (True, False)]
    others: list[list[Piece]] = []
    if "remission" in asked.of_trial:
        others.append([{"remission": remitted} for remitted in (False, True)])
    for fact in sorted(asked.of_trial):
        if fact.partition(".")[0] in ("end_score", "start_score"):
            scores: list[Piece] = [{}] if fact in asked.optional else []
            others.append([*(stating_of_trial(fact, plain(one)) for one in numbers_of(fact, asked, usual)), *scores])
    if "stopped" in asked.of_trial:
        others.append([{"stopped": why} for why in choices_of("stopped", usual)])
    for pieces in product(*others, known):
        yield merged(*pieces)
    if "improvement" in asked.of_trial and ("remission" in asked.of_trial or others):
        yield from _by_scores(asked, usual)


def _by_scores(asked: Asked, usual: Plausible) -> Iterator[Piece]:
    """Improvement and remission told by scores at start and end: after a mild start little improvement is remission.

    One pair of scores for every way in which improvement, remission and the scores that are asked for can come out.
    """
    vocabularies = asked.sides[0].vocabularies
    figures = sorted(asked.figures.get("improvement", ()))
    reasons: list[Piece] = [{}]
    if "stopped" in asked.of_trial:
        reasons = [{"stopped": why} for why in choices_of("stopped", usual)]
    for scale in _scales(asked):
        cut = vocabularies.remission_cuts[scale]
        edges = [sorted(asked.figures.get(f"{when}_score.{scale}", ())) for when in ("start", "end")]
        seen = set()
        highest = int(vocabularies.scales[scale].upper)
        for start, end in product(range(highest, 0, -1), range(highest + 1)):
            improvement = 100 - 100 * end / start
            stretches = [_stretch(improvement, figures), _stretch(start, edges[0]), _stretch(end, edges[1])]
            if (end <= cut, *stretches) not in seen:
                seen.add((end <= cut, *stretches))
                scores = {"start_score": {scale: start}, "end_score": {scale: end}}
                yield from (merged(reason, scores) for reason in reasons)


def _scales(asked: Asked) -> list[str]:
    """The scales whose scores are asked for, or else one of which remission is known."""
    known = set.intersection(*(set(side.vocabularies.remission_cuts) for side in asked.sides))
    wanted = {name.rpartition(".")[2] for name in outcome_facts(asked) if "." in name}
    return sorted(wanted & known) or sorted(known)[:1]


def _stretch(value: float, figures: Sequence[float]) -> tuple[int, bool]:
    """Between which figures a value lies, and whether it is one itself."""
    return bisect_left(figures, value), value in figures
