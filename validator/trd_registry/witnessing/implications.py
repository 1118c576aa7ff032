"""Which definitions imply which: for every pair either a proof within a bound, or a history that shows the contrary."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
from trd_registry.witnessing.shortest import Search
from trd_registry.witnessing.sides import NotSearchable, Side
from trd_registry.witnessing.witness import NotConfirmed

#: What a definition says of a history, in one letter: met, not met, out of its scope, or unsettled.
MET, NOT_MET, OUTSIDE, OPEN = "m", "n", "o", "i"

#: How a definition relates to another. ``implies``: whoever meets the one meets the other. ``in_scope``: of the
#: patients that the other speaks of. ``differs``: not even of those.
IMPLIES, IN_SCOPE, DIFFERS = "implies", "in_scope", "differs"


@dataclass
class Relations:
    """What is known of all pairs of some definitions."""

    #: References in order.
    references: Sequence[str]
    #: With so many trials or fewer the search was exhaustive; where a rule looks at dates, with ``dated_trials``, or
    #: one more than the first definition needs.
    trials: int
    dated_trials: int
    #: Histories, and what every definition says of each, one letter a definition.
    histories: list[Mapping[str, Any]] = field(default_factory=list)
    verdicts: list[str] = field(default_factory=list)
    #: Pairs (by their numbers) proved: no history in the second's scope meets the first and not it ...
    in_scope: set[tuple[int, int]] = field(default_factory=set)
    #: ... or at all.
    implied: set[tuple[int, int]] = field(default_factory=set)

    def shown(self, one: int, other: int, says: str) -> int | None:
        """The history with the fewest trials that meets the one and of which the other says so, if there is one."""
        found = [
            (len(self.histories[at].get("trials", ())), at)
            for at, letters in enumerate(self.verdicts)
            if letters[one] == MET and letters[other] in says
        ]
        return min(found)[1] if found else None

    def relation(self, one: int, other: int) -> str:
        """How the one relates to the other."""
        if (one, other) in self.implied:
            return IMPLIES
        return IN_SCOPE if (one, other) in self.in_scope else DIFFERS


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
    before: Iterable[Mapping[str, Any]] = (),
    usual: Plausible | None = None,
    progress: Callable[[int, int, int], None] | None = None,
) -> Relations:
    """Settles every ordered pair.

    Args:
        sides: The definitions.
        registry: Where they come from.
        before: Histories of an earlier run, which are judged anew and save searching.
        usual: What a constructed patient usually looks like.
        progress: Told after each definition: pairs done, all pairs, histories so far.
    """
    settings = usual or plausible(registry.root)
    search = _Search(sides, registry, settings)
    for history in before:
        search.add(history)
    pairs = [(one, other) for one in range(len(sides)) for other in range(len(sides)) if one != other]
    # Histories without dates first: they are found soon, and many show a difference of definitions that look at dates.
    for dates in (False, True):
        for number, (one, other) in enumerate(pairs, start=1):
            search.settle(one, other, dates=dates)
            if progress is not None and number % len(sides) == 0:
                progress(number, len(pairs), len(search.found.histories))
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
        search = Search(Asked.by([left, right]), filler, self._usual, self.found.trials)
        if dates and search.asked.dated:
            most = max(self.found.dated_trials, self._needed(one) + 1)
            found = replace(search, most=most).shortest(how) if replace(search, most=most).exists(how) else None
        else:
            found = search.undated().shortest(how) if search.undated().exists(how) else None
        if found is None:
            return False
        data = history_data(found, f"witness-{len(self.found.histories) + 1}", self._usual)
        if not self.add(self._enriched(data)) or self._shows(one, other, how) is None:
            self.add(data)
        if self._shows(one, other, how) is None:
            raise NotConfirmed(f"{left.definition.reference} and {right.definition.reference}: {data}", "")
        return True

    def _shows(self, one: int, other: int, how: Difference) -> int | None:
        return self.found.shown(one, other, NOT_MET if how == "not_met" else OUTSIDE)

    def _needed(self, one: int) -> int:
        """How many trials the definition needs at least."""
        if one not in self._fewest:
            side = self._sides[one]
            asked = replace(Asked.by([side]), dated=False)
            filler = Filler([side.vocabularies])
            numbers = range(self.found.trials + 1)
            can = (number for number in numbers if Question(asked, filler, self._usual, number).can_be_met())
            self._fewest[one] = next(can, self.found.trials)
        return self._fewest[one]

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
