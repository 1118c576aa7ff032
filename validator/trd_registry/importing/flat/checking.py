"""Checks what was said on the command line before anything is read."""

import codecs
from typing import Any

from trd_registry.importing.flat.days import Unreadable, day
from trd_registry.importing.flat.delimited import DELIMITERS
from trd_registry.importing.flat.opening import Writing
from trd_registry.model.errors import RegistryError
from trd_registry.model.facts import COMPLETENESS_KINDS


def checked_day(text: str, option: str, *, partial: bool = False) -> str:
    """A day as ISO text, or nothing; raises RegistryError where it is none."""
    if not text:
        return ""
    try:
        return day(text, "iso", partial=partial)
    except Unreadable as error:
        raise RegistryError(f"{option}: {error}.", "Write YYYY-MM-DD.") from None


def checked_writing(delimiter: str, encoding: str) -> Writing:
    """How a text is written; raises RegistryError where nothing is written so."""
    if delimiter and delimiter not in DELIMITERS and (len(delimiter) != 1 or delimiter in '\r\n"'):
        raise RegistryError(f"{delimiter!r} is no delimiter.", f"Name {', '.join(DELIMITERS)} or one character.")
    if encoding:
        try:
            codecs.lookup(encoding)
        except LookupError:
            raise RegistryError(
                f"There is no encoding {encoding!r}.", "Name utf-8, cp1252, latin-1 or utf-16."
            ) from None
    return Writing(delimiter, encoding)


def checked_complete(text: str) -> str | list[str] | dict[str, Any]:
    """What a list of trials holds in full, as in cohort.yaml; raises RegistryError for kinds that do not exist.

    Args:
        text: ``all``, ``none`` or kinds parted by commas; after ``current-episode:`` for that episode alone.
    """
    span, colon, kinds = text.rpartition(":")
    if colon and span != "current-episode":
        raise RegistryError(f"--complete {text!r}: there is no span {span!r}.", "Write current-episode: or nothing.")
    names = [one.strip() for one in kinds.split(",") if one.strip()]
    unknown = [one for one in names if one not in (*COMPLETENESS_KINDS, "all", "none")]
    if unknown or not names or (len(names) > 1 and {"all", "none"} & set(names)):
        raise RegistryError(
            f"--complete {text!r} is not a list of kinds.", f"Write all, none, or of: {', '.join(COMPLETENESS_KINDS)}."
        )
    said: str | list[str] = names[0] if names[0] in ("all", "none") else names
    return {"current-episode": said} if colon and said != "none" else said
