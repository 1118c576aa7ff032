"""What follows for trials from their dates, in SQL: the counterpart of ``loading/history_dates.py``.

Each step is the columns that it adds to those before, or puts in their place, in the order of `TrialReader.trial`.
``bad`` gathers whatever the reader of histories would find wrong.
"""

from collections.abc import Iterator

from trd_registry.cohorts.planning.sql import any_of, bits
from trd_registry.cohorts.settled.bits import domain_positions, mask
from trd_registry.loading.history_dates import ROUNDING
from trd_registry.model.facts import TRIAL_FACTS
from trd_registry.model.history import DAYS_A_WEEK


def bit(fact: str, *names: str) -> str:
    """These values of a fact of a trial as bits; all of them where none are named."""
    domain = TRIAL_FACTS[fact].domain
    assert domain is not None
    return bits(mask(names or domain, domain_positions(domain)))


_CURRENT, _EARLIER = bit("episode", "current"), bit("episode", "earlier")
_ONGOING = bit("stopped", "ongoing")
_NOT_ONGOING = bit("stopped", *((TRIAL_FACTS["stopped"].domain or frozenset()) - {"ongoing"}))


#: Columns that nothing looks at after the steps.
ONLY_HERE = (
    *(f"{day}_{end}" for day in ("as_of", "onset", "start_", "end_") for end in ("first", "last")),
    "goes_on", "span_lo", "span_hi", "dated_lo", "dated_hi", "dated",
)  # fmt: skip


def steps(*, all_current: bool) -> Iterator[str]:
    """The steps, each as what is selected from the one before; `all_current` is ``trials_in: current-episode``."""
    yield f"*, end__first IS NULL AND stopped__stated AND stopped = {_ONGOING} AS goes_on"
    yield _END
    yield _SPANS
    yield f"* REPLACE ({_WEEKS}, bad OR {any_of(_WEEKS_WRONG)} AS bad), {_DAYS_AGO}, {_BY_DATES} AS dated"
    yield (
        "* REPLACE (CASE WHEN dated IS NULL THEN episode ELSE dated END AS episode, "
        "episode__stated OR dated IS NOT NULL AS episode__stated, "
        "bad OR coalesce(episode__stated AND episode & dated = 0, FALSE) AS bad)"
    )
    yield _setting(all_current=all_current)
    yield _BY_END


#: A trial that goes on ends, so far, on the day of record.
_END = (
    "* REPLACE (CASE WHEN goes_on THEN as_of_first ELSE end__first END AS end__first, "
    "CASE WHEN goes_on THEN as_of_last ELSE end__last END AS end__last, "
    "bad OR coalesce(start__first > as_of_last, FALSE) OR coalesce(end__first > as_of_last, FALSE) AS bad)"
)

_SPANS = (
    "*, end__first - start__last AS span_lo, end__last - start__first AS span_hi, "
    f"CASE WHEN end__first < start__last THEN 0 ELSE end__first - start__last END / {DAYS_A_WEEK}e0 AS dated_lo, "
    f"(end__last - start__first) / {DAYS_A_WEEK}e0 AS dated_hi"
)


def _meet(lo: str, hi: str) -> dict[str, str]:
    """Where the stated weeks and a span of weeks meet, and whether they do not: `Interval.meet`."""
    lower, upper = f"greatest(weeks__lo, {lo})", f"least(weeks__hi, {hi})"
    lower_open = f"(weeks__lo_open AND weeks__lo >= {lo})"
    upper_open = f"(weeks__hi_open AND weeks__hi <= {hi})"
    apart = f"({lower} > {upper} OR ({lower} = {upper} AND ({lower_open} OR {upper_open})))"
    return {"lo": lower, "hi": upper, "lo_open": lower_open, "hi_open": upper_open, "apart": apart}


def _weeks() -> str:
    met = _meet("dated_lo", "dated_hi")
    dated = f"(NOT weeks__stated OR {met['apart']})"
    # The same ends in days: free of the rounding of weeks, as `Trial.number` gives them.
    met |= {
        "days_lo": "CASE WHEN weeks__lo > dated_lo THEN days_lo ELSE greatest(span_lo, 0) END",
        "days_hi": "CASE WHEN weeks__hi < dated_hi THEN days_hi ELSE span_hi END",
    }
    alone = {
        "lo": "dated_lo", "hi": "dated_hi", "lo_open": "FALSE", "hi_open": "FALSE",
        "days_lo": "greatest(span_lo, 0)", "days_hi": "span_hi",
    }  # fmt: skip
    found = []
    for part, by_dates in alone.items():
        name = part if part.startswith("days") else f"weeks__{part}"
        cast = "::DOUBLE" if part.startswith("days") else ""
        found.append(
            f"CASE WHEN span_hi IS NULL THEN {name} WHEN {dated} THEN ({by_dates}){cast} "
            f"ELSE ({met[part]}){cast} END AS {name}"
        )
    return ", ".join([*found, "weeks__stated OR span_hi IS NOT NULL AS weeks__stated"])


_WEEKS = _weeks()

_WEEKS_WRONG = (
    "coalesce(span_hi < 0, FALSE)",
    "(span_hi IS NOT NULL AND duration_adequate__stated)",
    f"coalesce(weeks__stated AND {_meet(f'(dated_lo - {ROUNDING}e0)', f'(dated_hi + {ROUNDING}e0)')['apart']}, FALSE)",
)


def _days_ago() -> str:
    found: list[str] = []
    for name, day in (("started_days_ago", "start"), ("ended_days_ago", "end")):
        found += (
            f"coalesce((as_of_first - {day}__last)::DOUBLE, '-infinity'::DOUBLE) AS {name}__lo",
            f"coalesce((as_of_last - {day}__first)::DOUBLE, 'infinity'::DOUBLE) AS {name}__hi",
            f"FALSE AS {name}__lo_open",
            f"FALSE AS {name}__hi_open",
            f"as_of_first IS NOT NULL AND {day}__first IS NOT NULL AS {name}__stated",
        )
    return ", ".join(found)


_DAYS_AGO = _days_ago()

#: The episode by the dates and the onset; NULL where they do not tell.
_BY_DATES = f"CASE WHEN start__first >= onset_last THEN {_CURRENT} WHEN end__last < onset_first THEN {_EARLIER} END"


def _setting(*, all_current: bool) -> str:
    """The counterpart of `TrialReader` placing trials by what holds for the whole history."""
    others = f"CASE WHEN episode__stated THEN episode ELSE {_CURRENT} END" if all_current else "episode"
    stated = "TRUE" if all_current else "episode__stated OR is_first"
    return (
        f"* REPLACE (CASE WHEN is_first THEN {_CURRENT} ELSE {others} END AS episode, {stated} AS episode__stated, "
        f"bad OR (is_first AND episode__stated AND episode & {_CURRENT} = 0) AS bad)"
    )


def _by_end() -> str:
    since = "greatest(as_of_last - onset_first, 0)"
    bound = f"(as_of_first IS NOT NULL AND onset_first IS NOT NULL AND episode__stated AND episode = {_CURRENT})"
    has_ended = "(ended_days_ago__stated AND ended_days_ago__lo > 0)"
    return (
        f"* REPLACE (CASE WHEN {bound} AND ended_days_ago__lo <= {since} THEN least(ended_days_ago__hi, {since}) "
        f"ELSE ended_days_ago__hi END AS ended_days_ago__hi, "
        f"ended_days_ago__stated OR {bound} AS ended_days_ago__stated, "
        f"CASE WHEN {has_ended} THEN stopped & {_NOT_ONGOING} ELSE stopped END AS stopped, "
        f"stopped__stated OR {has_ended} AS stopped__stated, "
        f"bad OR ({has_ended} AND stopped__stated AND stopped = {_ONGOING}) AS bad)"
    )


_BY_END = _by_end()
