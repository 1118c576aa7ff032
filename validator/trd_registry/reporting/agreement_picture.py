"""Every definition's answer to every reference history as one picture: a row a definition, a column a history.

Each answer has a shape of its own, so that the picture can be read without colour: met is a block, not met a dot, open
a stroke, out of scope a dash. The marks of a row are one path for each answer, which keeps a thousand cells light.
Inside a page colours come from its style sheet by class; a picture by itself carries them, and a title on every cell.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from trd_registry.comparing.similarity import Kind
from trd_registry.comparing.verdict_map import VerdictMap
from trd_registry.reporting.svg import INK, LINE, PAPER, clean, fit, number, width_of

#: How each answer is called.
WORDS: Mapping[Kind, str] = {
    "met": "met",
    "not_met": "not met",
    "open": "cannot tell",
    "out": "not applicable",
    "no_cut": "no cut given",
    "unread": "cannot be read",
}
#: Blue, orange, violet and grey are told apart by the colour-blind; the shapes by everybody.
COLOURS: Mapping[Kind, str] = {
    "met": "#0b5563",
    "not_met": "#b4531a",
    "open": "#4f4a86",
    "out": "#8a94a0",
    "no_cut": "#8a94a0",
    "unread": "#8a94a0",
}
#: Where in its cell a mark begins, how it is drawn, and where it ends, from the left middle of the cell.
_MARKS: Mapping[Kind, tuple[tuple[int, int], str, tuple[int, int]]] = {
    "met": ((1, 0), "h12", (13, 0)),
    "not_met": ((7, 0), "h0", (7, 0)),
    "open": ((4, 4), "l6-8", (10, -4)),
    "out": ((4, 0), "h6", (10, 0)),
    "no_cut": ((4, 0), "h6", (10, 0)),
    "unread": ((4, 0), "h6", (10, 0)),
}
_WIDTHS: Mapping[Kind, float] = {"met": 12, "not_met": 3.4, "open": 1.8, "out": 1.2, "no_cut": 1.2, "unread": 1.2}

CELL, GAP, SIZE, MARGIN = 14, 6, 12, 8
#: Room for names, at the left and above.
NAMES, HEAD = 140, 260


@dataclass(frozen=True, slots=True)
class Named:
    """How a row or a column is written."""

    short: str
    title: str
    #: Where its name leads.
    address: str


def agreement_picture(
    found: VerdictMap, definitions: Mapping[str, Named], histories: Mapping[str, Named], *, is_alone: bool
) -> str:
    """The SVG element; the same answers always give the same text.

    Args:
        found: The answers in their order.
        definitions: How each row is written.
        histories: How each column is written.
        is_alone: A file by itself, with its own colours and a title on every cell; else part of a page.
    """
    places = dict(_rows(found))
    width = 2 * MARGIN + NAMES + CELL * len(found.columns)
    height = HEAD + (max(places.values(), default=0) + CELL) + MARGIN + 26
    space = ' xmlns="http://www.w3.org/2000/svg"' if is_alone else ""
    size = f'width="{number(width)}" height="{number(height)}" viewBox="0 0 {number(width)} {number(height)}"'
    title = "Every definition's answer to every reference history"
    parts = [
        f'<svg{space} class="verdict-map" {size} role="group" aria-labelledby="map-title map-desc" font-size="{SIZE}"'
        + (' font-family="system-ui, sans-serif">' if is_alone else ">"),
        f'<title id="map-title">{title}</title><desc id="map-desc">{clean(described(found))}</desc>',
    ]
    if is_alone:
        parts.append(f'<path d="M0 0h{number(width)}v{number(height)}H0z" fill="{PAPER}"/>')
    parts += _columns(found, histories, height, is_alone=is_alone)
    if not is_alone:
        parts.append('<path id="map-cross" class="cross" d="M0 0"/>')
    for name, y in places.items():
        parts += _row(found, name, definitions[name], HEAD + y, is_alone=is_alone)
    if is_alone:
        for name, y in places.items():
            parts += _titles(found, name, definitions[name], HEAD + y)
    parts += _legend(height - MARGIN - 6, is_alone=is_alone)
    return "".join([*parts, "</svg>"])


def described(found: VerdictMap) -> str:
    """What the picture shows, in a sentence for readers who do not see it."""
    answers = [one.kind for row in found.answers.values() for one in row]
    counts = ", ".join(f"{WORDS[kind]} {answers.count(kind)}" for kind in WORDS if answers.count(kind))
    return (
        f"{len(found.rows)} definitions by {len(found.columns)} histories, those that are alike side by side. "
        f"Of {len(answers)} answers: {counts}. The same as a table and as JSON stands beside it."
    )


def _rows(found: VerdictMap) -> Iterator[tuple[str, float]]:
    """The upper edge of each row below the head, with a gap between groups."""
    y = 0.0
    for group in (*found.groups, found.without_cut):
        for name in group:
            yield name, y
            y += CELL
        y += GAP if len(group) > 1 else 0


def _columns(found: VerdictMap, histories: Mapping[str, Named], height: float, *, is_alone: bool) -> Iterator[str]:
    """Names upright above their columns, and a thin line under every fifth for the eye."""
    for index, name in enumerate(found.columns):
        x = MARGIN + NAMES + CELL * index + CELL / 2
        if index % 5 == 0:
            stroke = f' stroke="{LINE}"' if is_alone else ' class="rule"'
            left = number(x - CELL / 2)
            yield f'<path d="M{left} {HEAD - 4}V{number(height - MARGIN - 24)}"{stroke} fill="none"/>'
        one = histories[name]
        shown = fit(one.short, HEAD - 10, SIZE)
        place = f'transform="translate({number(x + 4)} {HEAD - 6}) rotate(-90)"'
        yield _link(one, f"<text {place}{_ink(is_alone=is_alone)}>{clean(shown)}</text>")


def _row(found: VerdictMap, name: str, one: Named, y: float, *, is_alone: bool) -> Iterator[str]:
    shown = fit(one.short, NAMES - 6, SIZE)
    x, base = MARGIN + NAMES - 6, number(y + CELL - 3.5)
    yield _link(one, f'<text x="{x}" y="{base}" text-anchor="end"{_ink(is_alone=is_alone)}>{clean(shown)}</text>')
    kinds = [answer.kind for answer in found.answers[name]]
    for kind in dict.fromkeys(kinds):
        data = _marks(kind, [index for index, each in enumerate(kinds) if each == kind], y + CELL / 2)
        yield f'<path d="{data}"{_paint(kind, is_alone=is_alone)}/>'


def _marks(kind: Kind, cells: Sequence[int], y: float) -> str:
    """One path with a mark in each of these cells, each drawn from where the last one ended."""
    (left, up), drawn, (right, down) = _MARKS[kind]
    data, x, low = f"M{MARGIN + NAMES} {number(y)}", 0, 0
    for index in cells:
        dx, dy = CELL * index + left - x, up - low
        data += f"m{dx}{'' if dy < 0 else ' '}{dy}{drawn}"
        x, low = CELL * index + right, down
    return data


def _titles(found: VerdictMap, name: str, one: Named, y: float) -> Iterator[str]:
    for index, answer in enumerate(found.answers[name]):
        x = MARGIN + NAMES + CELL * index
        said = clean(f"{one.short}, {found.columns[index]}: {WORDS[answer.kind]}")
        shape = f"M{x} {number(y)}h{CELL}v{CELL}h-{CELL}z"
        yield f'<path d="{shape}" fill="none" pointer-events="all"><title>{said}</title></path>'


def _legend(y: float, *, is_alone: bool) -> Iterator[str]:
    x = float(MARGIN)
    for kind in ("met", "not_met", "open", "out"):
        (left, up), drawn, _ = _MARKS[kind]
        shape = f"M{number(x + left)} {number(y - 4 + up)}{drawn}"
        yield f'<path d="{shape}"{_paint(kind, is_alone=is_alone)}/>'
        yield f'<text x="{number(x + CELL + 4)}" y="{number(y)}"{_ink(is_alone=is_alone)}>{WORDS[kind]}</text>'
        x += CELL + 22 + width_of(WORDS[kind], SIZE)


def _paint(kind: Kind, *, is_alone: bool) -> str:
    if not is_alone:
        return f' class="k-{kind}"'
    cap = ' stroke-linecap="round"' if kind in ("not_met", "open") else ""
    return f' fill="none" stroke="{COLOURS[kind]}" stroke-width="{number(_WIDTHS[kind])}"{cap}'


def _ink(*, is_alone: bool) -> str:
    return f' fill="{INK}"' if is_alone else ""


def _link(one: Named, inside: str) -> str:
    return f'<a href="{clean(one.address)}"><title>{clean(one.title)}</title>{inside}</a>'
