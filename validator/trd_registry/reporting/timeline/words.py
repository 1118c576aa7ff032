"""What a timeline says of a trial in words: name, dose, length, sessions and outcome, unknowns included."""

from datetime import date
from math import inf

from trd_registry.english.modalities import ABBREVIATIONS
from trd_registry.model.dates import PartialDate
from trd_registry.model.facts import COMPLETENESS_KINDS, EPISODES
from trd_registry.model.history import History, Trial
from trd_registry.model.interval import Interval
from trd_registry.model.vocabulary import Vocabularies

_DRUGS = frozenset(["antidepressant", "augmentation", "psychedelic"])

#: Letters of a name above which the word of the history is kept, if it is shorter: rTMS, MBCT.
_LONG_NAME = 26

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def name_in_words(trial: Trial, vocabularies: Vocabularies) -> str:
    """The treatment by its usual name; the history's own word follows where it is another one."""
    known = trial.facts.get("treatment")
    entry = vocabularies.treatments.get(next(iter(known))) if isinstance(known, frozenset) and len(known) == 1 else None
    if entry is None:
        return trial.label or "treatment not named"
    if len(entry.name) > _LONG_NAME and 0 < len(trial.label) < len(entry.name):
        return trial.label
    same = _plain(trial.label) in (_plain(entry.name), _plain(entry.id), "")
    return entry.name if same else f"{entry.name} ({trial.label})"


def _plain(name: str) -> str:
    return name.casefold().replace("-", " ").replace("_", " ")


def setting_in_words(trial: Trial, history: History, vocabularies: Vocabularies) -> str:
    """What it was added to, and in which episode, where that is known; often nothing."""
    said = []
    target = trial.facts.get("augments")
    if isinstance(target, frozenset):
        base = [one for one in history.trials if one.id in target]
        said += [f"added to {name_in_words(one, vocabularies)}" for one in base]
    if trial.choice("episode") == frozenset(["earlier"]):
        said.append("earlier episode")
    return ", ".join(said)


def course_in_words(trial: Trial) -> str:
    """Dose, sessions and length: ``20 mg/day, 8 weeks``."""
    modality = trial.choice("modality") or _DRUGS
    said = []
    if modality & _DRUGS or "dose" in trial.facts:
        said.append(_dose(trial))
    if not modality <= _DRUGS or "sessions" in trial.facts:
        said.append(quantity(trial.number("sessions"), "session", "sessions not stated"))
    said.append(_length(trial))
    return ", ".join(said)


def _dose(trial: Trial) -> str:
    judged = trial.truth("dose_adequate")
    if "dose" not in trial.facts and judged is not None:
        return f"dose judged {'adequate' if judged else 'inadequate'}"
    if "dose" not in trial.facts and "serum_level" in trial.facts:
        return f"serum level {_range(trial.number('serum_level'), 0)} mmol/L"
    return "dose not stated" if "dose" not in trial.facts else f"{_range(trial.number('dose'), 0)} mg/day"


def _length(trial: Trial) -> str:
    judged = trial.truth("duration_adequate")
    if "weeks" not in trial.facts and judged is not None:
        return "judged long enough" if judged else "judged too short"
    return quantity(trial.number("weeks"), "week", "length not stated")


def outcome_in_words(trial: Trial) -> str:
    """Change of symptoms, remission, a rater's word and why it stopped; ``outcome not stated`` if none is known."""
    said = []
    if trial.truth("remission"):
        said.append("remission")
    change = improvement_in_words(trial.number("improvement"))
    if change:
        said.append(change)
    elif not said:
        said += [f"{name.partition('.')[2]} {_range(trial.number(name), -inf)} at end" for name in _end_scores(trial)]
    judged = trial.truth("judged_failed")
    if judged is not None:
        said.append("judged failed" if judged else "judged not failed")
    reason = trial.facts.get("stopped")
    if isinstance(reason, frozenset):
        only = reason == frozenset(["ongoing"])
        said.append("ongoing" if only else f"stopped: {' or '.join(sorted(reason))}")
    return ", ".join(said) or "outcome not stated"


def _end_scores(trial: Trial) -> list[str]:
    return sorted(name for name in trial.facts if name.startswith("end_score."))


def improvement_in_words(change: Interval) -> str:
    """``15 % better``, ``10 % worse``, ``25 to below 50 % better``; empty where nothing is known."""
    if change.is_exact:
        return "unchanged" if change.lower == 0 else f"{_figure(abs(change.lower))} % {_direction(change.lower)}"
    if change.lower == -inf and change.upper >= 100:
        return ""
    if change.lower == -inf:
        limit = f"{'less than' if change.upper_open else 'at most'} {_figure(change.upper)} % better"
        return limit if change.upper > 0 else "not better"
    if change.upper >= 100:
        return f"{'above' if change.lower_open else 'at least'} {_figure(change.lower)} % better"
    below = "below " if change.upper_open else ""
    return f"{_figure(change.lower)} to {below}{_figure(change.upper)} % better"


def _direction(change: float) -> str:
    return "better" if change > 0 else "worse"


def quantity(found: Interval, unit: str, unknown: str) -> str:
    """A number with its unit: ``8 weeks``, ``at least 6 weeks``, ``6 to 10 weeks``."""
    said = _range(found, 0)
    if not said:
        return unknown
    return f"{said} {unit}" if found.is_exact and found.lower == 1 else f"{said} {unit}s"


def _range(found: Interval, least: float) -> str:
    """The interval in words; empty where it says no more than that the number exists."""
    if found.is_exact or _figure(found.lower) == _figure(found.upper):
        return _figure(found.lower)
    if found.upper == inf:
        bounded = found.lower > least or found.lower_open
        return f"{'above' if found.lower_open else 'at least'} {_figure(found.lower)}" if bounded else ""
    if found.lower <= least:
        return f"{'below' if found.upper_open else 'at most'} {_figure(found.upper)}"
    return f"{_figure(found.lower)} to {'below ' if found.upper_open else ''}{_figure(found.upper)}"


def _figure(value: float) -> str:
    """One decimal is as much as a picture needs."""
    return f"{value:.1f}".removesuffix(".0")


def date_in_words(day: PartialDate) -> str:
    """A day, month, year or span of days, as exact as it is known."""
    first, last = day.first, day.last
    if first == last:
        return f"{first.day} {_MONTHS[first.month - 1]} {first.year}"
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return str(first.year)
    if (first.year, first.month) == (last.year, last.month):
        return month_in_words(first.year, first.month)
    return f"{first.isoformat()} to {last.isoformat()}"


def month_in_words(year: int, month: int) -> str:
    """``Nov 2019``."""
    return f"{_MONTHS[month - 1]} {year}"


def complete_in_words(history: History) -> str:
    """Which kinds of treatment the record claims to list in full."""
    life = [kind for kind in COMPLETENESS_KINDS if all(history.lists_in_full(kind, one) for one in EPISODES)]
    current = [kind for kind in COMPLETENESS_KINDS if history.lists_in_full(kind, "current") and kind not in life]
    if len(life) == len(COMPLETENESS_KINDS):
        return "The record lists every treatment."
    if not life and not current:
        return "Treatments that are not listed may exist."
    said = [f"every {', '.join(map(_kind, life))}"] if life else []
    if current:
        said.append(f"of the current episode every {', '.join(map(_kind, current))}")
    return f"The record lists {' and '.join(said)}; of other kinds, treatments that are not listed may exist."


def no_trial_in_words(history: History) -> str:
    """That no trial is listed, and what else the history holds from which phenotypes build theirs."""
    records = history.records
    if records is None:
        return "No trial is listed."
    counts = [
        _plural(len(entries), kind)
        for kind, entries in (
            ("dispensing", records.dispensings),
            ("diagnosis", records.diagnoses),
            ("procedure", records.procedures),
        )
        if entries
    ]
    span = f"{_day_in_words(records.start)} to {_day_in_words(records.end)}"
    entries = f"{' and '.join(counts)}, " if counts else ""
    return f"No trial is listed. Of a record ({entries}{span}) phenotypes build their own."


def _plural(number: int, kind: str) -> str:
    return f"{number} {kind if number == 1 else 'diagnoses' if kind == 'diagnosis' else f'{kind}s'}"


def _day_in_words(day: date) -> str:
    return f"{day.day} {month_in_words(day.year, day.month)}"


_KINDS = {
    **ABBREVIATIONS,
    "combined": "combination with psychotherapy",
    "combination": "combination of drugs",
}


def _kind(name: str) -> str:
    return _KINDS.get(name, name)
