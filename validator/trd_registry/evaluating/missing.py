"""Which unknown facts could change an answer, and which of them could settle it alone."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from trd_registry.evaluating.passing import Pass, agreed
from trd_registry.evaluating.result import MissingFact, Result
from trd_registry.evaluating.trace import Gap
from trd_registry.model.history import History

#: How many trials may be judged again for one result, to bound the time on a record of very many open facts.
EFFORT = 6000


def missing_facts(
    result: Result, history: History, passes: Sequence[Pass], judge_again: Callable[[History], Result]
) -> tuple[MissingFact, ...]:
    """The unknown facts behind an unsettled result, the decisive ones first, else in order of the rules.

    A fact is decisive if the result is settled once some value of it is known, all else as it is. It
    is found by trying: the values on both sides of every threshold the rules compare it with. Where
    very much is missing only the first facts are tried; whether the others decide is then not known.
    """
    if result.is_settled:
        return ()
    gaps = distinct_gaps(result, passes)
    budget = EFFORT // _size(history)
    decisive: dict[str, bool | None] = {}
    # Facts of the patient and the completeness of lists first: each of them is asked about only once.
    for gap in sorted(gaps, key=lambda gap: gap.owner not in ("patient", "list")):
        tries = list(filled(history, gap))
        budget -= len(tries)
        decisive[gap.fact] = None if budget < 0 else any(judge_again(filled).is_settled for filled in tries)
    found = [MissingFact(gap.fact, decisive[gap.fact]) for gap in gaps]
    found += [
        MissingFact(f"readings.{reading}", _reading_settles(reading, passes))
        for reading, option in result.readings.items()
        if option is None and _reading_matters(reading, passes)
    ]
    return tuple(sorted(found, key=lambda missing: not missing.decisive))


def _size(history: History) -> int:
    """How much there is to judge at every try. Trials made of a record are compared with one another."""
    entries = 0
    if history.records is not None:
        entries = len(history.records.dispensings) + len(history.records.procedures)
    return len(history.trials) + len(history.unlisted) + entries + entries**2 // 20 + 1


def _open_gaps(result: Result, passes: Sequence[Pass]) -> Iterator[Gap]:
    for one in passes:
        if one.scope is not None and result.applicable is None:
            yield from one.scope.open_gaps()
        yield from one.judgement.trace.open_gaps()


def distinct_gaps(result: Result, passes: Sequence[Pass]) -> list[Gap]:
    """The unknown facts on which a result still depends, each once, with values to try from every place that asks."""
    merged: dict[str, Gap] = {}
    for gap in _open_gaps(result, passes):
        known = merged.get(gap.fact)
        merged[gap.fact] = gap if known is None else replace(known, probes=(*known.probes, *gap.probes))
    return list(merged.values())


def filled(history: History, gap: Gap) -> Iterator[History]:
    """The history with the gap filled in, once for every value worth trying."""
    if gap.owner == "list":
        yield history.with_full_list(gap.name)
        return
    for probe in dict.fromkeys(gap.probes):
        if gap.owner == "patient":
            yield history.with_fact(gap.name, probe)
        else:
            yield history.with_trial_fact(gap.owner, gap.name, probe)


def _reading_matters(reading: str, passes: Sequence[Pass]) -> bool:
    """Whether the answer differs between options of the reading, all other readings the same."""
    answers: dict[tuple[tuple[str, str], ...], set[object]] = {}
    for one in passes:
        others = tuple((name, option) for name, option in one.choices.items() if name != reading)
        judged = one.judgement
        tiers = tuple(judged.tiers.items()) if judged.tiers else None
        answer = (one.applicable, judged.verdict, judged.score, judged.bands, judged.stages, tiers)
        answers.setdefault(others, set()).add(answer)
    return any(len(given) > 1 for given in answers.values())


def _reading_settles(reading: str, passes: Sequence[Pass]) -> bool:
    """Whether some option of the reading gives one and the same settled answer whatever the others are."""
    options = dict.fromkeys(one.choices[reading] for one in passes)
    return any(
        agreed([one.judgement.verdict for one in passes if one.choices[reading] == option]) is not None
        for option in options
    )
