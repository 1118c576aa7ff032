"""The site as its readers use it, in a real browser."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from browser.accessibility import WIDTHS, barriers, overflow

#: One page of each template.
PAGES = (
    "", "compare/", "d/markowitz-2022/", "d/msm-2018/", "d/dm-trd-2016/", "psychotherapy/", "readings/",
    "evaluability/", "vocabularies/", "vocabularies/doses/", "vocabularies/scales/", "compare/msm-2018~msm-2009/",
    "agreement/", "implications/", "about/", "language/", "changelog/", "run/", "python/",
)  # fmt: skip


def test_two_definitions_are_compared_and_the_address_brings_them_back(page: Page, address: str) -> None:
    page.goto(f"{address}compare/")
    for name in ("markowitz-2022", "nice-ng222"):
        page.check(f"#{name} input")
    page.wait_for_selector("#side-table tr.differs")
    shown = page.inner_text("#side-table")
    assert page.url.endswith("#show=markowitz-2022@1.0.0~nice-ng222@1.0.0")
    page.goto("about:blank")
    page.goto(f"{address}compare/#show=markowitz-2022@1.0.0~nice-ng222@1.0.0")
    page.wait_for_selector("#side-table tr.differs")
    assert page.inner_text("#side-table") == shown


def test_only_what_differs_can_be_shown(page: Page, address: str) -> None:
    page.goto(f"{address}compare/#show=markowitz-2022@1.0.0~nice-ng222@1.0.0")
    page.wait_for_selector("#side-table tr.differs")
    page.check("#only-different")
    page.wait_for_selector("#side-table tbody tr:not(.differs)", state="hidden")
    rows = page.query_selector_all("#side-table tbody tr:not([hidden])")
    assert rows
    assert all("differs" in (row.get_attribute("class") or "") for row in rows)


def test_the_matrix_is_filtered_and_sorted(page: Page, address: str) -> None:
    page.goto(f"{address}compare/")
    page.select_option("select[name=family]", "staging")
    page.fill("input[name=from]", "2000")
    page.click("th[data-key=year] button")
    years = [int(row.inner_text()) for row in page.query_selector_all(".matrix tbody tr:not([hidden]) td:nth-child(2)")]
    assert years == sorted(years)
    assert min(years) >= 2000
    assert "family=staging" in page.url
    page.reload()
    assert page.inner_text("#shown") == f"{len(years)} of {page.locator('.matrix tbody tr').count()} definitions"


def test_what_the_matrix_says_is_what_the_command_line_says(page: Page, address: str) -> None:
    page.goto(f"{address}compare/#show=nice-ng222@1.0.0")
    page.wait_for_selector("#side-table tbody tr")
    command = "from trd_registry.cli.main import main; main(prog_name='trd')"
    asked = [sys.executable, "-c", command, "show", "nice-ng222", "--format", "json"]
    run = subprocess.run(asked, capture_output=True, text=True, check=True)
    told = json.loads(run.stdout)["dimensions"]
    shown = {row.query_selector("th").inner_text().removesuffix(" differs"): row.query_selector("td").inner_text()
             for row in page.query_selector_all("#side-table tbody tr")}  # fmt: skip
    assert {one["title"] for one in told.values()} == set(shown)
    for one in told.values():
        assert shown[one["title"]].startswith(one["says"])


def test_the_table_of_all_answers_is_accessible_and_fits_its_width(page: Page, address: str) -> None:
    """It has thousands of cells, all alike: the first rows of each family are looked at."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{address}agreement/table/")
        assert overflow(page) <= 0, width
    page.evaluate("document.querySelectorAll('tbody tr:nth-child(n+3)').forEach((one) => one.remove())")
    assert barriers(page) == []


def test_a_cell_of_the_picture_that_is_pointed_at_is_told(page: Page, address: str) -> None:
    data = page.request.get(f"{address}api/v1/agreement.json").json()
    column = [one["id"] for one in data["histories"]].index("two-drugs-and-untrained-cbt")
    page.goto(f"{address}agreement/")
    cell = int(str(page.get_attribute("#map", "data-cell")))
    left = int(str(page.get_attribute("#map", "data-left")))
    for name, says in (("markowitz-2022", "not met"), ("tms-ngs-l33398", "met"), ("msm-2018", "no cut given")):
        label = page.locator(f'#map a[href$="d/{name}/"] text')
        label.scroll_into_view_if_needed()
        box, drawing = label.bounding_box(), page.locator("#map > svg").bounding_box()
        assert box
        assert drawing
        page.mouse.move(drawing["x"] + left + cell * (column + 0.5), box["y"] + box["height"] / 2)
        shown = page.inner_text("#cell")
        assert f"({name}@1.0.0): {says}. " in shown
        assert "a therapist not trained in it" in shown


def test_any_two_definitions_are_told_with_a_patient_who_parts_them(page: Page, address: str) -> None:
    page.goto(f"{address}implications/")
    page.select_option("#any-pair [name=one]", "ema-2013@1.0.0")
    page.select_option("#any-pair [name=other]", "fda-2018-guidance@1.0.0")
    page.wait_for_selector("#told pre")
    told = page.inner_text("#told")
    first, *others = told.split("\n")
    assert first.startswith("Whoever meets")
    assert any(line.startswith("A patient can meet") for line in others)
    assert "history: 1" in page.inner_text("#told pre")
    page.select_option("#any-pair [name=other]", "ema-2013@1.0.0")
    page.wait_for_function("document.querySelector('#told').textContent === 'Choose two different ones.'")


def test_a_citation_is_copied(page: Page, address: str) -> None:
    page.goto(f"{address}d/markowitz-2022/1.0.0/#cite")
    page.click("text=BibTeX")
    page.click("details[open]:has(summary:text('BibTeX')) button.copy")
    page.wait_for_selector("button.copy:text('Copied')")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("@article{")
    assert "markowitz-2022@1.0.0" in copied


def test_a_definition_is_found_by_its_author(page: Page, address: str) -> None:
    page.goto(f"{address}about/")
    page.fill("#search-field", "markowitz")
    page.wait_for_selector("#found a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/d/markowitz-2022/")


def test_a_keyboard_is_enough_to_compare(page: Page, address: str) -> None:
    page.goto(f"{address}compare/")
    page.focus("#markowitz-2022 input")
    page.keyboard.press("Space")
    page.wait_for_selector("#side-table tbody tr")
    page.focus("#clear-choice")
    page.keyboard.press("Enter")
    assert page.is_hidden("#side")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible_and_fits_its_width(page: Page, address: str, path: str) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{address}{path}")
        assert overflow(page) <= 0, width
        assert barriers(page) == [], width


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_whole_without_javascript(browser: Browser, address: str, path: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}{path}")
    assert page.inner_text("h1")
    assert not page.is_visible("form.search")
    context.close()


def test_dark_mode_is_as_legible(browser: Browser, address: str) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    for path in ("", "compare/", "agreement/", "d/athf-2003/", "d/msm-2018/", "python/"):
        page.goto(f"{address}{path}")
        assert barriers(page) == []
    context.close()


def test_the_site_works_as_a_folder_of_files(browser: Browser, site: Path) -> None:
    """Somebody unpacks it and opens the first page; only the tool needs a server, and says so."""
    page = browser.new_context().new_page()
    page.goto((site / "index.html").as_uri())
    page.click("nav >> text=Compare")
    page.select_option("select[name=family]", "staging")
    shown = page.locator(".matrix tbody tr:visible")
    assert 0 < shown.count() < page.locator(".matrix tbody tr").count()
    for name in ("trsm-1997", "esm-1999"):
        page.check(f"#{name} input")
    page.wait_for_selector("#side-table tr.differs")
    page.click("#side-table thead a >> nth=0")
    assert page.inner_text("h1")
    assert page.url.endswith("/d/trsm-1997/index.html")
    page.click("nav >> text=Run it")
    assert page.is_visible("#not-started")
    assert not page.is_visible("#tool")
    page.context.close()
