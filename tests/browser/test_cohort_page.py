"""The page of a cohort in real Chromium: no barrier, no overflow, no request, without a script."""

import random
import shutil
import subprocess
import tarfile
from pathlib import Path

import pyarrow as pa
import pytest
from playwright.sync_api import Browser
from pyarrow import parquet

from browser.accessibility import WIDTHS, barriers, overflow
from evaluated_results import STATES, rows_of, write_results
from trd_registry.cohorts import CohortReport
from trd_registry.publishing.npm_package import NotFetched, fetch

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Names of many definitions, long ones too."""
    folder = tmp_path_factory.mktemp("report")
    chance = random.Random(3)
    rows = []
    for number in range(5):
        name = f"definition-with-a-rather-long-name-{number}"
        rows += rows_of(name, chance.choices(list(STATES), [30, 50, 15, 1, 2, 1, 4], k=200))
    for row in rows:
        if row["definition"].endswith(("-1", "-2")) and row["applicable"] is not False:
            row |= {
                "lower": 1.0,
                "upper": float(chance.choice([1, 2, 3])),
                "stages": chance.choice([["I"], ["I", "II"]]),
            }
    kinds = {f"definition-with-a-rather-long-name-{number}": "stages" for number in (1, 2)}
    missing = [{"definition": rows[0]["definition"], "fact": "trials.weeks", "persons": 5, "decisive": 2}]
    label = 'at least 2 different treatments among the trials counted as "failed adequate antidepressant trial"'
    steps = [{"definition": rows[0]["definition"], "label": label, "holds": 200, "certain": 90, "possible": 150}]
    write_results(folder / "results", rows, kinds=kinds, steps=steps, missing=missing, sample=10, synthetic=True)
    days = [(30.0, 30.0), (40.0, 70.0), (90.0, 400.0), (None, None)]
    times = [
        {
            "person": f"P{k}",
            "definition": rows[0]["definition"],
            "version": "1.0.0",
            "days_lower": one,
            "days_upper": two,
        }
        for k, (one, two) in enumerate(days)
    ]
    parquet.write_table(pa.Table.from_pylist(times), str(folder / "results" / "times.parquet"))
    CohortReport(folder / "results").write(folder / "report")
    return folder / "report"


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_everybody_can_read_it(browser: Browser, report: Path, width: int, scheme: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    page.on("console", lambda said: asked.append(said.text))
    page.goto((report / "report.html").as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    for wide in WIDTHS:
        page.set_viewport_size({"width": wide, "height": 900})
        assert overflow(page) <= 0
        # What is not wide is seen whole, without being pushed about.
        widest = page.evaluate("Math.max(...[...document.querySelectorAll('.narrow svg')].map(one => one.clientWidth))")
        assert 0 < widest <= wide
    page.set_viewport_size({"width": width, "height": 900})
    assert barriers(page) == []
    assert asked == [(report / "report.html").as_uri()]
    context.close()


def test_it_reads_without_scripts(browser: Browser, report: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((report / "report.html").as_uri())
    page.get_by_text("How these figures are made").click()
    assert page.get_by_text("Fleiss, Cohen, Everitt").is_visible()
    context.close()


def test_page_and_figures_are_valid(report: Path, tmp_path: Path) -> None:
    java = shutil.which("java")
    if java is None:
        pytest.skip("the checker of HTML needs Java")
    try:
        package = fetch(Path(__file__).parent / "html-checker.json", ROOT / "build" / "cache")
    except NotFetched as error:
        pytest.skip(f"the checker of HTML cannot be had: {error}")
    with tarfile.open(package) as archive:
        archive.extract("package/build/dist/vnu.jar", tmp_path, filter="data")
    checker = [
        java,
        "-Xss8m",
        "-jar",
        str(tmp_path / "package/build/dist/vnu.jar"),
        "--errors-only",
        "--also-check-svg",
    ]
    files = [str(report / "report.html"), *(str(path) for path in sorted((report / "figures").iterdir()))]
    done = subprocess.run([*checker, "--format", "gnu", *files], capture_output=True, text=True, check=False)
    assert (done.stderr, done.returncode) == ("", 0)
