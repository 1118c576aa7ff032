"""Definitions by the dimensions on which they differ most, one row each, in 80 columns."""

from collections.abc import Mapping

from trd_registry.comparing.dimensions.value import Dimension, Dimensions

#: Dimension -> heading and width. The others stand in ``trd show`` and in the JSON form.
COLUMNS: Mapping[str, tuple[str, int]] = {
    "trials-needed": ("trials", 6),
    "class-rule": ("classes", 7),
    "duration": ("weeks", 6),
    "failure": ("failed if", 11),
    "episode": ("episode", 8),
    "psychotherapy": ("therapy", 7),
    "ect": ("ECT", 7),
}
_NAME = 20
_SHORT = {
    "not-counted": "no",
    "not-asked": "-",
    "substitutes": "subst.",
    "required": "needed",
    "by-level": "by lvl",
    "by-points": "points",
    "higher-stage": "higher",
    "no-remission": "no remiss.",
    "present-score": "score now",
    "judgement": "judged",
    "own-rung": "rung",
    "by-route": "by rte",
    "moved-on": "moved on",
    "one-way": "one way",
}
_LEGEND = (
    "* another option of a reading says otherwise",
    "bars: such a trial excludes the patient (therapy, ECT, neurostimulation,",
    "  augmentation); beside: looked at where another trial counts, not counted",
    "All of them in words: trd show ID; as data: trd list --dimensions --format json",
)


def dimension_table(found: Mapping[str, Dimensions]) -> list[str]:
    """Lines of at most 80 columns; of a record nothing is known."""
    head = f"{'':<{_NAME}}" + "".join(f" {title:<{width}}" for title, width in COLUMNS.values())
    lines = [head.rstrip()]
    for name, dimensions in found.items():
        shown = name if len(name) <= _NAME else f"{name[: _NAME - 3]}..."
        if dimensions:
            cells = (_cell(dimensions[key], width) for key, (_, width) in COLUMNS.items())
            lines.append(f"{shown:<{_NAME}}" + "".join(f" {cell}" for cell in cells).rstrip())
        else:
            lines.append(f"{shown:<{_NAME}} not known: a record without rules")
    return [line.rstrip() for line in lines] + ["", *_LEGEND]


def _cell(dimension: Dimension, width: int) -> str:
    code = _SHORT.get(dimension.code, dimension.code).replace("+", "/")
    mark = "*" if any(other.value.code != dimension.code for other in dimension.otherwise) else ""
    room = width - len(mark)
    return f"{(code if len(code) <= room else code[: room - 2] + '..') + mark:<{width}}"
