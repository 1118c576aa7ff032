"""How many trials, or distinct values of them, lie before a trial."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf

from trd_registry.cohorts.planning.counts import WIDTH
from trd_registry.cohorts.planning.numbers import Number
from trd_registry.cohorts.planning.order.days import DATES, of_trial
from trd_registry.cohorts.planning.sql import NONE, all_of, case, number
from trd_registry.cohorts.planning.tangles import Tangles
from trd_registry.model.nodes import Bounds

_MAYBE, _YES, _UNLISTED = 1, 2, 3

_IN_WORDS = f"CASE {{}} WHEN {_YES} THEN TRUE WHEN {_MAYBE} THEN NULL::BOOLEAN ELSE FALSE END"


@dataclass(frozen=True, slots=True)
class Preceded:
    """What is asked, apart from the definition that asks it."""

    sets: tuple[str, ...]
    #: Whether the other trial lies before this one, as a text on the pair.
    before: str
    number: Bounds
    with_itself: bool
    #: Column of what is counted distinct, as bits (NULL: it may be anything); empty where trials are counted.
    label: str = ""
    #: Column of whether some trial of the patient is not of one known value.
    tangled: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of either trial that a pair is judged by."""
        return (*DATES, *self.kept)

    @property
    def kept(self) -> tuple[str, ...]:
        """Columns of either trial that the aggregates look at."""
        if not self.label:
            return ()
        several = self.sets if len(self.sets) > 1 else ()
        return (
            '"names"',
            self.label,
            self.tangled,
            *(name for name in several if name.startswith(("trial_", "agent_"))),
        )

    def hit(self) -> str:
        """2 where the other trial counts, 1 where it may, 3 where it is an unlisted one that may, 0 else."""
        answer = all_of([self._belongs(), self.before])
        certain, possible = (f"CASE WHEN other.sort = 0 THEN {one} ELSE {_UNLISTED} END" for one in (_YES, _MAYBE))
        return f"CASE {answer} WHEN TRUE THEN {certain} WHEN FALSE THEN 0 ELSE {possible} END"

    def _belongs(self) -> str:
        """Of several sets the first that the trial may be in is the one that tells."""
        names = [of_trial("other", name) for name in self.sets]
        return case([(f"{name} IS NOT FALSE", name) for name in names[:-1]], names[-1])

    def _place(self) -> str:
        """Which set told."""
        names = [of_trial("other", name) for name in self.sets[:-1]]
        return case([(f"{name} IS NOT FALSE", str(place)) for place, name in enumerate(names)], str(len(names)))

    def aggregates(self, hit: str, name: str) -> Mapping[str, str]:
        """Three counts in one number, and for distinct values what they are."""
        one, other, unlisted = (1 << WIDTH * place for place in range(3))
        cells = f"WHEN {_YES} THEN {one + other} WHEN {_MAYBE} THEN {other} WHEN {_UNLISTED} THEN {unlisted}"
        found = {f"{name}_counts": f"sum(CASE {hit} {cells} ELSE 0 END::BIGINT)::BIGINT"}
        if not self.label:
            return found
        label = of_trial("other", self.label)
        for part, wanted in (("certain", f"{_YES}"), ("possible", f"{_YES}, {_MAYBE}"), ("free", f"{_UNLISTED}")):
            found[f"{name}_{part}"] = f"bit_or(CASE WHEN {hit} IN ({wanted}) THEN {label} ELSE {NONE} END)"
        found[f"{name}_any"] = f"bool_or({hit} = {_UNLISTED} AND {label} IS NULL)"
        row = _row("other", self.label, _IN_WORDS.format(hit))
        kept = f"FILTER (WHERE {self._is_laid_out('this.')} AND {hit} IN ({_MAYBE}, {_YES}))"
        found[f"{name}_rows"] = f"list({row} ORDER BY {self._place()}, other.trial) {kept}"
        return found

    def value(self, name: str, source: str) -> tuple[Sequence[str], str, str]:
        """The answer."""
        itself = int(self.with_itself)
        certain, possible, unlisted = (
            f"((coalesce({name}_counts, 0) >> {WIDTH * place}) & {(1 << WIDTH) - 1})" for place in range(3)
        )
        if not self.label:
            upper = case([(f"{unlisted} > 0", number(inf))], f"({possible} + {itself})")
            return (), source, Number(f"({certain} + {itself})", upper).within(self.number)
        queries, last, lower, most = self._distinct(name, source)
        upper = case([(f"coalesce({name}_any, FALSE)", number(inf))], most)
        return queries, last, Number(lower, upper).within(self.number)

    def _is_laid_out(self, side: str) -> str:
        """Whether bits are not enough: not every trial is of one known value, or this one, a stand-in, of several."""
        own = f"({side}sort <> 0 AND coalesce(bit_count({side}{self.label}) > 1, FALSE))"
        return (
            f"({of_trial(side[:-1], self.tangled) if side else self.tangled} OR {own if self.with_itself else 'FALSE'})"
        )

    def _distinct(self, name: str, source: str) -> tuple[Sequence[str], str, str, str]:
        """Where all is known the bits are counted; elsewhere the trials are laid out, this one first."""
        wanted, free = self._is_laid_out(""), f"coalesce({name}_free, {NONE})"
        nothing = f"list_filter([{_row('', self.label, 'TRUE')}], lambda one: FALSE)"
        itself = f"[{_row('', self.label, 'TRUE')}]" if self.with_itself else nothing
        rows = f"CASE WHEN {wanted} THEN list_concat({itself}, coalesce({name}_rows, {nothing})) END"
        laid_out = f"{name}_laid_out"
        # Labels and answers stand in the rows already, so that the counts look at nothing else.
        tangles = Tangles(f"{name}_")
        slow = [
            tangles.fewest(self.label, "", wanted, once_a_treatment=True),
            tangles.most(self.label, "", wanted, free),
        ]
        steps, last, counted = tangles.steps(laid_out, "\n".join(slow))
        queries = [
            f"{laid_out} AS (\n  SELECT *, {rows} AS {tangles.rows_name}\n  FROM {source})",
            *steps,
            f"{name}_counted AS (\n  SELECT *, {', '.join(counted)}\n  FROM {last})",
        ]
        own = f"coalesce({self.label}, {NONE})" if self.with_itself else NONE
        # A stand-in that may be of anything is one more value at most, and the only one if there is no other.
        one_more = f"({self.label} IS NULL)::INTEGER" if self.with_itself else "0"
        quick = [
            f"greatest(bit_count(coalesce({name}_certain, {NONE}) | {own}), {one_more})",
            f"(bit_count(coalesce({name}_possible, {NONE}) | {free} | {own}) + {one_more})",
        ]
        lower, upper = (case([(wanted, one)], other) for one, other in zip(slow, quick, strict=True))
        return queries, f"{name}_counted", lower, upper


def _row(side: str, label: str, belongs: str) -> str:
    names, told = (f"{side}.{one}" if side else one for one in ('"names"', label))
    known = f"CASE WHEN bit_count({names}) = 1 THEN {names} END"
    return f"{{'known': {known}, 'labels': [{told}], 'belongs': [{belongs}]}}"
