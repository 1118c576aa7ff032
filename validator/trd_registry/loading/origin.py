"""What a history was read from, so that it can be read again with other versions of the vocabularies."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from trd_registry.loading.document import Document
from trd_registry.model.history import History
from trd_registry.model.vocabulary import Vocabularies

#: The vocabularies in which the names and categories of a history are looked up.
LOOKED_UP = ("treatments", "scales")


@dataclass(frozen=True)
class Origin:
    """The document of a history, and the versions of the vocabularies that it was read with."""

    document: Document
    versions: Mapping[str, str]
    #: The history under other versions, once it was read with them.
    others: dict[tuple[str, ...], History] = field(default_factory=dict, repr=False)


def looked_up(vocabularies: Vocabularies) -> dict[str, str]:
    """The versions that decide how a history is read."""
    return {name: vocabularies.versions.get(name, "") for name in LOOKED_UP}
