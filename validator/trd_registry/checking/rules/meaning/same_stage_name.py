"""Two stages have the same name."""

from collections.abc import Iterator

from trd_registry.checking.rule import BoundRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.finding import Finding
from trd_registry.model.rules import BandedStages, Ladder, Outcome, Score, Tiers


class SameStageName(BoundRule):
    """Two stages have the same name."""

    code = "TRD418"
    title = "Two stages have the same name"
    why = "A result could not say which one is meant."
    remedy = "Give each stage, class or band a name of its own."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        for tree in subject.trees:
            seen: dict[str, str] = {}
            for place, name in _names(tree.outcome):
                if name and seen.setdefault(name, place) != place:
                    message = f"There is another stage, class or band called {name!r}."
                    yield self.at(subject.document, subject.document.path_of(place), message)


def _names(outcome: Outcome) -> Iterator[tuple[str, str]]:
    match outcome:
        case Ladder():
            yield "/stages/below", outcome.below
            yield from ((rung.place, rung.name) for rung in outcome.rungs)
        case Tiers():
            yield from ((tier.place, tier.name) for tier in outcome.tiers)
        case BandedStages() | Score():
            yield from ((band.place, band.name) for band in outcome.bands)
