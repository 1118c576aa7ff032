"""Two definitions, versions or readings of one: every way in which they differ, each with its shortest history."""

from dataclasses import dataclass

from trd_registry.loading.registry import Registry
from trd_registry.model.errors import RegistryError
from trd_registry.witnessing.gives_verdict import gives_verdict
from trd_registry.witnessing.sides import Side
from trd_registry.witnessing.witness import Direction, differing_answer, witness


@dataclass(frozen=True)
class AtHand:
    """That histories at hand were looked at, because the rules cannot be searched: what is not found may exist."""

    histories: int
    why: str


@dataclass(frozen=True)
class Contrast:
    """What was found in each direction."""

    left: Side
    right: Side
    #: Met by the left and not by the right, then the other way round; or the one question whether their answers differ.
    directions: tuple[Direction, ...]
    #: Where not every history was searched, what was looked at.
    at_hand: AtHand | None = None

    @property
    def are_equivalent(self) -> bool:
        """Whether they do not differ on any history within the bound; never where there was no bound."""
        return self.at_hand is None and all(one.witness is None for one in self.directions)


def contrast(left: Side, right: Side, registry: Registry, *, most: int = 0) -> Contrast:
    """Searches both directions; of one definition also whether stages or scores differ where verdicts do not.

    Raises RegistryError where the two are different definitions and one gives no verdict: there is nothing in which
    they could be compared. NotSearchable for rules that the search cannot look through.
    """
    found: tuple[Direction, ...] = ()
    if refuse_without_verdict(left, right, registry):
        found = (
            witness(left, right, registry, most=most),
            witness(right, left, registry, most=most),
        )
    if left.definition.id == right.definition.id and all(one.witness is None for one in found):
        found = (*found, differing_answer(left, right, registry, most=most))
    return Contrast(left, right, found)


def refuse_without_verdict(left: Side, right: Side, registry: Registry) -> bool:
    """Whether both give a verdict; raises RegistryError for two definitions of which one does not."""
    silent = [side.definition.reference for side in (left, right) if not gives_verdict(side.definition, registry)]
    if silent and left.definition.id != right.definition.id:
        message = f"{' and '.join(dict.fromkeys(silent))} gives no verdict: its authors give no cut for TRD."
        remedy = "Stages and scores of different methods have no common measure; compare two readings or versions."
        raise RegistryError(message, remedy)
    return not silent
