"""What a report shows first is data: every id in it is there, and none stands in the program."""

import re
from pathlib import Path

from trd_registry.checking.check import check
from trd_registry.loading.data_root import data_root
from trd_registry.loading.registry import Registry
from trd_registry.reporting.cohort_report.choice import load_choice
from trd_registry.reporting.cohort_report.material import FEATURED

PACKAGE = Path(__file__).parents[2] / "validator" / "trd_registry"
CHOICE = data_root() / "definitions" / "reports" / "cohort.yaml"


def test_every_definition_of_the_choice_can_be_run_and_says_who_has_trd(registry: Registry) -> None:
    choice = load_choice()
    assert choice.data["report"] == CHOICE.stem
    assert {registry.get(name).status for name in choice.named()} == {"released"}
    assert len(choice.featured) <= FEATURED
    assert all(why.endswith(".") for why in [*choice.featured.values(), *choice.reclassified.values()])


def test_a_pair_is_shown_by_default_only_where_both_are_set_against_others() -> None:
    choice = load_choice()
    assert {name for pair in choice.reclassified for name in pair} <= set(choice.featured)


def test_an_id_that_leads_nowhere_is_found(tmp_path: Path) -> None:
    changed = tmp_path / "cohort.yaml"
    changed.write_text(CHOICE.read_text("utf-8").replace("ema-2013", "ema-2031"), encoding="utf-8")
    assert [one.code for one in check([changed]).findings] == ["TRD345", "TRD345"]
    assert check([CHOICE]).findings == ()


def test_no_definition_is_named_in_the_program_that_reports_and_compares(registry: Registry) -> None:
    ids = {reference.partition("@")[0] for reference in registry.references()}
    assert "ema-2013" in ids
    found = []
    for room in ("reporting", "comparing"):
        for path in (PACKAGE / room).rglob("*.py"):
            # Docstrings may show an example.
            code = re.sub(r'""".*?"""', "", path.read_text("utf-8"), flags=re.DOTALL)
            found += [f"{path.name}: {text}" for text in re.findall(r'"([^"\n]+)"', code) if text in ids]
    assert found == []
