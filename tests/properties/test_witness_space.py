"""What the solver says of a history, and what the interpreter says of it, written as a file and read back.

A search that finds nothing is a proof only if every history of the space is judged as the interpreter judges it.
"""

import os
import random
from fractions import Fraction

import pytest

pytest.importorskip("z3")

from trd_registry.api import registry as shared_registry
from trd_registry.evaluating.evaluate import evaluate
from trd_registry.model.rules import Ladder
from trd_registry.witnessing.asked import Asked
from trd_registry.witnessing.constructed import history_data, read_back
from trd_registry.witnessing.logic import denied, every
from trd_registry.witnessing.options import Filler, merged
from trd_registry.witnessing.plausible import plausible
from trd_registry.witnessing.question import Question, _no, _yes
from trd_registry.witnessing.sides import Side
from trd_registry.witnessing.told_by_solver import Found, augmenting

#: Definitions that together use every node that the search knows.
VARIED = (
    "esm-1999", "kuhs-1995", "gsrd-2016", "stard-2006", "markowitz-2022", "tms-aetna-0469", "transform-1",
    "cobalt-2013", "msm-2018", "mghs-2003", "trsm-1997", "simple-count-2007", "esketamine-caremark", "germany-nvl-2022",
)  # fmt: skip
EACH = int(os.environ.get("TRD_WITNESS_SAMPLES", "4"))
NAMED = os.environ.get("TRD_WITNESS_DEFINITIONS", "")
CHOSEN = tuple(NAMED.split(",")) if NAMED else VARIED


def sampled(question: Question, seed: int):
    """A random history of the space, and what the solver says that the left definition makes of it."""
    rng = random.Random(seed)
    space, answer = question.space, question.left[0]
    wanted = rng.choice([_yes(answer), _no(answer), answer.applicable.no, True])
    number = rng.randint(0, len(space.slots))
    taken = [slot.there if slot.number < number else denied(slot.there) for slot in space.slots]
    question._solver.push()
    try:
        if not question._can(every([*taken, wanted])):
            wanted = True
        question._settle(every([*taken, wanted]))
        dated = space.dated is not False and rng.random() < 0.5 and question._can(space.dated)
        question._settle(space.dated if dated else denied(space.dated))

        def pick(chosen):
            order = list(range(len(chosen.taken)))
            rng.shuffle(order)
            at = next(at for at in order if question._can(chosen.taken[at]))
            question._settle(chosen.taken[at])
            return chosen.point.options[at].piece

        patient = [pick(chosen) for chosen in space.patient]
        slots = space.slots[:number]
        trials = [[pick(chosen) for chosen in slot.points] for slot in slots]
        links = [question._linked(slot, slots) for slot in slots]
        for slot in slots:
            for other in slots:
                link = space.links.get((slot.number, other.number))
                if link is not None and question._can(denied(link)) and links[slot.number] != other.number:
                    question._settle(denied(link))
        for slot in slots if dated else ():
            day = rng.choice([0, 7, 28, 60, 400, 1000])
            if question._can(slot.ended == day):
                question._settle(slot.ended == day)
        days = [question._days(slot) for slot in slots] if dated else []
        said = {
            name
            for name, proposition in (
                ("met", _yes(answer)),
                ("not_met", _no(answer)),
                ("outside", answer.applicable.no),
            )
            if question._can(proposition)
        }
        assert question._can(True)
        model = question._solver.model()
        parts = {name: Fraction(str(model.eval(part, model_completion=True))) for name, part in answer.parts.items()}
    finally:
        question._solver.pop()
    pieces = [augmenting(points, link) for points, link in zip(trials, links, strict=True)]
    return Found(merged(*patient), pieces, days), said, parts


@pytest.mark.parametrize("name", CHOSEN)
def test_the_solver_judges_every_history_as_the_interpreter_does(name: str) -> None:
    registry, usual = shared_registry(), plausible()
    side = Side.of(registry.get(name), registry)
    question = Question(Asked.by([side, side]), Filler([side.vocabularies] * 2), usual, 3)
    for seed in range(EACH):
        found, said, parts = sampled(question, seed)
        data = history_data(found, "sampled", usual)
        patient, vocabularies = registry.as_pinned(read_back(data, registry.vocabularies), side.definition)
        result = evaluate(patient, side.definition, vocabularies, ask=False)
        if len(question.left) > 1:
            continue  # a reading left open is spanned by the interpreter, and looked at option by option here
        if result.applicable is False:
            assert "outside" in said, data
            continue
        assert result.applicable is True, data
        if result.verdict is not None:
            assert said == {result.verdict}, data
        if result.score is not None:
            assert result.score.lower == result.score.upper == parts["score"], data
        if "stage" in parts:
            assert result.stages == (stages(side)[int(parts["stage"])],), data
        if result.tiers is not None:
            assert result.tiers == {tier: bool(parts[tier]) for tier in result.tiers}, data


def stages(side: Side) -> list[str]:
    """All stages, lowest first."""
    outcome = side.rules[0].outcome
    if isinstance(outcome, Ladder):
        return [outcome.below, *(rung.name for rung in outcome.rungs)]
    return [band.name for band in outcome.bands]
