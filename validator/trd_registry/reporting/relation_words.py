"""How one definition relates to another by their rules alone, in a sentence."""

from collections.abc import Mapping

from trd_registry.witnessing.relations import DIFFERS, IMPLIES, IN_SCOPE, NOT_SETTLED, Relations

WORDS: Mapping[str, str] = {
    IMPLIES: "Whoever meets {one} meets {other}.",
    IN_SCOPE: "Whoever meets {one} meets {other}, unless {other} does not speak of the patient.",
    DIFFERS: "A patient can meet {one} and not {other}.",
    NOT_SETTLED: "Whether whoever meets {one} meets {other} is not settled.",
}


def relation_in_words(relations: Relations, one: str, other: str, names: Mapping[str, str] | None = None) -> str:
    """What the rules of the one imply for the other; empty for definitions whose relation was not worked out.

    Args:
        relations: What was worked out.
        one: Reference of the definition that is met.
        other: Reference of the definition that is asked about.
        names: What references are called; else by their references.
    """
    relation = relations.between(one, other)
    called = names or {}
    return WORDS[relation].format(one=called.get(one, one), other=called.get(other, other)) if relation else ""
