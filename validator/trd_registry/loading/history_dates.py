"""Reads the dates of a history, and what follows for a trial from its dates."""

from collections.abc import Mapping
from typing import Any

from trd_registry.loading.document import Path
from trd_registry.loading.notebook import Notebook
from trd_registry.model.dates import PartialDate
from trd_registry.model.facts import TRIAL_FACTS, Value
from trd_registry.model.interval import Interval

#: By how much weeks that are stated may differ from those between two dates.
ROUNDING = 1.0


def read_date(path: Path, text: Any, notebook: Notebook) -> PartialDate | None:
    """The date, or None where there is none or it is no day of the calendar (which is noted)."""
    if text is None:
        return None
    try:
        return PartialDate.parse(str(text))
    except ValueError:
        message = f"{text} is not a day of the calendar."
        notebook.note(path, "TRD401", message, "Write YYYY, YYYY-MM or YYYY-MM-DD.")
        return None


def parsed(entry: Mapping[str, Any], key: str) -> PartialDate | None:
    """The date under a key, without a note: what is wrong with it was noted before."""
    try:
        return PartialDate.parse(str(entry[key]))
    except (KeyError, ValueError):
        return None


def check_not_after(path: Path, day: PartialDate | None, as_of: PartialDate | None, notebook: Notebook) -> None:
    """Notes a date that certainly lies after as_of."""
    if day is not None and as_of is not None and day.first > as_of.last:
        message = f"{day.first.isoformat()} lies after as_of, {as_of.last.isoformat()}."
        notebook.note(path, "TRD402", message, "Correct the date, or as_of: nothing after it can be recorded.")


def derive_from_dates(
    facts: dict[str, Value],
    here: Path,
    start: PartialDate | None,
    end: PartialDate | None,
    notebook: Notebook,
) -> None:
    """Weeks from start and end. Weeks stated beside them are taken for rounded: the dates decide."""
    if start is None or end is None:
        return
    days = start.days_until(end)
    if days.upper < 0:
        notebook.note((*here, "end"), "TRD408", "The trial ends before it starts.", "Exchange or correct the dates.")
        return
    dated = Interval(max(days.lower, 0) / 7, days.upper / 7)
    stated = facts.get("weeks")
    if "duration_adequate" in facts:
        message = "`start` and `end` are given, and `duration_adequate` as well."
        remedy = "Keep the dates, from which the weeks follow; or the judgement, and leave `end` out."
        notebook.note((*here, "duration_adequate"), "TRD406", message, remedy)
    elif isinstance(stated, Interval):
        if stated.meet(Interval(dated.lower - ROUNDING, dated.upper + ROUNDING)) is None:
            message = f"`weeks` ({stated}) does not agree with start and end ({dated})."
            remedy = "Keep the one that is right; where the dose was held for a part only, give `weeks` and no `end`."
            notebook.note((*here, "weeks"), "TRD403", message, remedy)
        facts["weeks"] = dated.meet(stated) or dated
    else:
        facts["weeks"] = dated


def days_ago(
    facts: dict[str, Value], start: PartialDate | None, end: PartialDate | None, as_of: PartialDate | None
) -> None:
    """How long ago the trial began and ended."""
    if as_of is None:
        return
    for day, name in ((start, "started_days_ago"), (end, "ended_days_ago")):
        if day is not None:
            facts[name] = day.days_until(as_of)


def bound_by_end(
    facts: dict[str, Value], here: Path, onset: PartialDate | None, as_of: PartialDate | None, notebook: Notebook
) -> None:
    """What follows for the end: a trial of this episode did not end before its onset; one that ended is not ongoing."""
    ended = facts.get("ended_days_ago")
    if onset is not None and as_of is not None and facts.get("episode") == frozenset(["current"]):
        since_onset = Interval(upper=max(0, onset.days_until(as_of).upper))
        known = ended if isinstance(ended, Interval) else Interval()
        facts["ended_days_ago"] = known.meet(since_onset) or known
    if not (isinstance(ended, Interval) and ended.lower > 0):
        return
    stated = facts.get("stopped", TRIAL_FACTS["stopped"].domain)
    assert isinstance(stated, frozenset)
    if stated == frozenset(["ongoing"]):
        message = "The trial has ended by its dates, and is said to be ongoing."
        notebook.note((*here, "stopped"), "TRD428", message, "Take `end` out, or say why the trial was stopped.")
        return
    facts["stopped"] = stated - {"ongoing"}


def place_in_episode(
    facts: dict[str, Value],
    here: Path,
    notebook: Notebook,
    *,
    start: PartialDate | None,
    end: PartialDate | None,
    onset: PartialDate | None,
) -> None:
    """A trial begun since onset is one of the current episode; one ended before it, of an earlier one.

    One that began before onset and went on may be counted to either, as the record says.
    """
    if onset is None:
        return
    dated = None
    if start is not None and onset.days_until(start).lower >= 0:
        dated = frozenset(["current"])
    elif end is not None and onset.days_until(end).upper < 0:
        dated = frozenset(["earlier"])
    if dated is None:
        return
    stated = facts.get("episode")
    if isinstance(stated, frozenset) and not stated & dated:
        message = f"By its dates and `onset` the trial is of the {min(dated)} episode."
        notebook.note((*here, "episode"), "TRD428", message, "Correct the episode, the dates or `onset`.")
        return
    facts["episode"] = dated
