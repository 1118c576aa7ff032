"""The feed of releases (Atom, RFC 4287): every released version with its date, the newest first."""

from collections.abc import Iterator

from trd_registry.loading.lock import read_lock
from trd_registry.loading.registry import version_key
from trd_registry.model.definition import Definition
from trd_registry.publishing.page import DataFile
from trd_registry.publishing.shelf import FAMILIES, Shelf
from trd_registry.reporting.citing.address import BASE_ADDRESS, REGISTRY_AUTHORS, REGISTRY_NAME, permanent_address
from trd_registry.reporting.svg import clean

PATH = "feed.xml"
_SAYS = (
    "Every version of a definition of treatment-resistant depression, from the day on which it was frozen. "
    "A version whose day is not kept is not listed."
)


def feed(shelf: Shelf) -> Iterator[DataFile]:
    """The feed; nothing where no version has a date, as a feed without one is not valid."""
    entries = _released(shelf)
    if not entries:
        return
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">',
        f"<id>{BASE_ADDRESS}/{PATH}</id>",
        f"<title>{clean(REGISTRY_NAME)}: released definitions</title>",
        f"<subtitle>{_SAYS}</subtitle>",
        f"<updated>{_moment(entries[0][0])}</updated>",
        f"<author><name>{clean(REGISTRY_AUTHORS)}</name></author>",
        f'<link rel="self" type="application/atom+xml" href="{BASE_ADDRESS}/{PATH}"/>',
        f'<link rel="alternate" type="text/html" href="{BASE_ADDRESS}/"/>',
        "<rights>CC BY 4.0</rights>",
    ]
    for day, definition in entries:
        lines += _entry(day, definition)
    yield DataFile(PATH, "\n".join([*lines, "</feed>", ""]))


def _released(shelf: Shelf) -> list[tuple[str, Definition]]:
    """Day and definition: the newest day first; on one day by id, the higher version first."""
    locked = read_lock(shelf.registry.lock_path).digests
    dates = shelf.registry.release_dates
    found = [
        (dates[one], shelf.registry.get(one)) for one in shelf.registry.references() if one in locked and one in dates
    ]
    found.sort(key=lambda pair: version_key(pair[1].version), reverse=True)
    found.sort(key=lambda pair: pair[1].id)
    found.sort(key=lambda pair: pair[0], reverse=True)
    return found


def _entry(day: str, definition: Definition) -> Iterator[str]:
    address = permanent_address(definition)
    yield "<entry>"
    yield f"<id>{address}</id>"
    yield f"<title>{clean(definition.reference)}: {clean(definition.title)}</title>"
    yield f"<updated>{_moment(day)}</updated>"
    yield f"<published>{_moment(day)}</published>"
    yield f'<link rel="alternate" type="text/html" href="{address}"/>'
    yield f'<category term="{definition.family}" label="{clean(FAMILIES[definition.family])}"/>'
    yield f"<summary>{clean(str(definition.document['summary']))}</summary>"
    yield "</entry>"


def _moment(day: str) -> str:
    """The beginning of a day: hours are not kept."""
    return f"{day}T00:00:00Z"
