"""The entrance: all pages and data files of the site, from a registry alone."""

import json
from collections.abc import Iterable, Iterator

from trd_registry.publishing.api import api_files
from trd_registry.publishing.feed import feed
from trd_registry.publishing.page import DataFile, Page
from trd_registry.publishing.pages.agreement_page import agreement_file, agreement_pages
from trd_registry.publishing.pages.compare_page import compare_page
from trd_registry.publishing.pages.definition_page import definition_pages
from trd_registry.publishing.pages.evaluability_page import evaluability_page
from trd_registry.publishing.pages.home_page import home_page
from trd_registry.publishing.pages.implications_page import implications_file, implications_page
from trd_registry.publishing.pages.psychotherapy_page import psychotherapy_page
from trd_registry.publishing.pages.python_page import python_page
from trd_registry.publishing.pages.readings_page import readings_page
from trd_registry.publishing.pages.side_by_side_page import side_by_side_pages
from trd_registry.publishing.pages.vocabulary_pages import vocabulary_pages
from trd_registry.publishing.shelf import Shelf


def pages(shelf: Shelf) -> Iterator[Page]:
    """Every page that is generated from data, in no particular order."""
    yield home_page(shelf)
    yield compare_page(shelf)
    yield from agreement_pages(shelf)
    yield implications_page(shelf)
    yield psychotherapy_page(shelf)
    yield readings_page(shelf)
    yield evaluability_page(shelf)
    yield python_page()
    yield from vocabulary_pages(shelf)
    yield from side_by_side_pages(shelf)
    yield from definition_pages(shelf)


def data_files(shelf: Shelf, made: Iterable[Page]) -> Iterator[DataFile]:
    """The static API, the files beside the pages, and what the search looks through."""
    yield from api_files(shelf)
    yield from feed(shelf)
    yield agreement_file(shelf)
    yield implications_file(shelf)
    yield from history_files(shelf)
    yield DataFile("search.json", json.dumps(_index(made), ensure_ascii=False, separators=(",", ":")))


def history_files(shelf: Shelf) -> Iterator[DataFile]:
    """The reference histories as they are in the repository."""
    for path in sorted((shelf.registry.root / "definitions" / "histories").glob("*.yaml")):
        yield DataFile(f"histories/{path.name}", path.read_text("utf-8"))


def _index(made: Iterable[Page]) -> list[dict[str, str]]:
    return [
        {"path": one.path, "title": one.title, "says": one.description, "words": one.words}
        for one in made
        if one.is_found
    ]
