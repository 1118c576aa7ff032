"""A definition that has several versions: every page tells them all, and what lies between them."""

import json
import re
from pathlib import Path

import pytest

from acceptance.cli import trd
from pages import drawn, text_of
from trd_registry.loading.registry import Registry
from trd_registry.publishing.page import Page
from trd_registry.publishing.shelf import Shelf
from trd_registry.publishing.site import pages
from trees import Tree

OLD, NEW, LAST = "conway-2017@1.0.0", "conway-2017@2.0.0", "conway-2017@2.0.1"


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """A real definition, a copy with another threshold, and a copy of that with other words."""
    made = Tree(tmp_path_factory.mktemp("versions"), OLD)
    threshold = "grouping: {reading: psychotherapy-classes}\n        at_least: 2"
    made.edit(made.copy_version(OLD, "2.0.0"), threshold, threshold.replace("2", "3"))
    made.edit(made.copy_version(NEW, "2.0.1"), "summary: >-\n ", "summary: >-\n  In other words.")
    dates = f"{OLD}: 2026-01-02\n{NEW}: 2026-03-04\n"
    (made.root / "definitions" / "released.dates").write_text(dates, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def made(tree: Tree) -> dict[str, Page]:
    return {one.path: one for one in pages(Shelf(Registry(tree.root)))}


def rows(html: str, caption: str) -> list[list[str]]:
    """The cells of every row of the tables of this caption."""
    found = []
    for table in re.findall(r"<table.*?</table>", html, re.DOTALL):
        if f"<caption>{caption}</caption>" in table:
            body = table.partition("<tbody>")[2]
            lines = re.findall(r"<tr>.*?</tr>", body, re.DOTALL)
            found += [[text_of(cell).strip() for cell in re.findall(r"<t[hd].*?</t[hd]>", line)] for line in lines]
    return found


def test_the_page_tells_what_trd_diff_tells(tree: Tree, made: dict[str, Page]) -> None:
    told = json.loads(trd("diff", "--root", tree.root, "--format", "json", OLD, NEW).out)
    page = made["d/conway-2017/2.0.0/"]
    step = next(one["step"] for one in page.data["history"] if one["version"] == "2.0.0")
    assert step["bump"].upper() == told["bump"]["taken"] == told["bump"]["needed"] == "MAJOR"
    changed = told["all_histories"]["changed"]
    shown = [one["name"] for one in (*step["histories"], *step["cases"])]
    assert set(shown) <= set(changed)
    assert len(shown) == len(set(shown)) == len(changed) - step["more"]
    assert shown[: len(told["reference_histories"]["changed"])] == told["reference_histories"]["changed"]
    assert str(len(changed)) in step["counts"]
    changes = {one["place"]: (one["left"], one["right"]) for group in step["groups"] for one in group["changes"]}
    assert changes == {one["place"]: (str(one["left"]), str(one["right"])) for one in told["changes"]}
    assert changes == {next(iter(changes)): ("2", "3")}
    assert step["explained"] == ["\n".join(one["lines"]) for one in told["explained"]]


def test_figures_and_answers_stand_in_the_page_itself(made: dict[str, Page]) -> None:
    html = drawn(made["d/conway-2017/"])
    step = made["d/conway-2017/"].data["history"][1]["step"]
    assert [row[1:] for row in rows(html, "Rules")] == [["2", "3"]]
    answers = rows(html, "Histories with another answer")
    assert len(answers) == len(step["histories"]) > 2
    assert ["met, stage 1", "not met, below stage 1"] in [row[1:] for row in answers]
    assert len(rows(html, "Worked cases with another answer")) == len(step["cases"]) > 0
    assert [row[0] for row in rows(html, "Words and provenance")] == ["/summary"]
    assert "Needed: PATCH (words and provenance alone). The versions take PATCH." in html
    assert "No history at hand gets another answer." in html


def test_versions_are_listed_with_dates_the_newest_first(made: dict[str, Page]) -> None:
    html = drawn(made["d/conway-2017/1.0.0/"])
    listed = text_of(html.partition('id="versions"')[2].partition("</ul>")[0])
    assert [line.strip() for line in listed.splitlines() if "@" in line] == [
        "conway-2017@2.0.1, released, the day is not kept: patch step from 2.0.0",
        "conway-2017@2.0.0, released on 2026-03-04: major step from 1.0.0",
        "conway-2017@1.0.0 (this one), released on 2026-01-02",
    ]


def test_an_old_version_says_that_there_is_a_newer_one_and_the_latest_does_not(made: dict[str, Page]) -> None:
    old = drawn(made["d/conway-2017/1.0.0/"])
    assert 'There is a newer version: <a href="../../../d/conway-2017/">conway-2017@2.0.1</a>' in old
    assert "Some histories get another answer there." in old
    assert "No history at hand gets another answer there." in drawn(made["d/conway-2017/2.0.0/"])
    for path in ("d/conway-2017/", "d/conway-2017/2.0.1/"):
        assert "newer version" not in drawn(made[path])
    assert made["d/conway-2017/"].title.endswith("(conway-2017@2.0.1)")


def test_machine_words_give_the_day_of_the_version_or_none(made: dict[str, Page]) -> None:
    assert made["d/conway-2017/1.0.0/"].json_ld["datePublished"] == "2026-01-02"
    assert made["d/conway-2017/2.0.0/"].json_ld["dateModified"] == "2026-03-04"
    assert {"datePublished", "dateModified"}.isdisjoint(made["d/conway-2017/2.0.1/"].json_ld)


def test_a_definition_with_one_version_has_nothing_to_compare(tmp_path: Path) -> None:
    shelf = Shelf(Registry(Tree(tmp_path, OLD).root))
    page = next(one for one in pages(shelf) if one.path == "d/conway-2017/")
    assert [one["step"] for one in page.data["history"]] == [None]
    assert page.data["newer"] is None
    assert "<caption>" not in drawn(page)
