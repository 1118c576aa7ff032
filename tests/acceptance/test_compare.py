"""Several definitions on the reference patients, through the real command."""

import json

from acceptance.cli import HISTORIES, trd

REFERENCES = {path.stem for path in HISTORIES.glob("*.yaml")}


def test_the_pair_and_the_patients_on_whom_it_parts_fit_a_terminal() -> None:
    run = trd("compare", "conway-2017", "markowitz-2022")
    assert run.code == 0
    assert max(map(len, run.out.splitlines())) <= 80
    assert f"2 definitions on {len(REFERENCES)} reference histories" in run.out
    shown = run.out.split("\n\n")
    case = next(one for one in shown if one.startswith("ssri-and-cbt-eight-sessions\n"))
    assert "conway-2017: met, stage 1" in case
    assert "markowitz-2022: not met" in case


def test_json_holds_every_history_and_counts_what_it_holds() -> None:
    data = json.loads(trd("compare", "conway-2017", "markowitz-2022", "msm-2018", "--format", "json").out)
    assert set(data["histories"]) == REFERENCES
    assert len(data["pairs"]) == 3
    for pair, (left, right) in zip(data["pairs"], ((0, 1), (0, 2), (1, 2)), strict=True):
        rows = [(row[left], row[right]) for row in data["histories"].values()]
        assert pair["both"] == rows.count(("met", "met"))
        assert pair["left_alone"] == rows.count(("met", "not_met"))
        assert pair["right_alone"] == rows.count(("not_met", "met"))
        assert pair["neither"] == rows.count(("not_met", "not_met"))
        counted = [pair[key] for key in ("both", "left_alone", "right_alone", "neither", "open", "apart")]
        assert sum(counted) == len(REFERENCES)
    parted = {name for name, row in data["histories"].items() if {"met", "not_met"} <= set(row)}
    assert set(data["differing"]) == parted
    assert data["pairs"][1]["share"] is None, "one of the two gives no cut"


def test_markdown_marks_a_draft() -> None:
    run = trd("compare", "bap-2015", "wpa-1974", "--format", "markdown", "--all")
    assert run.code == 0
    assert "| history | bap-2015@0.1.0 (draft) | wpa-1974@1.0.0 |" in run.out
    assert sum(
        line.startswith("| ") and line.split(" | ")[0][2:] in REFERENCES for line in run.out.splitlines()
    ) == len(REFERENCES)


def test_what_cannot_be_compared_is_told() -> None:
    assert trd("compare", "markowitz-2022").code == 2
    assert "Name two definitions" in trd("compare", "markowitz-2022").err
    record = trd("compare", "schatzberg-1983", "markowitz-2022")
    assert record.code == 2
    assert "is a record" in record.err
    assert trd("compare", "markowitz-2022", "nobody-1900").code == 2


def test_what_the_rules_imply_for_every_history_is_told_where_it_was_worked_out() -> None:
    pair = ("ema-2013", "italian-delphi-2023")
    said = "  Whoever meets ema-2013@1.0.0 meets italian-delphi-2023@1.0.0."
    assert said in trd("compare", *pair).out.splitlines()
    assert said.replace("  ", "- ", 1) in trd("compare", *pair, "--format", "markdown").out.splitlines()
    relations = json.loads(trd("compare", *pair, "msm-2018", "--format", "json").out)["by_rules"]
    assert {"one": f"{pair[0]}@1.0.0", "other": f"{pair[1]}@1.0.0", "relation": "implies"} in relations
    assert {one["relation"] for one in relations if "msm-2018@1.0.0" in one.values()} == {None}
    assert "By the rules" not in trd("compare", "msm-2018", "trsm-1997").out
