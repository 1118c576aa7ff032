"""The entrance: from which kinds of data one definition can be decided, at its default readings."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from trd_registry.comparing.dimensions.subject import Subject
from trd_registry.comparing.evaluability.data_sources import DataSources, RecordedFact
from trd_registry.comparing.evaluability.judging import SourceJudge
from trd_registry.comparing.evaluability.reach import KNOWN, Lack, Reach, all_reach, any_reach, distinct
from trd_registry.model.definition import Definition
from trd_registry.model.nodes import All, Bound, Condition, Count
from trd_registry.model.rules import BandItem, CaseItem, CountItem, ScoreItem, TrialItem
from trd_registry.model.vocabulary import Vocabularies

Answer = Literal["yes", "in part", "no"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one kind of data can say of one definition."""

    #: yes: every fact asked is usually recorded. no: nothing that is counted is. in part: anything between.
    answer: Answer
    #: Whether TRD can be found present, and found absent, in some patients within the scope; both None where no cut
    #: is given, where points decide and some are not known, and where nothing is known.
    can_be_met: bool | None
    can_be_excluded: bool | None
    #: What stands in the way: each a fact, or several of which one would do, by id.
    lacks: tuple[Lack, ...]


@dataclass(frozen=True, slots=True)
class Evaluability:
    """One definition by every kind of data."""

    #: The facts its rules ask for, alternatives included, in their order.
    asked: tuple[RecordedFact, ...]
    by_source: Mapping[str, Verdict]


def evaluability_of(definition: Definition, vocabularies: Vocabularies, known: DataSources) -> Evaluability:
    """What each kind of data can say of an executable definition at its default readings."""
    subject = Subject(definition.rules(definition.settle({})[0]), vocabularies)
    asked: dict[str, RecordedFact] = {}
    found: dict[str, Verdict] = {}
    for source in known.sources:
        judge = SourceJudge(subject, known, source.id)
        found[source.id] = _verdict(subject, judge, source.id)
        asked |= judge.asked
    return Evaluability(tuple(asked.values()), found)


def _verdict(subject: Subject, judge: SourceJudge, source: str) -> Verdict:
    scope = [judge.condition(subject.rules.scope)] if subject.rules.scope is not None else []
    parts = [*scope, *_parts(subject, judge)]
    lacks = distinct(lack for one in parts for lack in one.lacks)
    if all(one.is_decided for one in parts):
        lacks = ()
    counted = judge.counted or judge.asked
    if lacks and all(one.level(source) != "usually" for one in counted.values()):
        return Verdict("no", can_be_met=None, can_be_excluded=None, lacks=lacks)
    answers = _trd(subject, judge, is_known=not lacks)
    return Verdict(
        "in part" if lacks else "yes",
        can_be_met=None if answers is None else all_reach([*scope, answers]).answers >= {True},
        can_be_excluded=None if answers is None else answers.answers >= {False},
        lacks=lacks,
    )


def _trd(subject: Subject, judge: SourceJudge, *, is_known: bool) -> Reach | None:
    """The answers on TRD itself, scope left aside; None without a cut, or where not all points are known."""
    if subject.score is not None:
        return KNOWN if subject.score.trd and is_known else None
    levels = [level for level in subject.levels_with_ways_out if level.is_trd]
    return any_reach(judge.condition(level.condition) for level in levels) if levels else None


def _parts(subject: Subject, judge: SourceJudge) -> Iterator[Reach]:
    """Every stage, class or item, so that the whole answer is known where all of them are."""
    if subject.score is None:
        yield from (judge.condition(level.condition) for level in subject.levels_with_ways_out)
        return
    for item in subject.score.items.values():
        yield from _item(item, judge)


def _item(item: ScoreItem, judge: SourceJudge) -> Iterator[Reach]:
    some = (Bound("at_least", 1, item.place),)
    match item:
        case BandItem() | CountItem():
            yield judge.measure(item.measure, some)
        case CaseItem():
            yield from (judge.condition(case.when) for case in item.cases)
        case TrialItem():
            for case in item.cases:
                yield judge.measure(Count(place=case.place, of=item.of, where=_both(item.where, case.when)), some)


def _both(one: Condition | None, other: Condition) -> Condition:
    return other if one is None else All(place=other.place, parts=(one, other))
