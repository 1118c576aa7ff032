"""The shortest history on which two definitions differ, and what decides an answer, through the real commands."""

import json
from pathlib import Path

import pytest
import yaml

pytest.importorskip("z3")

from acceptance.cli import HISTORIES, trd


def test_a_witness_is_a_history_on_which_both_say_what_is_told(tmp_path) -> None:
    run = trd("witness", "markowitz-2022", "nice-ng222", "--format", "json", "-o", tmp_path / "found")
    assert run.code == 0
    directions = json.loads(run.out)["directions"]
    assert [(one["met_by"], one["exists"]) for one in directions] == [
        ("markowitz-2022@1.0.0", True),
        ("nice-ng222@1.0.0", True),
    ]
    # The files say the same to whoever evaluates them.
    for name, expected in (
        ("markowitz-2022-not-nice-ng222", {"markowitz-2022": "met", "nice-ng222": "not_met"}),
        ("nice-ng222-not-markowitz-2022", {"markowitz-2022": "not_met", "nice-ng222": "met"}),
    ):
        file = tmp_path / "found" / f"{name}.yaml"
        assert verdicts(file, "markowitz-2022", "nice-ng222") == expected
    # NICE asks for one failed treatment, Markowitz and colleagues for two drugs and a psychotherapy.
    assert [len(one["history"]["trials"]) for one in directions] == [3, 1]


def test_an_implication_is_told_with_its_bound_in_80_columns() -> None:
    run = trd("witness", "ema-2013", "fda-2018-guidance")
    assert run.code == 0
    assert max(map(len, (line for line in run.out.splitlines() if "{" not in line))) <= 80
    said = " ".join(run.out.split())
    assert "No history with up to 6 trials is met by ema-2013@1.0.0 and not by fda-2018-guidance@1.0.0" in said
    assert "Met by fda-2018-guidance@1.0.0, not met by ema-2013@1.0.0 (2 trials):" in said
    assert "adherent: false" in run.out
    assert "Searched: every history with up to 6 trials" in said


def test_two_readings_of_one_definition_are_told_apart() -> None:
    run = trd("witness", "nice-ng222", "nice-ng222", "--right", "nonresponse=below-50", "--format", "json")
    assert run.code == 0, run.err
    directions = json.loads(run.out)["directions"]
    (found,) = [one for one in directions if one["exists"]]
    assert found["met_by"] == "nice-ng222@1.0.0 (nonresponse=below-50)"
    (trial,) = found["history"]["trials"]
    assert 25 <= trial["improvement"] < 50


def test_phenotypes_are_told_apart_by_the_histories_at_hand_and_nothing_is_said_to_be_proved(tmp_path) -> None:
    pair = ("fife-2017", "kubitz-2013")
    run = trd("witness", *pair, "--format", "json", "-o", tmp_path / "found")
    assert run.code == 0, run.err
    data = json.loads(run.out)
    assert (data["searched"], data["directions"][0]["bound"]) == (False, None)
    assert "builds its trials from dated records" in data["why_not_searched"]
    for one, other in (pair, pair[::-1]):
        file = tmp_path / "found" / f"{one}-not-{other}.yaml"
        assert verdicts(file, *pair) == {one: "met", other: "not_met"}
        whole = yaml.safe_load(file.read_text("utf-8"))
        for kind in ("dispensings", "diagnoses"):
            for number in range(len(whole["records"][kind])):
                told = whole["records"][kind]
                less = {**whole["records"], kind: told[:number] + told[number + 1 :]}
                file.write_text(yaml.safe_dump({**whole, "records": less}, default_flow_style=None), "utf-8")
                assert verdicts(file, *pair) != {one: "met", other: "not_met"}, "an entry could be left out"
    said = " ".join(trd("witness", "fife-2017-capped", "fife-2017").out.split())
    assert "is met by fife-2017-capped@1.0.0 and not by fife-2017@1.0.0; that proves nothing." in said
    assert "Not searched: fife-2017-capped@1.0.0 builds its trials from dated records." in said


def verdicts(file: Path, *names: str) -> dict[str, str]:
    run = trd("evaluate", file, *(part for name in names for part in ("-d", name)), "--format", "json")
    return {one["definition"]: one["verdict"] for one in json.loads(run.out)} if run.code == 0 else {}


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (["markowitz-2022", "markowitz-2022"], "Both are the same."),
        (["markowitz-2022", "msm-2018"], "gives no verdict"),
        (["markowitz-2022", "nice-ng222", "--left", "nonsense"], "is not written as READING=OPTION"),
        (["markowitz-2022", "nowhere-1999"], "There is no definition"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_words(typed, message) -> None:
    run = trd("witness", *typed)
    assert (run.code, run.out) == (2, "")
    assert message in run.err


def test_what_decides_is_told_for_an_open_and_for_a_settled_answer() -> None:
    run = trd("decides", HISTORIES / "widow.yaml", "-d", "markowitz-2022", "-d", "nice-ng222")
    assert run.code == 0
    said = " ".join(run.out.split())
    assert "met if trials[1].prospective is yes and trials[2].prospective is yes" in said
    assert "met if trials[1].episode is current" in said
    run = trd("decides", HISTORIES / "ssri-and-cbt-eight-sessions.yaml", "-d", "markowitz-2022", "--format", "json")
    (decided,) = json.loads(run.out)
    flip = next(one for one in decided["turned_by"] if one["verdict"] == "met")
    assert {"kind": "told", "trial": 2, "says": {"sessions": 9}} in flip["changes"]
    assert [one["kind"] for one in flip["changes"]] == ["told", "added"]


def test_two_facts_that_turn_an_answer_together_are_told_beside_two_trials_that_do() -> None:
    run = trd("decides", HISTORIES / "forty-percent-twice.yaml", "-d", "sforzini-2022", "--format", "json")
    (decided,) = json.loads(run.out)
    met = [one["changes"] for one in decided["turned_by"] if one["verdict"] == "met"]
    assert [[(change["kind"], change["trial"]) for change in changes] for changes in met] == [
        [("told", 1), ("told", 2)],
        [("told", 1), ("added", 3)],
        [("added", 3), ("added", 4)],
    ]
    assert all(change["says"].keys() == {"improvement"} for change in met[0])
    others = [one["changes"] for one in decided["turned_by"] if one["verdict"] != "met"]
    assert all(len(changes) == 1 for changes in others), "what one change says is not said by two"


def test_what_turns_the_answer_of_a_phenotype_is_an_entry_of_the_record() -> None:
    history = HISTORIES / "register-three-drugs-in-a-year.yaml"
    run = trd("decides", history, "-d", "fife-2017", "-d", "kubitz-2013")
    assert run.code == 0
    said = " ".join(run.out.split())
    assert "not met with every dispensing of venlafaxine left out" in said
    assert "not met with dispensing of citalopram on 2021-01-11 moved to 2020-12-28" in said
    decided = json.loads(trd("decides", history, "-d", "kubitz-2013", "--format", "json").out)
    (whole,) = decided
    assert whole["turned_by"]
    for flip in whole["turned_by"]:
        assert (flip["verdict"], flip["applicable"]) != ("met", True)
        assert flip["history"]["records"] != yaml.safe_load(history.read_text("utf-8"))["records"]
