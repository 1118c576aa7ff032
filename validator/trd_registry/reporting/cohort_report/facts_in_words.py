"""What a kind of fact is called on the page."""

from trd_registry.english.facts import kind_of
from trd_registry.english.lexicon import plain

#: What may be lacking of a record.
_RECORD = {
    "before": "what lies before its first day",
    "after": "what lies after its last day",
}


def in_words(fact: str) -> str:
    """A kind of fact for people: ``trials.weeks`` is ``trial: time on treatment at the stated dose``."""
    if fact.startswith("trials[") and fact.endswith("]"):
        return f"whether all trials are listed: {plain(fact[7:-1])}"
    section, _, name = fact.partition(".")
    if section == "trials" and name:
        known = kind_of(name)
        return f"of a trial: {_short(known.says) if known else plain(name)}"
    if fact.startswith("records[") and fact.endswith("]"):
        return f"the record of dispensings and diagnoses: {_RECORD.get(fact[8:-1], plain(fact[8:-1]))}"
    if section == "readings":
        return f"how the definition is read: {plain(name)}"
    if section in ("comorbidity", "ruled_out"):
        return f"{'comorbid condition' if section == 'comorbidity' else 'why not given'}: {plain(name)}"
    known = kind_of(fact)
    return _short(known.says) if known else plain(fact.replace(".", ": ")).replace("_", " ")


def _short(says: str) -> str:
    text = says.split(";", maxsplit=1)[0].rstrip(". ")
    return text[:1].lower() + text[1:]
