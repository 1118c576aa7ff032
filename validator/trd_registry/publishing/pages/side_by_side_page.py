"""Two related definitions side by side: what each needs, and the example patients on whom they differ."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from trd_registry.comparing.dimensions.computing import DIMENSIONS
from trd_registry.comparing.similarity import likeness
from trd_registry.evaluating.result import Result
from trd_registry.model.definition import Definition
from trd_registry.model.finding import InvalidInput
from trd_registry.model.history import History
from trd_registry.publishing.page import Page
from trd_registry.publishing.pages.implications_page import pair_of
from trd_registry.publishing.shelf import Shelf
from trd_registry.reporting.explanation import explanation
from trd_registry.reporting.words import value_in_words, verdict_in_words

#: The relations that make a pair worth a page of its own, and how they are told.
RELATIONS: Mapping[str, str] = {
    "variant_of": "is a variant of",
    "revises": "revises",
    "derives_from": "derives from",
}


#: So much of the reasons stands on a page, in characters.
_REASONS = 60_000


def related_pairs(shelf: Shelf) -> Mapping[tuple[str, str], str]:
    """Pairs of ids that can both be run, the younger first, with their relation in words."""
    runs = {one.id: one for one in shelf.latest if one.is_executable}
    found: dict[tuple[str, str], str] = {}
    for one in runs.values():
        for kind, words in RELATIONS.items():
            for other in one.document.get("relations", {}).get(kind, ()):
                if other in runs:
                    found.setdefault((one.id, other), words)
    return found


def side_by_side_pages(shelf: Shelf) -> Iterator[Page]:
    """One page for each related pair."""
    runs = {one.id: one for one in shelf.latest}
    for (left, right), relation in related_pairs(shelf).items():
        yield _page(shelf, runs[left], runs[right], relation)


def _page(shelf: Shelf, left: Definition, right: Definition, relation: str) -> Page:
    pair = (left, right)
    names = [str(one.document["short"]) for one in pair]
    found = [shelf.dimensions_of(one) for one in pair]
    rows = [
        {"id": key, "title": title, "says": [one[key].says for one in found]} for key, (title, _) in DIMENSIONS.items()
    ]
    return Page(
        f"compare/{left.id}~{right.id}/",
        f"{names[0]} and {names[1]} side by side",
        f"What {names[0]} and {names[1]} need, and the patients on whom they differ.",
        "side_by_side.html",
        {
            "pair": pair,
            "relation": relation,
            "rows": rows,
            "readings": [_readings(one) for one in pair],
            "patients": list(_patients(shelf, left, right)),
            "likeness": _likeness(shelf, left, right),
            "implications": pair_of(shelf, left, right),
        },
        is_found=False,
    )


def _readings(one: Definition) -> dict[str, str]:
    return {name: reading.default or "none" for name, reading in one.readings.items()}


def _likeness(shelf: Shelf, left: Definition, right: Definition) -> dict[str, Any]:
    """On how many of the reference patients the two agree."""
    found = likeness(left.id, right.id, shelf.patients.answers(left), shelf.patients.answers(right))
    return {"alike": found.alike, "decided": found.decided, "open": found.open, "all": len(shelf.examples)}


def _patients(shelf: Shelf, left: Definition, right: Definition) -> Iterator[dict[str, Any]]:
    """The patients of whom the two do not say the same, those with the fewest trials first, and why.

    They are the examples of the registry; where the two agree on all of them, the worked cases of either.
    """
    examples = list(_differing_examples(shelf, left, right))
    cases = [] if examples else [(*one, "") for one in islice(_differing_cases(shelf, left, right), 3)]
    room = _REASONS
    for title, results, name in [*examples, *cases]:
        reasons = []
        if room > 0:
            # What is missing takes longer to work out than the verdict: only for those that are explained.
            asked = [shelf.judge(name, one) for one in (left, right)] if name else results
            reasons = ["\n".join(_explained(shelf, *one)) for one in zip(asked, (left, right), strict=True)]
        room -= sum(map(len, reasons))
        told = [(verdict_in_words(one), value_in_words(one)) for one in results]
        yield {"title": title, "told": told, "reasons": reasons}


def _differing_examples(shelf: Shelf, left: Definition, right: Definition) -> Iterator[tuple[str, list[Result], str]]:
    """Title, results and name of the examples that both can read and do not judge alike."""
    ours, theirs = shelf.patients.results(left), shelf.patients.results(right)
    for name, history in _shortest(shelf):
        one, other = ours[name], theirs[name]
        if one is not None and other is not None and _differ(one, other):
            yield history.title, [one, other], name


def _shortest(shelf: Shelf) -> list[tuple[str, History]]:
    return sorted(shelf.examples.items(), key=lambda one: len(one[1].trials))


def _differ(left: Result, right: Result) -> bool:
    """Whether the verdicts differ; of two scores or ladders without a cut, whether they find something else."""
    if verdict_in_words(left) != verdict_in_words(right):
        return True
    return left.verdict is None and value_in_words(left) != value_in_words(right)


def _differing_cases(shelf: Shelf, left: Definition, right: Definition) -> Iterator[tuple[str, list[Result]]]:
    """Worked cases of either, read as by default, on which the two differ, the shortest first."""
    found = [(one, case) for one in (left, right) for case in shelf.cases_of(one) if not case.readings]
    for one, case in sorted(found, key=lambda each: len(each[1].history.trials)):
        try:
            results = [shelf.judge_as_pinned(case.history, both) for both in (left, right)]
        except InvalidInput:
            continue  # The other pins a vocabulary that does not know a name of this case.
        if _differ(*results):
            yield f"{case.name} (a worked case of {one.document['short']})", results


def _explained(shelf: Shelf, result: Result, definition: Definition) -> list[str]:
    return explanation(result, definition, shelf.registry.vocabularies_for(definition))
