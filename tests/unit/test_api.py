"""What a notebook calls."""

from pathlib import Path

import pytest

from trd_registry import (
    CohortReport,
    InvalidInput,
    RegistryError,
    compare,
    evaluate,
    evaluate_cohort,
    load_history,
    registry,
)
from trd_registry.loading.data_root import data_root

HISTORIES = data_root() / "definitions" / "histories"


def test_evaluate_takes_a_reference_and_readings() -> None:
    history = load_history(HISTORIES / "widow.yaml")
    strict = evaluate(history, "markowitz-2022@1.0.0")
    lenient = evaluate(history, "markowitz-2022", {"prospective": "documented"})
    assert strict.verdict == "indeterminate"
    assert lenient.verdict == "met"
    assert lenient.readings["prospective"] == "documented"


def test_the_decisive_facts_come_first() -> None:
    result = evaluate(load_history(HISTORIES / "widow.yaml"), "markowitz-2022")
    flags = [one.decisive for one in result.missing]
    assert flags == sorted(flags, reverse=True)


def test_a_result_is_a_small_table_in_a_notebook() -> None:
    result = evaluate(load_history(HISTORIES / "widow.yaml"), "msm-2018")
    assert result._repr_html_().startswith("<table>")
    assert "msm-2018@" in result._repr_html_()


def test_compare_sets_definitions_side_by_side_and_finds_where_they_differ() -> None:
    histories = [load_history(HISTORIES / f"{name}.yaml") for name in ("forty-percent-twice", "two-drugs-and-ipt")]
    comparison = compare(histories, "rybak-2021", "sforzini-2022")
    assert comparison.definitions == ("rybak-2021@1.0.0", "sforzini-2022@1.0.0")
    assert comparison.differing() == ["forty-percent-twice"]
    assert "<td>not met</td>" in comparison._repr_html_()


def test_compare_uses_every_released_definition_where_none_is_named() -> None:
    comparison = compare(load_history(HISTORIES / "widow.yaml"))
    assert len(comparison.definitions) == len(registry().released())


def test_errors_say_what_to_do(tmp_path: Path) -> None:
    history = load_history(HISTORIES / "widow.yaml")
    with pytest.raises(RegistryError, match="markowitz-2022"):
        evaluate(history, "markowitz-2021")
    with pytest.raises(RegistryError, match="no reading"):
        evaluate(history, "markowitz-2022", {"x": "y"})
    path = tmp_path / "x.yaml"
    path.write_text("history: 1\nid: x\n")
    with pytest.raises(InvalidInput) as caught:
        load_history(path)
    assert [finding.code for finding in caught.value.findings] == ["TRD202"]


def test_of_very_many_open_facts_only_the_first_are_tried(tmp_path: Path) -> None:
    """So that a record of nothing but names costs bounded time; the rest are told as not tried, not as undecisive."""
    path = tmp_path / "many.yaml"
    trials = "\n".join("  - {treatment: sertraline}" for _ in range(120))
    path.write_text(f"history: 1\nid: many\ncomplete: none\ntrials:\n{trials}\n")
    result = evaluate(load_history(path), "rybak-2021")
    tried = [one.decisive is not None for one in result.missing]
    assert any(tried)
    assert not all(tried)


def test_a_cohort_is_judged_and_shown_from_a_notebook(tmp_path: Path) -> None:
    cohort = tmp_path / "cohort"
    cohort.mkdir()
    (cohort / "cohort.yaml").write_text(
        "cohort: 1\ntitle: Two persons\nsource: test\nas_of: 2024-12-31\ncomplete: all\n"
    )
    (cohort / "persons.csv").write_text("person,disorder\na,major-depressive-disorder\nb,major-depressive-disorder\n")
    (cohort / "trials.csv").write_text(
        "person,treatment,dose,weeks,improvement,episode\n"
        "a,sertraline,150,8,10,current\na,venlafaxine,225,8,10,current\nb,sertraline,x,8,10,current\n"
    )
    done = evaluate_cohort(cohort, tmp_path / "results", ["conway-2017@1.0.0"], {"conway-2017": {}})
    assert done.persons == 2
    assert done.report.read["trials"] == done.report.used["trials"] + 1 == 3
    report = CohortReport(tmp_path / "results")
    assert {row["definition"] for row in report.table("prevalence").to_pylist()} == {"conway-2017"}
    assert "conway-2017" in report._repr_html_()
    with pytest.raises(RegistryError, match="there already"):
        evaluate_cohort(cohort, tmp_path / "results")
