"""What the site is made of: pages that a template draws from plain data, and files that stand as they are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: What a page may load: its own scripts, styles and data, and nothing from anywhere else.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'"
)


@dataclass(frozen=True, slots=True)
class Page:
    """One page. Its address is its path: ``d/esm-1999/`` is ``d/esm-1999/index.html``."""

    #: Where it stands on the site, with a slash at its end; empty for the home page.
    path: str
    title: str
    #: What search engines and the list of results say of it.
    description: str
    #: The template that draws it, a file of ``site/templates``.
    template: str
    data: Mapping[str, Any] = field(default_factory=dict)
    #: JSON-LD of the page (schema.org); empty where there is nothing to say.
    json_ld: Mapping[str, Any] = field(default_factory=dict)
    #: Whether the search finds it: not for old versions, of which the latest is found.
    is_found: bool = True
    #: What search knows it by beside its title: short names, authors, years.
    words: str = ""
    #: The policy under which its browser runs it.
    policy: str = POLICY

    @property
    def root(self) -> str:
        """The way from the page to the root of the site, so that every link works from a sub-path."""
        return "../" * self.path.count("/") or "./"


@dataclass(frozen=True, slots=True)
class DataFile:
    """One file that is not a page."""

    path: str
    content: str | bytes
