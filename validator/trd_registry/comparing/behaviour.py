"""What two versions of a definition say of the same histories, and the step of the version that this needs.

A change is judged by what it does: both versions are run over every history at hand under their default
readings, and any answer that is not the same needs MAJOR, however small the change looks.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from trd_registry.comparing.documents import Change, changes_between
from trd_registry.comparing.versions import Bump, needed_by_documents
from trd_registry.evaluating.result import Result
from trd_registry.model.definition import Definition
from trd_registry.model.history import History

#: Judges a history by a definition with the vocabularies that the definition pins; None where these do not know
#: a name that the history uses.
Judge = Callable[[History, Definition], Result | None]

Origin = Literal["corpus", "reference", "case"]

#: What is compared. Traces and missing facts may change with the way in which a rule is written.
ANSWER = ("applicable", "verdict", "score", "bands", "stages", "tiers")


#: What two different definitions can be compared in: their stages and scores are their own.
VERDICT = ("applicable", "verdict")


@dataclass(frozen=True, slots=True)
class Situation:
    """A history to run versions on, and where it comes from."""

    name: str
    origin: Origin
    history: History


@dataclass(frozen=True, slots=True)
class Difference:
    """A history on which the two versions do not give the same answer."""

    situation: Situation
    left: Result
    right: Result

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts of the answer that are not the same."""
        compared = ANSWER if self.left.definition == self.right.definition else VERDICT
        return tuple(part for part in compared if getattr(self.left, part) != getattr(self.right, part))


@dataclass(frozen=True, slots=True)
class Need:
    """The smallest step of the version that two versions need between them, and what asks for it."""

    bump: Bump
    changes: tuple[Change, ...]
    differences: tuple[Difference, ...]
    #: The changes that ask for the step; none where it is asked for by what the versions answer.
    because: tuple[Change, ...]


def differences(
    left: Definition, right: Definition, situations: Iterable[Situation], judge: Judge
) -> tuple[Difference, ...]:
    """Every situation that the two do not judge alike; none where one of them cannot judge at all.

    What one of them cannot read, such as a drug that came into the vocabulary later, tells nothing.
    """
    if not (left.is_executable and right.is_executable):
        return ()
    judged = ((one, judge(one.history, left), judge(one.history, right)) for one in situations)
    found = (Difference(one, ours, theirs) for one, ours, theirs in judged if ours and theirs)
    return tuple(one for one in found if one.parts)


def need_between(left: Definition, right: Definition, situations: Sequence[Situation], judge: Judge) -> Need:
    """The step of the version from the left definition to the right one."""
    changes = changes_between(left.document, right.document)
    # Comments and line breaks change no document, and equal documents answer alike.
    differing = differences(left, right, situations, judge) if changes else ()
    largest, because = needed_by_documents(changes)
    if differing and largest < Bump.MAJOR:
        return Need(Bump.MAJOR, changes, differing, ())
    return Need(largest, changes, differing, because)
