"""The feed of releases and the days in it."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from acceptance.cli import trd
from trd_registry.loading.data_root import data_root
from trd_registry.loading.lock import read_lock
from trd_registry.loading.registry import Registry
from trd_registry.loading.release_dates import read_dates
from trd_registry.publishing.api import api_files
from trd_registry.publishing.feed import feed
from trd_registry.publishing.shelf import Shelf
from trees import Tree

ATOM = "{http://www.w3.org/2005/Atom}"
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
REAL = "conway-2017@1.0.0"


@pytest.fixture(scope="module")
def root(registry: Registry) -> ET.Element:
    (file,) = feed(Shelf(registry))
    assert file.path == "feed.xml"
    return ET.fromstring(file.content)


def said(element: ET.Element, name: str) -> list[str]:
    return [found.text or "" for found in element.findall(f"{ATOM}{name}")]


def test_the_feed_has_what_rfc_4287_requires(root: ET.Element) -> None:
    assert root.tag == f"{ATOM}feed"
    assert [len(said(root, name)) for name in ("id", "title", "updated")] == [1, 1, 1]
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    links = {one.attrib["rel"]: one.attrib["href"] for one in root.findall(f"{ATOM}link")}
    assert links["self"].endswith("/feed.xml")
    entries = root.findall(f"{ATOM}entry")
    assert entries
    for entry in entries:
        assert [len(said(entry, name)) for name in ("id", "title", "updated", "summary")] == [1, 1, 1, 1]
        assert MOMENT.fullmatch(said(entry, "updated")[0])
        assert datetime.fromisoformat(said(entry, "updated")[0]) <= datetime.now(UTC)
    ids = [said(entry, "id")[0] for entry in entries]
    assert len(ids) == len(set(ids))
    updated = [said(entry, "updated")[0] for entry in entries]
    assert updated == sorted(updated, reverse=True)
    assert said(root, "updated") == updated[:1]


def test_every_released_definition_has_an_entry_at_its_permanent_address(root: ET.Element, registry: Registry) -> None:
    locked = {one for one in registry.references() if one in read_lock(registry.lock_path).digests}
    found = {re.search(r"/d/([^/]+)/([^/]+)/$", said(entry, "id")[0]).groups() for entry in root.iter(f"{ATOM}entry")}
    assert {f"{name}@{version}" for name, version in found} == locked
    for entry in root.iter(f"{ATOM}entry"):
        assert entry.find(f"{ATOM}link").attrib["href"] == said(entry, "id")[0]


def test_the_day_of_every_line_of_the_lock_is_kept() -> None:
    """If this fails, a merge brought lines into released.lock: add the day of each to definitions/released.dates."""
    definitions = data_root() / "definitions"
    assert set(read_dates(definitions / "released.dates")) == set(read_lock(definitions / "released.lock").digests)


def test_releasing_keeps_the_day_and_never_changes_one(tmp_path: Path) -> None:
    tree = Tree(tmp_path, REAL)
    path = tree.root / "definitions" / "released.dates"
    path.write_text("vocabularies/treatments@1.0.0: 2020-02-02\n", encoding="utf-8")
    before = datetime.now(UTC).date().isoformat()
    assert trd("release", "--root", tree.root, "conway-2017", "--with-vocabularies").code == 0
    days = read_dates(path)
    assert set(days) == set(tree.locked())
    assert days["vocabularies/treatments@1.0.0"] == "2020-02-02"
    assert before <= days[REAL] <= datetime.now(UTC).date().isoformat()


def test_the_newest_release_comes_first_and_one_without_a_day_is_left_out(tmp_path: Path) -> None:
    tree = Tree(tmp_path, REAL, "markowitz-2022@1.0.0", "rybak-2021@1.0.0")
    digest = "sha256:" + "0" * 64
    names = (REAL, "markowitz-2022@1.0.0", "rybak-2021@1.0.0")
    tree.lock.write_text("".join(f"{name}: {digest}\n" for name in names), encoding="utf-8")
    dates = tree.lock.with_name("released.dates")
    assert list(feed(Shelf(Registry(tree.root)))) == []
    dates.write_text(f"{REAL}: 2026-01-02\nmarkowitz-2022@1.0.0: 2026-03-04\n", encoding="utf-8")
    (file,) = feed(Shelf(Registry(tree.root)))
    root = ET.fromstring(file.content)
    titles = [said(entry, "title")[0].partition(":")[0] for entry in root.iter(f"{ATOM}entry")]
    assert titles == ["markowitz-2022@1.0.0", REAL]
    assert said(root, "updated") == ["2026-03-04T00:00:00Z"]


def test_the_list_of_releases_tells_the_day(registry: Registry) -> None:
    file = next(one for one in api_files(Shelf(registry)) if one.path.endswith("releases.json"))
    listed = {one["reference"]: one["released"] for one in json.loads(file.content)["releases"]}
    assert listed == {name: registry.release_dates.get(name) for name in read_lock(registry.lock_path).digests}


def test_a_line_that_holds_no_date_is_no_date(tmp_path: Path) -> None:
    path = tmp_path / "released.dates"
    assert read_dates(path) == {}
    path.write_text("a@1.0.0: 2026-01-02\nb@1.0.0: soon\nc@1.0.0: 5\n", encoding="utf-8")
    assert read_dates(path) == {"a@1.0.0": "2026-01-02"}
