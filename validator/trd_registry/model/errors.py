"""Errors a caller can act on. They stand apart from the code that raises them to avoid import loops."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches


def suggest(wrong: str, known: Sequence[str]) -> str:
    """``did you mean X?`` for the nearest known name, or the names there are if they are few."""
    near = get_close_matches(wrong, known, n=1, cutoff=0.6)
    if near and not _is_negated(wrong, near[0]):
        return f"did you mean {near[0]!r}?"
    if 0 < len(known) <= 8:
        return f"there is {', '.join(sorted(known))}."
    return ""


def _is_negated(wrong: str, near: str) -> bool:
    """Whether the near name is the wrong one without its negation: ``no response`` must not become ``response``."""
    rest = wrong.casefold().replace(near.casefold(), "").strip(" -_")
    return near.casefold() in wrong.casefold() and rest in ("no", "non", "not", "un", "in", "without")


class RegistryError(Exception):
    """Anything this package refuses to do, with a message for the user and what to do next.

    Every other error of the package is one of these: catch this one to catch them all.

    Attributes:
        message: What was refused and why.
        remedy: What to do next; empty where there is nothing to say.
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(f"{message} {remedy}".strip())
        self.message = message
        self.remedy = remedy


class UnknownDefinition(RegistryError):
    """Raised when no definition of this name is in the registry."""

    def __init__(self, reference: str, known: Sequence[str]) -> None:
        near = suggest(reference, known)
        hint = f"{near[0].upper()}{near[1:]} See: trd list" if near else "See: trd list"
        super().__init__(f"There is no definition {reference!r}.", hint)


class UnknownVersion(RegistryError):
    """Raised when a definition is there, but not in this version."""

    def __init__(self, definition: str, version: str, known: Sequence[str]) -> None:
        super().__init__(f"{definition} has no version {version!r}.", f"There is: {', '.join(known)}.")


class UnknownVocabulary(RegistryError):
    """Raised when a vocabulary is not in the registry, or not in this version."""

    def __init__(self, name: str, version: str, known: Mapping[str, Sequence[str]]) -> None:
        if name in known:
            message = f"The vocabulary {name!r} has no version {version!r}."
            super().__init__(message, f"There is: {', '.join(known[name])}.")
        else:
            super().__init__(f"There is no vocabulary {name!r}.", suggest(name, list(known)).capitalize())


class UnknownOption(RegistryError):
    """Raised when a reading has no such option."""

    def __init__(self, definition: str, reading: str, option: str, known: Sequence[str]) -> None:
        message = f"The reading {reading!r} of {definition} has no option {option!r}."
        super().__init__(message, f"There is: {', '.join(known)}.")


class UnknownReading(RegistryError):
    """Raised when a definition has no such reading."""

    def __init__(self, definition: str, name: str, known: Sequence[str]) -> None:
        there = f"There is: {', '.join(known)}." if known else "It has none."
        super().__init__(f"{definition} has no reading {name!r}.", there)


class TooManyCombinations(RegistryError):
    """Raised when the readings that have no default leave more combinations open than can be run."""

    def __init__(self, definition: str, most: int) -> None:
        message = f"The readings of {definition} that have no default leave more than {most} combinations open."
        super().__init__(message, f"Choose an option for some of them: --reading {definition}:READING=OPTION")


class EndlessReading(RegistryError):
    """Raised when a reading leads back to itself, so that no rule tree can be built."""

    def __init__(self, reading: str) -> None:
        super().__init__(f"The reading {reading!r} leads back to itself.", "Check the definition: trd check FILE")


class NotExecutable(RegistryError):
    """Raised when a record, whose rules are not known, is asked to judge a history."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            f"{reference} is a record: its rules are not established, so it cannot judge a history.",
            f"See what is wanted: trd show {reference}",
        )
