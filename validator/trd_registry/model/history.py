"""One patient's record: facts of the patient, the trials, and what the record claims to list in full."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from trd_registry.model.choice import Choice
from trd_registry.model.dates import PartialDate
from trd_registry.model.facts import COMPLETENESS_KINDS, EPISODES, MODALITIES, ROLES, Value, patient_fact, trial_fact
from trd_registry.model.interval import Interval
from trd_registry.model.records import Records
from trd_registry.model.truth import Truth

DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Trial:
    """One treatment attempt. A fact that is not stated is unknown: it has the whole range of its kind."""

    #: Its id in the file; where there is none, its place in the list.
    id: str
    #: How messages and results name it: ``trials[2]``, counted from one as in the file.
    place: str
    #: What is stated, by the names of schema/HISTORY.md: weeks, sessions, mg a day, percent of improvement.
    facts: Mapping[str, Value]
    #: The name as the history wrote it.
    label: str = ""
    #: First day, or the days among which it lies.
    start: PartialDate | None = None
    #: Last day, or the days among which it lies.
    end: PartialDate | None = None

    def number(self, name: str) -> Interval:
        """What is known of a number: its whole range where nothing is stated."""
        if name == "days":
            return _in_days(self.number("weeks"))
        value = self.facts.get(name)
        return value if isinstance(value, Interval) else trial_fact(name).range

    def truth(self, name: str) -> Truth:
        """Whether a fact holds; None where it is not stated."""
        value = self.facts.get(name)
        return value if isinstance(value, bool) else None

    def choice(self, name: str) -> Choice:
        """The values a category may have: all there are where nothing is stated, None for any at all."""
        value = self.facts.get(name)
        return value if isinstance(value, frozenset) else trial_fact(name).domain


def _in_days(weeks: Interval) -> Interval:
    """Weeks as days, free of the rounding that 30 days written as weeks would bring."""
    lower, upper = (round(end * DAYS_A_WEEK, 6) for end in (weeks.lower, weeks.upper))
    return Interval(lower, upper, weeks.lower_open, weeks.upper_open)


@dataclass(frozen=True, slots=True)
class RecordView:
    """What a phenotype counts days from, and whether it leaves open what lies outside the record."""

    #: Day (an ordinal) from which days ago are counted back.
    as_of: int
    #: Day of the index event (an ordinal); None where there is none or it is not known.
    index: int | None
    open_before: bool
    open_after: bool


@dataclass(frozen=True)
class History:
    """What is recorded of one patient, as of one day."""

    #: As the file has it; results and comparisons name the patient by it.
    id: str
    #: What is stated of patient, diagnosis and episode, by the names of schema/HISTORY.md: years, months, scale points.
    facts: Mapping[str, Value] = field(default_factory=dict)
    #: Every treatment that the file lists, in its order.
    trials: tuple[Trial, ...] = ()
    #: Kind of treatment -> the episodes for which the list of such trials leaves nothing out.
    complete: Mapping[str, frozenset[str]] = field(default_factory=dict)
    #: The day up to which the record tells; None where it does not say.
    as_of: PartialDate | None = None
    #: When the present episode began.
    onset: PartialDate | None = None
    #: What the patient is called in tables.
    title: str = ""
    #: The vocabulary that names were looked up in, as ``treatments@1.0.0``.
    vocabulary: str = ""
    #: Dated entries of a register, claims file or health record, for phenotypes.
    records: Records | None = None
    #: What is tried out to see what it would decide: that nothing lies ``before`` or ``after`` the record.
    closed: frozenset[str] = frozenset()
    #: Facts that are tried out for trials that are made of the record, by place and name.
    assumed: Mapping[tuple[str, str], Value] = field(default_factory=dict)
    #: How a phenotype has looked at the record; None where the trials are those that the history lists.
    view: RecordView | None = None
    #: Stand-ins of what lies outside the record, in place of those that follow from ``complete``.
    beyond: tuple[Trial, ...] | None = None
    #: What it was read from, for whoever must read it again; nothing once a fact was changed.
    origin: object = field(default=None, compare=False, repr=False)

    def number(self, name: str) -> Interval:
        """What is known of a number: its whole range where nothing is stated."""
        value = self.facts.get(name)
        return value if isinstance(value, Interval) else patient_fact(name).range

    def truth(self, name: str) -> Truth:
        """Whether a fact holds; None where it is not stated."""
        value = self.facts.get(name)
        return value if isinstance(value, bool) else None

    def choice(self, name: str) -> Choice:
        """The values a category may have: all there are where nothing is stated, None for any at all."""
        value = self.facts.get(name)
        return value if isinstance(value, frozenset) else patient_fact(name).domain

    def lists_in_full(self, kind: str, episode: str) -> bool:
        """Whether every trial of this kind in this episode (``current`` or ``earlier``) is listed."""
        return episode in self.complete.get(kind, frozenset())

    @property
    def unlisted(self) -> tuple[Trial, ...]:
        """One stand-in for each sort of trial that may exist without being listed.

        Of each there may be any number, none included; every fact but modality, episode and role is unknown.
        """
        if self.beyond is not None:
            return self.beyond
        return tuple(
            _stand_in(modality, episode, self.lists_in_full("augmentation", episode))
            for modality in MODALITIES
            for episode in EPISODES
            if not self.lists_in_full(modality, episode)
        )

    def with_fact(self, name: str, value: Value) -> "History":
        """The same history with one more fact of the patient known."""
        return replace(self, facts={**self.facts, name: value}, origin=None)

    def with_trial_fact(self, place: str, name: str, value: Value) -> "History":
        """The same history with one more fact of one trial known, listed or made of the record."""
        if all(trial.place != place for trial in self.trials):
            return replace(self, assumed={**self.assumed, (place, name): value})
        trials = tuple(
            replace(trial, facts={**trial.facts, name: value}) if trial.place == place else trial
            for trial in self.trials
        )
        return replace(self, trials=trials, origin=None)

    def with_full_list(self, kind: str) -> "History":
        """The same history, now known to list every trial of this kind, or to have nothing ``before`` or ``after``."""
        if kind in ("before", "after"):
            return replace(self, closed=self.closed | {kind})
        return replace(self, complete={**self.complete, kind: frozenset(EPISODES)}, origin=None)


@cache
def _stand_in(modality: str, episode: str, augmentations_listed: bool) -> Trial:
    """The same object for the same sort of trial, so that a judgement of it can be kept."""
    roles = frozenset(ROLES) - {"augmentation"} if augmentations_listed else frozenset(ROLES)
    facts: dict[str, Value] = {
        "modality": frozenset([modality]),
        "episode": frozenset([episode]),
        "role": roles,
    }
    return Trial(id=f"unlisted {modality}", place=f"trials[{modality}]", facts=facts)


def full_lists() -> dict[str, frozenset[str]]:
    """The completeness of a record that leaves out nothing."""
    return {kind: frozenset(EPISODES) for kind in COMPLETENESS_KINDS}
