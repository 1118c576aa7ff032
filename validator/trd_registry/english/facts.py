"""A test on one fact as a sentence; a fact without a sentence of its own is told by the table of facts."""

from collections.abc import Collection, Mapping
from itertools import chain

from trd_registry.english import patient_facts, trial_facts
from trd_registry.english.bounds import bounds_in_words, days_in_words, denied, listed
from trd_registry.english.lexicon import Lexicon, plain
from trd_registry.model import facts
from trd_registry.model.facts import FactKind, patient_fact, trial_fact
from trd_registry.model.nodes import Bounds

_NUMBERS = {**trial_facts.NUMBERS, **patient_facts.NUMBERS}
_TRUTHS = {**trial_facts.TRUTHS, **patient_facts.TRUTHS}
_CHOICES = {**trial_facts.CHOICES, **patient_facts.CHOICES}
_VALUES: Mapping[str, Mapping[str, str]] = {**trial_facts.VALUES, **patient_facts.VALUES}

#: A single value with a sentence of its own, and its denial.
_ALONE: Mapping[tuple[str, str], tuple[str, str]] = {
    ("stopped", "ongoing"): ("the treatment is still going on", "the treatment is no longer going on"),
}

#: Above so many values a category is told by those it leaves out, where they are fewer.
_MANY = 6


def kind_of(name: str) -> FactKind | None:
    """The kind of a fact of a trial or of the patient, or None for a name that is no fact."""
    for find in (trial_fact, patient_fact):
        try:
            return find(name)
        except KeyError:
            continue
    return None


def unit_of(name: str) -> str:
    """The unit of a number: ``weeks``, ``%``; empty where it has none."""
    known = kind_of(name)
    return trial_facts.UNITS.get(name, known.unit if known else "")


def fact_in_words(name: str) -> str:
    """A fact as a noun: ``length of the current episode until as_of``."""
    if name in _NOUNS:
        return _NOUNS[name]
    prefix, _, rest = name.rpartition(".")
    if prefix in patient_facts.PREFIXED_NUMBERS:
        return f"score on {rest}"
    known = kind_of(name)
    return known.says.split(";")[0] if known else plain(name)


#: Facts that measures are taken of.
_NOUNS: Mapping[str, str] = {
    "weeks": "weeks on treatment",
    "days": "days on treatment",
    "sessions": "sessions",
    "dose": "daily dose",
    "improvement": "improvement",
    "adherence": "share of doses taken",
    "started_days_ago": "days since the start",
    "ended_days_ago": "days since the end",
    "patient.age": "age",
    "episode.months": "length of the current episode",
    "episode.days": "length of the current episode",
    "episode.number": "number of the current episode",
    "illness.years": "years since the first depressive episode",
    "illness.onset_age": "age at the first depressive episode",
}


def number_sentence(name: str, bounds: Bounds, lexicon: Lexicon, *, negated: bool) -> str:
    """``the treatment lasted at least 6 weeks``."""
    if name in trial_facts.DAYS:
        days = denied(bounds) if negated else bounds
        said = f"{trial_facts.DAYS[name]} {days_in_words(bounds if days is None else days, 'the index event')}"
        return f"it is not so that {said}" if days is None else said
    amount = bounds_in_words(bounds, unit_of(name), negated=negated)
    if name in _NUMBERS:
        return _NUMBERS[name].format(amount)
    prefix, _, rest = name.rpartition(".")
    if prefix in patient_facts.PREFIXED_NUMBERS:
        return patient_facts.PREFIXED_NUMBERS[prefix].format(amount, lexicon.scale(rest))
    return f"{fact_in_words(name)} is {amount}"


def truth_sentence(name: str, expected: bool, lexicon: Lexicon) -> str:
    """``the rater judged that the trial failed``."""
    if name in _TRUTHS:
        return _TRUTHS[name][0 if expected else 1]
    prefix, _, rest = name.rpartition(".")
    if prefix in patient_facts.PREFIXED_TRUTHS:
        return patient_facts.PREFIXED_TRUTHS[prefix][0 if expected else 1].format(plain(rest))
    return f"{'' if expected else 'it is not so that '}{fact_in_words(name)}"


def choice_sentence(name: str, among: Collection[str], lexicon: Lexicon, *, negated: bool) -> str:
    """``the treatment is an antidepressant or a psychotherapy``."""
    alone = _ALONE.get((name, min(among))) if len(among) == 1 else None
    if alone:
        return alone[1 if negated else 0]
    stretch = degrees_in_words(among) if name == "episode.severity" else ""
    if not stretch:
        among, negated = _shorter(name, among, negated=negated)
    values = stretch or listed([value_in_words(name, value, lexicon) for value in _in_order(name, among)])
    side = 1 if negated else 0
    if name in _CHOICES:
        return _CHOICES[name][side].format(values)
    prefix, _, rest = name.rpartition(".")
    if prefix == "ruled_out":
        treatment = _treatment_or_kind(rest, lexicon)
        if among == {"none"}:
            return f"{'something' if negated else 'nothing'} stands in the way of {treatment}"
        given = [value for value in patient_facts.RULED_OUT if value in among]
        reasons = [patient_facts.RULED_OUT[value][1 if negated else 0] for value in given]
        if not negated and len(reasons) > 1 and reasons[0].startswith("is "):
            reasons[1] = reasons[1].removeprefix("is ")
        return f"{treatment} {listed(reasons, 'and' if negated else 'or')}"
    return f"{fact_in_words(name)} {'is not' if negated else 'is'} {values}"


def value_in_words(name: str, value: str, lexicon: Lexicon) -> str:
    """One value of a category: a treatment or class by its name, others by the tables or read out."""
    if name == "treatment":
        return lexicon.treatment(value)
    if name == "class":
        return lexicon.treatment_class(value)
    return _VALUES.get(name, {}).get(value) or plain(value)


def degrees_in_words(among: Collection[str]) -> str:
    """``mild or less``, ``moderate or worse``: a whole end of the order of severity; else empty."""
    order = facts.SEVERITIES
    if not 2 < len(among) < len(order):
        return ""
    if set(order[: len(among)]) == set(among):
        return f"{plain(order[len(among) - 1])} or less"
    return f"{plain(order[-len(among)])} or worse" if set(order[-len(among) :]) == set(among) else ""


def _treatment_or_kind(name: str, lexicon: Lexicon) -> str:
    return trial_facts.VALUES["modality"].get(name) or lexicon.treatment(name)


def _shorter(name: str, among: Collection[str], *, negated: bool) -> tuple[Collection[str], bool]:
    known = kind_of(name)
    if known is None or known.domain is None or len(among) <= _MANY:
        return among, negated
    others = known.domain - frozenset(among)
    return (others, not negated) if 0 < len(others) < len(among) else (among, negated)


def _in_order(name: str, among: Collection[str]) -> list[str]:
    """Degrees and kinds in their usual order, treatments and classes by name."""
    usual = list(chain(facts.MODALITIES, facts.SEVERITIES, facts.DISORDERS, facts.ROLES))
    return sorted(among, key=lambda value: (usual.index(value) if value in usual else -1, value))
