"""Conditions in words: combinations, tests on one fact, tables and lists, what came before or after."""

from collections.abc import Iterable
from math import inf

from trd_registry.english.bounds import bounds_in_words, days_in_words, listed, turned
from trd_registry.english.facts import choice_sentence, number_sentence, truth_sentence
from trd_registry.english.lexicon import plain
from trd_registry.english.measures import diagnoses_in_words, diagnosis_number
from trd_registry.english.of_kinds import last_word, possible_parts, reachable_parts
from trd_registry.english.teller import Teller, tells
from trd_registry.english.trial_facts import VALUES
from trd_registry.model.interval import format_number
from trd_registry.model.nodes import (
    All,
    Any,
    Bounds,
    ChoiceTest,
    Condition,
    Count,
    Diagnosed,
    DoseMeetsTable,
    FirstStated,
    FollowedBy,
    MeasureTest,
    Node,
    Not,
    NumberTest,
    PrecededBy,
    SeverityIs,
    TherapyOnList,
    TruthTest,
)
from trd_registry.model.walking import constant

_COMPOUND = (All, Any, FirstStated)
_DIFFERENT = {"treatment": "another treatment", "class": "a treatment of another class", "": "another treatment"}


@tells(All)
def _all(node: All, teller: Teller, negated: bool) -> str:
    return _joined(node, teller, negated=negated, word="or" if negated else "and")


@tells(Any)
def _any(node: Any, teller: Teller, negated: bool) -> str:
    return _joined(node, teller, negated=negated, word="and" if negated else "or")


def _joined(node: All | Any, teller: Teller, *, negated: bool, word: str) -> str:
    settled = constant(node)
    if settled is not None:
        return "nothing further is asked" if settled is not negated else "this never holds"
    given = possible_parts(node, teller.about) if isinstance(node, Any) else node.parts
    parts = [part for part in given if constant(part) is None]
    if not parts:
        # Every alternative is for trials of another kind.
        return "nothing further is asked" if negated else "this never holds"
    if isinstance(node, All):
        parts = without_implied(parts, teller)
        if negated and len(parts) == 2 and all(_is_presence(part) for part in parts):
            one, other = (teller.marked(part).removeprefix("at least 1 ") for part in parts)
            return f"not both a {one} and a {other}"
    if len(parts) == 1:
        return teller.marked(parts[0], negated=negated)
    return f", {word} ".join(dict.fromkeys(_inside(part, teller, negated=negated) for part in parts))


def _is_presence(node: Node) -> bool:
    """Whether a test asks that there is a trial of a set."""
    if not isinstance(node, MeasureTest) or not isinstance(node.measure, Count) or node.measure.distinct:
        return False
    return [(bound.comparator, bound.figure) for bound in node.bounds] == [("at_least", 1)]


def without_implied(parts: Iterable[Condition], teller: Teller) -> list[Condition]:
    """The parts of a conjunction without those that ask for a kind of treatment which another part implies."""
    given = list(parts)
    known = teller.lexicon.vocabularies
    implied = [
        frozenset(kinds)
        for part in given
        if isinstance(part, ChoiceTest) and part.fact == "treatment"
        for kinds in [{known.treatments[name].modality if name in known.treatments else "" for name in part.among}]
    ]

    def is_implied(part: Condition) -> bool:
        return (
            isinstance(part, ChoiceTest)
            and part.fact == "modality"
            and any(kinds <= part.among for kinds in implied)
            and not teller.marks(part)
        )

    return [part for part in given if not is_implied(part)]


def _inside(node: Node, teller: Teller, *, negated: bool) -> str:
    """A part of a combination; one that is a combination itself stands in brackets."""
    said = teller.marked(node, negated=negated)
    several = isinstance(node, _COMPOUND) and sum(constant(part) is None for part in node.parts) > 1
    return f"({said})" if several else said


@tells(Not)
def _not(node: Not, teller: Teller, negated: bool) -> str:
    return teller.marked(node.part, negated=not negated)


@tells(FirstStated)
def _first_stated(node: FirstStated, teller: Teller, negated: bool) -> str:
    asked = reachable_parts(node, teller.always_stated)
    last = last_word(asked, teller.about)
    told = [_inside(part, teller, negated=negated) for part in (asked if last is None else asked[:-1])]
    if last is not None:
        told.append(taken_to_hold(holds=last is not negated))
    parts = "; or else ".join(told)
    return f"by the first of these that is recorded: {parts}" if len(asked) > 1 else parts


def taken_to_hold(*, holds: bool) -> str:
    """What is taken to be so where nothing that would tell is recorded."""
    return f"it is taken {'' if holds else 'not '}to hold"


@tells(NumberTest)
def _number(node: NumberTest, teller: Teller, negated: bool) -> str:
    return number_sentence(node.fact, node.bounds, teller.lexicon, negated=negated)


@tells(TruthTest)
def _truth(node: TruthTest, teller: Teller, negated: bool) -> str:
    return truth_sentence(node.fact, node.expected is not negated, teller.lexicon)


@tells(ChoiceTest)
def _choice(node: ChoiceTest, teller: Teller, negated: bool) -> str:
    said = choice_sentence(node.fact, node.among, teller.lexicon, negated=negated)
    if node.fact != "role" or teller.about is None:
        return said
    other = "a drug" if teller.about == {"psychotherapy"} else "psychotherapy"
    seen_from_one_side = teller.about == {"psychotherapy"} or "psychotherapy" not in teller.about
    return said.replace(VALUES["role"]["with-psychotherapy"], f"together with {other}") if seen_from_one_side else said


@tells(DoseMeetsTable)
def _dose(node: DoseMeetsTable, teller: Teller, negated: bool) -> str:
    reaches = "stayed below" if negated else "reached"
    return f"the daily dose {reaches} the minimum of the table {teller.lexicon.table(node.table)}"


@tells(TherapyOnList)
def _therapy(node: TherapyOnList, teller: Teller, negated: bool) -> str:
    verb = "is not" if negated else "is"
    return f"the psychotherapy {verb} on the list {teller.lexicon.therapy_list(node.list)}"


@tells(SeverityIs)
def _severity(node: SeverityIs, teller: Teller, negated: bool) -> str:
    verdict = choice_sentence("episode.severity", node.among, teller.lexicon, negated=negated)
    verdict = verdict.replace("a rater judged the current episode", "the current episode is")
    verdict = verdict.replace("a rater did not judge the current episode", "the current episode is not")
    if not node.bands:
        return f"{verdict}, as judged by a rater"
    bands = listed([teller.lexicon.bands_of(name) for name in node.bands], "and")
    return f"{verdict}, as judged by a rater or, where only scores are recorded, by the score bands of {bands}"


@tells(FollowedBy)
def _followed_by(node: FollowedBy, teller: Teller, negated: bool) -> str:
    verb = "was not followed" if negated else "was followed"
    said = f"the treatment {verb} by {_DIFFERENT[node.different]} counted as {teller.lexicon.set_names(node.of)}"
    if node.started:
        begun = days_in_words(node.started, "the start of this one")
        said += f", begun {begun.replace('the day of the start of this one', 'the day on which this one began')}"
    if node.within_days != inf:
        said += f", begun at most {format_number(node.within_days)} days after this one ended"
    if node.gap:
        said += f", begun {days_in_words(node.gap, 'the end of this one')}"
    return said


@tells(PrecededBy)
def _preceded_by(node: PrecededBy, teller: Teller, negated: bool) -> str:
    one = [bound.figure for bound in node.number] == [1]
    counted = {
        "": "trial" if one else "trials",
        "treatment": teller.treatments[0 if one else 1],
        "class": "class of treatment" if one else "different classes of treatment",
    }
    said = bounds_in_words(node.number, negated=negated)
    said = "no" if said == "less than 1" else said
    said += f" {counted.get(node.distinct, f'different {plain(node.distinct)}')}"
    said += f" counted as {teller.lexicon.set_names(node.of)}"
    when = _before(node, is_one=one)
    least = [bound.figure for bound in node.number if bound.comparator == "at_least"]
    if not node.with_itself:
        return f"{said} {when}"
    if negated or len(node.number) > 1 or not least or least[0] < 2:
        return f"{said}, counting this one, {when}"
    names = teller.lexicon.set_names(node.of)
    if node.distinct:
        whole = f"{format_number(least[0])} {counted.get(node.distinct, f'different {plain(node.distinct)}')}"
        return f"this one and those counted as {names} that {_before(node, is_one=False)} are at least {whole}"
    others = least[0] - 1
    noun = "other trial" if others == 1 else "other trials"
    return f"at least {format_number(others)} {noun} counted as {names} {_before(node, is_one=others == 1)}"


def _before(node: PrecededBy, *, is_one: bool) -> str:
    """When the other trials began and ended, seen from the beginning of this one."""
    was = "was" if is_one else "were"
    started = _one_bound(node.started)
    ended = _one_bound(node.ended)
    if ended in (("below", 0), ("at_most", 0)) and started in (None, ("at_least", 0), ("at_least", 1), ("above", 0)):
        began = "" if started in (None, ("at_least", 0)) else "began earlier and "
        until = "" if ended == ("below", 0) else ", or ended that very day,"
        return f"{began}{was} still being taken{until} when this one began"
    times = []
    if node.started:
        times.append(f"began {days_in_words(turned(node.started), 'the start of this one')}")
    if node.ended:
        times.append(f"ended {days_in_words(turned(node.ended), 'the start of this one')}")
    said = " and ".join(times) or "came before this treatment"
    said = said.replace("the day of the start of this one", "the day on which this one began")
    return said.replace("the start of this one", "this one began")


def _one_bound(bounds: Bounds) -> tuple[str, float] | None:
    """The only comparison; None where there is none, a nameless one where there are several."""
    if not bounds:
        return None
    return (bounds[0].comparator, bounds[0].figure) if len(bounds) == 1 else ("", 0)


@tells(Diagnosed)
def _diagnosed(node: Diagnosed, teller: Teller, negated: bool) -> str:
    said = f"{diagnosis_number(node.number, negated=negated)} {diagnoses_in_words(node.conditions, node.settings)}"
    if not node.days_before:
        return said
    return f"{said} {days_in_words(turned(node.days_before), 'the start of this treatment')}"
