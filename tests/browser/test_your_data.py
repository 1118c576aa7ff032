"""The page of what can be decided from which data says what the rules and the vocabulary give."""

import html
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from trd_registry.comparing.evaluability.data_sources import DataSources
from trd_registry.comparing.evaluability.evaluability import evaluability_of
from trd_registry.loading.registry import Registry

TAG = re.compile(r"<[^>]+>")


@pytest.fixture(scope="module")
def known(registry: Registry) -> DataSources:
    return DataSources(registry.vocabulary_file("data-sources", "1.0.0").document)


@pytest.fixture(scope="module")
def text(site: Path) -> str:
    return (site / "evaluability" / "index.html").read_text("utf-8")


def row(text: str, start: str) -> list[str]:
    """The cells of the row that begins with this link or heading, without marks."""
    found = re.search(rf"{re.escape(start)}.*?</tr>", text, re.DOTALL)
    assert found, start
    return [html.unescape(TAG.sub("", cell)) for cell in re.findall(r"<td>(.*?)</td>", found[0], re.DOTALL)]


def test_every_executable_definition_has_its_answers(text: str, registry: Registry, known: DataSources) -> None:
    for one in registry.latest():
        link = f'/d/{one.id}/#evaluability">'
        if not one.is_executable:
            assert link not in text
            continue
        found = evaluability_of(one, registry.vocabularies_for(one), known)
        cells = row(text, link)
        assert len(cells) == len(known.sources)
        facts = {fact.id: fact for fact in known.facts}
        for cell, source in zip(cells, known.sources, strict=True):
            said = found.by_source[source.id]
            assert cell.startswith(said.answer), (one.id, source.id)
            named = [facts[fact].short for lack in said.lacks for fact in lack] if said.answer == "in part" else []
            assert [short for short in named if short not in cell] == [], (one.id, source.id)


def test_every_fact_has_its_reasons(text: str, known: DataSources) -> None:
    for one in known.facts:
        cells = row(text, f'<tr id="{one.id}">')
        for cell, stated in zip(cells, one.recorded.values(), strict=True):
            assert cell.startswith(f"{stated['level']}. {stated['why']}")


def test_the_founding_point_stands_fact_by_fact(text: str, site: Path) -> None:
    """Claims count sessions; which therapy it was and whether the therapist was trained they do not tell."""
    claims = {fact: row(text, f'<a href="#{fact}">')[0] for fact in ("sessions", "therapy", "therapist")}
    assert claims == {"sessions": "usually", "therapy": "no", "therapist": "no"}
    definition = (site / "d" / "markowitz-2022" / "index.html").read_text("utf-8")
    assert 'href="../../evaluability/"' in definition
    assert "No kind of data usually records everything it asks for." in definition


def test_the_page_is_found_from_every_other_and_fits_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{address}about/")
    page.click("nav[aria-label=Main] a:has-text('Your data')")
    assert page.url == f"{address}evaluability/"
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_the_file_for_programs_says_the_same(site: Path, registry: Registry, known: DataSources) -> None:
    told = json.loads((site / "api" / "v1" / "evaluability.json").read_text("utf-8"))
    assert list(told["sources"]) == [one.id for one in known.sources]
    one = registry.get("markowitz-2022")
    claims = told["definitions"][one.reference]["insurance-claims"]
    said = evaluability_of(one, registry.vocabularies_for(one), known).by_source["insurance-claims"]
    assert (claims["answer"], claims["can_be_met"]) == (said.answer, False)
    assert ["therapist"] in claims["lacks"]
    named = {
        fact for of in told["definitions"].values() for one in of.values() for lack in one["lacks"] for fact in lack
    }
    assert named <= set(told["facts"])
