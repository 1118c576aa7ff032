"""What stands before everything else: four questions answered from the counts, in words that fit their numbers."""

import re
from pathlib import Path

import pytest

from evaluated_results import rows_of, write_results
from trd_registry.cohorts.counting.evaluated import Evaluated
from trd_registry.reporting.cohort_report.cells import counted, in_words
from trd_registry.reporting.cohort_report.material import Options
from trd_registry.reporting.cohort_report.report import Report, length_of, make_report

QUESTIONS = ["How many have TRD?", "By which definition?", "How far do they agree?",
             "How much of the answer is missing data?"]  # fmt: skip


def report_of(folder: Path, least: int = 0) -> Report:
    with Evaluated(folder) as evaluated:
        return make_report(evaluated, Options(least=least))


def said(report: Report) -> dict[str, str]:
    return {one.question: one.says.replace("\N{NO-BREAK SPACE}", " ") for one in report.answers}


@pytest.fixture
def three(tmp_path: Path) -> Path:
    rows = [
        *rows_of("alpha", ["+"] * 10 + ["0"] * 20 + ["-"] * 70),
        *rows_of("beta", ["+"] * 30 + ["-"] * 70),
        *rows_of("gamma", ["0"] * 60 + ["-"] * 40),
    ]
    missing = [{"definition": "gamma", "fact": "trials.weeks", "persons": 12, "decisive": 6}]
    return write_results(tmp_path / "out", rows, missing=missing, sample=20)


def test_the_four_questions_are_answered_from_the_counts(three: Path) -> None:
    found = said(report_of(three))
    assert list(found) == QUESTIONS
    many, which, far, much = found.values()
    assert "100 persons were judged by 3 published definitions." in many
    assert "from 0 % to 30 % of the persons certainly have TRD" in many
    assert "by half of the definitions it is 10 % or less" in many
    assert "up to 60 %" in many
    assert "Most certainly have it by beta (Title of beta): 30 of 100." in which
    assert "1 definition is certainly met by nobody; by 1 of these it cannot be told of some persons." in which
    # Judged by both: 80, 40 and 40 of 100; alike: 80, 40 and 40 of these.
    assert "both can be worked out for 40 % of the persons (median), and 100 % of these are judged alike" in far
    assert "26.7 % of all answers" in much
    assert "open for 20 % of the persons or more, by gamma for 60 %" in much
    assert "6 of the 12 for which it is open" in much


def test_one_person_and_one_definition_are_told_of_as_one(tmp_path: Path) -> None:
    report = report_of(write_results(tmp_path / "out", rows_of("alpha", ["0"])))
    many = said(report)["How many have TRD?"]
    assert many.startswith("1 person was judged by 1 published definition.")
    html = report.as_html()
    assert not re.search(r"\b1 (persons|definitions|pairs|steps|facts)\b", html)


def test_what_is_suppressed_is_in_no_sentence(tmp_path: Path) -> None:
    rows = [
        *rows_of("alpha", ["+"] * 98 + ["-"] * 2),
        *rows_of("beta", ["+"] * 30 + ["-"] * 70),
        *rows_of("gamma", ["+"] * 20 + ["-"] * 80),
    ]
    folder = write_results(tmp_path / "out", rows)
    assert "98 of 100" in said(report_of(folder))["By which definition?"]
    found = said(report_of(folder, least=5))
    assert "98" not in " ".join(found.values())
    assert "alpha" not in " ".join(found.values())
    assert "from 20 % to 30 %" in found["How many have TRD?"]


def test_where_everything_is_suppressed_nothing_but_the_size_is_told(tmp_path: Path) -> None:
    folder = write_results(tmp_path / "out", rows_of("alpha", ["+"] * 3 + ["-"] * 3))
    assert said(report_of(folder, least=5)) == {QUESTIONS[0]: "6 persons were judged by 1 published definition."}


def test_nothing_missing_is_said_to_be_so(tmp_path: Path) -> None:
    folder = write_results(tmp_path / "out", [*rows_of("alpha", ["+", "-"]), *rows_of("beta", ["-", "-"])])
    assert said(report_of(folder))[QUESTIONS[3]] == "None: every answer is settled."


def test_every_section_says_first_how_to_read_it(three: Path) -> None:
    report = report_of(three)
    html = report.as_html()
    assert len(report.sections) >= 8
    for section in report.sections:
        assert section.read.endswith(".")
        after = html.partition(f'<h2 id="{section.id}">')[2].partition("</h2>")[2].lstrip()
        assert after.startswith('<p class="read"><strong>How to read this:</strong>')


def test_a_paragraph_to_paste_names_versions_registry_digests_and_sources(three: Path) -> None:
    report = report_of(three)
    paragraph = report.texts["methods.txt"].partition("\n")[0]
    for part in ("100 persons", "3 published definitions", "alpha 1.0.0", "sha256:", "version 0", "Wilson (1927)",
                 "Cohen's kappa (1960)", "AC1 (2008)", "https://"):  # fmt: skip
        assert part in paragraph
    assert "suppressed" not in paragraph
    assert "Counts of 1 to 4 were suppressed" in report_of(three, least=5).texts["methods.txt"]
    for source in ("doi:10.1080/01621459.1927.10502953", "doi:10.1037/h0028106", "doi:10.1348/000711006X126600"):
        assert source in report.as_html()


def test_progress_comes_to_what_was_announced_and_no_further(three: Path) -> None:
    told: list[int] = []
    with Evaluated(three) as evaluated:
        make_report(evaluated, Options(), told.append)
        length = length_of(evaluated)
    assert length - 3 <= sum(told) <= length
    assert len(told) > 10
    assert all(one >= 0 for one in told)


def test_numbers_take_the_word_that_fits_them() -> None:
    assert [counted(one, "person") for one in (0, 1, 2, 1234)] == [
        "0 persons",
        "1 person",
        "2 persons",
        "1,234 persons",
    ]
    assert counted(2, "analysis", "analyses") == "2 analyses"
    assert in_words(-0.001, "coefficient") == "0.00"
