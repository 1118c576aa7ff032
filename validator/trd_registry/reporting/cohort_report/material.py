"""What all parts of the report are made from: counted once, before anything is suppressed."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from trd_registry.cohorts.counting.evaluated import Evaluated, Ran
from trd_registry.cohorts.counting.states import Crossed, Judged, State, cross, judge_sets
from trd_registry.loading.registry import FAMILIES, Registry
from trd_registry.model.errors import RegistryError
from trd_registry.reporting.cohort_report.cells import counted
from trd_registry.reporting.cohort_report.choice import load_choice
from trd_registry.reporting.cohort_report.suppressing import is_small
from trd_registry.reporting.cohort_report.suppressing_pairs import told_by_nesting
from trd_registry.witnessing.relations import Relations
from trd_registry.witnessing.stored import relations_at

#: How many definitions the page sets against each other where none are named.
FEATURED = 12

Pair = tuple[str, str]


@dataclass(frozen=True)
class Options:
    """What the reader of the report asked for."""

    #: ``id`` or ``id@version`` of the definitions that the page sets against each other.
    definitions: Sequence[str] = ()
    #: Pairs whose reclassification is shown.
    reclassify: Sequence[Pair] = ()
    #: Counts from one to one less than this are not shown.
    least: int = 0


class Material:
    """The counts.

    Args:
        evaluated: The results.
        options: What was asked for.
        progress: Told how many more definitions were read, and then again how many were crossed with others.

    Raises RegistryError where a definition that is named was not run, or fewer persons than the least count are there.
    """

    def __init__(self, evaluated: Evaluated, options: Options, progress: Callable[[int], None] | None = None) -> None:
        self.evaluated = evaluated
        self.least = options.least
        if evaluated.persons < max(self.least, 1):
            remedy = "Choose a smaller --min-cell." if evaluated.persons else ""
            raise RegistryError(f"The cohort has {counted(evaluated.persons, 'person')}: nothing can be shown.", remedy)
        named = [evaluated.find(name) for name in options.definitions]
        pairs = [(evaluated.find(one), evaluated.find(other)) for one, other in options.reclassify]
        self.judged: Mapping[str, Judged] = judge_sets(evaluated, progress)
        for ran in [*(one for pair in pairs for one in pair), *named]:
            if ran.reference not in self.judged and any(ran in pair for pair in pairs):
                raise RegistryError(f"{ran.reference} gives no verdict, so nobody can be reclassified by it.")
        self.choice = load_choice()
        self.is_chosen = bool(named)
        self.featured: Sequence[Ran] = list(dict.fromkeys(named)) or self._featured()
        self.reclassified = pairs or self._reclassified()
        self.crossed: Mapping[Pair, Crossed] = self._crossed(progress)
        self._told = self._told_by_others() if self.least > 1 else set()
        self.registry = Registry()

    def _crossed(self, progress: Callable[[int], None] | None) -> dict[Pair, Crossed]:
        found: dict[Pair, Crossed] = {}
        several = list(self.judged.values())
        for place, one in enumerate(several):
            for other in several[place + 1 :]:
                found[one.ran.reference, other.ran.reference] = cross(one, other)
            if progress is not None:
                progress(1)
        if progress is not None:
            progress(len(self.evaluated.definitions) - len(several))
        return found

    def _told_by_others(self) -> set[frozenset[str]]:
        squares = {frozenset((one.reference, other.reference)) for one, other in self.reclassified}
        return told_by_nesting(self.judged, self.crossed, squares, self.least)

    def is_told_by_others(self, one: str, other: str) -> bool:
        """Whether nothing of two definitions may be shown, since with other pairs it would tell of a few persons."""
        return frozenset((one, other)) in self._told

    def is_withheld(self, one: str, other: str) -> bool:
        """Whether the agreement of two definitions is not shown."""
        return self.is_told_by_others(one, other) or any(
            is_small(count, self.least) for count in self.crossing(one, other).values()
        )

    @cached_property
    def relations(self) -> Relations:
        """Which published definitions imply which by their rules."""
        return relations_at(self.registry.root)

    def is_as_published(self, ran: Ran) -> bool:
        """Whether it is a definition of the registry, letter by letter, that was run at its default readings."""
        if ran.private or ran.reference not in self.registry.references():
            return False
        definition = self.registry.get(ran.reference)
        defaults = {name: reading.default for name, reading in definition.readings.items()}
        return definition.digest == ran.digest and dict(ran.readings) == defaults

    @property
    def persons(self) -> int:
        """How many persons were judged."""
        return self.evaluated.persons

    @property
    def compared(self) -> list[Judged]:
        """Those that the page sets against each other and that give a verdict, by family."""
        found = [self.judged[one.reference] for one in self.featured if one.reference in self.judged]
        order = list(self.judged)
        return sorted(found, key=lambda one: (family_place(one.ran), order.index(one.ran.reference)))

    @cached_property
    def short(self) -> Mapping[str, str]:
        """Reference -> the id alone, where only one version of it was run."""
        versions = Counter(one.definition for one in self.evaluated.definitions)
        return {
            one.reference: one.definition if versions[one.definition] == 1 else one.reference
            for one in self.evaluated.definitions
        }

    def name_of(self, ran: Ran) -> str:
        """What a definition is called in pictures."""
        return self.short[ran.reference]

    def crossing(self, one: str, other: str) -> Crossed:
        """Persons by what two definitions say of them, the first one first."""
        if (one, other) in self.crossed:
            return self.crossed[one, other]
        if one == other:
            return cross(self.judged[one], self.judged[other])
        return {(here, there): count for (there, here), count in self.crossed[other, one].items()}

    def _featured(self) -> list[Ran]:
        with_verdict = [one.ran for one in self.judged.values()]
        if len(with_verdict) <= FEATURED:
            return list(self.evaluated.definitions) if len(self.evaluated.definitions) <= FEATURED else with_verdict
        known = [ran for name in self.choice.featured for ran in with_verdict if ran.definition == name]
        others = sorted(
            (ran for ran in with_verdict if ran not in known),
            key=lambda ran: (-self.judged[ran.reference].count(State.MET) if not self.least else 0, ran.reference),
        )
        return [*known, *others][:FEATURED]

    def _reclassified(self) -> list[tuple[Ran, Ran]]:
        by_id = {one.ran.definition: one.ran for one in self.judged.values()}
        chosen = [[by_id.get(name) for name in pair] for pair in self.choice.reclassified]
        pairs = [(one, other) for one, other in chosen if one and other and one in self.featured]
        if pairs:
            return pairs
        compared = self.compared[:2]
        return [(compared[0].ran, compared[1].ran)] if len(compared) == 2 else []


def family_place(ran: Ran) -> int:
    """The place of a family in the order of the registry."""
    return FAMILIES.index(ran.family) if ran.family in FAMILIES else len(FAMILIES)


#: What a family is called on the page.
FAMILY_WORDS: Mapping[str, str] = {
    "staging": "Staging methods",
    "consensus": "Consensus and guidelines",
    "regulatory": "Regulators and labels",
    "payer": "Payers",
    "eligibility": "Trial eligibility",
    "phenotypes": "Phenotypes",
}
