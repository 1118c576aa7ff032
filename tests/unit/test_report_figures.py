"""The figures of a report: drawn from the counts, in one language of marks, readable on a telephone."""

import re
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pyarrow as pa
import pytest
from pyarrow import parquet

from evaluated_results import rows_of, write_results
from trd_registry.cohorts.counting.evaluated import Evaluated
from trd_registry.cohorts.counting.times import time_curves
from trd_registry.reporting.cohort_report.bars import CERTAIN, UNDECIDED, WIDTH, Bar, bars, wrapped
from trd_registry.reporting.cohort_report.material import Options
from trd_registry.reporting.cohort_report.report import Report, make_report
from trd_registry.reporting.svg import LINE, PAPER

SVG = "{http://www.w3.org/2000/svg}"

#: A telephone of 390 pixels less the edges of the page.
TELEPHONE = 358


def with_times(folder: Path) -> Path:
    write_results(
        folder,
        [*rows_of("alpha", ["+"] * 40 + ["-"] * 30 + ["0"] * 20 + ["out"] * 10), *rows_of("beta", ["+", "-"] * 50)],
        steps=[
            {"definition": "alpha", "part": "scope", "label": "of age", "holds": 90, "fails": 10, "certain": 90,
             "possible": 90},
            {"definition": "alpha", "step": 1, "part": "criterion", "label": "two trials " * 20, "holds": 40,
             "fails": 40, "unknown": 20, "certain": 40, "possible": 60},
        ],
        missing=[
            {"definition": "alpha", "fact": "trials.weeks", "persons": 12, "decisive": 6},
            {"definition": "beta", "fact": "trials.weeks", "persons": 20, "decisive": 0},
            {"definition": "beta", "fact": "trials.dose", "persons": 20, "decisive": 20},
        ],
        sample=60,
    )  # fmt: skip
    days = [(float(20 + 7 * (k // 10)), float(20 + 7 * (k // 10) + (3 if k % 2 else 0))) for k in range(30)]
    rows = [
        {"person": f"P{k}", "definition": "alpha", "version": "1.0.0", "days_lower": one[0], "days_upper": one[1]}
        for k, one in enumerate([*days, *([(None, None)] * 10)])
    ]
    parquet.write_table(pa.Table.from_pylist(rows), str(folder / "times.parquet"))
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_times(tmp_path_factory.mktemp("figures") / "out")


@pytest.fixture(scope="module")
def report(folder: Path) -> Report:
    return report_of(folder)


def report_of(folder: Path, least: int = 0) -> Report:
    with Evaluated(folder) as evaluated:
        return make_report(evaluated, Options(least=least))


def boxes(svg: str, fill: str) -> list[float]:
    """Widths of the boxes of one fill, those of the legend left out."""
    return [
        float(one.attrib["width"])
        for one in ET.fromstring(svg).iter(f"{SVG}rect")
        if one.attrib["fill"] == fill and one.attrib["width"] != "24"
    ]


def persons(width: float, whole: int = 100) -> float:
    return whole * width / (WIDTH - 16)


def test_a_funnel_has_a_bar_for_everybody_and_one_for_each_step(report: Report) -> None:
    svg = report.figures["attrition-alpha-1.0.0"].svg
    assert [persons(one) for one in boxes(svg, CERTAIN)] == pytest.approx([100, 90, 40], abs=0.1)
    assert [persons(one) for one in boxes(svg, LINE)] == pytest.approx([10, 40], abs=0.1)
    assert "40 to 60" in svg


def test_what_is_missing_is_drawn_by_what_it_alone_would_settle(report: Report) -> None:
    alpha, every = report.figures["missing-alpha-1.0.0"].svg, report.figures["missing"].svg
    assert [persons(one, 60) for one in boxes(alpha, UNDECIDED)] == pytest.approx([6], abs=0.1)
    assert "12, alone 6" in alpha
    # Out of 60 persons under two definitions.
    assert [persons(one, 120) for one in boxes(every, UNDECIDED)] == pytest.approx([20, 6], abs=0.1)
    assert every.index("20, alone 20") < every.index("32, alone 6")


def test_a_bar_of_prevalence_is_all_persons(report: Report) -> None:
    svg = report.figures["prevalence"].svg
    assert sorted(persons(one) for one in boxes(svg, CERTAIN)) == pytest.approx([40, 50], abs=0.1)
    assert sorted(persons(one) for one in boxes(svg, LINE)) == pytest.approx([30, 50], abs=0.1)
    assert svg.count(">out of scope<") == 1


def test_time_is_two_curves_where_dates_leave_it_open(folder: Path, report: Report) -> None:
    with Evaluated(folder) as evaluated:
        curve = time_curves(evaluated)["alpha@1.0.0"]
    assert [(one.days, one.certain, one.possible) for one in curve] == [
        (20, 5, 10), (23, 10, 10), (27, 15, 20), (30, 20, 20), (34, 25, 30), (37, 30, 30),
    ]  # fmt: skip
    rows = report.tables["time_curves"].as_arrow().to_pylist()
    assert [row["certain"] for row in rows] == [one.certain for one in curve]
    figure = report.figures["time-alpha-1.0.0"]
    assert figure.caption == "alpha: 30 of 40 dated"
    assert "stroke-dasharray" in figure.svg


def test_a_curve_never_climbs_by_a_few_persons_where_few_are_suppressed(folder: Path) -> None:
    rows = report_of(folder, least=8).tables["time_curves"].as_arrow().to_pylist()
    assert rows
    for column in ("certain", "possible"):
        counts = [0, *(row[column] for row in rows), rows[-1]["dated"]]
        assert not [one for one in (b - a for a, b in pairwise(counts)) if 0 < one < 8]


def test_figures_are_named_described_and_no_wider_than_a_telephone_shows(report: Report) -> None:
    assert len(report.figures) >= 6
    for figure in report.figures.values():
        root = ET.fromstring(figure.svg)
        assert root.findtext(f"{SVG}title")
        assert root.findtext(f"{SVG}desc")
        assert figure.table in report.tables
        if not figure.is_wide:
            assert float(root.attrib["width"]) == WIDTH
            sizes = {float(one.attrib["font-size"]) for one in root.iter(f"{SVG}text")}
            assert min(sizes) * TELEPHONE / WIDTH > 9


def test_one_mark_means_one_thing_in_all_figures(report: Report) -> None:
    samples: dict[str, set[str]] = {}
    for figure in report.figures.values():
        pattern = r'width="24" height="12" fill="(#\w+)"(?: stroke="(#\w+)"[^>]*)?/>.*?<text[^>]*>([^<]+)<'
        for fill, stroke, means in re.findall(pattern, figure.svg, flags=re.DOTALL):
            samples.setdefault(f"{fill} {stroke}".strip(), set()).add(means)
    assert "cannot tell" in samples[f"{PAPER} {UNDECIDED}"]
    assert all("cannot tell" in one for one in samples[f"{PAPER} {UNDECIDED}"] | samples[UNDECIDED])
    assert not any("not" in one for one in samples[CERTAIN])
    assert all("not" in one for one in samples[LINE])


def test_long_words_go_on_in_the_next_line_and_are_cut_on_the_last() -> None:
    assert wrapped("one two three", 1000, 13) == ["one two three"]
    lines = wrapped("at least two different treatments " * 9, 200, 13)
    assert len(lines) == 3
    svg = bars([Bar("x" * 300, 1, 1, 2)], title="t", description="d", legend=())
    assert f"<title>{'x' * 300}</title>" in svg
    assert "…" in svg


def test_a_bar_without_persons_or_with_suppressed_ones_is_words_alone() -> None:
    from trd_registry.reporting.cohort_report.cells import HIDDEN

    svg = bars([Bar("a", HIDDEN, 3, 9), Bar("b", 0, 0, 0)], title="t", description="d", legend=())
    assert boxes(svg, CERTAIN) == []
    assert "suppressed" in svg
    assert "nobody" in svg


def test_no_bar_is_as_long_as_a_few_persons(tmp_path: Path) -> None:
    states = ["+"] * 2 + ["0"] * 50 + ["-"] * 44 + ["out"] * 4
    rows = [*rows_of("alpha", states), *rows_of("beta", ["+", "-"] * 50)]
    write_results(tmp_path / "out", rows, steps=[{"definition": "alpha", "holds": 97, "fails": 3}])
    plain, shown = report_of(tmp_path / "out"), report_of(tmp_path / "out", least=5)

    def lengths(report: Report) -> list[float]:
        return [
            persons(width)
            for figure in report.figures.values()
            for fill in (CERTAIN, LINE, UNDECIDED, PAPER)
            for width in boxes(figure.svg, fill)
        ]

    assert any(0.3 < one < 4.7 for one in lengths(plain))
    assert not [one for one in lengths(shown) if 0.3 < one < 4.7]
