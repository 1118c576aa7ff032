"""Which definitions imply which: for every pair either a proof within a bound, or a history that shows the contrary."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from trd_registry.evaluating.evaluate import evaluate
from trd_registry.loading.registry import Registry
from trd_registry.model.finding import InvalidInput
from trd_registry.model.history import History
from trd_registry.witnessing.asked import Asked, looks_at_dates
from trd_registry.witnessing.constructed import history_data, read_back
from trd_registry.witnessing.enriched import enriched
from trd_registry.witnessing.gives_verdict import gives_verdict
from trd_registry.witnessing.leaves import asked_facts, is_of_patient
from trd_registry.witnessing.options import Filler
from trd_registry.witnessing.plausible import Plausible, plausible
from trd_registry.witnessing.question import Difference, Question
from trd_registry.witnessing.relations import MET, NOT_MET, OPEN, OUTSIDE, Known, Relations
from trd_registry.witnessing.shortest import Search
from trd_registry.witnessing.sides import NotSearchable, Side
from trd_registry.witnessing.smallest import smallest
from trd_registry.witnessing.told_by_solver import Undecided
from trd_registry.witnessing.witness import MOST_TRIALS, NotConfirmed, shows

#: Where a definition needs so many trials or more, the shortest and most usual history takes minutes to find: then any
#: history is taken, and whatever it does not need is left out.
MANY = 4


def searchable(registry: Registry) -> list[Side]:
    """Every released definition that gives a verdict on histories, at its latest version."""
    found = []
    for definition in registry.released():
        try:
            side = Side.of(definition, registry)
        except NotSearchable:
            continue
        if gives_verdict(definition, registry):
            found.append(side)
    return found


def relate_all(
    sides: Sequence[Side],
    registry: Registry,
    *,
    known: Known | None = None,
    usual: Plausible | None = None,
    progress: Callable[[int, int, int], None] | None = None,
) -> Relations:
    """Settles every ordered pair. Whoever interrupts it (Ctrl-C) gets what was found, the rest being open.

    Args:
        sides: The definitions.
        registry: Where they come from.
        known: What need not be searched again.
        usual: What a constructed patient usually looks like.
        progress: Told after each definition: pairs done, all pairs, histories so far.
    """
    search = _Search(sides, registry, usual or plausible(registry.root))
    if known is not None:
        search.take(known)
    with suppress(KeyboardInterrupt):
        search.settle_all(progress or (lambda *_: None))
    search.leave_open()
    return search.found


class _Search:
    """Keeps every history found, since one often settles many pairs."""

    def __init__(self, sides: Sequence[Side], registry: Registry, usual: Plausible) -> None:
        self._sides = sides
        self._registry = registry
        self._usual = usual
        self._facts = frozenset(name for side in sides for name in asked_facts(side.nodes) if is_of_patient(name))
        self._fillers: dict[tuple[int, int], Filler] = {}
        references = [side.definition.reference for side in sides]
        self.found = Relations(references, usual.most_trials, usual.most_dated_trials)
        self._fewest: dict[int, int] = {}

    def take(self, known: Known) -> None:
        """Begins with what an earlier run found out."""
        for history in known.histories:
            self.add(history)
        numbers = {reference: number for number, reference in enumerate(self.found.references)}
        for pairs, found in ((known.in_scope, self.found.in_scope), (known.implied, self.found.implied)):
            found |= {(numbers[one], numbers[other]) for one, other in pairs if {one, other} <= numbers.keys()}
        self.found.in_scope |= self.found.implied
        self.found.more_trials |= {one: bound for one, bound in known.more_trials.items() if one in numbers}

    def settle_all(self, progress: Callable[[int, int, int], None]) -> None:
        """Every pair in turn.

        Histories without dates first: they are found soon, and many show a difference of definitions that look at
        dates.
        """
        numbers = range(len(self._sides))
        pairs = [(one, other) for one in numbers for other in numbers if one != other]
        for dates in (False, True):
            for number, (one, other) in enumerate(pairs, start=1):
                with suppress(Undecided):
                    self.settle(one, other, dates=dates)
                if number % len(self._sides) == 0:
                    progress(number, len(pairs), len(self.found.histories))

    def leave_open(self) -> None:
        """Says of every pair that nothing was found out about that it is open."""
        numbers = range(len(self._sides))
        for one in numbers:
            for other in numbers:
                is_shown = self._shows(one, other, "not_met") is not None
                if (one, other) in self.found.in_scope:
                    is_shown = (one, other) in self.found.implied or self._shows(one, other, "outside") is not None
                if one != other and not is_shown:
                    self.found.open.add((one, other))

    def settle(self, one: int, other: int, *, dates: bool) -> None:
        """Finds a history or a proof, first within the scope of the other, then at all.

        Without ``dates`` a pair that looks at them stays open where no history without dates shows a difference.
        """
        pair = (one, other)
        if pair in self.found.implied or self._shows(one, other, "not_met") is not None:
            return
        stays_open = not dates and self._looks_at_dates(one, other)
        if pair not in self.found.in_scope:
            if not self._follows(one, other, self.found.in_scope):
                if self._find(one, other, "not_met", dates=dates):
                    return
                if stays_open:
                    return
            self.found.in_scope.add(pair)
        if self._shows(one, other, "outside") is not None:
            return
        if not self._follows(one, other, self.found.implied):
            if self._find(one, other, "outside", dates=dates):
                return
            if stays_open:
                return
        self.found.implied.add(pair)

    def _looks_at_dates(self, one: int, other: int) -> bool:
        return any(looks_at_dates(self._sides[at]) for at in (one, other))

    def _follows(self, one: int, other: int, known: set[tuple[int, int]]) -> bool:
        """Whether it follows from what is proved: the one implies a third, and that the other."""
        return any((one, third) in self.found.implied and (third, other) in known for third in range(len(self._sides)))

    def _find(self, one: int, other: int, how: Difference, *, dates: bool) -> bool:
        """Whether a history shows it: the shortest one is kept."""
        left, right = self._sides[one], self._sides[other]
        key = (id(left.vocabularies), id(right.vocabularies))
        filler = self._fillers.setdefault(key, Filler([left.vocabularies, right.vocabularies]))
        search = Search(Asked.by([left, right]), filler, self._usual, self._bound(one))
        if dates and search.asked.dated:
            search = replace(search, most=max(self.found.dated_trials, self._needed(one) + 1))
        else:
            search = search.undated()
        is_long = self._needed(one) >= MANY
        find = search.some if is_long else search.shortest
        found = find(how) if is_long or search.exists(how) else None
        if found is None:
            return False
        data = history_data(found, f"witness-{len(self.found.histories) + 1}", self._usual)
        if is_long:
            data = smallest(data, lambda less: shows(how, less, (left, right), self._registry))
        if not self.add(self._enriched(data)) or self._shows(one, other, how) is None:
            self.add(data)
        if self._shows(one, other, how) is None:
            raise NotConfirmed(f"{left.definition.reference} and {right.definition.reference}: {data}", "")
        return True

    def _shows(self, one: int, other: int, how: Difference) -> int | None:
        return self.found.shown(one, other, NOT_MET if how == "not_met" else OUTSIDE)

    def _bound(self, one: int) -> int:
        """Up to how many trials are searched: more than usual where the definition needs so many or more."""
        needed = self._needed(one)
        if needed < self.found.trials:
            return self.found.trials
        self.found.more_trials[self.found.references[one]] = needed + 1
        return needed + 1

    def _needed(self, one: int) -> int:
        """How many trials the definition needs at least; raises Undecided where no number that is tried meets it."""
        if one not in self._fewest:
            side = self._sides[one]
            asked = Asked.by([side, side])
            fewest = self._fewest_of(replace(asked, dated=False), side)
            # Some cannot be met without dates.
            self._fewest[one] = self._fewest_of(asked, side) if fewest < 0 and asked.dated else fewest
        if self._fewest[one] < 0:
            raise Undecided(f"No history meets {self.found.references[one]} within {MOST_TRIALS} trials.", "")
        return self._fewest[one]

    def _fewest_of(self, asked: Asked, side: Side) -> int:
        filler = Filler([side.vocabularies, side.vocabularies])
        numbers = range(MOST_TRIALS + 1)
        return next((number for number in numbers if Question(asked, filler, self._usual, number).can_be_met()), -1)

    def _enriched(self, data: Mapping[str, Any]) -> dict[str, Any]:
        return enriched(data, self._facts, self._usual, self._registry.vocabularies)

    def add(self, data: Mapping[str, Any]) -> bool:
        """Judges a history by every definition and keeps it; False where no reader would take it."""
        try:
            letters = settled(data, self._sides, self._registry)
        except InvalidInput:
            return False
        self.found.histories.append(data)
        self.found.verdicts.append(letters)
        return True


def settled(data: Mapping[str, Any], sides: Sequence[Side], registry: Registry) -> str:
    """What every definition says of a history, one letter each; raises InvalidInput where no reader would take it."""
    history = read_back(data, registry.vocabularies)
    return "".join(_letter(history, side, registry) for side in sides)


def _letter(history: History, side: Side, registry: Registry) -> str:
    patient, vocabularies = registry.as_pinned(history, side.definition)
    result = evaluate(patient, side.definition, vocabularies, side.readings, ask=False)
    if result.applicable is False:
        return OUTSIDE
    if result.applicable is None:
        return OPEN
    return {"met": MET, "not_met": NOT_MET}.get(result.verdict or "", OPEN)
