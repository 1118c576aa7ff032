"""The page on which a reader judges a history: the same answers as the command line, and nothing leaves the page."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from browser.accessibility import WIDTHS, barriers, overflow
from browser.conftest import watched
from trd_registry.api import registry as shared_registry
from trd_registry.loading.yaml_reader import parse_yaml
from trd_registry.reporting.history_yaml import history_in_yaml
from trd_registry.reporting.words import VERDICTS

ROOT = Path(__file__).parents[2]
HISTORIES = ROOT / "definitions" / "histories"
#: Full, full of gaps, in scores, computed from dispensings: what is judged in different ways.
EXAMPLES = ("two-drugs-and-ipt", "chart-with-gaps", "drug-not-listed", "dispensings-only")
#: Written in every way there is: bounds, scores, dates, records, free notes, a class alone, all facts settled.
IN_THE_FORM = (
    *EXAMPLES, "augmented-twice", "four-drugs-and-cbt", "published-questionnaire-case", "published-next-step-case",
    "stopped-for-intolerance", "everything-failed", "adequate-by-the-word-of-a-rater", "widow",
)  # fmt: skip
#: They read dispensings, and are left out of a history that holds none.
PHENOTYPES = {one.id for one in shared_registry().released() if "records" in one.document}
#: Loading Python and judging by every definition takes seconds; a busy machine takes longer.
PATIENCE = 60_000


def trd(*asked: str) -> subprocess.CompletedProcess[str]:
    command = "from trd_registry.cli.main import main; main(prog_name='trd')"
    return subprocess.run([sys.executable, "-c", command, *asked], capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def has_python(site: Path) -> None:
    if not (site / "run" / "program.zip").is_file():
        pytest.skip("the site was built without Python for the browser: npm could not fetch it")


@pytest.fixture(scope="module")
def loaded(has_python: None, browser: Browser, address: str) -> Iterator[Page]:
    """The page with its program loaded, which takes seconds: once for all tests that leave no reading behind."""
    with watched(browser, address) as page:
        page.set_default_timeout(PATIENCE)
        page.goto(f"{address}run/")
        page.focus("#family")
        expect(page.locator("#state")).to_contain_text("Ready", timeout=PATIENCE)
        yield page


@pytest.fixture
def tool(loaded: Page) -> Page:
    """The page as it is found at first."""
    loaded.set_viewport_size({"width": 1280, "height": 900})
    loaded.select_option("#family", "")
    loaded.select_option("#example", "")
    loaded.fill("#history", "")
    loaded.wait_for_timeout(700)  # The page waits half a second for somebody who still types.
    forget(loaded)
    return loaded


@pytest.fixture
def fresh(has_python: None, page: Page, address: str) -> Page:
    """A page of its own, for a test that leaves readings or definitions chosen."""
    page.set_default_timeout(PATIENCE)
    page.goto(f"{address}run/")
    return page


def verdicts(printed: str) -> dict[str, str]:
    """Definition -> what the command line says of it."""
    return {
        one["definition"]: "not applicable" if one["applicable"] is False else VERDICTS[one["verdict"]]
        for one in json.loads(printed)
    }


def shown(page: Page) -> dict[str, str]:
    """Definition -> what the page says of it."""
    rows = page.query_selector_all("#verdicts tbody tr[data-id]")
    return {str(row.get_attribute("data-id")): str(row.get_attribute("data-verdict")) for row in rows}


def is_history(path: Path) -> bool:
    return "\nhistory: 1" in path.read_text("utf-8")


def forget(page: Page) -> None:
    """Takes away what was said of the history before."""
    page.evaluate("document.getElementById('state').textContent = ''")


def wait_until_judged(page: Page) -> None:
    expect(page.locator("#state")).to_contain_text("Judged by", timeout=PATIENCE)
    expect(page.locator("#verdicts")).not_to_have_attribute("aria-busy", "true", timeout=PATIENCE)


def test_every_example_gets_the_verdicts_of_the_command_line(tool: Page, tmp_path: Path) -> None:
    for name in EXAMPLES:
        forget(tool)
        tool.select_option("#example", name)
        wait_until_judged(tool)
        run = trd("evaluate", str(HISTORIES / f"{name}.yaml"), "--format", "json")
        told = verdicts(run.stdout)
        if "records" not in data_of(tool):
            told = {name: verdict for name, verdict in told.items() if name not in PHENOTYPES}
            expect(tool.locator("#left-out")).to_contain_text(f"{len(PHENOTYPES)} phenotypes")
        assert shown(tool) == told, name


def test_a_receipt_of_the_page_is_accepted_by_the_command_line(tool: Page, tmp_path: Path) -> None:
    tool.select_option("#family", "staging")
    tool.select_option("#example", "widow")
    wait_until_judged(tool)
    saved: list[Path] = []
    tool.on("download", lambda one: (one.save_as(tmp_path / one.suggested_filename), saved.append(tmp_path)))
    tool.click("#save")
    for _ in range(100):
        if len(saved) == 2:
            break
        tool.wait_for_timeout(200)
    done = trd("verify", str(tmp_path / "receipt.json"), "--history", str(tmp_path / "history.yaml"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "are the same" in done.stderr


def test_reasons_are_those_of_the_command_line(tool: Page) -> None:
    tool.select_option("#family", "staging")
    tool.select_option("#example", "two-failed-ssris")
    wait_until_judged(tool)
    tool.click("tr[data-id=trsm-1997] button:text('Why?')")
    tool.wait_for_selector("#explanation")
    run = trd("evaluate", str(HISTORIES / "two-failed-ssris.yaml"), "-d", "trsm-1997", "--explain")
    assert tool.inner_text("#why").strip() in run.stdout


def test_a_bad_history_is_told_with_line_and_remedy_as_on_the_command_line(tool: Page) -> None:
    # Faults of YAML itself are worded by the reader of YAML, of which a browser has another build.
    for path in [path for path in sorted((ROOT / "schema" / "rejected").glob("TRD[2-4]*.yaml")) if is_history(path)][
        ::8
    ]:
        text = path.read_text("utf-8")
        tool.fill("#history", text)
        expect(tool.locator("#state")).to_contain_text("to be mended", timeout=PATIENCE)
        run = trd("evaluate", str(path))
        messages = [line.split(" ", 2)[2] for line in run.stderr.splitlines() if line.startswith(str(path))]
        expect(tool.locator("#findings")).to_contain_text(messages[0], timeout=PATIENCE)
        assert tool.locator("#findings li").count() == len(messages)
        tool.fill("#history", "")


def data_of(page: Page) -> Any:
    """What the text holds, as the command line reads it."""
    return parse_yaml(page.input_value("#history").encode(), "history.yaml").value


def open_everything(page: Page) -> None:
    page.eval_on_selector_all("#form details", "(all) => all.forEach((one) => { one.open = true; })")


def fill(page: Page, field: str, text: str) -> None:
    """Fills in one field of the form, and waits until the text follows."""
    before = page.input_value("#history")
    page.fill(field, text)
    expect(page.locator("#history")).not_to_have_value(before, timeout=PATIENCE)


def test_a_history_is_written_with_the_form_alone(tool: Page) -> None:
    tool.select_option("#family", "staging")
    open_everything(tool)
    fill(tool, "#form-patient-age", "44")
    tool.click("#add")
    tool.fill("#trial-1-treatment", "Sertraline")
    tool.fill("#trial-1-dose", "at least 100")
    tool.fill("#trial-1-weeks", "6 to 8")
    tool.select_option("#trial-1-response", "none")
    tool.click("#add")
    tool.fill("#trial-2-treatment", "lithium or quetiapine")
    tool.select_option("#form-episode-severity", "scale:madrs")
    tool.fill("#form-episode-severity-score", "> 21.5")
    tool.check("#complete [data-span=life][value=ect]")
    forget(tool)
    fill(tool, "#form-illness-years", ">= 3")
    wait_until_judged(tool)
    assert data_of(tool) == {
        "history": 1,
        "id": "my-history",
        "complete": ["ect"],
        "patient": {"age": 44},
        "episode": {"severity": {"madrs": {"above": 21.5}}},
        "illness": {"years": {"at_least": 3}},
        "trials": [
            {
                "treatment": "Sertraline",
                "dose": {"at_least": "100 mg/day"},
                "weeks": {"at_least": 6, "at_most": 8},
                "response": "none",
            },
            {"treatment": ["lithium", "quetiapine"]},
        ],
    }


def test_the_form_follows_the_text_and_changes_nothing_else(tool: Page) -> None:
    tool.select_option("#family", "staging")
    for name in IN_THE_FORM:
        forget(tool)
        tool.select_option("#example", name)
        wait_until_judged(tool)
        open_everything(tool)
        before = data_of(tool)
        trials = tool.locator("#trials fieldset")
        expect(trials).to_have_count(len(before.get("trials", [])), timeout=PATIENCE)
        fill(tool, "#as-of", "2031")
        fill(tool, "#as-of", str(before.get("as_of", "")))
        assert data_of(tool) == before, name


def test_what_cannot_be_read_switches_the_form_off_until_it_is_mended(tool: Page) -> None:
    tool.select_option("#example", "widow")
    wait_until_judged(tool)
    text = tool.input_value("#history")
    tool.fill("#history", "history: [")
    expect(tool.locator("#form-off")).to_be_visible(timeout=PATIENCE)
    assert tool.evaluate("document.getElementById('form').inert")
    tool.fill("#history", text)
    expect(tool.locator("#form-off")).to_be_hidden(timeout=PATIENCE)
    assert tool.input_value("#trials fieldset:nth-child(2) [data-path=weeks] input") == "at least 6"


def test_a_link_carries_definitions_and_readings_and_no_patient(fresh: Page, address: str) -> None:
    fresh.focus("#family")
    expect(fresh.locator("#state")).to_contain_text("Ready", timeout=PATIENCE)
    fresh.select_option("#family", "chosen")
    for name in ("nice-ta854", "conway-2017"):
        fresh.check(f"#choices input[value^='{name}@']")
    fresh.select_option("#example", "two-failed-ssris")
    wait_until_judged(fresh)
    fresh.click("tr[data-id=nice-ta854] button:text('Why?')")
    label = fresh.locator("#readings label", has_text="Two antidepressants as in the marketing authorisation")
    label.locator("select").select_option("three-as-positioned")
    expect(fresh.locator("tr[data-id=nice-ta854] th")).to_contain_text("three-as-positioned", timeout=PATIENCE)
    link = fresh.url
    assert (
        link == f"{address}run/#d=nice-ta854@1.0.0&d=conway-2017@1.0.0&reading=nice-ta854:how-many:three-as-positioned"
    )
    sent = fresh.context.new_page()
    sent.goto(link)
    expect(sent.locator("#state")).to_contain_text("Ready", timeout=PATIENCE)
    assert sent.input_value("#history") == ""
    sent.select_option("#example", "two-failed-ssris")
    wait_until_judged(sent)
    run = trd(
        "evaluate", str(HISTORIES / "two-failed-ssris.yaml"), "-d", "nice-ta854", "-d", "conway-2017",
        "--reading", "nice-ta854:how-many=three-as-positioned", "--format", "json",
    )  # fmt: skip
    assert shown(sent) == verdicts(run.stdout)
    sent.close()


def test_what_a_trial_changes_is_what_the_command_line_says_without_it(tool: Page, tmp_path: Path) -> None:
    tool.select_option("#example", "widow")
    wait_until_judged(tool)
    tool.click("#trials fieldset:nth-child(3) .without")
    expect(tool.locator("#without-says")).to_contain_text("give another answer", timeout=PATIENCE)
    data = data_of(tool)
    (tmp_path / "less.yaml").write_text(history_in_yaml({**data, "trials": data["trials"][:2]}), "utf-8")
    now, then = (verdicts(trd("evaluate", str(path), "--format", "json").stdout)
                 for path in (HISTORIES / "widow.yaml", tmp_path / "less.yaml"))  # fmt: skip
    told = {one.query_selector("a").get_attribute("href").rstrip("/").split("/")[-1]: one.inner_text()
            for one in tool.query_selector_all("#without-list li")}  # fmt: skip
    changed = {name for name in now if now[name] != then[name]}
    assert changed
    assert changed <= set(told)
    for name in changed:
        assert f": {now[name]}" in told[name]
        assert f", {then[name]}" in told[name]


def test_a_missing_fact_leads_to_its_field(tool: Page) -> None:
    tool.select_option("#example", "widow")
    wait_until_judged(tool)
    missing = tool.locator("tr[data-id=markowitz-2022] button.link").first
    expect(missing).to_have_text("trial 1: Outcome was measured while the trial ran")
    missing.click()
    focused = "document.activeElement.closest('[data-path]').dataset.path"
    assert tool.evaluate(focused) == "prospective"


def test_verdicts_of_one_kind_can_be_shown_alone(tool: Page) -> None:
    tool.select_option("#family", "consensus")
    tool.select_option("#example", "widow")
    wait_until_judged(tool)
    met = {name for name, verdict in shown(tool).items() if verdict == "met"}
    expect(tool.locator("#state")).to_contain_text(f"{len(met)} met")
    tool.select_option("#show", "met")
    left = tool.locator("#verdicts tbody tr[data-id]:visible")
    assert {one.get_attribute("data-id") for one in left.all()} == met


def test_a_link_that_names_what_is_not_there_says_so(fresh: Page, address: str) -> None:
    fresh.goto(f"{address}run/#d=nobody-1999&reading=nice-ta854:how-many:forty")
    fresh.reload()
    expect(fresh.locator("#state")).to_contain_text(
        "not here: nobody-1999, nice-ta854:how-many:forty", timeout=PATIENCE
    )


def test_the_tool_in_use_is_accessible_and_fits_its_width(tool: Page) -> None:
    tool.select_option("#family", "staging")
    tool.select_option("#example", "chart-with-gaps")
    wait_until_judged(tool)
    open_everything(tool)
    tool.click("tr[data-id=msm-2018] button:text('Why?')")
    tool.wait_for_selector("#readings select")
    for width in WIDTHS:
        tool.set_viewport_size({"width": width, "height": 900})
        assert overflow(tool) <= 0, width
        assert barriers(tool) == [], width


def test_nothing_that_is_typed_leaves_the_page_or_is_kept(tool: Page, address: str) -> None:
    tool.select_option("#family", "staging")
    tool.select_option("#example", "widow")
    wait_until_judged(tool)
    asked: list[Request] = []
    tool.context.on("request", lambda one: asked.append(one))  # noqa: PLW0108  # playwright marks its handler
    text = tool.input_value("#history").replace("age: 61", "age: 62")
    forget(tool)
    tool.fill("#history", text)
    wait_until_judged(tool)
    assert [one.url for one in asked if not one.url.startswith("data:")] == []
    kept = tool.evaluate("Object.keys(localStorage).length + Object.keys(sessionStorage).length")
    assert kept == 0
    assert tool.context.cookies() == []
    assert tool.url.startswith(address)
    assert "62" not in tool.url.removeprefix(address)


def test_the_worker_cannot_reach_another_place(tool: Page) -> None:
    """A worker started by its address would not be bound by the policy of the page; one from a blob is."""
    answer = tool.evaluate(
        """() => new Promise((resolve) => {
          const code = "fetch('http://127.0.0.1:9/').then(() => postMessage('reached'), (e) => postMessage(String(e)));"
            + "self.addEventListener('securitypolicyviolation', (e) => postMessage('refused ' + e.violatedDirective));";
          const worker = new Worker(URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
          worker.onmessage = (event) => { if (event.data.startsWith('refused')) resolve(event.data); };
          setTimeout(() => resolve('no refusal'), 5000);
        })"""
    )
    assert answer == "refused connect-src"
