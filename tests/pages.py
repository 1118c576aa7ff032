"""Pages drawn as the site draws them, without mkdocs around them."""

import html
import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from trd_registry.publishing.page import Page

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parents[1] / "site" / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def drawn(page: Page) -> str:
    """What stands in the page."""
    return _TEMPLATES.get_template(page.template).render(**page.data, page=page, root=page.root)


def text_of(markup: str) -> str:
    """What a reader sees of it."""
    return html.unescape(re.sub(r"<[^>]+>", "", markup))
