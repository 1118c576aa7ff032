"""The dimensions computed from the rules against two comparison tables that were made by reading the sources."""

from pathlib import Path

import pytest
import yaml

from registry.worked_out import DEFINITIONS, dimensions_of
from trd_registry.comparing.dimensions.computing import DIMENSIONS
from trd_registry.comparing.dimensions.value import Dimension

TABLES = yaml.safe_load((Path(__file__).parent / "dimension_tables.yaml").read_text("utf-8"))
EXECUTABLE = {one.id: one for one in DEFINITIONS if one.is_executable}

#: What a table writes where the source gives nothing that a rule could follow.
OPEN = {"silent", "unquantified", "recalled"}
#: Codes of a definition that asks nothing on a dimension.
ASKS_NOTHING = {"not-asked", "no", "any", "not-counted", "n/a", "as-any-trial", "window"}

ROWS = [
    pytest.param(row, id=f"{name}-{row['definition']}{'-variant' if 'variant' in row else ''}")
    for name, table in TABLES.items()
    for row in table["rows"]
]


def _code(dimension: Dimension, variant: dict) -> str:
    for other in dimension.otherwise:
        if variant.get(other.reading) == other.option:
            return other.value.code
    return dimension.code


def _agrees(written: object, dimension: Dimension, variant: dict) -> bool:
    """An open cell agrees with a rule that asks nothing, or that a reading settles; any other with its own code."""
    code = _code(dimension, variant)
    if isinstance(written, str) and written in OPEN:
        return code in ASKS_NOTHING or bool(dimension.readings)
    return code in {str(one) for one in (written if isinstance(written, list) else [written])}


@pytest.mark.parametrize("row", ROWS)
def test_the_dimensions_are_those_of_the_comparison_tables(row: dict) -> None:
    """Every cell; a difference has its reason in the file, and no reason outlives its difference."""
    if row["definition"] not in EXECUTABLE:
        assert row.get("expected_later"), f"there is no definition {row['definition']}"
        pytest.skip(f"{row['definition']} is not encoded with rules yet")
    found = dimensions_of(EXECUTABLE[row["definition"]])
    variant, differs = row.get("variant", {}), row.get("differs", {})
    wrong = {name: written for name, written in row["cells"].items() if not _agrees(written, found[name], variant)}
    told = {
        name: f"table: {written}, rules: {_code(found[name], variant)} (readings {found[name].readings})"
        for name, written in wrong.items()
        if name not in differs
    }
    assert not told, told
    assert set(differs) <= set(wrong), f"explained, but no longer different: {set(differs) - set(wrong)}"
    assert all(why.startswith("because ") for why in differs.values())


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_a_row_has_every_column_of_its_table(table: dict) -> None:
    assert set(table["columns"]) <= set(DIMENSIONS)
    for row in table["rows"]:
        assert list(row["cells"]) == table["columns"], row["definition"]
