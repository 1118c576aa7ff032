"""The entrance: a node in words, with the tables filled."""

from trd_registry.english import conditions, measures
from trd_registry.english.lexicon import Lexicon
from trd_registry.english.teller import Marks, Teller, no_marks
from trd_registry.model.definition import Definition
from trd_registry.model.nodes import Node
from trd_registry.model.rules import Rules
from trd_registry.model.vocabulary import Vocabularies
from trd_registry.model.walking import possible_values

#: The modules that fill the table of tellers.
TABLES = (conditions, measures)


def lexicon_of(definition: Definition, vocabularies: Vocabularies | None = None) -> Lexicon:
    """The names one definition uses: its own for its trials, those of the vocabularies for the rest."""
    titles = {name: str(entry.get("title", name)) for name, entry in definition.document.get("trials", {}).items()}
    return Lexicon(vocabularies or Vocabularies(), titles)


def teller_for(lexicon: Lexicon | None = None, marks: Marks = no_marks, rules: Rules | None = None) -> Teller:
    """A teller that knows every type of node there is a sentence for; with rules, the kinds of their trials too."""
    teller = Teller(lexicon, marks)
    if rules is not None:
        found = {name: possible_values(one.eligible, "modality") for name, one in rules.trials.items()}
        if rules.records is None:
            # The reader of histories says of every listed trial which roles it may have.
            teller.always_stated |= {"role"}
        teller.kinds = {name: kinds for name, kinds in found.items() if kinds is not None}
    return teller


def in_words(node: Node) -> str:
    """The condition or measure as a phrase, without locators; trial sets by their ids."""
    return Teller().words(node)
