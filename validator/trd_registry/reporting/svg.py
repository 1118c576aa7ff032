"""Parts of a drawing as SVG text: no scripts, no style sheets, no fonts of its own, the same bytes every time."""

from collections.abc import Iterable
from html import escape
from unicodedata import east_asian_width

FONT = "system-ui, sans-serif"

INK, MUTED, LINE, STRIPE, PAPER = "#1b1f24", "#57606a", "#d0d7de", "#f6f8fa", "#ffffff"

#: Mean advance of letters, in ems; wide enough for the sans-serif faces that systems come with.
_NARROW, _LETTER, _CAPITAL, _WIDE = 0.34, 0.62, 0.72, 1.0


def clean(text: str) -> str:
    """Text that may stand in XML: one line, characters that XML forbids replaced, markup escaped."""
    allowed = "".join(one if _is_allowed(one) else "\N{REPLACEMENT CHARACTER}" for one in " ".join(text.split()))
    return escape(allowed, quote=True)


def _is_allowed(character: str) -> bool:
    code = ord(character)
    # Marks that turn the direction of writing could make a picture say something else than its text.
    if 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069 or 0x7F <= code <= 0x9F:
        return False
    return 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000


def number(value: float) -> str:
    """A coordinate with at most one decimal, without a trailing zero."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """An estimate, on the wide side, of how many pixels a line of text takes at a font size in pixels."""
    return sum(map(_advance, text)) * size * (1.12 if bold else 1)


def _advance(character: str) -> float:
    if character in " .,:;'|!()[]iljtfrI-":
        return _NARROW + (0.08 if character in "()[]tfr-" else 0)
    if east_asian_width(character) in "WF":
        return _WIDE
    if character in "mwMW%@":
        return 0.9
    return _CAPITAL if character.isupper() else _LETTER


def fit(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """The text, or as much of it as fits in so many pixels, with an ellipsis."""
    text = " ".join(text.split())
    if width_of(text, size, bold=bold) <= width:
        return text
    # An advance is never below that of the narrowest letter, so a longer text cannot fit.
    text = text[: int(width / (size * _NARROW)) + 1]
    while text and width_of(f"{text}…", size, bold=bold) > width:
        text = text[:-1]
    return f"{text.rstrip(' ,;(')}…"


def text(
    x: float,
    y: float,
    said: str,
    *,
    size: float = 14,
    width: float | None = None,
    bold: bool = False,
    fill: str = INK,
    anchor: str = "start",
) -> str:
    """A line of text at its baseline; where it must be cut to fit, the whole text is its ``<title>``."""
    shown = said if width is None else fit(said, width, size, bold=bold)
    extra = (' font-weight="600"' if bold else "") + (f' text-anchor="{anchor}"' if anchor != "start" else "")
    title = "" if shown == " ".join(said.split()) else f"<title>{clean(said)}</title>"
    place = f'x="{number(x)}" y="{number(y)}" font-size="{number(size)}"'
    return f'<text {place} fill="{fill}"{extra}>{title}{clean(shown)}</text>'


def rect(x: float, y: float, width: float, height: float, fill: str, *, radius: float = 0, extra: str = "") -> str:
    """A filled rectangle; ``extra`` holds further attributes, never text from outside."""
    rounded = f' rx="{number(radius)}"' if radius else ""
    size = f'width="{number(width)}" height="{number(height)}"'
    return f'<rect x="{number(x)}" y="{number(y)}" {size}{rounded} fill="{fill}"{_spaced(extra)}/>'


def line(x1: float, y1: float, x2: float, y2: float, stroke: str = LINE, *, width: float = 1, dash: str = "") -> str:
    """A straight line."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    ends = f'x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"'
    return f'<line {ends} stroke="{stroke}" stroke-width="{number(width)}"{dashed}/>'


def path(data: str, *, fill: str = "none", stroke: str = "none", width: float = 1, extra: str = "") -> str:
    """A path; ``data`` is made here, never taken from a file."""
    outline = "" if stroke == "none" else f' stroke="{stroke}" stroke-width="{number(width)}"'
    return f'<path d="{data}" fill="{fill}"{outline}{_spaced(extra)}/>'


def group(parts: Iterable[str], *, title: str = "", at: tuple[float, float] | None = None, scale: float = 1) -> str:
    """Several parts together, moved and scaled as one; the title is shown on pointing and read aloud."""
    moved = ""
    if at is not None:
        scaled = f" scale({scale:g})" if scale != 1 else ""
        moved = f' transform="translate({number(at[0])} {number(at[1])}){scaled}"'
    named = f"<title>{clean(title)}</title>" if title else ""
    return f"<g{moved}>{named}{''.join(parts)}</g>"


def document(
    parts: Iterable[str], *, width: float, height: float, title: str, description: str, has_links: bool = False
) -> str:
    """The whole picture, named and described for readers who cannot see it; with links it is no mere image."""
    size = f'width="{number(width)}" height="{number(height)}" viewBox="0 0 {number(width)} {number(height)}"'
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="{"group" if has_links else "img"}" font-family="{FONT}">'
    )
    named = f"<title>{clean(title)}</title>\n<desc>{clean(description)}</desc>"
    return "\n".join([head, named, rect(0, 0, width, height, PAPER), *parts, "</svg>"]) + "\n"


def _spaced(extra: str) -> str:
    return f" {extra}" if extra else ""
