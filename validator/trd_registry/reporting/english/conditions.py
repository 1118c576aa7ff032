"""Conditions in words: combinations, tests on one fact, tables and lists, what came before or after."""

from math import inf

from trd_registry.model.interval import format_number
from trd_registry.model.nodes import (
    All,
    Any,
    ChoiceTest,
    DoseMeetsTable,
    FirstStated,
    FollowedBy,
    Node,
    Not,
    NumberTest,
    PrecededBy,
    SeverityIs,
    TherapyOnList,
    TruthTest,
)
from trd_registry.model.walking import constant
from trd_registry.reporting.english.bounds import bounds_in_words, listed
from trd_registry.reporting.english.facts import choice_sentence, number_sentence, truth_sentence
from trd_registry.reporting.english.lexicon import plain, quoted
from trd_registry.reporting.english.teller import Teller, tells

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
    parts = [part for part in node.parts if constant(part) is None]
    if len(parts) == 1:
        return teller.marked(parts[0], negated=negated)
    return f", {word} ".join(_inside(part, teller, negated=negated) for part in parts)


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
    parts = "; or else ".join(_inside(part, teller, negated=negated) for part in node.parts)
    return f"by the first of these that is recorded: {parts}" if len(node.parts) > 1 else parts


@tells(NumberTest)
def _number(node: NumberTest, teller: Teller, negated: bool) -> str:
    return number_sentence(node.fact, node.bounds, teller.lexicon, negated=negated)


@tells(TruthTest)
def _truth(node: TruthTest, teller: Teller, negated: bool) -> str:
    return truth_sentence(node.fact, node.expected is not negated, teller.lexicon)


@tells(ChoiceTest)
def _choice(node: ChoiceTest, teller: Teller, negated: bool) -> str:
    return choice_sentence(node.fact, node.among, teller.lexicon, negated=negated)


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
    bands = listed([quoted(name) for name in node.bands], "and")
    return f"{verdict}, as judged by a rater or, where only scores are recorded, by the bands {bands}"


@tells(FollowedBy)
def _followed_by(node: FollowedBy, teller: Teller, negated: bool) -> str:
    verb = "was not followed" if negated else "was followed"
    said = f"the treatment {verb} by {_DIFFERENT[node.different]} counted as {teller.lexicon.set_names(node.of)}"
    if node.within_days != inf:
        said += f", begun at most {format_number(node.within_days)} days after this one ended"
    if node.gap:
        said += f", the days from the end of this one to its beginning being {bounds_in_words(node.gap)}"
    return said


@tells(PrecededBy)
def _preceded_by(node: PrecededBy, teller: Teller, negated: bool) -> str:
    one = [bound.figure for bound in node.number] == [1]
    counted = {
        "": "trial" if one else "trials",
        "treatment": "treatment" if one else "different treatments",
        "class": "class of treatment" if one else "different classes of treatment",
    }
    number = bounds_in_words(node.number, negated=negated)
    said = f"{number} {counted.get(node.distinct, f'different {plain(node.distinct)}')}"
    said += f" counted as {teller.lexicon.set_names(node.of)}"
    said += ", this one among them," if node.with_itself else ""
    times = []
    if node.started:
        times.append(f"began {bounds_in_words(node.started, 'days')} before this treatment began")
    if node.ended:
        times.append(f"ended {bounds_in_words(node.ended, 'days')} before it began")
    return f"{said} {' and '.join(times) or 'came before this treatment'}"
