"""Stand-ins of trials that nobody has seen, as rows among the trials of a person.

They may lie before and after the record, and within it where it does not hold everything, or where it is unclear which
trials its entries make. Of each there may be any number, none included, so that a row of them never counts for certain.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from trd_registry.cohorts.planning.records.entries import unseen_modalities
from trd_registry.cohorts.planning.records.raw_rows import STAND_IN, position, raw_row
from trd_registry.cohorts.planning.sql import any_of, bits
from trd_registry.model.facts import MODALITIES
from trd_registry.model.history import Trial
from trd_registry.model.record_rules import RecordRules
from trd_registry.model.vocabulary import Vocabularies


@dataclass(frozen=True, slots=True)
class Beyond:
    """The queries of stand-ins, and by the bit of their sort what the interpreter takes each for, without its days."""

    queries: Sequence[str]
    sorts: Mapping[int, Trial]


def beyond(rules: RecordRules, unclear: Mapping[str, str], vocabularies: Vocabularies) -> Beyond:
    """The stand-ins that these rules look at.

    Args:
        rules: Their own figures.
        unclear: Kind of entry -> the table of persons for whom it is unclear which trials there are.
        vocabularies: What the interpreter needs to tell whether a stand-in is looked at.
    """
    queries = []
    sorts: dict[int, Trial] = {}
    for kind, rule in (("dispensings", rules.dispensings), ("procedures", rules.procedures)):
        if rule is None:
            continue
        is_unclear = f"person IN (SELECT person FROM {unclear[kind]})"
        is_open = any_of(["first IS NULL", f"NOT {kind}_full", is_unclear])
        for place in unseen_modalities(rule.of, vocabularies):
            for when, where, days in _times(rules, is_open):
                sort = len(sorts)
                modality = MODALITIES[place]
                # Trials that are told apart by where they may be stand apart in the interpreter too.
                name = f"{when} {kind}" if when == "open" else when
                sorts[sort] = Trial(name, name, {"modality": frozenset([modality])}, name)
                cells = {"person": "person", "trial": position(STAND_IN, str(sort)), "agent": str(place)}
                row = raw_row(**cells, sort=bits(1 << sort), **days)
                queries.append(f"SELECT {row} FROM observed WHERE {where}")
    return Beyond(queries, sorts)


def _times(rules: RecordRules, is_open: str) -> list[tuple[str, str, dict[str, str]]]:
    found: list[tuple[str, str, dict[str, str]]] = [("open", is_open, {})]
    if rules.open_before:
        found.append(("before", f"NOT ({is_open})", {"start_hi": "(first - 1)::DOUBLE"}))
    if rules.open_after:
        begins = "coalesce(unclear_from, last + 1)::DOUBLE"
        found.append(("after", f"NOT ({is_open})", {"start_lo": begins, "end_lo": begins}))
    return found
