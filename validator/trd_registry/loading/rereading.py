"""Reads a history again where a definition pins another vocabulary than the history was read with."""

from dataclasses import replace

from trd_registry.loading.origin import Origin, looked_up
from trd_registry.model.errors import RegistryError
from trd_registry.model.finding import InvalidInput
from trd_registry.model.history import History
from trd_registry.model.vocabulary import Vocabularies


def read_again(history: History, vocabularies: Vocabularies, reference: str) -> History:
    """The history as these vocabularies read it: the same object where they are the ones it was read with.

    Args:
        history: Read from a file, or made by a program (which is left as it is if it names no vocabulary).
        vocabularies: The versions wanted.
        reference: The definition that pins them, for messages.

    Raises InvalidInput where they do not know a name that the history uses.
    """
    versions = looked_up(vocabularies)
    if not isinstance(history.origin, Origin):
        if history.vocabulary in ("", f"treatments@{versions['treatments']}"):
            return history
        message = (
            f"{reference} pins treatments {versions['treatments']}, {history.id} was read with {history.vocabulary}."
        )
        raise RegistryError(
            message, "It was changed since and cannot be read again: load a file that holds the change."
        )
    if history.origin.versions == versions:
        return history
    key = tuple(versions.values())
    if key not in history.origin.others:
        # A person of a cohort may bear a name that no history file could have: it is kept.
        history.origin.others[key] = replace(_read(history.origin, vocabularies, reference), id=history.id)
    return history.origin.others[key]


def _read(origin: Origin, vocabularies: Vocabularies, reference: str) -> History:
    from trd_registry.loading.history import history_from  # checks shapes; only where it is needed

    try:
        return history_from(origin.document, vocabularies)
    except InvalidInput as error:
        pinned = ", ".join(f"{name} {version}" for name, version in looked_up(vocabularies).items())
        findings = [
            replace(one, message=f"{one.message} (Read with {pinned}, which {reference} pins.)")
            for one in error.findings
        ]
        raise InvalidInput(findings) from None
