"""How trials are built from dated entries of a record, for a definition that is computed from records."""

from collections.abc import Iterator
from math import inf

from trd_registry.english.bounds import bounds_in_words, listed, with_unit
from trd_registry.english.lexicon import plain
from trd_registry.english.teller import Teller
from trd_registry.model.interval import format_number
from trd_registry.model.nodes import Condition
from trd_registry.model.record_rules import DispensingRule, IndexRule, ProcedureRule, RecordRules
from trd_registry.reporting.telling.asked import Asking
from trd_registry.reporting.telling.outline import Item, item, sentence
from trd_registry.reporting.telling.provenance import Provenance, locator

_ONE_TRIAL = {
    "dispensing": "Every dispensing is a trial of its own.",
    "treatment": "Dispensings of the same treatment make one trial.",
    "class": "Dispensings of the same class make one trial.",
    "regimen": "The set of treatments taken at one time makes one trial; another set, another trial.",
}
_SUPPLY = {
    "stated": "A dispensing lasts as many days as the record says.",
    "none": "Only the date of a dispensing is used, not how long it lasts.",
}
_ENDS = {
    "supply": "A trial ends when the last supply runs out.",
    "last-dispensing": "A trial ends on the day of its last dispensing.",
}
_SPAN = {
    (False, False): "What lies before and after the record does not count.",
    (True, False): "What lies before the record is unknown; what lies after it does not count.",
    (False, True): "What lies before the record does not count; what lies after it is unknown.",
    (True, True): "What lies before and after the record is unknown.",
}
_ADHERENCE = {
    "own-supply": "",
    "until-next-trial": "Adherence is the share of days supplied from the start of a trial to that of the next.",
}


def records_told(rules: RecordRules, asking: Asking, teller: Teller, provenance: Provenance) -> Iterator[Item]:
    """The index event, dispensings, procedures and the span of the record."""
    if rules.index is not None:
        note = provenance.note(rules.index.place)
        under = [item(f"Note: {sentence(note)}")] if note else []
        marks = provenance.readings_at(rules.index.place) + locator(rules.index.stated)
        yield item(_index(rules.index, teller) + marks, under)
    if rules.dispensings is not None:
        yield _dispensings(rules.dispensings, asking, provenance)
    if rules.procedures is not None:
        yield _procedures(rules.procedures, asking, provenance)
    yield item(_SPAN[rules.open_before, rules.open_after] + locator(rules.stated))


def _dispensings(rule: DispensingRule, asking: Asking, provenance: Provenance) -> Item:
    supply = _SUPPLY.get(str(rule.supply)) or f"Every dispensing is taken to last {rule.supply:g} days."
    said = [
        _ONE_TRIAL.get(rule.one_trial, plain(rule.one_trial)),
        supply,
        "Supply left over when the next dispensing comes is used up after it." if rule.carried_over else "",
        _gap(rule),
        "" if rule.one_trial == "dispensing" else _ENDS.get(rule.ends, plain(rule.ends)),
        _together(rule),
        _ADHERENCE.get(rule.adherence_over, plain(rule.adherence_over)),
    ]
    note = provenance.note(rule.place)
    under = [*_looked_at(rule.of, asking), *(item(text) for text in said if text)]
    marks = provenance.readings_at(rule.place)
    return item(f"Dispensings become trials{marks}:", [*under, *([item(f"Note: {sentence(note)}")] if note else [])])


def _together(rule: DispensingRule) -> str:
    if not rule.together or rule.one_trial != "regimen":
        return ""
    days = with_unit(format_number(rule.together), "days", rule.together)
    return f"Treatments are one regimen if taken together for at least {days}."


def _gap(rule: DispensingRule | ProcedureRule) -> str:
    if isinstance(rule, DispensingRule) and rule.one_trial == "dispensing":
        return ""
    if not rule.gap:
        return "However long the pause, the trial goes on."
    return f"A pause of {bounds_in_words(rule.gap, 'days')} does not end a trial; a longer one does."


def _procedures(rule: ProcedureRule, asking: Asking, provenance: Provenance) -> Item:
    marks = provenance.readings_at(rule.place)
    return item(f"Procedures of one treatment become trials{marks}:", [*_looked_at(rule.of, asking), item(_gap(rule))])


def _looked_at(of: Condition, asking: Asking) -> Iterator[Item]:
    yield from (item(f"Looked at: {part.text}", part.items) for part in asking.items(of))


def index_event(rule: IndexRule, teller: Teller) -> str:
    """``the first dispensing in which the treatment is an antidepressant``."""
    said = f"the first {rule.first}"
    if rule.conditions:
        said += f" of {listed([plain(name) for name in sorted(rule.conditions)])}"
    if rule.settings:
        said += f" in {listed([plain(name) for name in sorted(rule.settings)])} care"
    if rule.of is not None:
        said += f" in which {teller.marked(rule.of)}"
    if rule.free_for:
        days = "ever before" if rule.free_for == inf else f"in the {format_number(rule.free_for)} days before"
        if rule.free_of is not None:
            said += f", with nothing dispensed {days} in which {teller.marked(rule.free_of)}"
        elif rule.of is not None:
            said += f", with no such dispensing {days}"
    return said


def _index(rule: IndexRule, teller: Teller) -> str:
    said = f"Day 0, the index event, is {index_event(rule, teller)}"
    observed = [
        f"{format_number(days)} days {side}"
        for days, side in ((rule.observed_before, "before it"), (rule.observed_after, "after it"))
        if days
    ]
    return sentence(said + (f"; the record must cover {listed(observed, 'and')}" if observed else ""))
