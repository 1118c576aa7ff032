"""Finds the event of a record from which days are counted."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from trd_registry.model.nodes import Condition
from trd_registry.model.record_rules import IndexRule, RecordRules
from trd_registry.model.records import Diagnosis, Dispensing, Procedure, Records
from trd_registry.model.truth import Truth, all_of

Entry: TypeAlias = Dispensing | Procedure | Diagnosis

#: Whether an entry meets a condition that is asked of a treatment.
Meets = Callable[[Condition, Dispensing | Procedure], Truth]

#: The entries among which each kind of event is looked for.
_ENTRIES = {"dispensing": "dispensings", "diagnosis": "diagnoses", "procedure": "procedures"}


@dataclass(frozen=True, slots=True)
class IndexEvent:
    """The day of the event (an ordinal), and whether there is one."""

    found: Truth
    day: int | None = None
    #: What the record does not tell, where it is not known whether there is one.
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class IndexSearch:
    """Looks for the first event in a record that fits.

    What lies outside the span of the record is unknown where the rules leave it open, unless it is
    assumed (``closed``) to hold nothing.
    """

    rule: IndexRule
    rules: RecordRules
    records: Records
    closed: frozenset[str]
    meets: Meets

    def event(self) -> IndexEvent:
        """The event; an entry that may be it and comes before leaves the day open."""
        kind = _ENTRIES[self.rule.first]
        is_full = kind in self.records.covers
        for entry, fits in self._candidates():
            before, after = self._observed_before(entry), self._observed_after(entry)
            answer = all_of([fits, before, after, self._is_free(entry)])
            if answer is True and not is_full:
                # There is such an event; an earlier one may be missing from the record.
                return IndexEvent(True, unknown=f"records[{kind}]")
            if answer is True:
                return IndexEvent(True, entry.day.toordinal())
            if answer is None:
                side = "after" if after is None else "before"
                return IndexEvent(None, unknown=f"records[{side}]" if fits is True else entry.place)
        if not is_full:
            return IndexEvent(None, unknown=f"records[{kind}]")
        if self.rules.open_before and "before" not in self.closed:
            return IndexEvent(None, unknown="records[before]")
        if self.rules.open_after and "after" not in self.closed:
            return IndexEvent(None, unknown="records[after]")
        return IndexEvent(False)

    def _candidates(self) -> Iterator[tuple[Entry, Truth]]:
        """The entries that are or may be such an event, in order of time."""
        entries: tuple[Entry, ...] = getattr(self.records, _ENTRIES[self.rule.first])
        for entry in sorted(entries, key=lambda one: one.day):
            if isinstance(entry, Diagnosis):
                fits = self._diagnosis_fits(entry)
            else:
                fits = self.meets(self.rule.of, entry) if self.rule.of is not None else True
            if fits is not False:
                yield entry, fits

    def _diagnosis_fits(self, entry: Diagnosis) -> Truth:
        if entry.condition not in self.rule.conditions:
            return False
        if not self.rule.settings:
            return True
        return entry.setting in self.rule.settings if entry.setting else None

    def _observed_before(self, entry: Entry) -> Truth:
        if (entry.day - self.records.start).days >= self.rule.observed_before:
            return True
        return None if self.rules.open_before and "before" not in self.closed else False

    def _observed_after(self, entry: Entry) -> Truth:
        """Whether the record goes on for long enough; of one that is not yet at its end that is not known."""
        if (self.records.end - entry.day).days >= self.rule.observed_after:
            return True
        return None if self.rules.open_after and "after" not in self.closed else False

    def _is_free(self, entry: Entry) -> Truth:
        """Whether nothing of the kind was dispensed in the days before the event."""
        rule = self.rule
        condition = rule.free_of if rule.free_of is not None else rule.of
        if not rule.free_for or condition is None:
            return True
        answers: list[Truth] = []
        for other in self.records.dispensings:
            if 0 < (entry.day - other.day).days <= rule.free_for:
                found = self.meets(condition, other)
                answers.append(None if found is None else not found)
        is_seen = (entry.day - self.records.start).days >= rule.free_for
        unseen = not is_seen and self.rules.open_before and "before" not in self.closed
        if unseen or "dispensings" not in self.records.covers:
            answers.append(None)
        return all_of(answers)
