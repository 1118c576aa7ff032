"""Combinations judged one by one, where there are too many to be told together."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from trd_registry.comparing.multiverse.answers import Answer, merged
from trd_registry.evaluating.evaluate import judge_by
from trd_registry.evaluating.membership import Assessor
from trd_registry.model.binding import bind
from trd_registry.model.combinations import Combinations
from trd_registry.model.definition import Definition
from trd_registry.model.history import History
from trd_registry.model.vocabulary import Vocabularies


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was judged."""

    #: Answer -> under how many of the combinations that were drawn.
    counts: Mapping[Answer, int]
    #: Reading and option -> the answer with this one change.
    single: Mapping[tuple[str, str], Answer]
    #: The answer under the usual options.
    usual: Answer


def drawn(
    history: History, definition: Definition, vocabularies: Vocabularies, combinations: Combinations, number: int
) -> Drawn:
    """Judges every single change, and so many combinations drawn by a fixed rule (`Combinations.spread`)."""

    def answer(choices: Mapping[str, str]) -> Answer:
        # Not kept with the definition, as its own rules are: these would be very many.
        states = [history]
        found = judge_by(bind(definition.document, choices), history, vocabularies, Assessor(), states)
        return Answer(False) if found.applicable is False else Answer.of(found.applicable, found.judgement)

    def spanning(changed: Mapping[str, str]) -> Answer:
        """The readings that have no default and are not changed are left open."""
        taken = {name: option for name, option in combinations.usual.items() if option is not None}
        several = [answer(choices) for choices in definition.settle({**taken, **changed})]
        return several[0] if len(several) == 1 else merged(list(dict.fromkeys(several)), history, definition)

    return Drawn(
        Counter(map(answer, combinations.spread(number))),
        {(name, option): spanning({name: option}) for name, option in combinations.single_changes()},
        spanning({}),
    )
