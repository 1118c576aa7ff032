"""Loads random histories, of which some contradict themselves and are refused."""

from trd_registry.loading.document import Document
from trd_registry.loading.history import history_from
from trd_registry.model.finding import InvalidInput
from trd_registry.model.history import History
from trd_registry.model.vocabulary import Vocabularies

#: A record that contradicts itself, or records one thing in two ways; any other finding is a fault of the test.
REFUSED = {"TRD402", "TRD403", "TRD404", "TRD405", "TRD406", "TRD407", "TRD408", "TRD409", "TRD428", "TRD429"}


def load(document: dict[str, object], vocabularies: Vocabularies) -> History | None:
    """The history, or None where it is refused as a contradiction."""
    try:
        return history_from(Document("random", document), vocabularies)
    except InvalidInput as error:
        assert {finding.code for finding in error.findings} <= REFUSED, error
        return None
