"""What mkdocs calls: hands over to the package, which makes all pages that come from data."""

from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from trd_registry.publishing.building import SiteHooks

_HOOKS = SiteHooks(Path(__file__).parent)


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Adds the generated pages."""
    return _HOOKS.add_files(files, config)


def on_page_content(html: str, *, page: Page, **_: Any) -> str:
    """Draws a generated page."""
    return _HOOKS.content(html, page.file.src_uri)


def on_page_context(context: dict[str, Any], *, page: Page, **_: Any) -> dict[str, Any]:
    """Adds what the frame needs."""
    return {**context, **_HOOKS.context(page.file.src_uri, page.url.count("/"))}
