"""Room for labels beside a plot."""

from collections.abc import Iterable

from trd_registry.reporting.svg import width_of

#: Labels take what they need, so that the plot is near the edge of a narrow screen, and no more than this.
_MOST = 250


def label_width(labels: Iterable[str], size: float = 13) -> float:
    """Room for labels to the left of a plot, in pixels."""
    return min(_MOST, max((width_of(one, size) for one in labels), default=0) + 24)
