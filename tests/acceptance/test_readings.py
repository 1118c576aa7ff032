"""All readings through the real command: one history, a cohort, and the report on it."""

import csv
import io
import json
from itertools import pairwise
from pathlib import Path

import jsonschema
import pytest

from acceptance.cli import HISTORIES, trd
from trd_registry.api import registry as shared_registry
from trd_registry.loading.data_root import data_root

WIDOW = HISTORIES / "widow.yaml"

#: Most readings keep one option, so that a statement has few of them.
FIXED = [
    word
    for name in (
        "psychotherapy-classes",
        "third-class",
        "third-treatment",
        "adequate-stimulation",
        "dose-table",
        "evidence-based-therapies",
    )
    for word in ("--reading", f"conway-2017:{name}={shared_registry().get('conway-2017').readings[name].default}")
]


def test_it_tells_which_readings_turn_the_verdict() -> None:
    run = trd("evaluate", WIDOW, "-d", "markowitz-2022", "--readings", "all")
    assert run.code == 0
    assert max(map(len, run.out.splitlines())) <= 80
    said = " ".join(run.out.split())
    assert "27,648 combinations" in said
    asks = shared_registry().get("markowitz-2022").readings["prospective"].asks
    assert f"turned by prospective ({asks}) documented gives met" in said
    # The ordinary command says the same of that one change.
    alone = trd("evaluate", WIDOW, "-d", "markowitz-2022", "--reading", "markowitz-2022:prospective=documented")
    assert "markowitz-2022@1.0.0 met" in " ".join(alone.out.split())


def test_the_receipt_fits_its_schema_and_verifies(tmp_path: Path) -> None:
    fixed = ("--reading", "trsm-1997:episode-scope=any-episode")
    run = trd(
        "evaluate", WIDOW, "-d", "trsm-1997", "-d", "conway-2017", "--readings", "all", *fixed, "--format", "json"
    )
    results = json.loads(run.out)
    schema = json.loads((data_root() / "schema" / "result.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(results)
    found = results[0]["multiverse"]
    assert found["fixed"] == {"episode-scope": "any-episode"}
    assert "episode-scope" not in found["varied"]
    assert sum(one["combinations"] for one in found["outcomes"]) == found["combinations"] == found["judged"]
    receipt = tmp_path / "receipt.json"
    receipt.write_text(run.out, encoding="utf-8")
    assert trd("verify", receipt).code == 0
    results[0]["multiverse"]["outcomes"][0]["combinations"] += 1
    receipt.write_text(json.dumps(results), encoding="utf-8")
    changed = trd("verify", receipt)
    assert changed.code == 1
    assert "multiverse/outcomes/0/combinations" in changed.out


def test_every_format_says_the_same_counts() -> None:
    asked = ("evaluate", WIDOW, "-d", "ema-2013", "--readings", "all", "--format")
    (row,) = csv.DictReader(io.StringIO(trd(*asked, "csv").out))
    markdown = trd(*asked, "markdown").out
    for word, told in (("met", "met"), ("not_met", "not met"), ("indeterminate", "cannot tell")):
        assert f"{told} {int(row[word]):,}" in markdown


@pytest.mark.parametrize(
    ("reading", "told"),
    [("ema-2013:nonresponse=never", "never"), ("ema-2013:none=x", "none"), ("trsm-1997:ladder=x", "not run")],
)
def test_what_is_not_there_is_refused(reading: str, told: str) -> None:
    run = trd("evaluate", WIDOW, "-d", "ema-2013", "--readings", "all", "--reading", reading)
    assert run.code == 2
    assert run.out == ""
    assert told in run.err


def test_a_cohort_under_all_readings(tmp_path: Path) -> None:
    made, out, report = tmp_path / "made", tmp_path / "out", tmp_path / "report"
    trd("cohort", "simulate", "-n", 40, "--seed", 1, "-o", made)
    asked = ("-d", "conway-2017", *FIXED, "--readings", "all", "--combinations", 2, "--sample", 0)
    run = trd("cohort", "evaluate", made, *asked, "-o", out)
    assert run.code == 0, run.err
    told = json.loads((out / "run.json").read_text("utf-8"))
    jsonschema.validate(told, json.loads((data_root() / "schema" / "run.schema.json").read_text("utf-8")))
    assert trd("cohort", "report", out, "-o", report).code == 0
    assert (report / "figures" / "specifications-conway-2017-1.0.0.svg").is_file()
    (tmp_path / "few").mkdir()
    assert trd("cohort", "report", out, "--min-cell", 5, "-o", tmp_path / "few" / "report").code == 0
    text = (tmp_path / "few" / "report" / "tables" / "specifications.csv").read_text("utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    for name in ("met", "possibly_met"):
        counts = sorted({int(row[name]) for row in rows})
        assert not any(0 < count < 5 for count in counts)
        assert not any(0 < there - here < 5 for here, there in pairwise(counts))
    alone = trd("cohort", "evaluate", made, "--combinations", 12, "-o", tmp_path / "other")
    assert alone.code == 2
