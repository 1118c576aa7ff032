"""Makes text from strangers safe to print: no control characters, no broken Unicode, one line."""

import unicodedata

#: Categories of characters that move the cursor, change direction or cannot be encoded.
_UNSAFE = ("Cc", "Cf", "Cs", "Zl", "Zp")


def printable(text: str) -> str:
    """The text with every character that a terminal could act on written as an escape."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escape(one) if unicodedata.category(one) in _UNSAFE else one for one in text)


def _escape(character: str) -> str:
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")
