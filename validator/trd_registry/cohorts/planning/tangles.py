"""Distinct values where some trial of a patient is not of one known value, as `evaluating/distinct.py` counts them.

Few patients have such trials. Theirs are put into one list, and every count that is asked for is worked out on
that list by the same lines of SQL; for all other patients there is no list and nothing is worked out.
"""

from dataclasses import dataclass, field

from trd_registry.cohorts.planning.sheet import Sheet
from trd_registry.cohorts.planning.sql import NONE, any_of, quoted

#: So many different sets of possible values a patient may have before the search for a matching is given up.
MOST_SETS = 16


@dataclass
class Tangles:
    """The counts to be worked out on lists, and the columns of a trial that they look at."""

    _labels: dict[str, int] = field(default_factory=dict)
    _selections: dict[str, int] = field(default_factory=dict)
    _fewest: dict[str, int] = field(default_factory=dict)
    _most: dict[str, int] = field(default_factory=dict)
    _tangled: dict[str, None] = field(default_factory=dict)

    def fewest(self, label: str, counts: str, tangled: str, *, once_a_treatment: bool) -> str:
        """The number that the trials which count cannot have fewer distinct values than."""
        entry = f"{self._place(label, counts, tangled)}, 'once': {once_a_treatment}}}"
        return f"fewest_values[{_index(self._fewest, entry)}]"

    def most(self, label: str, counts: str, tangled: str, free: str) -> str:
        """The largest number of distinct values, where unlisted trials may have all of the free ones."""
        entry = f"{self._place(label, counts, tangled)}, 'once': TRUE, 'free': {free}}}"
        return f"most_values[{_index(self._most, entry)}]"

    def _place(self, label: str, counts: str, tangled: str) -> str:
        self._tangled.setdefault(tangled)
        places = _index(self._labels, label), _index(self._selections, counts)
        return f"{{'wanted': {tangled}, 'label': {places[0]}, 'selection': {places[1]}"

    def rows(self) -> str:
        """The aggregate that lists the trials of a patient; NULL for a patient of whom all is known."""
        if not self._tangled:
            return "NULL"
        known = f"CASE WHEN bit_count({quoted('names')}) = 1 THEN {quoted('names')} END"
        row = f"{{'known': {known}, 'labels': [{', '.join(self._labels)}], 'belongs': [{', '.join(self._selections)}]}}"
        return f"list({row} ORDER BY trial) FILTER (WHERE {any_of(self._tangled)})"

    def steps(self, source: str, wanted: str) -> tuple[list[str], str, list[str]]:
        """The subqueries before the counts that a text looks at, the name of the last, and the counts themselves."""
        sheet = Sheet("tangle")
        counted = []
        if "fewest_values" in wanted:
            counted.append(f"{self._fewest_values(sheet)} AS fewest_values")
        if "most_values" in wanted:
            counted.append(f"{self._most_values(sheet)} AS most_values")
        # What stands inside a step for every element of a list must not be worked out for each of them again.
        queries, last, _ = sheet.steps(source, "\n".join(counted), inline=False)
        return queries, last, counted

    def _fewest_values(self, sheet: Sheet) -> str:
        labels = sheet.add(_for_each(self._fewest, _labels("entry", "entry_row.belongs[entry.selection]")))
        known = "list_filter(one, lambda value: value IS NOT NULL)"
        keyed = f"list_sort(list_transform({known}, lambda value: {_KEYED}))"
        ordered = sheet.add(f"list_transform({labels}, lambda one: {keyed})")
        claims = "list_transform(one, lambda value: {'claimed': ~value.inverse, 'number': 1::BIGINT})"
        nothing = f"[{{'claimed': {NONE}, 'number': 0::BIGINT}}]"
        claimed = f"list_reduce(list_concat({nothing}, {claims}), lambda first, second: {_CLAIM}).number"
        numbers = sheet.add(f"list_transform({ordered}, lambda one: {claimed})")
        least = f"CASE WHEN len(one) = 0 THEN 0 ELSE greatest({numbers}[place], 1) END"
        return f"list_transform({labels}, lambda one, place: {least})"

    def _most_values(self, sheet: Sheet) -> str:
        told = _labels("entry", "entry_row.belongs[entry.selection] IS NOT FALSE")
        members = sheet.add(_for_each(self._most, f"{{'labels': {told}, 'free': entry.free}}"))
        known = "list_filter(one.labels, lambda value: value IS NOT NULL)"
        named = sheet.add(
            f"list_transform({members}, lambda one: list_transform({known}, lambda value: value & ~one.free))"
        )
        # A value that some member has for certain is best given to that member: what remains is a smaller search.
        single = _any_bit("list_filter(one, lambda value: bit_count(value) = 1)")
        singles = sheet.add(f"list_transform({named}, lambda one: {single})")
        left = f"list_transform(one, lambda value: value & ~{singles}[place])"
        rest = sheet.add(f"list_transform({named}, lambda one, place: list_filter({left}, lambda value: value <> 0))")
        sets = sheet.add(f"list_transform({rest}, lambda one: list_distinct(one))")
        matched = sheet.add(f"list_transform({rest}, lambda one, place: {_matching('one', f'{sets}[place]')})")
        anything = "len(list_filter(one.labels, lambda value: value IS NULL))"
        most = f"bit_count(one.free) + {anything} + bit_count({singles}[place]) + {matched}[place]"
        return f"list_transform({members}, lambda one, place: {most})"


def _index(places: dict[str, int], key: str) -> int:
    return places.setdefault(key, len(places) + 1)


def _for_each(entries: dict[str, int], value: str) -> str:
    """A value for every entry that is wanted for this patient, NULL for every other."""
    wanted = f"CASE WHEN entry.wanted THEN {value} END"
    return f"CASE WHEN trial_rows IS NOT NULL THEN list_transform([{', '.join(entries)}], lambda entry: {wanted}) END"


def _labels(entry: str, belongs: str) -> str:
    """The labels of the trials in their order; those of one known treatment told once, as its class is the same."""
    rows = f"list_filter(trial_rows, lambda entry_row: {belongs})"
    known = f"CASE WHEN {entry}.once THEN entry_row.known END"
    one = f"{{'labels': [entry_row.labels[{entry}.label]], 'known': [{known}]}}"
    nothing = "[{'labels': []::UBIGINT[], 'known': []::UBIGINT[]}]"
    told = f"list_concat({nothing}, list_transform({rows}, lambda entry_row: {one}))"
    return f"list_reduce({told}, lambda first, second: {_MERGED}).labels"


#: Sorted by size, and of equal size by the names: the first in the alphabet has the highest bits.
_KEYED = "{'size': bit_count(value), 'inverse': ~value}"

_CLAIM = (
    "CASE WHEN first.claimed & second.claimed = 0 "
    "THEN {'claimed': first.claimed | second.claimed, 'number': first.number + 1} ELSE first END"
)

#: One more trial: it narrows the label that its treatment has, unless they leave nothing in common.
_PLACE = "list_position(first.known, second.known[1])"
_BEFORE, _LABEL = f"first.labels[{_PLACE}]", "second.labels[1]"
_BOTH = f"CASE WHEN {_BEFORE} IS NULL THEN {_LABEL} WHEN {_LABEL} IS NULL THEN {_BEFORE} ELSE {_BEFORE} & {_LABEL} END"
_MERGED = (
    f"CASE WHEN second.known[1] IS NOT NULL AND coalesce({_PLACE}, 0) > 0 AND coalesce(({_BOTH}) <> 0, TRUE) "
    f"THEN {{'labels': list_concat(first.labels[1:{_PLACE} - 1], [{_BOTH}], first.labels[{_PLACE} + 1:]), "
    "'known': first.known} "
    "ELSE {'labels': list_concat(first.labels, second.labels), 'known': list_concat(first.known, second.known)} END"
)


def _matching(rest: str, sets: str) -> str:
    """How many members can each take a value of their own (König 1931).

    The least, over all choices of sets, of the values in the chosen sets and the members that have other sets.
    """
    chosen = f"list_transform({sets}, lambda value, seat: CASE WHEN (choice >> (seat - 1)) & 1 = 1 THEN value END)"
    values = f"bit_count({_any_bit(f'list_filter({chosen}, lambda value: value IS NOT NULL)')})"
    others = f"len(list_filter({rest}, lambda value: (choice >> (list_position({sets}, value) - 1)) & 1 = 0))"
    choices = f"range(0, 1::BIGINT << len({sets}))"
    return (
        f"CASE WHEN len({sets}) = 0 THEN 0 WHEN len({sets}) > {MOST_SETS} "
        f"THEN error('a patient has trials with too many different sets of possible values') "
        f"ELSE list_min(list_transform({choices}, lambda choice: {values} + {others})) END"
    )


def _any_bit(masks: str) -> str:
    return f"list_reduce(list_concat([{NONE}], {masks}), lambda first, second: first | second)"
