"""Builds the site with mkdocs: the hooks that give it the generated pages, and the run itself."""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from trd_registry.loading.registry import Registry
from trd_registry.publishing.evaluator_files import evaluator_files
from trd_registry.publishing.npm_package import NotFetched
from trd_registry.publishing.page import POLICY, DataFile, Page
from trd_registry.publishing.pages.documents import DOCUMENTS, documents
from trd_registry.publishing.pages.run_page import run_page
from trd_registry.publishing.shelf import Shelf
from trd_registry.publishing.site import data_files, pages

_LOG = logging.getLogger("mkdocs.hooks.trd_registry")


@dataclass
class SiteHooks:
    """What mkdocs calls while it builds; one for each build."""

    #: The folder of ``mkdocs.yml``.
    folder: Path

    def __post_init__(self) -> None:
        self._pages: Mapping[str, Page] = {}
        loader = FileSystemLoader(self.folder / "templates")
        self._templates = Environment(
            loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )

    def add_files(self, files: Files, config: MkDocsConfig) -> Files:
        """The written pages with all generated ones and the data files."""
        shelf = Shelf(Registry(self.folder.parent))
        evaluator = self._evaluator(shelf.registry)
        made = [*pages(shelf), run_page(shelf, runs_here=bool(evaluator))]
        self._pages = {f"{one.path}index.md": one for one in made}
        for path in self._pages:
            files.append(File.generated(config, path, content="\n"))
        for address, text in documents(self.folder.parent).items():
            front = f"---\ntitle: {json.dumps(DOCUMENTS[address][1])}\n---\n"
            files.append(File.generated(config, f"{address}index.md", content=front + text))
        for one in (*data_files(shelf, made), *evaluator):
            files.append(File.generated(config, one.path, content=one.content))
        return files

    def _evaluator(self, registry: Registry) -> list[DataFile]:
        """What the page "Run a history" loads; nothing, and a word on why, where that cannot be had."""
        try:
            return list(evaluator_files(registry, self.folder, self.folder.parent / "build" / "cache"))
        except NotFetched as error:
            _LOG.info("Run a history is built without its tool: %s.", error)
            return []

    def page_of(self, path: str) -> Page | None:
        """The generated page at a path of the sources; None for a written one."""
        return self._pages.get(path)

    def content(self, html: str, path: str) -> str:
        """What stands in the page: the template filled in, or the Markdown as it is."""
        page = self.page_of(path)
        if page is None:
            return _scrolling(html)
        return self._templates.get_template(page.template).render(**page.data, page=page, root=page.root)

    def context(self, path: str, depth: int) -> dict[str, Any]:
        """What the frame around every page needs: the way to the root, title, description, JSON-LD."""
        page = self.page_of(path)
        linked = json.dumps(page.json_ld, ensure_ascii=False).replace("<", "\\u003c") if page and page.json_ld else ""
        return {
            "root": "../" * depth or "./",
            "headline": page.title if page else "",
            "description": page.description if page else "",
            "policy": page.policy if page else POLICY,
            "json_ld": linked,
        }


def _scrolling(html: str) -> str:
    """Written pages with each table in a box that scrolls by keyboard too, so that no page is wider than its screen."""
    before, *tables = html.split("<table>")
    boxes = (
        f'<div class="scroll" tabindex="0" role="region" aria-label="Table {number}"><table>{rest}'
        for number, rest in enumerate(tables, start=1)
    )
    return (before + "".join(boxes)).replace("</table>", "</table></div>")


def build(folder: Path, target: Path, address: str = "") -> None:
    """Writes the whole site. Raises mkdocs' own error where a page or link is broken."""
    from mkdocs.commands.build import build as build_with_mkdocs
    from mkdocs.config import load_config

    settings: dict[str, Any] = {"site_dir": str(target), "strict": True}
    if address:
        settings["site_url"] = address
    config = load_config(str(folder / "mkdocs.yml"), **settings)
    build_with_mkdocs(config)


def serve(folder: Path) -> None:
    """Serves the site on this machine and builds it again when a file changes."""
    from mkdocs.commands.serve import serve as serve_with_mkdocs

    serve_with_mkdocs(str(folder / "mkdocs.yml"))
