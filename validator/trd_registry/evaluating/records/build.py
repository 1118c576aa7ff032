"""Builds the history that a phenotype judges: trials made from dated entries, days counted from the index event."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from trd_registry.evaluating.context import Context
from trd_registry.evaluating.membership import Assessor
from trd_registry.evaluating.records.courses import Course, Unclear, courses_of, procedure_courses, treatment_of
from trd_registry.evaluating.records.index_event import IndexEvent, IndexSearch
from trd_registry.evaluating.records.regimens import Regimen, as_course, name_of, regimens_with_open_ends
from trd_registry.evaluating.records.trials import (
    Calendar,
    Making,
    by_modality,
    may_go_on_after,
    may_have_begun_before,
    trial_of,
    unseen,
)
from trd_registry.evaluating.trace import Trace, list_gap
from trd_registry.evaluating.trial_conditions import judge_trial
from trd_registry.model.history import History, RecordView, Trial
from trd_registry.model.nodes import Condition
from trd_registry.model.record_rules import DispensingRule, ProcedureRule, RecordRules
from trd_registry.model.records import Dispensing, Procedure, Records
from trd_registry.model.truth import Truth
from trd_registry.model.vocabulary import Vocabularies


@dataclass(frozen=True, slots=True)
class Built:
    """A history as a phenotype sees it, and the event from which its days are counted."""

    history: History
    #: None where the definition counts from no event.
    index: IndexEvent | None
    rules: RecordRules

    @property
    def index_trace(self) -> Trace | None:
        """Whether the index event was found, and on which day, as an entry of the trace."""
        if self.index is None or self.rules.index is None:
            return None
        rule, event = self.rules.index, self.index
        day = date.fromordinal(event.day).isoformat() if event.day is not None else ""
        gap = (list_gap(event.unknown),) if event.unknown else ()
        says = {"index": rule.first, "day": day}
        return Trace("Index", rule.place, event.found, says, stated=rule.stated, gaps=gap)


def build(history: History, rules: RecordRules, vocabularies: Vocabularies) -> Built:
    """The same patient, with the trials that the definition makes of the record instead of those that are listed.

    What the record cannot tell stays unknown: days before and after its span (unless the definition
    reads nothing but the record), kinds of entry that it does not hold in full, supplies of unknown length.
    """
    return _Builder(history, rules, vocabularies).built()


class _Builder:
    def __init__(self, history: History, rules: RecordRules, vocabularies: Vocabularies) -> None:
        self._history = history
        self._rules = rules
        self._context = Context(history, vocabularies, {}, {}, Assessor())
        self._records = history.records
        #: The day from which it depends on what comes after the record which trials there are.
        self._unclear_from: int | None = None
        self._open_before = rules.open_before and "before" not in history.closed
        self._open_after = rules.open_after and "after" not in history.closed

    def built(self) -> Built:
        records = self._records
        event = self._index_event(records)
        calendar = self._calendar(records, event)
        trials: list[Trial] = []
        beyond: list[Trial] = []
        for kind, rule in (("dispensings", self._rules.dispensings), ("procedures", self._rules.procedures)):
            if rule is None:
                continue
            made, reason = self._trials(rule, records, calendar)
            trials += made
            for stand_in in unseen(calendar, records, kind, reason, self._unclear_from):
                beyond += [one for one in by_modality(stand_in) if self._meets(rule.of, one) is not False]
        trials = [self._as_assumed(replace(one, place=f"records.trials[{n}]")) for n, one in enumerate(trials, 1)]
        view = RecordView(calendar.as_of, calendar.index, self._open_before, self._open_after)
        built = replace(self._history, trials=tuple(trials), beyond=tuple(beyond), view=view)
        return Built(built, event, self._rules)

    def _index_event(self, records: Records | None) -> IndexEvent | None:
        if self._rules.index is None:
            return None
        if records is None:
            return IndexEvent(None, unknown="records")
        return IndexSearch(self._rules.index, self._rules, records, self._history.closed, self._fits).event()

    def _calendar(self, records: Records | None, event: IndexEvent | None) -> Calendar:
        first, last = (records.start.toordinal(), records.end.toordinal()) if records is not None else (0, 0)
        as_of = self._history.as_of.last.toordinal() if self._history.as_of is not None else last
        index = event.day if event is not None else None
        return Calendar(as_of, index, first, last, self._open_before, self._open_after)

    def _trials(
        self, rule: DispensingRule | ProcedureRule, records: Records | None, calendar: Calendar
    ) -> tuple[list[Trial], str]:
        """The trials, or none and the fact on which they depend."""
        if records is None:
            return [], ""
        try:
            if isinstance(rule, ProcedureRule):
                return self._procedure_trials(rule, records, calendar), ""
            return self._drug_trials(rule, records, calendar), ""
        except Unclear as unclear:
            return [], unclear.fact

    def _drug_trials(self, rule: DispensingRule, records: Records, calendar: Calendar) -> list[Trial]:
        entries = [one for one in records.dispensings if self._is_looked_at(rule.of, one)]
        is_full = "dispensings" in records.covers
        made: list[tuple[Course, bool]] = []
        if rule.one_trial == "dispensing":
            return [self._single(one, rule, calendar) for one in entries]
        for group in _groups(entries, "class" if rule.one_trial == "class" else "treatment"):
            courses = courses_of(group, rule)
            # Where dispensings may be missing in between, two courses may be one.
            made += [(one, number == 0) for number, one in enumerate(courses if is_full else courses[:1])]
        made.sort(key=lambda one: one[0].start)
        others = [one for one, _ in made]
        if rule.one_trial == "regimen":
            if not is_full:
                raise Unclear("records[dispensings]")
            may_go_on = [may_go_on_after(one, rule, calendar) for one in others]
            regimens, self._unclear_from = regimens_with_open_ends(others, may_go_on, rule)
            return [self._regimen_trial(one, rule, calendar, others) for one in regimens]
        trials = []
        for course, is_first in made:
            treatments = frozenset(treatment_of(one) for one in course.entries)
            making = Making(
                name=" or ".join(sorted(treatments)),
                treatments=treatments,
                calendar=calendar,
                others=others,
                rule=rule,
                open_start=not is_full or (is_first and may_have_begun_before(course, rule, calendar)),
                open_end=not is_full or may_go_on_after(course, rule, calendar),
            )
            trials.append(trial_of(course, making))
        return trials

    def _single(self, entry: Dispensing, rule: DispensingRule, calendar: Calendar) -> Trial:
        """One dispensing as a trial of its own; what else was dispensed does not change it."""
        name = treatment_of(entry)
        return trial_of(courses_of([entry], rule)[0], Making(name, frozenset([name]), calendar, (), rule))

    def _regimen_trial(
        self, regimen: Regimen, rule: DispensingRule, calendar: Calendar, others: Sequence[Course]
    ) -> Trial:
        name = name_of(regimen)
        making = Making(name, frozenset([name]), calendar, others, rule, open_end=regimen.may_go_on, is_regimen=True)
        return trial_of(as_course(regimen), making)

    def _procedure_trials(self, rule: ProcedureRule, records: Records, calendar: Calendar) -> list[Trial]:
        entries = [one for one in records.procedures if self._is_looked_at(rule.of, one)]
        courses = [one for group in _groups(entries, "treatment") for one in procedure_courses(group, rule.gap)]
        courses.sort(key=lambda one: one.start)
        trials = []
        for course in courses:
            name = treatment_of(course.entries[0])
            trials.append(trial_of(course, Making(name, frozenset([name]), calendar, courses)))
        return trials

    def _is_looked_at(self, condition: Condition, entry: Dispensing | Procedure) -> bool:
        found = self._fits(condition, entry)
        if found is None:
            raise Unclear(entry.place)
        return found

    def _fits(self, condition: Condition, entry: Dispensing | Procedure) -> Truth:
        return self._meets(condition, Trial(entry.place, entry.place, entry.facts, entry.label))

    def _meets(self, condition: Condition, trial: Trial) -> Truth:
        value = judge_trial(condition, trial, self._context).value
        assert value is None or isinstance(value, bool)
        return value

    def _as_assumed(self, trial: Trial) -> Trial:
        """The trial with the facts that are being tried out to see what they would decide."""
        assumed = {name: value for (place, name), value in self._history.assumed.items() if place == trial.place}
        return replace(trial, facts={**trial.facts, **assumed}) if assumed else trial


Entry = TypeVar("Entry", Dispensing, Procedure)


def _groups(entries: Sequence[Entry], fact: str) -> list[list[Entry]]:
    """The entries of each treatment, or of each class, in order of time."""
    groups: dict[str, list[Entry]] = {}
    for entry in sorted(entries, key=lambda one: one.day):
        found = entry.facts.get(fact)
        name = min(found) if isinstance(found, frozenset) and len(found) == 1 else treatment_of(entry)
        groups.setdefault(name, []).append(entry)
    return list(groups.values())
