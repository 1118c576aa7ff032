"""Whether a history exists on which two definitions differ, asked of the solver with more and more trials."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Literal

from trd_registry.witnessing.answers import Answer, answers
from trd_registry.witnessing.asked import Asked
from trd_registry.witnessing.laws import laws
from trd_registry.witnessing.logic import Proposition, as_proposition, denied, every, solver, some
from trd_registry.witnessing.options import Filler, Piece, merged
from trd_registry.witnessing.plausible import Plausible
from trd_registry.witnessing.space import Chosen, Slot, Space
from trd_registry.witnessing.told_by_solver import Found, Undecided, augmenting, day_in, taken_in, told_by

#: How two definitions differ. ``not_met``: the left one is met, the right one is not. ``outside``: the left one is met,
#: the right one does not speak of the patient. ``answer``: both speak of the patient, and stage, score or class differ.
Difference = Literal["not_met", "outside", "answer"]

#: Steps of the solver for one question. Steps and not seconds: whether it gives up must not depend on the machine.
PATIENCE = 200_000_000


class Question:
    """Two definitions over one space. Ask it for each way of differing."""

    def __init__(self, asked: Asked, filler: Filler, usual: Plausible, most: int) -> None:
        """``asked`` is what both ask for; where it leaves out dates, only histories without them are looked at."""
        self.usual = usual
        self.space = Space.of(asked, filler, usual, most)
        self.left, self.right = (answers(side, number, self.space) for number, side in enumerate(asked.sides))
        both = (*self.left, *self.right)
        self._is_logic_alone = not any(one.has_sums for one in both)
        self._given = as_proposition(
            every([*laws(self.space, usual), *(one for each in both for one in each.definite)])
        )
        self._solver: Any = self._lasting_solver()

    def _lasting_solver(self) -> Any:
        """One that keeps what it has learnt from question to question."""
        found = solver().SolverFor("QF_FD") if self._is_logic_alone else solver().Solver()
        found.set("rlimit", PATIENCE)
        found.set("random_seed", 0)
        found.add(self._given)
        return found

    def _solver_of_propositions(self) -> Any:
        """One for a single question without numbers, which it answers in a tenth of the time."""
        z3 = solver()
        steps = z3.Then("simplify", "propagate-values", "card2bv", "simplify", "bit-blast", "sat")
        found = steps.solver()
        found.set("rlimit", PATIENCE)
        found.add(self._given)
        return found

    def differing(self, how: Difference) -> Proposition:
        """The proposition that they differ in this way."""
        if how == "answer":
            same_scope = [one.applicable.yes for one in (*self.left, *self.right)]
            return every([*same_scope, some(_unlike(self.left[0], self.right[0]))])
        met = [_yes(answer) for answer in self.left]
        if how == "not_met":
            return every([*met, *(_no(answer) for answer in self.right)])
        return every([*met, *(answer.applicable.no for answer in self.right)])

    def can_be_met(self) -> bool:
        """Whether the left definition can be met at all within the bound."""
        return self._is_possible(every(_yes(answer) for answer in self.left))

    def exists(self, how: Difference) -> bool:
        """Whether they can differ in this way within the bound."""
        return self._is_possible(self.differing(how), is_logic=how != "answer")

    def _is_possible(self, proposition: Proposition, *, is_logic: bool = True) -> bool:
        return self._model(proposition, is_logic=is_logic) is not None

    def _model(self, proposition: Proposition, *, is_logic: bool = True) -> Any:
        """A history of the solver in which it holds; None where there is none."""
        if proposition is False:
            return None
        if not (self._is_logic_alone and is_logic):
            return self._solver.model() if self._can(proposition) else None
        asked = self._solver_of_propositions()
        asked.add(as_proposition(proposition))
        return asked.model() if _answered(asked) else None

    def some(self, how: Difference) -> Found | None:
        """A history on which they differ in this way, neither the shortest nor the most usual; None where none does."""
        model = self._model(self.differing(how), is_logic=how != "answer")
        return None if model is None else told_by(model, self.space)

    def most_usual(self, how: Difference) -> Found | None:
        """The most usual history in which every trial of the space is there; None where none differs so."""
        slots = self.space.slots
        given = every([self.differing(how), *(slot.there for slot in slots)])
        return self._most_usual(given, slots) if self._is_possible(given, is_logic=how != "answer") else None

    def _most_usual(self, given: Proposition, slots: Sequence[Slot]) -> Found:
        """Takes the first option that can be at every point in turn: the same history, whatever the solver tries."""
        self._solver.push()
        try:
            self._settle(given)
            dated = not self._can(denied(self.space.dated))
            self._settle(self.space.dated if dated else denied(self.space.dated))
            patient = [self._first(chosen) for chosen in self.space.patient]
            trials: list[list[Piece]] = []
            for slot in slots:
                given_before = {piece.get("treatment") for pieces in trials for piece in pieces}
                trials.append([self._first(chosen, given_before) for chosen in slot.points])
            links = [self._linked(one, slots) for one in slots]
            days = [self._days(slot) for slot in slots] if dated else []
        finally:
            self._solver.pop()
        pieces = [augmenting(points, link) for points, link in zip(trials, links, strict=True)]
        return Found(merged(*patient), pieces, days)

    def _first(self, chosen: Chosen, given_before: AbstractSet[Any] = frozenset()) -> Piece:
        """The first option that is possible, a treatment that was not given before coming before those that were.

        What the solver has just found is asked for something better only.
        """
        options = chosen.point.options
        order = sorted(range(len(options)), key=lambda at: options[at].piece.get("treatment") in given_before - {None})
        rank = order.index(self._taken(chosen))
        while rank > 0 and self._can(some(chosen.taken[at] for at in order[:rank])):
            rank = order.index(self._taken(chosen))
        self._settle(chosen.taken[order[rank]])
        return options[order[rank]].piece

    def _taken(self, chosen: Chosen) -> int:
        """The option that holds in the history which the solver found last."""
        return taken_in(self._solver.model(), chosen)

    def _linked(self, slot: Slot, slots: Sequence[Slot]) -> int | None:
        """Which trial this one augments."""
        for other in slots:
            link = self.space.links.get((slot.number, other.number))
            if link is not None and self._can(link):
                self._settle(link)
                return other.number
        return None

    def _days(self, slot: Slot) -> tuple[int, int]:
        """The latest days that can be: the end first, then the beginning."""
        ended, began = (self._least(day) for day in (slot.ended, slot.began))
        return began, ended

    def _least(self, day: Any) -> int:
        low, high = 0, self._found_day(day)
        while low < high:
            middle = (low + high) // 2
            if self._can(day <= middle):
                high = self._found_day(day)
            else:
                low = middle + 1
        self._settle(day == high)
        return high

    def _found_day(self, day: Any) -> int:
        return day_in(self._solver.model(), day)

    def _settle(self, proposition: Proposition) -> None:
        """Adds what was found possible; the solver then holds a history again in which it is so."""
        if proposition is not True:
            self._solver.add(as_proposition(proposition))
        if not self._can(True):
            raise Undecided("What was found possible is not.", "")

    def _can(self, proposition: Proposition) -> bool:
        """Whether it can hold; where it can, the solver holds a history in which it does."""
        if proposition is False:
            return False
        is_possible = _answered(self._solver, *([] if proposition is True else [as_proposition(proposition)]))
        if not is_possible and proposition is not True:
            # A failed question leaves no history behind to go on from.
            self._solver.check()
        return is_possible


def _answered(asked: Any, *propositions: Any) -> bool:
    """Raises Undecided where the solver gave up, and KeyboardInterrupt where it was stopped by Ctrl-C."""
    answer = asked.check(*propositions)
    if answer == solver().unknown:
        if "interrupted" in asked.reason_unknown():
            raise KeyboardInterrupt
        raise Undecided("The solver gave up on this pair.", "Try fewer trials: --trials")
    return bool(answer == solver().sat)


def _yes(answer: Answer) -> Proposition:
    return every([answer.applicable.yes, answer.verdict.yes]) if answer.verdict is not None else False


def _no(answer: Answer) -> Proposition:
    return every([answer.applicable.yes, answer.verdict.no]) if answer.verdict is not None else False


def _unlike(left: Answer, right: Answer) -> Iterator[Proposition]:
    """That a stage, score or class that both give is not the same."""
    for name in sorted(left.parts.keys() & right.parts.keys()):
        yield left.parts[name] != right.parts[name]
    if left.verdict is not None and right.verdict is not None:
        yield every([left.verdict.yes, right.verdict.no])
        yield every([left.verdict.no, right.verdict.yes])
