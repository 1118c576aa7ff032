"""One publication is described in one way, wherever it is cited."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from trd_registry.api import registry as shared_registry

DESCRIBED_BY = ("title", "authors", "container", "volume", "issue", "pages")

#: An abstract that prints other figures than its article stands as a source of its own beside it.
TWO_SOURCES = {"20469957"}


def _described() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every source with an identifier: the identifier, who cites it, and how."""
    for definition in shared_registry().latest():
        for source in definition.document["sources"].values():
            name = next((source[key] for key in ("doi", "pmid", "pmcid") if key in source), None)
            if name is not None and name not in TWO_SOURCES:
                yield name, definition.id, {key: source.get(key) for key in DESCRIBED_BY}


def test_a_publication_is_described_in_one_way() -> None:
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name, definition, described in _described():
        found[name][str(described)].append(definition)
    differing = {name: dict(ways) for name, ways in found.items() if len(ways) > 1}
    assert differing == {}


def test_short_names_are_unique() -> None:
    """They head the columns of tables."""
    shorts = [one.document["short"] for one in shared_registry().latest()]
    assert sorted({one for one in shorts if shorts.count(one) > 1}) == []
