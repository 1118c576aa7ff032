"""A criterion is always met."""

from collections.abc import Iterator

from trd_registry.checking.possible import World, world_of
from trd_registry.checking.rule import BoundRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.finding import Finding
from trd_registry.model.rules import Criterion, Rules, Tiers


class AlwaysMet(BoundRule):
    """A criterion is always met."""

    code = "TRD417"
    title = "A criterion is always met"
    why = "It tells no two patients apart."
    remedy = "Say what the publication asks for; an option that asks for nothing belongs to one part only."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        if subject.vocabularies is None:
            return
        for place, what in _all_wide(subject):
            yield self.at(subject.document, subject.document.path_of(place), f"{what} is met by everybody.")


def _all_wide(subject: DefinitionFile) -> list[tuple[str, str]]:
    assert subject.vocabularies is not None
    wide = [set(_certain(tree, world_of(tree, subject.vocabularies))) for tree in subject.trees]
    return sorted(set.intersection(*wide))


def _certain(tree: Rules, world: World) -> Iterator[tuple[str, str]]:
    if isinstance(tree.outcome, Criterion) and not world.can_be((tree.outcome.condition, False)):
        yield "/criterion", "The criterion"
    if isinstance(tree.outcome, Tiers):
        for tier in tree.outcome.tiers:
            if not world.can_be((tier.when, False)):
                yield tier.place, f"The class {tier.name!r}"
