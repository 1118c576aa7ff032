"""Checks what was said on the command line before anything is read."""

import codecs

from trd_registry.importing.flat.days import Unreadable, day
from trd_registry.importing.flat.delimited import DELIMITERS
from trd_registry.importing.flat.opening import Writing
from trd_registry.model.errors import RegistryError


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
