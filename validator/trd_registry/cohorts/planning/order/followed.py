"""Whether another trial follows: some pair of this trial and another one answers yes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from trd_registry.cohorts.planning.order.days import DATES, of_trial
from trd_registry.cohorts.planning.sql import all_of, any_of

_MAYBE, _YES = 1, 2


@dataclass(frozen=True, slots=True)
class Followed:
    """What is asked, apart from the definition that asks it."""

    sets: tuple[str, ...]
    #: Whether the other trial follows, as a text on the pair.
    follows: str
    #: Column of what must differ, as bits (NULL: it may be anything); empty where nothing must.
    label: str

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of either trial that a pair is judged by."""
        return (*DATES, *([self.label] if self.label else []))

    @property
    def kept(self) -> tuple[str, ...]:
        """Nothing but the hits is looked at in the end."""
        return ()

    def hit(self) -> str:
        """2 where the other trial follows, 1 where it may, 0 where it does not; an unlisted one never more than may."""
        belongs = any_of(of_trial("other", name) for name in self.sets)
        answer = all_of([belongs, self.follows, *([self._differs()] if self.label else [])])
        certain = f"CASE WHEN other.sort = 0 THEN {_YES} ELSE {_MAYBE} END"
        return f"CASE {answer} WHEN TRUE THEN {certain} WHEN FALSE THEN 0 ELSE {_MAYBE} END"

    def _differs(self) -> str:
        ours, theirs = (of_trial(side, self.label) for side in ("this", "other"))
        same = f"bit_count({ours}) = 1 AND bit_count({theirs}) = 1"
        return f"CASE WHEN {ours} & {theirs} = 0 THEN TRUE WHEN {same} THEN FALSE END"

    def aggregates(self, hit: str, name: str) -> Mapping[str, str]:
        """The strongest hit."""
        return {f"{name}_hit": f"max({hit})"}

    def value(self, name: str, source: str) -> tuple[Sequence[str], str, str]:
        """The answer."""
        hit = f"{name}_hit"
        return (), source, f"CASE {hit} WHEN {_YES} THEN TRUE WHEN {_MAYBE} THEN NULL::BOOLEAN ELSE FALSE END"
