"""The history with the fewest trials on which two definitions differ, asked of the solver number by number."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from trd_registry.witnessing.asked import Asked
from trd_registry.witnessing.options import Filler
from trd_registry.witnessing.plausible import Plausible
from trd_registry.witnessing.question import Difference, Question
from trd_registry.witnessing.told_by_solver import Found

#: With so many trials or fewer nearly every pair that differs differs. Small questions are asked one by one first, the
#: question whether any history differs after them: it takes as long as all of them.
FEW = 3


@dataclass(frozen=True)
class Search:
    """Two definitions, and the most trials that a history may have."""

    asked: Asked
    filler: Filler
    usual: Plausible
    most: int

    def shortest(self, how: Difference) -> Found | None:
        """The history with the fewest trials on which they differ, of few trials the most usual; None where none does.

        A history without dates is preferred to one with dates and as many trials.
        """
        kinds = dict.fromkeys([False, self.asked.dated])
        for number in self._numbers(how):
            for dated in kinds:
                asked = replace(self.asked, dated=dated)
                question = Question(asked, self.filler, self.usual, number)
                # With fewer trials there is none, so that in any that is found so many are there.
                found = question.most_usual(how) if number <= FEW else question.some(how)
                if found is not None:
                    return found
        return None

    def some(self, how: Difference) -> Found | None:
        """Any history on which they differ, found much sooner where many trials are needed."""
        return self.question(self.most).some(how)

    def undated(self) -> "Search":
        """The same search among histories without dates."""
        return replace(self, asked=replace(self.asked, dated=False))

    def exists(self, how: Difference) -> bool:
        """Whether they differ in this way on any history within the bound."""
        return self.question(self.most).exists(how)

    def question(self, trials: int) -> Question:
        """The question with so many trials."""
        return Question(self.asked, self.filler, self.usual, trials)

    def _numbers(self, how: Difference) -> Iterator[int]:
        yield from range(min(FEW, self.most) + 1)
        if self.most > FEW and self.exists(how):
            yield from range(FEW + 1, self.most + 1)
