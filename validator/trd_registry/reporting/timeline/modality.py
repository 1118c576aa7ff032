"""How each kind of treatment looks in a timeline: a word, a shape and a colour, so that no one sign stands alone."""

from dataclasses import dataclass

from trd_registry.model.history import Trial
from trd_registry.reporting import svg


@dataclass(frozen=True, slots=True)
class Look:
    """The signs of one kind of treatment; the shape is drawn in a square of 20 units."""

    word: str
    #: From palettes that stay apart for colour-blind readers (Okabe and Ito; Tol).
    colour: str
    shape: str
    #: Whether the shape is an outline rather than a filled figure.
    drawn: bool = False


_UNKNOWN = Look("kind not stated", "#6e7781", "M6 7a4 4 0 1 1 6 3.4c-1.4.8-2 1.5-2 3M10 16v1.6", drawn=True)

_LOOKS = {
    "antidepressant": Look(
        "antidepressant", "#0072b2", "M6 5h8a5 5 0 0 1 0 10h-8a5 5 0 0 1 0-10zM9.2 6.6v6.8h1.6v-6.8z"
    ),
    "augmentation": Look("augmentation", "#b35900", "M8 2h4v6h6v4h-6v6h-4v-6h-6v-4h6z"),
    "psychotherapy": Look(
        "psychotherapy", "#007a5a",
        "M4 3h12a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2h-6l-5 4v-4h-1a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2z"
    ),
    "ect": Look("ECT", "#a03b82", "M11.5 1l-8 10.5h5l-1.5 7.5 8-10.5h-5z"),
    "tms": Look("TMS", "#3a6fd8", "M10 10c-2-4-7.5-4-7.5 0s5.5 4 7.5 0c2-4 7.5-4 7.5 0s-5.5 4-7.5 0z", drawn=True),
    "tdcs": Look("tDCS", "#4b5fa8", "M2 6h6v8h-6zM12 6h6v8h-6zM8 9.5h4v1h-4z"),
    "mst": Look("MST", "#7a3fa0", "M4 2v8a6 6 0 0 0 12 0v-8h-4v8a2 2 0 0 1-4 0v-8z"),
    "vns": Look("VNS", "#0b7285", "M1.5 10q2.5-8 5.5 0t6 0t5.5 0", drawn=True),
    "dbs": Look("DBS", "#8a4b08", "M10 2a8 8 0 1 0 .01 0zM10 6.5a3.5 3.5 0 1 0 .01 0zM10 9.5v9", drawn=True),
    "light": Look(
        "light therapy", "#9a6700",
        "M10 6a4 4 0 1 0 .01 0zM10 1v2.5M10 16.5v2.5M1 10h2.5M16.5 10h2.5"
        "M3.6 3.6l1.8 1.8M14.6 14.6l1.8 1.8M3.6 16.4l1.8-1.8M14.6 5.4l1.8-1.8",
        drawn=True,
    ),
    "psychedelic": Look(
        "psychedelic", "#b02a5b", "M10 1l2.5 6.2 6.5.5-5 4.3 1.6 6.5-5.6-3.5-5.6 3.5 1.6-6.5-5-4.3 6.5-.5z"
    ),
    "lifestyle": Look("lifestyle", "#4d7c0f", "M3 17c0-9 5-14 14-14 0 9-4 13-11 12l-1.5 3z"),
    "other": Look("other treatment", "#57606a", "M10 2l8 8-8 8-8-8z"),
}  # fmt: skip


def look_of(trial: Trial) -> Look:
    """The signs for a trial; where its kind could be one of several, those of an unknown kind."""
    if trial.choice("role") == frozenset(["augmentation"]):
        return _LOOKS["augmentation"]
    possible = trial.choice("modality") or frozenset()
    return _LOOKS[next(iter(possible))] if len(possible) == 1 else _UNKNOWN


def icon(look: Look, x: float, y: float, size: float) -> str:
    """The shape in a square with its corner at (x, y)."""
    if look.drawn:
        figure = svg.path(look.shape, stroke=look.colour, width=2.2, extra='stroke-linecap="round"')
    else:
        figure = svg.path(look.shape, fill=look.colour, extra='fill-rule="evenodd"')
    return svg.group([figure], at=(x, y), scale=round(size / 20, 3))
