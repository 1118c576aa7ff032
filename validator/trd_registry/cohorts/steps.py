"""The steps of a definition that a patient passes one after another: its scope, then its criterion."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from trd_registry.english.in_words import lexicon_of, teller_for
from trd_registry.model.definition import Definition
from trd_registry.model.nodes import All, Condition
from trd_registry.model.rules import Criterion, Rules
from trd_registry.model.vocabulary import Vocabularies

_INDEX = "there is the event in the record from which days are counted"

Part = Literal["scope", "criterion"]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is asked of a patient, under one combination of readings or more."""

    part: Part
    #: In English.
    label: str
    #: The condition, in each combination of readings; none where it is asked whether there is an index event.
    nodes: tuple[Condition, ...]


def steps_of(definition: Definition, rules: Sequence[Rules], vocabularies: Vocabularies) -> tuple[Step, ...]:
    """The parts of its scope and of its criterion; stages, tiers and scores have no criterion to take apart."""
    teller = teller_for(lexicon_of(definition, vocabularies), rules=rules[0])
    found = []
    if any(one.records is not None and one.records.index is not None for one in rules):
        found.append(Step("scope", _INDEX, ()))
    wholes: list[tuple[Part, list[Condition | None]]] = [
        ("scope", [one.scope for one in rules]),
        (
            "criterion",
            [one.outcome.condition if isinstance(one.outcome, Criterion) else None for one in rules],
        ),
    ]
    for part, conditions in wholes:
        present = [one for one in conditions if one is not None]
        if len(present) < len(rules):
            continue
        found += [Step(part, teller.words(nodes[0]), nodes) for nodes in _taken_apart(present)]
    return tuple(found)


def parts_of(condition: Condition) -> tuple[Condition, ...]:
    """What must hold all together; nothing for a condition that asks for nothing."""
    if not isinstance(condition, All):
        return (condition,)
    return tuple(part for part in condition.parts if not (isinstance(part, All) and not part.parts))


def _taken_apart(conditions: Sequence[Condition]) -> list[tuple[Condition, ...]]:
    """The parts side by side; the whole as one part where a reading changes how many there are."""
    apart = [parts_of(one) for one in conditions]
    if len({len(parts) for parts in apart}) == 1:
        return list(zip(*apart, strict=True))
    return [tuple(conditions)]
