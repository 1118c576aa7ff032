"""How alike definitions are in what they say of the same histories, whatever is written in them.

Agreement is counted on the histories that both definitions judge to be met or not met. A history that one of them
leaves open, or of which it does not speak, is in no table; how many there are is said, and the bounds show how far
those left open could move the share.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from trd_registry.comparing.agreement import Estimate, PairTable, kappa_of, percent_agreement
from trd_registry.comparing.agreement_bounds import Bounds, percent_bounds
from trd_registry.evaluating.result import Result
from trd_registry.model.truth import Truth

#: ``out``: the definition does not speak of this patient. ``no_cut``: it stages or scores, and gives no cut for TRD.
#: ``unread``: it pins a vocabulary that does not know a name in the history.
Kind = Literal["met", "not_met", "open", "out", "no_cut", "unread"]
KINDS: tuple[Kind, ...] = ("met", "not_met", "open", "out", "no_cut", "unread")
_KNOWN = {"met", "not_met", "out"}

#: On fewer histories than this a share says little, and a pair is not ranked.
LEAST = 10


@dataclass(frozen=True, slots=True)
class Answer:
    """What a definition says of a history, as far as it can be compared with what another says."""

    kind: Kind
    #: The verdict itself; known for an open answer too, where it is the scope that is open.
    verdict: Truth = None
    #: Whether the patient may turn out to be one of whom the definition does not speak.
    may_be_out: bool = False

    @property
    def is_decided(self) -> bool:
        """Whether it is certainly met or certainly not met."""
        return self.kind in ("met", "not_met")


def answer_of(result: Result | None) -> Answer:
    """The answer in a result; None is a history that the definition cannot read."""
    if result is None:
        return Answer("unread")
    if result.applicable is False:
        return Answer("out")
    if result.verdict is None:
        return Answer("no_cut")
    may_be_out = result.applicable is None
    if result.verdict == "indeterminate":
        return Answer("open", None, may_be_out)
    verdict = result.verdict == "met"
    return Answer("open" if may_be_out else result.verdict, verdict, may_be_out)


@dataclass(frozen=True)
class Likeness:
    """Two definitions on the same histories."""

    left: str
    right: str
    #: Histories that both decide, by their verdicts.
    table: PairTable
    #: Histories that one of the two leaves open, or both do, and neither is silent on.
    open: int
    #: Histories of which one of the two does not speak, gives no cut or cannot read them.
    apart: int
    #: Lowest and highest share judged alike, however the open ones are settled.
    bounds: Bounds

    @property
    def decided(self) -> int:
        """Histories that both decide."""
        return self.table.persons

    @property
    def alike(self) -> int:
        """Histories on which both decide the same."""
        return self.table.both + self.table.neither

    @cached_property
    def agreement(self) -> Estimate:
        """Share of the decided ones, 0 to 1, with its 95 % interval."""
        return percent_agreement(self.table)

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa; None where all histories are in one cell of agreement, or there are none."""
        table = self.table
        return kappa_of(table.both, table.first, table.second, table.neither)


def likeness(left: str, right: str, ours: Sequence[Answer], theirs: Sequence[Answer]) -> Likeness:
    """Two rows of answers to the same histories in the same order."""
    cells: Counter[tuple[Truth, Truth]] = Counter()
    left_open: Counter[tuple[Truth, Truth, bool]] = Counter()
    apart = 0
    for one, other in zip(ours, theirs, strict=True):
        if one.is_decided and other.is_decided:
            cells[one.verdict, other.verdict] += 1
        elif {one.kind, other.kind} <= {"met", "not_met", "open"}:
            left_open[one.verdict, other.verdict, one.may_be_out or other.may_be_out] += 1
        else:
            apart += 1
    table = PairTable(cells[True, True], cells[True, False], cells[False, True], cells[False, False])
    everybody = left_open + Counter({(*key, False): number for key, number in cells.items()})
    return Likeness(left, right, table, left_open.total(), apart, percent_bounds(everybody))


def by_nearness(found: Sequence[Likeness], least: int = LEAST) -> list[Likeness]:
    """The most alike first, of the pairs that decide enough histories in common.

    Ranked by kappa, since two definitions that are hardly ever met agree by chance; where chance alone agrees always,
    and among equals, by the lower end of the interval of the share, so that thirty of thirty stand before ten of ten.
    """
    enough = [one for one in found if one.decided >= least]
    return sorted(enough, key=lambda one: (-(one.kappa or 0.0), -(one.agreement.lower or 0.0), one.left, one.right))


def by_distance(found: Sequence[Likeness], least: int = LEAST) -> list[Likeness]:
    """The most unlike first, ranked by the upper end of the interval of the share."""
    enough = [one for one in found if one.decided >= least]
    return sorted(enough, key=lambda one: (one.agreement.upper or 0.0, one.left, one.right))


def each_once(ranked: Iterable[Likeness], number: int) -> list[Likeness]:
    """The first pairs of a ranking in which every definition stands but once, so that one does not fill the list."""
    found: list[Likeness] = []
    named: set[str] = set()
    for one in ranked:
        if len(found) < number and named.isdisjoint((one.left, one.right)):
            found.append(one)
            named |= {one.left, one.right}
    return found


def distance(ours: Sequence[Answer], theirs: Sequence[Answer], least: int = LEAST) -> float | None:
    """Share of different answers, 0 to 1, among those that say met, not met or out of scope on both sides.

    It orders pictures. None where there are fewer such answers than ``least``.
    """
    both = [(one.kind, other.kind) for one, other in zip(ours, theirs, strict=True)]
    known = [pair for pair in both if _KNOWN.issuperset(pair)]
    return sum(one != other for one, other in known) / len(known) if len(known) >= least else None


def nearest(
    name: str, row: Sequence[Answer], rows: Mapping[str, Sequence[Answer]], number: int, least: int = LEAST
) -> list[Likeness]:
    """The definitions that answer most like one, which need not be among them.

    Args:
        name: What the definition is called; an entry of this name in ``rows`` is left out.
        row: Its answers.
        rows: The answers of all others to the same histories in the same order.
        number: How many to find.
        least: How many histories both must decide.
    """
    found = [likeness(name, other, row, theirs) for other, theirs in rows.items() if other != name]
    return by_nearness(found, least)[:number]
