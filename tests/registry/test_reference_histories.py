"""The reference histories: every definition judges them, no two are the same, and the picture says what was judged."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from acceptance.cli import trd
from pages import drawn
from trd_registry.api import registry as shared_registry
from trd_registry.comparing.similarity import answer_of, likeness
from trd_registry.comparing.verdict_map import VerdictMap
from trd_registry.evaluating.evaluate import evaluate
from trd_registry.evaluating.result import Result
from trd_registry.loading.yaml_reader import read_yaml
from trd_registry.publishing.page import Page
from trd_registry.publishing.pages.agreement_page import (
    agreement_file,
    agreement_json,
    agreement_pages,
    neighbours_of,
)
from trd_registry.publishing.shelf import Shelf
from trd_registry.publishing.site import history_files
from trd_registry.releasing.reference_patients import ReferencePatients
from trd_registry.reporting.agreement_picture import CELL, HEAD, MARGIN, NAMES, WORDS
from trd_registry.reporting.explanation import explanation

REGISTRY = shared_registry()
FILES = sorted((REGISTRY.root / "definitions" / "histories").glob("*.yaml"))
EXECUTABLE = [one for one in REGISTRY.latest() if one.is_executable]
SVG = "{http://www.w3.org/2000/svg}"
PLAIN = "two-classes-failed"


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf(REGISTRY)


@pytest.fixture(scope="module")
def patients(shelf: Shelf) -> ReferencePatients:
    return shelf.patients


@pytest.fixture(scope="module")
def found(shelf: Shelf) -> VerdictMap:
    return shelf.verdict_map


@pytest.fixture(scope="module")
def page(shelf: Shelf) -> Mapping[str, Page]:
    return {one.path: one for one in agreement_pages(shelf)}


def test_there_are_histories_for_the_disputes_of_the_field() -> None:
    assert len(FILES) >= 40


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_history_says_what_it_shows_and_where_it_is_from(path: Path) -> None:
    told = read_yaml(path).value
    assert told["id"] == path.stem
    assert told["title"]
    assert ("source" in told) is path.stem.startswith("published-")
    if "source" not in told:
        assert re.search("[Cc]onstructed", told["about"])
    for text in (told["title"], told["about"], told.get("source", "")):
        assert not re.search(r" [.,;]|\.\.", text)


@pytest.mark.parametrize("index", range(len(FILES)), ids=lambda index: FILES[index].stem)
def test_definitions_judge_and_explain_every_history(index: int, patients: ReferencePatients) -> None:
    """Every sixth definition on each; the next on the next. All of them judge all, in the tests below."""
    history = patients.histories[FILES[index].stem]
    for definition in EXECUTABLE[index % 6 :: 6]:
        patient, vocabularies = REGISTRY.as_pinned(history, definition)
        result = evaluate(patient, definition, vocabularies)
        assert max(map(len, explanation(result, definition)[1:])) <= 80
        assert (not result.missing) == result.is_settled
        if definition.status == "released":
            assert answer_of(result) == answer_of(patients.results(definition)[history.id])


def told(result: Result | None) -> object:
    return result and (result.applicable, result.verdict, result.score, result.stages, result.tiers)


def test_no_two_histories_are_the_same_to_every_definition(patients: ReferencePatients) -> None:
    columns = {name: [told(patients.results(one)[name]) for one in REGISTRY.released()] for name in patients.histories}
    assert [pair for pair in combinations(columns, 2) if columns[pair[0]] == columns[pair[1]]] == []


def test_the_plain_patient_is_decided_by_nearly_everybody_and_splits_them(patients: ReferencePatients) -> None:
    kinds = [answer_of(patients.results(one)[PLAIN]).kind for one in REGISTRY.released()]
    assert kinds.count("open") <= 5
    assert min(kinds.count("met"), kinds.count("not_met")) >= 40


def test_only_a_therapist_without_training_parts_these(patients: ReferencePatients) -> None:
    """Of the definitions that ask for a psychotherapy one asks who gave it."""
    compared = patients.compare([REGISTRY.get("markowitz-2022"), REGISTRY.get("tms-ngs-l33398")])
    assert compared.differing() == ["two-drugs-and-untrained-cbt"]


def test_the_neighbours_of_a_definition_that_is_not_in_the_registry(patients: ReferencePatients) -> None:
    real = REGISTRY.get("nice-ta854")
    copy = replace(real, id="mine-2030")
    nearest = patients.nearest(copy, 3)
    assert [one.left for one in nearest] == ["mine-2030"] * 3
    assert nearest[0].alike == nearest[0].decided == max(one.decided for one in nearest)
    assert real.id in {one.right for one in nearest}
    assert real.id not in {one.right for one in patients.nearest(real, 3)}


def test_groups_hold_every_definition_with_a_cut_once(found: VerdictMap, patients: ReferencePatients) -> None:
    grouped = [name for group in found.groups for name in group]
    assert grouped + list(found.without_cut) == list(found.rows)
    assert sorted(found.rows) == sorted(patients.released)
    assert {"msm-2018", "msm-2009", "trsm-1997", "mghs-2003"} == set(found.without_cut)
    for group in found.same():
        assert len({found.answers[name] for name in group}) == 1


def marks_of(path: ET.Element) -> set[int]:
    """The columns in which the path of one row has a mark, read as a program that draws it would."""
    columns, x = set(), 0.0
    begin, *moves = path.attrib["d"].split("m")
    for move in moves:
        by, draw = re.fullmatch(r"(-?\d+) ?-?\d+([hl].*)", move).groups()  # type: ignore[union-attr]
        x += int(by)
        columns.add(int(x // CELL))
        x += int(re.match(r"[hl](\d*)", draw)[1])  # type: ignore[index]
    assert begin.startswith(f"M{MARGIN + NAMES} ")
    return columns


def test_every_mark_of_the_picture_is_the_answer_of_its_definition(page: Mapping[str, Page], found: VerdictMap) -> None:
    drawing = ET.fromstring(page["agreement/"].data["picture"])
    shown: dict[str, dict[int, str]] = {}
    name = ""
    for part in drawing:
        if part.tag == "a":
            name = part.attrib["href"].strip("/").rpartition("/")[2]
            shown.setdefault(name, {})
        elif part.attrib.get("class", "").startswith("k-") and "m" in part.attrib["d"]:
            for column in marks_of(part):
                assert column not in shown[name], "two answers in one cell"
                shown[name][column] = part.attrib["class"].removeprefix("k-")
    for name, row in found.answers.items():
        assert [shown[name][column] for column in range(len(row))] == [one.kind for one in row], name
    links = [part.attrib["href"] for part in drawing if part.tag == "a"]
    assert links[: len(found.columns)] == [f"../run/#example={one}" for one in found.columns]
    assert links[len(found.columns) :] == [f"../d/{one}/" for one in found.rows]


def test_the_picture_by_itself_has_a_title_on_every_cell(shelf: Shelf, found: VerdictMap) -> None:
    drawing = ET.fromstring(str(agreement_file(shelf).content))
    titles = Counter(part.text for part in drawing.iter(f"{SVG}title"))
    short = {one.id: str(one.document["short"]) for one in REGISTRY.released()}
    for name, row in found.answers.items():
        for history, answer in zip(found.columns, row, strict=True):
            assert titles[f"{short[name]}, {history}: {WORDS[answer.kind]}"] == 1
    assert "class" not in {key for part in drawing.iter(f"{SVG}path") for key in part.attrib}
    assert min(float(part.attrib["y"]) for part in drawing.iter(f"{SVG}text") if "y" in part.attrib) > HEAD


def test_the_file_of_all_answers_says_what_the_command_says(shelf: Shelf, found: VerdictMap) -> None:
    data = json.loads(json.dumps(agreement_json(shelf)))
    names = [one["id"] for one in data["histories"]]
    assert names == list(found.columns)
    name, path = PLAIN, next(one for one in FILES if one.stem == PLAIN)
    asked = [part for one in ("markowitz-2022", "wpa-1974", "reutfors-2018") for part in ("-d", one)]
    for result in json.loads(trd("evaluate", str(path), *asked, "--format", "json").out):
        kind = data["answers"][f"{result['definition']}@{result['version']}"][names.index(name)]
        assert kind == {"met": "met", "not_met": "not_met", "indeterminate": "open"}[result["verdict"]]
    for pair in data["pairs"][::97]:
        assert sum(pair[2:]) == len(names)
    assert len(data["pairs"]) == len(found.pairs)
    files = {one["file"] for one in data["histories"]}
    assert files == {one.path for one in history_files(shelf)}


def test_the_page_and_the_table_tell_every_patient_and_definition(page: Mapping[str, Page], found: VerdictMap) -> None:
    html, table = drawn(page["agreement/"]), drawn(page["agreement/table/"])
    for name in found.columns:
        assert f'href="../run/#example={name}"' in html
    for name, row in found.answers.items():
        cells = re.search(rf'/d/{name}/">[^<]*</a>(.*?)(?=<tr>|</table>)', table, re.DOTALL)
        assert cells, name
        assert cells[1].split("<td>")[1:] == [WORDS[one.kind] for one in row], name
        assert f"/d/{name}/" in html


def test_the_pairs_of_the_page_are_counted_from_the_answers(page: Mapping[str, Page], found: VerdictMap) -> None:
    for one in (*page["agreement/"].data["alike"], *page["agreement/"].data["unlike"]):
        left, right = found.answers[one["left"]["id"]], found.answers[one["right"]["id"]]
        both = [(a.kind, b.kind) for a, b in zip(left, right, strict=True) if a.is_decided and b.is_decided]
        assert (one["alike"], one["decided"]) == (sum(a == b for a, b in both), len(both))
        assert left != right


def test_a_page_of_a_definition_names_its_neighbours(shelf: Shelf, patients: ReferencePatients) -> None:
    told = neighbours_of(shelf, REGISTRY.get("markowitz-2022"))
    rows = patients.released
    first = likeness("markowitz-2022", told[0]["other"]["id"], rows["markowitz-2022"], rows[told[0]["other"]["id"]])
    assert (told[0]["alike"], told[0]["decided"], told[0]["open"]) == (first.alike, first.decided, first.open)
    assert [one["kappa"] for one in told] == sorted((one["kappa"] for one in told), reverse=True)
    record = next(one for one in REGISTRY.latest() if not one.is_executable)
    assert neighbours_of(shelf, record) == []
