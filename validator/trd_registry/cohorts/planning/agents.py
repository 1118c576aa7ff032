"""What depends only on what a trial was of: its treatment, class and modality, each known or one of several.

There are few different ones however many trials there are, so lists of names are good enough here.
"""

from collections.abc import Mapping

from trd_registry.cohorts.planning.plan_state import Sheets
from trd_registry.cohorts.planning.sql import FALSE, NONE, bits, number, text, texts
from trd_registry.model.facts import MODALITIES
from trd_registry.model.rules import Grouping


def is_of_agent(fact: str, wanted: frozenset[str], sheets: Sheets) -> str:
    """Whether treatment, class or modality is one of the wanted ones."""
    if not wanted:
        return FALSE
    names = texts(wanted)
    return sheets.agent.add(
        f"CASE WHEN NOT list_has_any({fact}, {names}) THEN FALSE WHEN list_has_all({names}, {fact}) THEN TRUE END"
    )


def therapy_of_agent(name: str, sheets: Sheets) -> str:
    """Whether the treatment is on a list of therapies."""
    return is_of_agent("treatment", sheets.vocabularies.therapy_lists[name].members, sheets)


def dose_of_agent(table: str, sheets: Sheets) -> tuple[str, str]:
    """The lowest and the highest minimum among the possible treatments; NULL where one has none in the table."""
    minima = sheets.vocabularies.dose_tables[table].minimum
    if not minima:
        return "NULL::DOUBLE", "NULL::DOUBLE"
    told = sheets.agent.add(f"list_transform(treatment, lambda one: {_looked_up('one', minima)})")
    complete = f"len(list_filter({told}, lambda one: one IS NULL)) = 0"
    lowest, highest = (
        sheets.agent.add(f"CASE WHEN {complete} THEN list_{which}({told}) END") for which in ("min", "max")
    )
    return lowest, highest


def _looked_up(name: str, values: Mapping[str, float]) -> str:
    cells = " ".join(f"WHEN {text(key)} THEN {number(value)}" for key, value in sorted(values.items()))
    return f"CASE {name} {cells} ELSE NULL::DOUBLE END"


def label_of_agent(fact: str, grouping: Grouping | None, sheets: Sheets) -> tuple[str, Mapping[str, int]]:
    """What a trial is counted as, as bits, NULL where it may be anything; and the bit of every name."""
    if fact == "modality":
        places = sheets.places(MODALITIES)
        return sheets.agent.add(_bits_of("modality", places)), places
    if grouping is None:
        return sheets.agent.add(_bits_of("class", sheets.classes)), sheets.classes
    return _grouped(grouping, sheets)


def _bits_of(names: str, places: Mapping[str, int]) -> str:
    cells = " ".join(f"WHEN {text(name)} THEN {bits(1 << place)}" for name, place in places.items())
    each = f"list_transform({names}, lambda one: CASE one {cells} END)"
    # No neutral element is needed for lists that are never empty; NULL stays NULL.
    return f"list_reduce({each}, lambda one, other: one | other)"


def _grouped(grouping: Grouping, sheets: Sheets) -> tuple[str, Mapping[str, int]]:
    """Every class by its group, in every modality that is possible; of an unknown class, the groups of modalities."""
    pairs = {
        (name, modality): grouping.group(name, modality)
        for name in sheets.vocabularies.classes
        for modality in MODALITIES
    }
    places = sheets.places({*pairs.values(), *grouping.modalities.values()})
    by_class = []
    for name in sheets.vocabularies.classes:
        groups = {modality: pairs[name, modality] for modality in MODALITIES}
        by_class.append(f"WHEN {text(name)} THEN {_by_modality(groups, places)}")
    known = _or(f"list_transform(class, lambda one: CASE one {' '.join(by_class)} END)")
    if not grouping.modalities:
        return sheets.agent.add(f"CASE WHEN class IS NOT NULL THEN {known} END"), places
    of_modality = _by_modality(grouping.modalities, places)
    all_told = f"list_has_all({texts(grouping.modalities)}, modality)"
    unknown = f"CASE WHEN {all_told} THEN {of_modality} END"
    return sheets.agent.add(f"CASE WHEN class IS NOT NULL THEN {known} ELSE {unknown} END"), places


def _by_modality(groups: Mapping[str, str], places: Mapping[str, int]) -> str:
    """The groups that any of the possible modalities leads to."""
    names = sorted(set(groups.values()))
    if len(names) == 1 and len(groups) == len(MODALITIES):
        return bits(1 << places[names[0]])
    parts = []
    for name in names:
        leading = texts(modality for modality, group in groups.items() if group == name)
        parts.append(f"CASE WHEN list_has_any(modality, {leading}) THEN {bits(1 << places[name])} ELSE {NONE} END")
    return f"({' | '.join(parts)})"


def _or(masks: str) -> str:
    return f"list_reduce({masks}, lambda one, other: one | other)"
