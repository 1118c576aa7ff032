"""The items of a score, each with what earns how many points."""

from collections.abc import Callable, Iterator, Mapping
from math import inf
from typing import Any

from trd_registry.english.bounds import range_in_words
from trd_registry.english.lexicon import plain, quoted
from trd_registry.english.teller import Teller, is_vacuous
from trd_registry.model.interval import format_number
from trd_registry.model.rules import Band, BandItem, Case, CaseItem, CountItem, ScoreItem, TrialItem
from trd_registry.model.walking import constant
from trd_registry.reporting.telling.outline import Item, item, sentence
from trd_registry.reporting.telling.provenance import Provenance


class ScoreTelling:
    """Tells the items of one score."""

    def __init__(self, teller: Teller, provenance: Provenance) -> None:
        self._teller = teller
        self._provenance = provenance
        #: Type of item -> how it is told; one entry for each type.
        self._table: Mapping[type, Callable[[Any], tuple[str, Iterator[Item]]]] = {
            BandItem: self._by_bands,
            CaseItem: self._by_cases,
            TrialItem: self._by_trial,
            CountItem: self._by_count,
        }

    def item(self, name: str, node: ScoreItem) -> Item:
        """One item: what it looks at, and the points under it."""
        tell = self._table.get(type(node))
        how, under = tell(node) if tell else (self._teller.words(node), iter(()))
        note = self._provenance.note(node.place)
        last = [item(f"Note: {sentence(note)}")] if note else []
        title = f"Item {plain(name)}{self._provenance.marks(node)}: {how}"
        return Item(title, (*under, *last), f"item {quoted(plain(name))}")

    def _by_bands(self, node: BandItem) -> tuple[str, Iterator[Item]]:
        bands = (item(f"{stretch(band)}: {points(band.points)}{_named(band.name)}") for band in node.bands)
        return f"by {self._teller.words(node.measure)}:", bands

    def _by_cases(self, node: CaseItem) -> tuple[str, Iterator[Item]]:
        def cases() -> Iterator[Item]:
            yield from (self._case(case) for case in node.cases)
            yield item(f"{points(node.otherwise)} otherwise")

        how = "the first line that holds gives the points:" if len(node.cases) > 1 else ""
        return how or "points are given as follows:", cases()

    def _by_trial(self, node: TrialItem) -> tuple[str, Iterator[Item]]:
        where = "" if node.where is None or is_vacuous(node.where) else f" if {self._teller.marked(node.where)}"
        how = f"for each trial counted as {self._teller.lexicon.set_names(node.of)}{where}, the sum of:"
        return how, (self._case(case) for case in node.cases)

    def _by_count(self, node: CountItem) -> tuple[str, Iterator[Item]]:
        most = "" if node.ceiling == inf else f", {format_number(node.ceiling)} at most"
        measure = self._teller.words(node.measure).removeprefix("the number of ")
        return f"{points(node.points)} for each of the {measure}{most}.", iter(())

    def _case(self, case: Case) -> Item:
        name = _named(case.name)
        settled = constant(case.when)
        if settled is not None:
            by = self._provenance.readings(case.when.readings)
            return item(f"{points(case.points)}{name}: {'always' if settled else 'not'} given by default{by}")
        return item(f"{points(case.points)}{name} if {self._teller.marked(case.when)}")


def points(number: float) -> str:
    """``1 point``, ``0.5 points``."""
    return f"{format_number(number)} {'point' if number == 1 else 'points'}"


def stretch(band: Band) -> str:
    """The numbers of a band."""
    return range_in_words(band.lower, band.upper, lower_open=band.lower_open, upper_open=band.upper_open)


def _named(name: str) -> str:
    return f" ({name})" if name else ""
