"""The picture and the table of a score say what the definition's file says."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from pages import drawn, text_of
from trd_registry.loading.registry import Registry
from trd_registry.model.definition import Definition
from trd_registry.publishing.pages.definition_page import definition_pages
from trd_registry.publishing.score_picture import described, score_picture
from trd_registry.publishing.shelf import Shelf
from trd_registry.reporting.score_figures import ScoreFigures, score_figures

SCORES = ("gibson-2010", "mghs-2003", "msm-2009", "msm-2018")
SVG = "{http://www.w3.org/2000/svg}"


def figures_of(registry: Registry, name: str) -> ScoreFigures:
    definition = registry.get(name)
    found = score_figures(definition, registry.vocabularies_for(definition))
    assert found is not None
    return found


def settled(definition: Definition, part: Any) -> Any:
    """A part of the document with every reading replaced by its default, in the plainest way."""
    if isinstance(part, Mapping) and set(part) == {"reading"}:
        options = definition.document["readings"][part["reading"]]["options"].values()
        return settled(definition, next(one["value"] for one in options if one.get("default")))
    if isinstance(part, Mapping):
        return {key: settled(definition, value) for key, value in part.items()}
    return [settled(definition, one) for one in part] if isinstance(part, list) else part


def points_in(item: Mapping[str, Any]) -> Iterator[float]:
    """Every figure of points that an item of the file holds."""
    for entry in (*item.get("bands", ()), *item.get("cases", ()), *item.get("per_trial", ())):
        yield entry["points"]
    yield from (item[key] for key in ("points", "otherwise") if isinstance(item.get(key), int | float))


def test_every_released_score_is_among_those_that_are_checked(registry: Registry) -> None:
    assert sorted(one.id for one in registry.released() if one.kind == "score") == sorted(SCORES)


@pytest.mark.parametrize("name", SCORES)
def test_the_points_of_every_item_are_those_of_the_file(registry: Registry, name: str) -> None:
    definition = registry.get(name)
    written = settled(definition, definition.document["score"]["items"])
    found = figures_of(registry, name)
    assert len(found.items) == len(written)
    for item, entry in zip(found.items, written.values(), strict=True):
        assert {one.points for one in item.givings} >= set(points_in(entry)) != set(), item.name


@pytest.mark.parametrize("name", SCORES)
def test_range_bands_and_cut_are_those_of_the_file(registry: Registry, name: str) -> None:
    definition = registry.get(name)
    score = settled(definition, definition.document["score"])
    found = figures_of(registry, name)
    assert found.lowest == score["range"][0]
    assert found.highest == (float("inf") if score["range"][1] is None else score["range"][1])
    assert [one.name for one in found.bands] == [one["name"] for one in score.get("bands", ())]
    assert [one.upper for one in found.bands][:-1] == [one["to"] for one in score.get("bands", ())[:-1]]
    assert bool(found.cut) is ("trd" in score)


def test_the_maudsley_score_is_told_as_published(registry: Registry) -> None:
    """Fekadu 2018, Table 3: 3 to 15 points, mild 3-6, moderate 7-10, severe 11-15."""
    found = figures_of(registry, "msm-2018")
    assert {one.name: one.says for one in found.items} == {
        "duration": "1 to 3 points", "severity": "1 to 5 points", "failures": "1 to 5 points",
        "augmentation": "0 or 1 point", "ECT": "0 or 1 point",
    }  # fmt: skip
    assert {one.name: one.says for one in found.bands} == {
        "mild": "3 to 6",
        "moderate": "7 to 10",
        "severe": "11 to 15",
    }
    assert sum(one.levels[0] for one in found.items) == 3
    assert sum(one.levels[-1] for one in found.items) == 15


def test_half_points_and_an_open_end_are_told(registry: Registry) -> None:
    found = figures_of(registry, "gibson-2010")
    assert [one.says for one in found.items] == ["0, 1, 2 and so on", "0, 0.5, 1 and so on", "0 or 3 points"]
    assert (found.cut, found.cut_at) == ("at least 3.5 points", 3.5)
    left_out = [one.what for item in figures_of(registry, "mghs-2003").items for one in item.givings if one.is_left_out]
    assert left_out == ["prolonged"]


@pytest.mark.parametrize("name", [*SCORES, "athf-2003"])
def test_the_picture_is_named_stays_in_its_frame_and_holds_nothing_a_policy_forbids(
    registry: Registry, name: str
) -> None:
    found = figures_of(registry, name)
    picture = score_picture(found, "A <score>")
    assert picture == score_picture(found, "A <score>")
    root = ET.fromstring(picture)
    assert root.findtext(f"{SVG}title") == "A <score>"
    assert root.findtext(f"{SVG}desc") == described(found)
    assert not re.search(r"\bstyle=|<style|<script|\bon\w+=|href", picture)
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    for rect in root.iter(f"{SVG}rect"):
        x, y, wide, high = (float(rect.attrib[key]) for key in ("x", "y", "width", "height"))
        assert 0 <= x <= x + wide <= width
        assert 0 <= y <= y + high <= height
        assert wide > 0
    assert all(0 < float(one.attrib["y"]) <= height for one in root.iter(f"{SVG}text"))


def test_what_is_in_the_picture_stands_in_the_table_too(registry: Registry) -> None:
    shelf = Shelf(registry)
    shelf.__dict__["latest"] = (registry.get("msm-2018"),)
    page = next(iter(definition_pages(shelf)))
    html = drawn(page)
    table = html.partition('<div class="score">')[2].partition("<table>")[2].partition("</table>")[0]
    for item in figures_of(registry, "msm-2018").items:
        assert f">{item.name}</th>" in table
    rows = [text_of(row).strip() for row in re.findall(r"<tr>.*?</tr>", table, re.DOTALL)]
    assert "moderateband of the total7 to 10 points" in rows
    assert any("above 12, up to 24 (sub-acute)2 points" in row for row in rows)
