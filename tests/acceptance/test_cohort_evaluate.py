"""A whole cohort judged through the real command line: what is written, and that it is written whole or not at all."""

import json
import os
import shutil
import signal
import time
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pyarrow import parquet

from acceptance.cli import started, trd
from trd_registry.loading.data_root import data_root
from trd_registry.loading.schema import schema_of

#: A criterion, a score, stages that the statement can say, tiers, stages left to the interpreter, and a phenotype.
CHOSEN = ("markowitz-2022", "msm-2009", "mghs-2003", "trsm-1997", "fife-2017")

NAMED = tuple(part for one in CHOSEN for part in ("-d", one))

PERSONS = 60

_SOMEBODY = "107"


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "cohort"
    assert trd("cohort", "simulate", "-n", PERSONS, "--seed", 5, "-o", folder).code == 0
    return folder


@pytest.fixture(scope="module")
def out(cohort: Path) -> Path:
    folder = cohort.parent / "out"
    run = trd("cohort", "evaluate", cohort, "-o", folder, *NAMED, "--sample", 7)
    assert (run.code, run.out) == (0, "")
    assert f"{PERSONS} persons." in run.err
    assert "not medical advice" in run.err
    return folder


def rows(folder: Path) -> list[dict[str, Any]]:
    return parquet.read_table(str(folder / "results.parquet")).to_pylist()


def test_there_is_one_row_a_person_and_definition(out: Path) -> None:
    found = [(row["definition"], row["person"]) for row in rows(out)]
    assert len(found) == len(set(found)) == PERSONS * len(CHOSEN)
    assert {definition for definition, _ in found} == set(CHOSEN)
    by_definition = [person for definition, person in found if definition == "trsm-1997"]
    assert by_definition == sorted(by_definition)


def test_the_batch_says_what_one_person_alone_is_told(cohort: Path, out: Path) -> None:
    found = {(row["person"], row["definition"]): row for row in rows(out)}
    drawn = sorted({person for person, _ in found})[:: PERSONS // 4]
    for person in drawn:
        run = trd("evaluate", cohort, "--person", person, *NAMED, "--format", "json")
        for told in json.loads(run.out):
            row = found[(person, told["definition"])]
            assert (row["version"], row["applicable"], row["verdict"]) == (
                told["version"],
                told["applicable"],
                told["verdict"],
            )
            value = told["value"] or dict.fromkeys(("score", "stages", "bands", "tiers"))
            score = None if row["lower"] is None else [row["lower"], row["upper"]]
            assert (score, row["stages"], row["bands"]) == (value["score"], value["stages"], value["bands"])


def test_the_sample_is_told_what_would_settle_its_answers(cohort: Path, out: Path) -> None:
    asked = [row for row in rows(out) if row["deciding"] is not None]
    assert len(asked) == 7 * len(CHOSEN)
    assert any(row["deciding"] for row in asked)
    for row in asked[:: len(asked) // 6]:
        run = trd("evaluate", cohort, "--person", row["person"], "-d", row["definition"], "--format", "json")
        (told,) = json.loads(run.out)
        assert row["deciding"] == [one["fact"] for one in told["missing"] if one["decisive"]]


def test_the_steps_add_up_and_agree_with_the_results(out: Path) -> None:
    steps = parquet.read_table(str(out / "steps.parquet")).to_pylist()
    assert {step["definition"] for step in steps} >= {"markowitz-2022", "fife-2017"}
    for step in steps:
        assert step["holds"] + step["fails"] + step["unknown"] == PERSONS
        assert step["certain"] <= step["holds"]
        assert step["possible"] <= PERSONS - step["fails"]
    last = [step for step in steps if step["definition"] == "markowitz-2022"][-1]
    judged = [row for row in rows(out) if row["definition"] == "markowitz-2022"]
    assert last["certain"] == sum(row["verdict"] == "met" and row["applicable"] is True for row in judged)
    assert last["possible"] == sum(row["verdict"] in ("met", "indeterminate") for row in judged)


def test_the_results_say_what_was_run(out: Path) -> None:
    told = json.loads((out / "run.json").read_text("utf-8"))
    schema = json.loads((data_root() / "schema" / "run.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(told)
    inside = parquet.read_metadata(str(out / "results.parquet")).metadata[b"trd_registry"]
    assert json.loads(inside) == told
    assert [one["definition"] for one in told["definitions"]] != []
    assert told["cohort"]["synthetic"] is True
    assert told["cohort"]["rows"]["persons"] == {"read": PERSONS, "used": PERSONS, "rejected": 0}
    assert told["sample"] == 7


def test_a_reading_changes_what_is_run_and_is_said(cohort: Path, tmp_path: Path) -> None:
    named = ("-d", "markowitz-2022", "--reading", "markowitz-2022:adequate-weeks=weeks-8")
    run = trd("cohort", "evaluate", cohort, "-o", tmp_path / "out", *named, "--sample", 0)
    assert run.code == 0
    (told,) = json.loads((tmp_path / "out" / "run.json").read_text("utf-8"))["definitions"]
    assert told["readings"]["adequate-weeks"] == "weeks-8"
    assert told["chosen"] == {"adequate-weeks": "weeks-8"}
    alone = trd("evaluate", cohort, "--person", _SOMEBODY, *named, "--format", "json")
    found = {row["person"]: row["verdict"] for row in rows(tmp_path / "out")}
    assert found[_SOMEBODY] == json.loads(alone.out)[0]["verdict"]


def test_nothing_is_overwritten(cohort: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    run = trd("cohort", "evaluate", cohort, "-o", tmp_path / "out", *NAMED)
    assert run.code == 2
    assert "nothing is overwritten" in run.err
    assert list((tmp_path / "out").iterdir()) == []


def test_a_damaged_table_gives_no_output(cohort: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged"
    shutil.copytree(cohort, damaged)
    table = damaged / "trials.parquet"
    table.write_bytes(table.read_bytes()[:-200])
    run = trd("cohort", "evaluate", damaged, "-o", tmp_path / "out", *NAMED)
    assert run.code == 3
    assert "trials.parquet" in run.err
    assert "Traceback" not in run.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["damaged"]


def test_a_page_that_is_damaged_inside_gives_no_output(cohort: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged"
    shutil.copytree(cohort, damaged)
    table = damaged / "trials.parquet"
    content = bytearray(table.read_bytes())
    content[60:260] = bytes(200)
    table.write_bytes(bytes(content))
    run = trd("cohort", "evaluate", damaged, "-o", tmp_path / "out", *NAMED)
    assert run.code == 3
    assert "trials.parquet" in run.err
    assert "Traceback" not in run.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["damaged"]


@pytest.mark.skipif(os.name != "posix", reason="signals of another kind")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_a_run_that_is_stopped_leaves_nothing_and_can_be_repeated(
    cohort: Path, tmp_path: Path, number: signal.Signals
) -> None:
    with started("cohort", "evaluate", cohort, "-o", tmp_path / "out", *NAMED) as run:
        deadline = time.monotonic() + 60
        while not list(tmp_path.glob(".out-*")) and time.monotonic() < deadline:
            time.sleep(0.01)
        assert run.poll() is None
        run.send_signal(number)
        _, told = run.communicate(timeout=60)
    assert run.returncode != 0
    assert b"Traceback" not in told
    assert not (tmp_path / "out").exists()
    if number is not signal.SIGKILL:
        assert list(tmp_path.iterdir()) == []
    again = trd("cohort", "evaluate", cohort, "-o", tmp_path / "out", *NAMED, "--sample", 0)
    assert again.code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_private_definition_is_run_and_marked(cohort: Path, out: Path, tmp_path: Path) -> None:
    """The same rules as a published definition, under a private id: the same answers, told to be private."""
    path = tmp_path / "definitions" / "staging" / "of-the-lab" / "0.1.0" / "definition.yaml"
    path.parent.mkdir(parents=True)
    published = data_root() / "definitions" / "staging" / "trsm-1997" / "1.0.0" / "definition.yaml"
    text = published.read_text("utf-8").replace("id: trsm-1997\nversion: 1.0.0", "id: of-the-lab\nversion: 0.1.0")
    path.write_text(text, encoding="utf-8")
    mine = tmp_path / "out"
    run = trd("cohort", "evaluate", cohort, "-o", mine, "-d", "of-the-lab", "--registry", tmp_path, "--sample", 0)
    assert run.code == 0, run.err
    told = json.loads((mine / "run.json").read_text("utf-8"))
    jsonschema.validate(told, schema_of("run"))
    assert [one["private"] for one in told["definitions"]] == [True]
    theirs = [one for one in rows(out) if one["definition"] == "trsm-1997"]
    answers = [[(one["person"], one["verdict"], one["stages"]) for one in found] for found in (rows(mine), theirs)]
    assert sorted(answers[0]) == sorted(answers[1])
    report = tmp_path / "report"
    assert trd("cohort", "report", mine, "-o", report).code == 0
    assert "Private, published nowhere: of-the-lab@0.1.0." in (report / "report.html").read_text("utf-8")
    methods = (report / "methods.txt").read_text("utf-8")
    assert "by 1 definition as encoded" in methods
    assert "published nowhere and not in the registry: of-the-lab@0.1.0" in methods
