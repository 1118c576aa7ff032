"""The report on a cohort in a real browser: everybody can read it, it fits a telephone, and it asks for nothing."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browser.accessibility import WIDTHS, barriers, overflow
from evaluated_results import rows_of, write_results
from trd_registry.cohorts import CohortReport


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    steps = [{"definition": "alpha", "label": "at least two trials " * 9, "holds": 90, "certain": 40, "possible": 60}]
    missing = [{"definition": "alpha", "fact": "trials.weeks", "persons": 12, "decisive": 6}]
    rows = [*rows_of("alpha", ["+"] * 40 + ["0"] * 20 + ["-"] * 40), *rows_of("beta", ["+", "-"] * 50)]
    write_results(folder / "results", rows, steps=steps, missing=missing, sample=20, synthetic=True)
    CohortReport(folder / "results").write(folder / "report")
    return folder / "report" / "report.html"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_report_is_readable_for_everybody_and_fits(browser: Browser, written: Path, scheme: str) -> None:
    # The page's own policy would keep the checker out; that it asks for nothing is tried below, with it.
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(written.as_uri())
        assert overflow(page) <= 0
        narrow = page.evaluate("Math.max(...[...document.querySelectorAll('.narrow svg')].map(one => one.clientWidth))")
        assert 0 < narrow <= width
        assert barriers(page) == []
    context.close()


def test_the_report_asks_for_nothing_and_says_no_error(browser: Browser, written: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    wrong: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    page.on("console", lambda one: wrong.append(one.text))
    page.goto(written.as_uri())
    page.wait_for_timeout(200)
    assert (asked, wrong) == ([written.as_uri()], [])
    context.close()
