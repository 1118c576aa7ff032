"""The report on a cohort: figures as counted by hand, nothing small where that is asked for, a page on its own."""

import base64
import hashlib
import random
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pyarrow as pa
import pytest
from pyarrow import parquet

from evaluated_results import STATES, rows_of, write_results
from trd_registry.cohorts import CohortReport
from trd_registry.cohorts.counting.evaluated import Evaluated
from trd_registry.model.errors import RegistryError
from trd_registry.reporting.cohort_report.cells import in_words, percent
from trd_registry.reporting.cohort_report.material import Options
from trd_registry.reporting.cohort_report.report import Report, make_report

HOSTILE = '<script>alert(1)</script> & "quotes" </title>'


def report_of(folder: Path, **options: object) -> Report:
    with Evaluated(folder) as evaluated:
        return make_report(evaluated, Options(**options))  # type: ignore[arg-type]


def records(report: Report, table: str) -> list[dict[str, object]]:
    found = report.tables[table].as_arrow().to_pylist()
    assert isinstance(found, list)
    return found


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten persons: what is expected of them is counted by hand."""
    rows = [
        *rows_of("alpha", ["+", "+", "+", "-", "-", "0", "0", "+?", "-?", "out"]),
        *rows_of("beta", ["+", "+", "-", "-", "-", "-", "+", "+", "-", "+"]),
    ]
    steps = [
        {"definition": "alpha", "part": "scope", "label": "of age",
         "holds": 7, "fails": 1, "unknown": 2, "certain": 7, "possible": 9},
        {"definition": "alpha", "step": 1, "part": "criterion", "label": "two trials",
         "holds": 4, "fails": 3, "unknown": 3, "certain": 3, "possible": 6},
    ]  # fmt: skip
    missing = [{"definition": "alpha", "fact": "trials.weeks", "persons": 3, "decisive": 2}]
    return write_results(tmp_path_factory.mktemp("small") / "out", rows, steps=steps, missing=missing, sample=4)


def test_prevalence_is_as_counted_by_hand(small: Path) -> None:
    alpha = next(row for row in records(report_of(small), "prevalence") if row["definition"] == "alpha")
    counts = ("persons", "met", "cannot_tell", "not_met", "out_of_scope", "scope_unknown", "scope_unknown_and_not_met")
    assert [alpha[name] for name in counts] == [10, 3, 2, 2, 1, 2, 1]
    # Possibly met: three who are, two who may be, and one who is if in scope.
    assert (alpha["lower_bound"], alpha["upper_bound"]) == (0.3, 0.6)


def test_agreement_is_over_those_whom_both_judge_and_bounds_over_all_whom_both_may(small: Path) -> None:
    (pair,) = records(report_of(small), "agreement")
    counts = ("judged_by_both", "both", "first_only", "second_only", "neither", "in_bounds")
    assert [pair[name] for name in counts] == [5, 2, 1, 0, 2, 9]
    assert pair["percent"] == pytest.approx(4 / 5)
    # Four alike; two can be made alike; one who may be out of scope is met by both, one by neither.
    assert (pair["percent_lowest"], pair["percent_highest"]) == (pytest.approx(4 / 7), pytest.approx(8 / 9))
    assert pair["kappa"] == pytest.approx(8 / 13)


def test_who_changes_sides_is_told_for_the_pair_that_was_asked_for(small: Path) -> None:
    found = records(report_of(small, reclassify=[("beta", "alpha")]), "reclassification")
    told = {(row["by_first"], row["by_second"]): row["persons"] for row in found if row["persons"]}
    assert told == {
        ("met", "met"): 2, ("met", "cannot tell"): 1, ("met", "scope not known"): 1, ("met", "out of scope"): 1,
        ("not met", "met"): 1, ("not met", "not met"): 2, ("not met", "cannot tell"): 1,
        ("not met", "scope not known"): 1,
    }  # fmt: skip


def test_attrition_and_what_is_missing_are_those_of_the_results(small: Path) -> None:
    report = report_of(small)
    assert [row["certain"] for row in records(report, "attrition")] == [7, 3]
    (fact,) = records(report, "missing_facts")
    assert (fact["open"], fact["decisive"]) == (3, 2)
    assert "a sample of 4 of 10 persons" in report.as_html()


def test_how_long_it_took_is_told_where_dates_were_asked_for(tmp_path: Path) -> None:
    folder = write_results(tmp_path / "out", rows_of("alpha", ["+"] * 5 + ["-"]))
    days = [(10, 10), (20, 50), (30, 30), (400, 430), (None, None)]
    rows = [
        {"person": f"P{k}", "definition": "alpha", "version": "1.0.0", "days_lower": lower, "days_upper": upper}
        for k, (lower, upper) in enumerate(days)
    ]
    parquet.write_table(pa.Table.from_pylist(rows), str(folder / "times.parquet"))
    (row,) = records(report_of(folder), "times")
    assert (row["persons"], row["dated"]) == (5, 4)
    assert (row["days_half_lowest"], row["days_half_highest"]) == (20, 30)
    (row,) = records(report_of(folder, least=2), "times")
    assert (row["persons"], row["days_half_lowest"]) == (None, None)


def test_the_same_results_give_the_same_bytes(small: Path) -> None:
    one, other = report_of(small), report_of(small)
    assert one.as_html() == other.as_html()
    assert {name: figure.svg for name, figure in one.figures.items()} == {
        name: figure.svg for name, figure in other.figures.items()
    }


@pytest.mark.parametrize("options", [{"definitions": ["gamma"]}, {"reclassify": [("alpha", "gamma")]}, {"least": 11}])
def test_what_cannot_be_shown_is_said(small: Path, options: dict[str, object]) -> None:
    with pytest.raises(RegistryError):
        report_of(small, **options)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Enough persons for counts of every size, some of them small in every table."""
    chance = random.Random(8)
    weights = [30, 50, 15, 1, 2, 1, 4]
    rows = []
    for name in ("alpha", "beta", "gamma", "delta"):
        rows += rows_of(name, chance.choices(list(STATES), weights, k=300))
    for row in rows:
        if row["definition"] == "delta" and row["applicable"] is not False:
            score = float(chance.choice([1, 1, 1, 2, 2, 3, 4, 5, 9]))
            row |= {
                "lower": score,
                "upper": score + chance.choice([0, 0, 1]),
                "bands": ["low"] if score < 4 else ["high", "low"],
            }
    steps = [
        {"definition": name, "step": step, "part": "criterion", "label": "x",
         "holds": 300 - less, "fails": less - 1, "unknown": 1, "certain": 300 - less, "possible": 301 - less}
        for name in ("alpha", "beta") for step, less in enumerate((4, 60))
    ]  # fmt: skip
    missing = [
        {"definition": "alpha", "fact": f"trials.fact{number}", "persons": 2 * number + 1, "decisive": number}
        for number in range(12)
    ]
    kinds = {"delta": "score"}
    rejected = {"persons": {"read": 303, "used": 300, "rejected": 3}}
    return write_results(
        tmp_path_factory.mktemp("large") / "out",
        rows,
        steps=steps,
        missing=missing,
        kinds=kinds,
        sample=60,
        rows=rejected,
    )


#: Columns that count no persons.
_OTHER = {"step", "how_many", "definitions", "score"}


def counts_of(report: Report) -> Counter[int]:
    found = [
        cell
        for name, table in report.tables.items()
        for row in table.rows
        for column, cell in zip(table.columns, row, strict=True)
        if isinstance(cell, int) and column.name not in _OTHER and name != "definitions"
    ]
    return Counter(found)


def test_no_small_count_stands_anywhere(large: Path) -> None:
    least = 8
    everything, shown = report_of(large), report_of(large, least=least)
    assert any(0 < count < least for count in counts_of(everything))
    assert not [count for count in counts_of(shown) if 0 < count < least]
    assert len(counts_of(shown)) > 5
    html = shown.as_html()
    for figure in shown.figures.values():
        numbers = [int(text) for text in re.findall(r">(\d+)<", figure.svg) if figure.name == "intersections"]
        assert not [count for count in numbers if 0 < count < least]
    cells = [int(text.replace(",", "")) for text in re.findall(r'<td class="figure">([\d,]+)</td>', html)]
    assert cells
    small_ones = Counter(one for one in cells if 0 < one < least)
    # What is left counts definitions, not persons.
    assert sum(small_ones.values()) <= len(shown.tables["intersections"].rows) + len(shown.tables["missing_facts"].rows)


def test_bands_are_withheld_where_the_scores_that_they_add_up_to_are_not_all_shown(large: Path) -> None:
    (plain,) = {row["persons"] for row in records(report_of(large), "levels")}
    assert plain
    assert {row["certain"] for row in records(report_of(large, least=8), "levels")} == {None}


def test_files_name_what_is_suppressed(large: Path) -> None:
    rows = records(report_of(large, least=8), "prevalence")
    for row in rows:
        named = set(str(row["suppressed"]).split("|")) - {""}
        assert named == {name for name, cell in row.items() if cell is None}
    assert any(row["suppressed"] for row in rows)
    assert "suppressed" not in records(report_of(large), "prevalence")[0]


class Parts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Report:
    rows = rows_of("alpha", ["+", "-", "0"]) + rows_of("beta", ["+", "+", "0"])
    steps = [{"definition": "alpha", "label": HOSTILE, "part": "scope", "holds": 3, "certain": 3, "possible": 3}]
    missing = [{"definition": "alpha", "fact": HOSTILE, "persons": 3, "decisive": 3}]
    folder = tmp_path_factory.mktemp("hostile") / "out"
    write_results(folder, rows, steps=steps, missing=missing, sample=3, title=HOSTILE, source=HOSTILE, synthetic=True)
    return report_of(folder)


def test_the_page_asks_for_nothing_and_runs_nothing(hostile: Report) -> None:
    html = hostile.as_html()
    parts = Parts()
    parts.feed(html)
    assert {"script", "img", "link", "iframe", "object", "form"} & {tag for tag, _ in parts.tags} == set()
    assert not [
        attrs for _, attrs in parts.tags if "style" in attrs or "src" in attrs or any(k.startswith("on") for k in attrs)
    ]
    addresses = [str(attrs["href"]) for _, attrs in parts.tags if "href" in attrs]
    assert addresses
    assert all(re.match(r"#|tables/|figures/|methods\.txt|citations\.bib", one) for one in addresses)
    policy = next(str(attrs["content"]) for _, attrs in parts.tags if attrs.get("http-equiv"))
    style = html.partition("<style>")[2].partition("</style>")[0]
    assert f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'" in policy
    assert policy.startswith("default-src 'none'")


def test_words_from_data_are_escaped(hostile: Report) -> None:
    assert "<script" not in hostile.as_html()
    assert "&lt;script&gt;alert(1)" in hostile.as_html()
    for figure in hostile.figures.values():
        assert ET.fromstring(figure.svg).find("{http://www.w3.org/2000/svg}desc") is not None
        assert figure.table in hostile.tables


def test_a_synthetic_cohort_is_said_to_be_one_before_any_figure(hostile: Report, small: Path) -> None:
    html = hostile.as_html()
    assert html.index("This cohort is synthetic") < html.index("persons were judged")
    assert "synthetic" not in report_of(small).as_html()


def test_advice_is_disclaimed_once(small: Path) -> None:
    assert report_of(small).as_html().count("not medical advice") == 1


def test_a_notebook_shows_it(small: Path, tmp_path: Path) -> None:
    report = CohortReport(small, definitions=["alpha"])
    assert "How many have TRD" in report._repr_html_()
    assert report.table("prevalence").num_rows == 2
    assert "prevalence" in report.tables
    report.write(tmp_path / "new")
    assert (tmp_path / "new" / "report.html").is_file()
    with pytest.raises(RegistryError, match="is there already"):
        report.write(tmp_path / "new")


def test_shares_are_never_rounded_to_nobody_or_everybody() -> None:
    assert [percent(one).replace("\N{NO-BREAK SPACE}", " ") for one in (0, 1e-6, 0.125, 1 - 1e-6, 1)] == [
        "0 %", "< 0.1 %", "12.5 %", "> 99.9 %", "100 %",
    ]  # fmt: skip
    assert in_words(None, "coefficient") == "not defined"
    assert in_words(-0.5, "coefficient") == "\N{MINUS SIGN}0.50"
