"""The built site as files: sizes, links, the API, the policy of every page."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from trd_registry.loading.registry import Registry

#: Pages are light; one holds the whole matrix.
LARGEST = 200_000
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'"

#: One page runs a program, and may start a worker from its own memory.
RUNNING = "default-src 'none'; script-src 'self' blob: 'wasm-unsafe-eval'; worker-src 'self' blob:; style-src 'self'"

#: Scripts that no browser runs: they hold data.
DATA = ("application/ld+json", "application/json")


class Reader(HTMLParser):
    """Collects anchors and links of one page."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.scripts: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if named.get("id"):
            self.ids.append(str(named["id"]))
        for key in ("href", "src"):
            if named.get(key) and not (tag == "link" and named.get("rel") == "canonical"):
                self.links.append(str(named[key]))
        if tag == "script":
            self.scripts.append(named)
        assert not any(name.startswith("on") or name == "style" for name in named), (tag, named)


@pytest.fixture(scope="module")
def read(site: Path) -> dict[Path, Reader]:
    found = {}
    for path in site.rglob("*.html"):
        found[path] = Reader()
        found[path].feed(path.read_text("utf-8"))
    return found


def test_every_link_leads_somewhere(site: Path, read: dict[Path, Reader]) -> None:
    broken = []
    for path, page in read.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme in ("http", "https", "mailto"):
                continue
            target = path if not parts.path else (path.parent / unquote(parts.path)).resolve()
            target = target / "index.html" if target.is_dir() else target
            anchor = "" if "=" in parts.fragment else parts.fragment
            if not target.is_file() or (anchor and anchor not in read[target].ids):
                broken.append((str(path.relative_to(site)), link))
    assert broken == []


def test_no_anchor_stands_twice_on_a_page(site: Path, read: dict[Path, Reader]) -> None:
    assert [str(path) for path, page in read.items() if len(page.ids) != len(set(page.ids))] == []


def test_no_page_is_heavy(site: Path, read: dict[Path, Reader]) -> None:
    assert {str(path): path.stat().st_size for path in read if path.stat().st_size > LARGEST} == {}


def test_every_page_forbids_what_is_not_its_own(read: dict[Path, Reader]) -> None:
    for path, page in read.items():
        text = path.read_text("utf-8")
        assert (RUNNING if path.parent.name == "run" else POLICY) in text, path
        assert all(one.get("src") or one.get("type") in DATA for one in page.scripts)


def test_every_version_has_its_page_and_its_files(site: Path, registry: Registry) -> None:
    index = json.loads((site / "api/v1/index.json").read_text("utf-8"))
    assert {one["id"] for one in index["definitions"]} == {one.id for one in registry.latest()}
    for reference in registry.references():
        name, _, version = reference.partition("@")
        assert (site / "d" / name / version / "index.html").is_file()
        written = json.loads((site / f"api/v1/definitions/{name}/{version}.json").read_text("utf-8"))
        assert written["digest"] == registry.get(reference).digest
        text = (site / f"d/{name}/{version}/definition.yaml").read_text("utf-8")
        assert text == registry.definition_text(registry.get(reference))


def test_a_definition_page_says_in_machine_words_what_it_is(site: Path) -> None:
    text = (site / "d/markowitz-2022/1.0.0/index.html").read_text("utf-8")
    linked = json.loads(re.search(r'application/ld\+json">(.*?)</script>', text, re.DOTALL)[1])
    assert linked["termCode"] == "markowitz-2022"
    assert linked["version"] == "1.0.0"
    assert linked["isBasedOn"]["sameAs"].startswith("https://doi.org/")


def test_the_sources_of_the_site_are_never_the_target(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from trd_registry.cli.main import main

    root = Path(__file__).parents[2]
    for target in (root / "site", root / "site" / "pages", root):
        run = CliRunner().invoke(main, ["site", "build", "--root", str(root), "-o", str(target)])
        assert run.exit_code == 2
        assert "holds the sources of the site" in run.output


def addresses(site: Path) -> Iterator[str]:
    """Every page, and every file that a program may fetch; not what pages load themselves."""
    for path in sorted(site.rglob("index.html")):
        yield f"{path.parent.relative_to(site).as_posix()}/"
    for path in sorted([*site.glob("api/v1/**/*.json"), *site.glob("d/**/definition.yaml"), site / "feed.xml"]):
        yield path.relative_to(site).as_posix()


def test_no_address_published_before_is_gone(site: Path) -> None:
    """Addresses are only ever added: tests/browser/addresses.txt holds those of releases."""
    known = (Path(__file__).parent / "addresses.txt").read_text("utf-8").split()
    now = set(addresses(site))
    assert [one for one in known if one not in now] == []
    assert [one for one in sorted(now) if one not in known] == [], "add what is new to tests/browser/addresses.txt"
