"""A condition can never be met."""

from collections.abc import Iterator

from trd_registry.checking.possible import World, world_of
from trd_registry.checking.rule import BoundRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.finding import Finding
from trd_registry.model.rules import Criterion, Rules, Tiers


class NeverMet(BoundRule):
    """A condition can never be met."""

    code = "TRD416"
    title = "A condition can never be met"
    why = "It contradicts itself: no patient or trial could ever meet it."
    remedy = "Look for bounds or categories that exclude one another."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        if subject.vocabularies is None:
            return
        lost = [set(_impossible(tree, world_of(tree, subject.vocabularies))) for tree in subject.trees]
        for place, what in sorted(set.intersection(*lost)):
            yield self.at(subject.document, subject.document.path_of(place), f"{what} can never be met.")


def _impossible(tree: Rules, world: World) -> Iterator[tuple[str, str]]:
    for name in world.empty_sets:
        yield f"/trials/{name}", f"The trial set {name!r}"
    if tree.scope is not None and not world.can_be((tree.scope, True)):
        yield "/scope", "The scope"
    if isinstance(tree.outcome, Criterion) and not world.can_be((tree.outcome.condition, True)):
        yield "/criterion", "The criterion"
    if isinstance(tree.outcome, Tiers):
        for tier in tree.outcome.tiers:
            if not world.can_be((tier.when, True)):
                yield tier.place, f"The class {tier.name!r}"
