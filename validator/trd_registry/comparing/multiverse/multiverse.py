"""Whether a verdict depends on interpretation: one history under every combination of readings of a definition."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from trd_registry.comparing.multiverse.answers import Answer, answers_of, merged, result_of
from trd_registry.comparing.multiverse.diagrams import Diagram, TooLarge
from trd_registry.comparing.multiverse.drawn import drawn
from trd_registry.comparing.multiverse.lifting import Space
from trd_registry.comparing.multiverse.turning import Change, Turning, Usual
from trd_registry.evaluating.evaluate import settled_rules
from trd_registry.evaluating.result import Result
from trd_registry.model.combinations import Combinations, combinations_of
from trd_registry.model.definition import Definition
from trd_registry.model.history import History
from trd_registry.model.vocabulary import Vocabularies

#: So many different diagrams are kept before combinations are drawn instead.
MOST_DIAGRAMS = 200_000

#: So many combinations are drawn where not all can be told together.
DRAWN = 1000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is said under some of the combinations, taken together as where a reading is left open."""

    #: Under how many combinations.
    combinations: int
    #: Its verdict and scope are those of each of them; score, stages, bands and tiers hold what each of them gives.
    result: Result


@dataclass(frozen=True, slots=True)
class Multiverse:
    """One history under all combinations of options of the readings of a definition."""

    #: How many combinations there are.
    combinations: int
    #: How many of them the outcomes stand for: all, or those that were drawn.
    judged: int
    #: The readings that were varied.
    varied: tuple[str, ...]
    #: The readings that were fixed by whoever asks, with their options.
    fixed: Mapping[str, str]
    #: By scope and verdict, the most frequent first; by the whole answer where the definition gives no verdict.
    outcomes: tuple[Outcome, ...]
    #: Single readings that turn the answer under the usual options, with the result after the change.
    single: tuple[Change, ...]
    #: Where no single one does, the smallest sets of readings that turn it together.
    together: tuple[Change, ...]
    #: Whether there are more such sets than are named.
    more: bool = False

    @property
    def is_complete(self) -> bool:
        """Whether all combinations were judged."""
        return self.judged == self.combinations

    @property
    def is_the_same(self) -> bool:
        """Whether every combination that was judged says the same."""
        return len(self.outcomes) == 1 and not self.single and not self.together


def multiverse(
    history: History,
    definition: Definition,
    vocabularies: Vocabularies,
    fixed: Mapping[str, str] | None = None,
    *,
    most: int = MOST_DIAGRAMS,
    draw: int = DRAWN,
) -> Multiverse:
    """Judges a history under every combination of options.

    Args:
        history: As the definition reads it (`Registry.as_pinned`).
        definition: An executable one.
        vocabularies: Those that it pins.
        fixed: Readings that keep one option; every other is varied.
        most: How much may be kept while all combinations are judged at once (see `Diagrams`). Where that is not
            enough, every single change is judged, and combinations that are drawn.
        draw: How many combinations are drawn then.

    Raises NotExecutable for a record, UnknownReading and UnknownOption for what the definition does not have.
    """
    chosen = dict(fixed or {})
    combinations = combinations_of(definition, chosen)
    settled_rules(definition, chosen)
    space = Space(combinations, most)
    told = _Told(history, definition, combinations, chosen)
    try:
        return told.whole(space, answers_of(definition, history, vocabularies, space))
    except TooLarge:
        found = drawn(history, definition, vocabularies, combinations, draw)
        return told.drawn(found.counts, found.single, found.usual)


def key_of(answer: Answer) -> Hashable:
    """What of an answer is compared: scope and verdict, or all of it where the definition gives no verdict."""
    if answer.applicable is False or answer.gives_verdict:
        return (answer.applicable, answer.verdict)
    return answer


class _Told:
    """Puts the answers of combinations into words that others read."""

    def __init__(
        self, history: History, definition: Definition, combinations: Combinations, fixed: Mapping[str, str]
    ) -> None:
        self._history = history
        self._definition = definition
        self._combinations = combinations
        self._fixed = fixed

    def whole(self, space: Space, diagram: Diagram) -> Multiverse:
        """All combinations."""
        turning = self._turning(space, diagram)
        return self._made(space.diagrams.counts(diagram), self._combinations.number, turning)

    def drawn(
        self, counts: Mapping[Answer, int], changes: Mapping[tuple[str, str], Answer], usual: Answer
    ) -> Multiverse:
        """Some of them: those that were drawn, and every single change."""
        single = tuple(
            Change({name: option}, answer)
            for (name, option), answer in changes.items()
            if key_of(answer) != key_of(usual)
        )
        return self._made(counts, sum(counts.values()), Turning(single, ()))

    def _turning(self, space: Space, diagram: Diagram) -> Turning:
        """A reading without a default is usually left open: one more branch, in which its options are merged."""
        names = self._combinations.varied
        options = tuple(self._combinations.options[name] for name in names)
        usual = [self._combinations.usual[name] for name in names]
        levels = [level for level, option in enumerate(usual) if option is None]
        places = tuple(
            len(mine) if option is None else mine.index(option) for mine, option in zip(options, usual, strict=True)
        )
        diagrams, opened = space.diagrams.opened(diagram, levels, self._merged)
        return Usual(diagrams, names, options, places, key_of).turning(opened)

    def _merged(self, *answers: Answer) -> Answer:
        return merged(list(dict.fromkeys(answers)), self._history, self._definition)

    def _made(self, counts: Mapping[Answer, int], judged: int, turning: Turning) -> Multiverse:
        groups: dict[Hashable, list[Answer]] = {}
        for answer in counts:
            groups.setdefault(key_of(answer), []).append(answer)
        outcomes = [Outcome(sum(counts[one] for one in answers), self._result(answers)) for answers in groups.values()]
        outcomes.sort(key=lambda one: (-one.combinations, str(one.result.verdict), str(one.result.score)))
        return Multiverse(
            combinations=self._combinations.number,
            judged=judged,
            varied=self._combinations.varied,
            fixed=self._fixed,
            outcomes=tuple(outcomes),
            single=tuple(Change(one.options, self._result([one.says])) for one in turning.single),
            together=tuple(Change(one.options, self._result([one.says])) for one in turning.together),
            more=turning.more,
        )

    def _result(self, answers: list[Answer]) -> Result:
        return result_of(answers, self._history, self._definition)
