"""The pages that are made from the schemas and the definitions are current."""

import pytest

from trd_registry.api import registry as shared_registry
from trd_registry.loading.data_root import data_root
from trd_registry.loading.schema import schema_of
from trd_registry.reporting.cohort_page import cohort_page
from trd_registry.reporting.shape_page import shape_page
from trd_registry.reporting.wanted_page import wanted_of, wanted_page


@pytest.mark.parametrize("shape", ["definition", "history"])
def test_the_page_of_a_shape_is_current(shape: str) -> None:
    """If this fails: trd check --shape definition > schema/DEFINITION.md (and history > schema/HISTORY.md)"""
    page = (data_root() / "schema" / f"{shape.upper()}.md").read_text("utf-8")
    assert page == shape_page(schema_of(shape))


def test_the_page_of_cohorts_is_current() -> None:
    """If this fails: trd check --shape cohort > schema/COHORT.md"""
    assert (data_root() / "schema" / "COHORT.md").read_text("utf-8") == cohort_page()


def test_the_page_of_a_shape_names_every_key() -> None:
    schema = schema_of("definition")
    page = shape_page(schema)
    keys = [*schema["properties"], *schema["$defs"]["trialCondition"]["properties"]]
    assert [] == [key for key in keys if f"`{key}`" not in page]


def test_the_page_of_what_is_wanted_is_current() -> None:
    """If this fails: trd list --wanted > definitions/WANTED.md"""
    page = (data_root() / "definitions" / "WANTED.md").read_text("utf-8")
    assert page == wanted_page(list(shared_registry().latest()))


def test_what_is_wanted_comes_in_order_of_worth() -> None:
    """Records, of which nothing runs, come first within what is most worth having."""
    found = wanted_of(list(shared_registry().latest()))
    worth = [one.worth for one in found]
    assert worth == sorted(worth, key=["high", "middle", "low"].index)
    assert found[0].status == "record"


def test_every_record_says_what_would_complete_it() -> None:
    latest = shared_registry().latest()
    without = [one.id for one in latest if one.status == "record" and not one.document.get("wanted")]
    assert without == []
