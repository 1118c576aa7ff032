"""Walks the rules of one definition as one kind of data would let it be judged."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from math import inf

from trd_registry.comparing.dimensions.kinds import of_kind
from trd_registry.comparing.dimensions.subject import Subject
from trd_registry.comparing.evaluability.counting import Members, compared
from trd_registry.comparing.evaluability.data_sources import EARLIER, DataSources, RecordedFact
from trd_registry.comparing.evaluability.reach import (
    KNOWN,
    Reach,
    all_reach,
    any_reach,
    distinct,
    first_reach,
    not_reach,
    unknown,
)
from trd_registry.model.nodes import (
    All,
    Any,
    Bound,
    Bounds,
    ChoiceTest,
    Condition,
    Count,
    Diagnosed,
    DiagnosisCount,
    DoseMeetsTable,
    Extreme,
    FirstStated,
    FollowedBy,
    MeasureTest,
    Not,
    NthStart,
    NumberTest,
    PatientNumber,
    PrecededBy,
    SeverityIs,
    Sum,
    TherapyOnList,
    TrialMeasure,
    TruthTest,
)
from trd_registry.model.walking import constant, facts_in

#: Facts that limit a treatment to a time; without one of them a whole life counts.
_LIMITS = frozenset(["episode", "started_days_ago", "ended_days_ago", "start_day", "end_day"])

#: Facts of a trial that follow from the entries it is built from.
_BUILT = frozenset(["treatment", "class", "modality", "sessions", "weeks", "days", "adherence", *_LIMITS])

_SOME: Bounds = (Bound("at_least", 1, ""),)


class SourceJudge:
    """One definition under one choice of options, and one kind of data."""

    def __init__(self, subject: Subject, known: DataSources, source: str) -> None:
        self._subject = subject
        self._known = known
        self._source = source
        #: Every fact that was asked about, in order.
        self.asked: dict[str, RecordedFact] = {}
        #: Lists of treatments, or entries, that something is counted over.
        self.counted: dict[str, RecordedFact] = {}
        self._open: set[str] = set()

    def condition(self, node: Condition, kind: str = "") -> Reach:
        """What can be said of the patient, or of a trial of one kind of treatment."""
        match node:
            case All():
                return all_reach(self.condition(part, kind) for part in node.parts)
            case Any():
                return any_reach(self.condition(part, kind) for part in node.parts)
            case Not():
                return not_reach(self.condition(node.part, kind))
            case FirstStated():
                return first_reach(self.condition(part, kind) for part in node.parts)
            case MeasureTest():
                return self.measure(node.measure, node.bounds)
            case FollowedBy():
                return self._others(node.of, _SOME)
            case PrecededBy():
                return self._others(node.of, node.number)
        return self._leaf(node, kind)

    def _leaf(self, node: Condition, kind: str) -> Reach:
        """A condition on one fact, which some do not name."""
        match node:
            case SeverityIs():
                return first_reach([self._fact("episode.severity"), self._fact("episode.score.any")])
            case TherapyOnList():
                return self._fact("treatment", "psychotherapy")
            case DoseMeetsTable():
                return self._fact("dose", kind)
            case Diagnosed():
                return self._fact("records.diagnoses")
            case NumberTest() | TruthTest() | ChoiceTest():
                return self._fact(node.fact, kind)
        raise AssertionError(node)

    def measure(self, node: object, bounds: Bounds) -> Reach:
        """Whether a number lies within bounds."""
        match node:
            case PatientNumber():
                return self._fact(node.fact)
            case DiagnosisCount():
                return self._fact("records.diagnoses")
            case TrialMeasure():
                return self._over_trials(node, bounds)
        raise AssertionError(node)

    def _fact(self, fact: str, kind: str = "") -> Reach:
        """One fact. What a trial takes from the entries it is built from is known where they are."""
        records = self._subject.rules.records
        if records is not None and (fact in _BUILT or (fact == "role" and records.are_regimens)):
            return all_reach(self._fact(one) for one in self._entries)
        found = self._known.about(fact, kind)
        self.asked.setdefault(found.id, found)
        return KNOWN if found.level(self._source) == "usually" else unknown(found.id)

    @property
    def _is_built(self) -> bool:
        return self._subject.rules.records is not None

    @cached_property
    def _entries(self) -> tuple[str, ...]:
        """The entries of a record that trials are built from, and the time in which they were observed."""
        records = self._subject.rules.records
        if records is None:
            return ()
        found = ["records.dispensings"] if records.dispensings is not None else []
        if records.dispensings is not None and records.dispensings.supply == "stated":
            found.append("records.supply")
        found += ["records.procedures"] if records.procedures is not None else []
        index = records.index
        if index is not None and index.first == "diagnosis":
            found.append("records.diagnoses")
        return (*found, "records.observation")

    def _over_trials(self, node: TrialMeasure, bounds: Bounds) -> Reach:
        asked: list[str] = []
        if isinstance(node, Sum | Extreme):
            asked.append(node.fact)
        elif isinstance(node, NthStart):
            asked.append("started_days_ago")
        elif isinstance(node, Count) and node.distinct and max((bound.figure for bound in bounds), default=0) > 1:
            asked.append(node.distinct)
        members = self._members(node.of, node.where, tuple(asked))
        return compared([replace(one, hidden=min(one.hidden, self._labels(node, one.kind))) for one in members], bounds)

    def _others(self, names: tuple[str, ...], bounds: Bounds) -> Reach:
        """Whether other trials stand in an order of time with this one."""
        return compared(list(self._members(names, None, ("started_days_ago", "ended_days_ago"))), bounds)

    def _members(self, names: tuple[str, ...], where: Condition | None, facts: tuple[str, ...]) -> Iterator[Members]:
        """What is known of every set, for each kind of treatment that can be in it."""
        for name in names:
            if name in self._open:
                yield Members("", KNOWN, KNOWN)  # A set that looks at its own trials: what they are asked is asked.
                continue
            self._open.add(name)
            whole = self._subject.narrowed(name, where)
            is_limited = self._is_built or bool(facts_in(whole) & _LIMITS)
            for kind in sorted(self._subject.kinds(self._subject.rules.trials[name], where)):
                left = of_kind(whole, kind, self._subject.vocabularies)
                if left is None or constant(left) is False:
                    continue
                listed = self._listed(kind)
                earlier = KNOWN if is_limited else self._fact(EARLIER)
                one = all_reach([self.condition(left, kind), *(self._fact(fact, kind) for fact in facts)])
                if not listed.is_decided:
                    one = Reach(frozenset([None]), distinct((*listed.lacks, *one.lacks)))
                full = all_reach([listed, earlier])
                yield Members(kind, one, full, 0 if full.is_decided else inf)
            self._open.discard(name)

    def _labels(self, node: TrialMeasure, kind: str) -> float:
        """How many different things treatments of one kind can be counted as: all ECT is one class."""
        if not isinstance(node, Count) or node.distinct not in ("class", "modality"):
            return inf
        if node.distinct == "modality" and not node.grouping:
            return 1
        classes = {name for name, modality in self._subject.vocabularies.classes.items() if modality == kind}
        if node.grouping:
            grouping = self._subject.rules.groupings[node.grouping]
            classes = {grouping.group(name, kind) for name in classes}
        return len(classes) or inf

    def _listed(self, kind: str) -> Reach:
        """Whether treatments of a kind are listed in full, as far as the record goes."""
        names = self._entries if self._is_built else (f"complete.{kind}",)
        found = self._known.about(names[0], kind)
        self.counted.setdefault(found.id, found)
        return all_reach(self._fact(name, kind) for name in names)
