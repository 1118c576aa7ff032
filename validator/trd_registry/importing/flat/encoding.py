"""Finds out in which encoding a text is written, by reading all of it."""

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass
from pathlib import Path

#: What may be named, by its usual names.
ENCODINGS = ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1", "iso-8859-15", "mac-roman")

#: Bytes that no character of Windows-1252 has.
_NOT_CP1252 = frozenset(b"\x81\x8d\x8f\x90\x9d")


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding, and how it was found."""

    name: str
    assumed: str = ""


def encoding_of(path: Path) -> Encoding:
    """The encoding of a text: by its mark of byte order, else UTF-8 where anything agrees with it.

    A text in which some lines are UTF-8 and others are not is read as UTF-8: those lines are rejected.
    """
    with path.open("rb") as file:
        start = file.read(4096)
    for mark, name in ((BOM_UTF8, "utf-8-sig"), (BOM_UTF16_LE, "utf-16"), (BOM_UTF16_BE, "utf-16")):
        if start.startswith(mark):
            return Encoding(name)
    if start[1::2].count(0) > len(start) // 4:
        return Encoding("utf-16-le", f"{path.name} has no mark of its encoding; it is read as UTF-16 (little endian).")
    if start[0::2].count(0) > len(start) // 4:
        return Encoding("utf-16-be", f"{path.name} has no mark of its encoding; it is read as UTF-16 (big endian).")
    good, bad, odd = 0, 0, False
    with path.open("rb") as file:
        for line in file:
            if line.isascii():
                continue
            try:
                line.decode("utf-8")
                good += 1
            except UnicodeDecodeError:
                bad += 1
                odd = odd or bool(_NOT_CP1252 & set(line))
    if not bad:
        return Encoding("utf-8")
    if good:
        return Encoding(
            "utf-8",
            f"{path.name} is mixed: {good:,} lines beyond ASCII are UTF-8, {bad:,} are not and are rejected; "
            "name another with --encoding.",
        )
    name = "latin-1" if odd else "cp1252"
    return Encoding(name, f"{path.name} is not UTF-8; it is read as {name} (--encoding names another).")
