"""Which columns the template has: those of a cohort's tables, with the bounds that people most often know."""

from collections.abc import Iterator

from trd_registry.cohorts.folder.columns import PERSON, Column, columns_of

#: The sheets that are read back.
SHEETS = ("persons", "episodes", "trials", "measurements")

#: Columns of which the template has bounds too.
_WITH_BOUNDS = ("dose", "weeks", "sessions", "months")

#: Columns that belong to dated records, which the template has no sheet for, or to programs.
_LEFT_OUT = ("record_from", "record_to", "record_covers", "complete")


def template_columns(sheet: str) -> Iterator[tuple[str, Column | None]]:
    """Header and column of the cohort, in order; None for the person, whom every sheet names first."""
    yield PERSON, None
    for column in columns_of(sheet):
        if column.is_family or column.name in _LEFT_OUT:
            continue
        yield column.name, column
        if column.has_bounds and column.name in _WITH_BOUNDS:
            for bound in ("at_least", "at_most"):
                yield f"{column.name}_{bound}", column


def meaning(column: Column) -> str:
    """What a column means, without the ways to write it in a history, which no cell has."""
    said = column.says
    for rest in (": a number, or bounds", ": one value, or a list", " Leave it out where", ", or bounds such as"):
        said = said.partition(rest)[0]
    return said if said.endswith(".") else f"{said}."


def families(sheet: str) -> list[Column]:
    """Columns that come once for each scale, condition or treatment, and may be added."""
    return [column for column in columns_of(sheet) if column.is_family]
