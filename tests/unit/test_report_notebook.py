"""The report in a notebook: the object alone shows it, in a Python that has no notebook."""

import re
import subprocess
import sys
from pathlib import Path

from evaluated_results import rows_of, write_results

ROOT = Path(__file__).parents[2]

#: As a reader would type it; the last line is what a notebook asks of the last line of a cell.
CELL = """
from trd_registry.cohorts import CohortReport

report = CohortReport("results", definitions=["alpha", "beta"], min_cell=3)
print(report._repr_html_())
"""


def test_the_last_line_of_a_cell_shows_answers_prevalence_and_agreement(tmp_path: Path) -> None:
    rows = [*rows_of("alpha", ["+"] * 9 + ["-"] * 9 + ["0"] * 6), *rows_of("beta", ["+"] * 12 + ["-"] * 12)]
    write_results(tmp_path / "results", rows)
    run = subprocess.run(
        [sys.executable, "-c", CELL], cwd=tmp_path, capture_output=True, text=True, check=False,
        env={"PYTHONPATH": str(ROOT / "validator"), "PATH": ""},
    )  # fmt: skip
    assert (run.returncode, run.stderr) == (0, "")
    for part in (
        "How many have TRD?",
        "24 persons were judged",
        'id="prevalence"',
        'id="agreement"',
        "<svg",
        "medical advice",
    ):
        assert part in run.stdout
    # A notebook has a page of its own around it, and no files to link to yet.
    assert not re.search(r"<(html|head|body|script|style|main)\b", run.stdout)
    assert "href=" not in run.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["results"]


def test_what_the_documentation_shows_is_what_there_is() -> None:
    text = (ROOT / "schema" / "RESULTS.md").read_text("utf-8")
    shown = text.partition("from trd_registry.cohorts import CohortReport")[2].partition("\n## ")[0]
    from trd_registry.cohorts import CohortReport

    used = set(re.findall(r"report\.(\w+)", shown))
    assert {"tables", "table", "figure", "write"} <= used
    assert all(hasattr(CohortReport, name) for name in used)
