"""How many trials are needed, and what is counted."""

from collections.abc import Sequence
from dataclasses import replace
from math import inf

from trd_registry.comparing.dimensions.demands import Demand, alternatives, barring, fewest, kinds_of, ways
from trd_registry.comparing.dimensions.subject import Subject, kind_label
from trd_registry.comparing.dimensions.value import NOT_ASKED, Value, not_applicable, stage_name
from trd_registry.english.bounds import listed
from trd_registry.english.in_words import teller_for
from trd_registry.english.lexicon import Lexicon
from trd_registry.english.modalities import ABBREVIATIONS
from trd_registry.english.teller import is_vacuous
from trd_registry.model.facts import MODALITIES
from trd_registry.model.interval import format_number
from trd_registry.model.nodes import (
    All,
    Any,
    Condition,
    Count,
)
from trd_registry.model.walking import constant, walk

_COUNTED = {"": "trials", "treatment": "different treatments", "class": "different classes"}
_CODES = {"": "trials", "treatment": "drugs", "class": "classes"}


def number_needed(subject: Subject) -> Value:
    """The fewest trials with which TRD can be present, and the most, if there is an upper bound."""
    if subject.trd is None:
        if subject.score is not None and subject.score.trd:
            return Value("by-points", "no fixed number: the points decide")
        numbers = ((stage_name(level.name), fewest(subject, level.condition)) for level in subject.levels)
        steps = "; ".join(f"{name}: {_figure(number)}" for name, number in numbers)
        why = f"no cut for TRD{'; trials by level: ' + steps if steps else ''}"
        return not_applicable(why)
    least = fewest(subject, subject.trd)
    most = _most_allowed(subject, subject.trd)
    code = _figure(least) if most <= least or most == inf else f"{_figure(least)}-{_figure(most)}"
    by_route = _by_route(subject) if most == inf else ""
    said = (
        ("exactly " if most == least else "")
        + (by_route or code.replace("-", " to "))
        + _split(subject, subject.trd, least, exact=not by_route)
        + _higher(subject)
        + "".join(f"; {limit}" for limit in _limits_of_a_part(subject))
    )
    return Value(code, f"{said}{'; fewer where one cannot be given' if _spares(subject, least) else ''}")


def _spares(subject: Subject, least: float) -> bool:
    """Whether fewer trials will do where one of them cannot be given."""
    return subject.trd_with_ways_out is not None and fewest(subject, subject.trd_with_ways_out) < least


def _by_route(subject: Subject) -> str:
    """``2 or 3, by the route`` where the ways to qualify need different numbers; empty where they do not."""
    routes = routes_of(subject)
    numbers = sorted({number for number in (fewest(subject, one) for one in routes) if number < inf})
    return f"{listed([_figure(one) for one in numbers])}, by the route" if len(numbers) > 1 else ""


def routes_of(subject: Subject) -> list[Condition]:
    """The alternatives of the criterion, each with all else that it asks; none where there is one way alone."""
    if len(subject.levels) != 1 or subject.trd is None:
        return []
    key = ("routes", id(subject.trd))
    if key not in subject.memo:
        subject.memo[key] = _spread(subject.trd)
    found: list[Condition] = subject.memo[key]
    return found if len(found) > 1 else []


def _spread(node: Condition) -> list[Condition]:
    if isinstance(node, Any):
        parts = [part for part in node.parts if constant(part) is not False]
        return [route for part in parts for route in (_spread(part) if _counts(part) else [part])]
    if isinstance(node, All):
        split = next((part for part in node.parts if len(_spread(part)) > 1 and _counts(part)), None)
        if split is not None:
            others = tuple(part for part in node.parts if part is not split)
            return [replace(node, parts=(route, *others)) for route in _spread(split)]
    return [node]


def _counts(node: Condition) -> bool:
    """Whether every alternative asks for trials."""
    return all(any(test.lower > 0 for test in one) for one in alternatives(node))


def _limits_of_a_part(subject: Subject) -> list[str]:
    """Upper bounds of some of the trials that are counted, which are no bound of them all."""
    if subject.trd is None:
        return []
    tests = [test for one in ways(subject, subject.trd) for test in one if 1 <= test.upper < inf]
    limits = [test for test in tests if not _bounds_all(subject, test)]
    teller = teller_for(Lexicon(subject.vocabularies, subject.titles))
    told = []
    for test in limits:
        where = test.measure.where
        further = f" in which {teller.words(where)}" if where is not None and not is_vacuous(where) else ""
        names = listed([subject.title(name) for name in test.measure.of])
        told.append(f"at most {_figure(test.upper)} counted as {names}{further}")
    return list(dict.fromkeys(told))


def _bounds_all(subject: Subject, test: Demand) -> bool:
    """Whether a bound is one of all antidepressant trials that are counted, and not of some of them."""
    assert subject.trd is not None
    named = {
        name
        for one in ways(subject, subject.trd)
        if any(each.key == test.key for each in one)
        for each in one
        if each.lower > 0 and "antidepressant" in kinds_of(subject, each.measure)
        for name in each.measure.of
    }
    return test.measure.where is None and named <= set(test.measure.of)


def _split(subject: Subject, node: Condition, least: float, *, exact: bool) -> str:
    """`` (2 antidepressant, 1 psychotherapy)`` where more than one kind cannot be done without."""
    counted = {kind for one in ways(subject, node) for test in one for kind in kinds_of(subject, test.measure)}
    parts = {
        kind: fewest(subject, node, of=frozenset([kind])) for kind in MODALITIES if kind in counted | {"antidepressant"}
    }
    needed = {kind: number for kind, number in parts.items() if 0 < number < inf}
    if not needed or (exact and len(needed) == 1 and sum(needed.values()) == least):
        return ""
    told = ", ".join(f"{_figure(number)} {ABBREVIATIONS.get(kind, kind)}" for kind, number in needed.items())
    return f" ({told})" if exact and sum(needed.values()) == least else f" (of them at least {told})"


def _higher(subject: Subject) -> str:
    """What higher stages need, where they need more."""
    levels = [level for level in subject.levels if level.is_trd]
    if len(levels) < 2:
        return ""
    return "; " + ", ".join(f"{level.name}: {_figure(fewest(subject, level.condition))}" for level in levels)


def _most_allowed(subject: Subject, node: Condition) -> float:
    """The largest count of antidepressants that TRD allows; infinity where some way to meet it sets no bound."""
    tops = []
    for one in ways(subject, node):
        bounds = [
            test.upper
            for test in one
            if test.upper >= 1 and "antidepressant" in kinds_of(subject, test.measure) and _bounds_all(subject, test)
        ]
        tops.append(min(bounds, default=inf))
    return max(tops, default=inf)


def _figure(number: float) -> str:
    return "none" if number == inf else format_number(number)


def what_is_counted(subject: Subject) -> Value:
    """Trials, different treatments or different classes, in the tests that ask for most."""
    beside = ""
    if subject.asked is None:
        tests = [node for node in walk(subject.rules.outcome) if isinstance(node, Count)]
        kinds = dict.fromkeys(str(one.distinct) for one in tests)
    else:
        demands = [test for one in ways(subject, subject.asked) for test in one if test.lower > 0]
        most = max((test.lower for test in demands), default=0)
        kinds = dict.fromkeys(_distinct(test) for test in demands if test.lower == most)
        beside = _counted_beside(subject, [test for test in demands if test.lower == most], demands)
    if not kinds:
        return Value("points", "points") if subject.score is not None else NOT_ASKED
    barred = [subject.title(name) for test in barring(subject) for name in test.of]
    bars = f"; none may count as {listed(dict.fromkeys(barred))}" if barred else ""
    records = subject.rules.records
    regimen = records is not None and records.are_regimens
    words = {**_COUNTED, "": "regimens", "treatment": "different regimens"} if regimen else _COUNTED
    codes = {**_CODES, "": "regimens"} if regimen else _CODES
    order = sorted(kinds, key=list(_COUNTED).index) if set(kinds) <= set(_COUNTED) else list(kinds)
    return Value(
        "+".join(codes.get(kind, kind) for kind in order),
        " and ".join(words.get(kind, f"different {kind}") for kind in order) + beside + bars,
    )


def _counted_beside(subject: Subject, main: Sequence[Demand], demands: Sequence[Demand]) -> str:
    """How treatments of another kind than most are counted, where it is otherwise: ``; augmentation: ...``."""
    most = frozenset().union(*(kinds_of(subject, test.measure) for test in main))
    told: dict[str, str] = {}
    for test in demands:
        kinds = kinds_of(subject, test.measure)
        if test.lower > 1 and len(kinds) == 1 and not kinds & most and _distinct(test) not in map(_distinct, main):
            told[kind_label(min(kinds))] = _COUNTED.get(_distinct(test), f"different {_distinct(test)}")
    return "".join(f"; {label}: {said}" for label, said in told.items())


def _distinct(demand: Demand) -> str:
    return demand.measure.distinct if isinstance(demand.measure, Count) else ""
