"""A definition told in words, generated from its rules, so that the words cannot drift from them."""

from trd_registry.comparing.dimensions.computing import dimensions_of
from trd_registry.model.definition import Definition
from trd_registry.model.vocabulary import Vocabularies
from trd_registry.reporting.telling.glance import glance_at
from trd_registry.reporting.telling.layout import WIDTH, as_markdown, as_text
from trd_registry.reporting.telling.outline import Outline
from trd_registry.reporting.telling.page import outline_of

__all__ = ["WIDTH", "definition_in_markdown", "definition_in_words", "outline"]


def definition_in_words(definition: Definition, vocabularies: Vocabularies | None = None) -> list[str]:
    """Lines of at most 80 columns: heading, rule by default readings, readings, background, sources."""
    return as_text(outline(definition, vocabularies))


def definition_in_markdown(definition: Definition, vocabularies: Vocabularies | None = None) -> list[str]:
    """The same as a Markdown page."""
    return as_markdown(outline(definition, vocabularies))


def outline(definition: Definition, vocabularies: Vocabularies | None) -> Outline:
    """Everything that is told of a definition, before it is laid out."""
    found = dimensions_of(definition, vocabularies or Vocabularies())
    return outline_of(definition, vocabularies, glance_at(found) if found else None)
