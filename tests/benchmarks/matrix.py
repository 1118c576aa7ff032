"""Times the matrix of definitions in real Chromium, with the registry as it is and with synthetic rows added.

Run by hand, with the folder of a built site: python tests/benchmarks/matrix.py build/site

Synthetic definitions are copies of rows under other ids, put into a copy of the page before the browser reads it.
"""

import re
import shutil
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

#: From the call to the next picture on the screen, in milliseconds.
TIMED = """(action) => new Promise((resolve) => {
  const start = performance.now();
  ACTIONS[action]();
  requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - start)));
})"""
ACTIONS = """const ACTIONS = {
  filter: () => { const field = document.querySelector('input[name=name]'); field.value = field.value ? '' : 'a';
                  field.dispatchEvent(new Event('input', { bubbles: true })); },
  sort: () => document.querySelector('th[data-key=year] button').click(),
  scroll: () => document.querySelector('.scroll.matrix').scrollBy(200, 400),
};"""
REPEAT = 15


def with_rows(text: str, wanted: int) -> tuple[str, int]:
    """The page with at least so many rows, and how many it then has."""
    before, rest = text.split("<tbody>", 1)
    body, after = rest.split("</tbody>", 1)
    rows = re.findall(r"<tr id=.*?</tr>", body, re.DOTALL)
    extra = [
        re.sub(r'id="([^"]+)"', rf'id="synthetic-{number}-\1"', rows[number % len(rows)], count=1)
        for number in range(max(0, wanted - len(rows)))
    ]
    return before + "<tbody>" + "\n".join(rows + extra) + "</tbody>" + after, len(rows) + len(extra)


def measure(page: Page, path: Path) -> dict[str, float]:
    """The median time of every action, and of opening the page, in milliseconds."""
    page.goto(path.as_uri())
    page.wait_for_selector(".matrix tbody input")
    page.evaluate(f"() => {{ {ACTIONS} window.ACTIONS = ACTIONS; }}")
    found = {
        action: median(page.evaluate(TIMED, action) for _ in range(REPEAT)) for action in ("filter", "sort", "scroll")
    }
    found["opening"] = page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
    return found


def main(site: Path) -> None:
    """Prints one line for each number of rows."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    text = (site / "compare" / "index.html").read_text("utf-8")
    with sync_playwright() as playwright, TemporaryDirectory() as folder:
        copy = Path(folder) / "site"
        (copy / "compare").mkdir(parents=True)
        shutil.copytree(site / "assets", copy / "assets")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for wanted in (0, 200, 500):
            page_text, rows = with_rows(text, wanted)
            path = copy / "compare" / "index.html"
            path.write_text(page_text, "utf-8")
            found = measure(browser.new_page(bypass_csp=True), path)
            told = ", ".join(f"{name} {taken:.0f} ms" for name, taken in found.items())
            sys.stdout.write(f"{rows} rows, {len(page_text) // 1024} kB: {told}\n")
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
