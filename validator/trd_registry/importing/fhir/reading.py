"""One resource after another, from bundles, from lines and from files of one resource."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Any, NoReturn

from trd_registry.importing.fhir.json_text import parse_json
from trd_registry.importing.fhir.limits import BUNDLES, DOCUMENT_BYTES, ENTRIES, LINE_BYTES
from trd_registry.importing.fhir.sources import Source
from trd_registry.model.finding import Finding, InvalidInput

#: Bundles that say what is so; one of history holds what was so before.
BUNDLE_TYPES = (
    "batch", "batch-response", "collection", "document", "message", "searchset", "transaction", "transaction-response",
)  # fmt: skip

#: What a line that is no resource is called in the counts.
NO_RESOURCE = "(no resource)"


@dataclass(frozen=True, slots=True)
class Found:
    """One resource, one deletion of a resource, or something in place of a resource."""

    #: Where it stands: file and line, or file and entry.
    place: str
    resource: Mapping[str, Any] = field(default_factory=dict)
    full_url: str = ""
    #: ``Type/id`` of what this entry deletes.
    deletes: str = ""
    #: Why it cannot be read, with its code; nothing else is there then.
    code: str = ""
    problem: str = ""
    #: It is known not to be a resource.
    passed: str = ""


@dataclass
class Pages:
    """Addresses of the pages of searches that were read, and of those that should follow."""

    read: set[str] = field(default_factory=set)
    following: set[str] = field(default_factory=set)

    def missing(self) -> int:
        """Pages that a search names as its next and that were not read."""
        return len(self.following - self.read)


def read_source(source: Source, pages: Pages) -> Iterator[Found]:
    """Every resource of one file.

    A line that cannot be read is found with its problem, and reading goes on. Raises InvalidInput where a
    document cannot be read.
    """
    with source.open() as stream:
        if source.in_lines:
            yield from _lines(source, stream, b"", 0, pages)
            return
        head = stream.readline(LINE_BYTES + 1)
        alone = _alone(head, source)
        if len(head) <= LINE_BYTES:
            _skip_blanks(stream)
        rest = stream.read(1)
        if alone is not None and rest:
            yield from _value(alone, f"{source.name}:1", pages)
            yield from _lines(source, stream, rest, 1, pages)
            return
        if alone is None:
            raw = head + rest + stream.read(DOCUMENT_BYTES + 1 - len(head))
            if len(raw) > DOCUMENT_BYTES:
                _refuse(source, "TRD102", f"It has more than {DOCUMENT_BYTES // 10**6:,} MB.", "Export it as NDJSON.")
            alone = parse_json(raw, str(source.path))
        yield from _document(alone, source, pages)


def _skip_blanks(stream: IO[bytes]) -> None:
    """Goes on to what is no blank, without holding more of the stream than its buffer does."""
    while seen := stream.peek(1):  # type: ignore[attr-defined]  # files and what unpacks them have it
        blanks = len(seen) - len(seen.lstrip())
        stream.read(blanks)
        if blanks < len(seen):
            return


def _document(value: Any, source: Source, pages: Pages) -> Iterator[Found]:
    """What a whole file says. Bad bundles end the import here: nothing else of the file could be read."""
    if isinstance(value, dict) and isinstance(value.get("resourceType"), str):
        yield from _unfold(value, source.name, pages, 1)
    elif source.in_folder and isinstance(value, dict) and "resourceType" not in value:
        yield Found(source.name, passed="a file of JSON that is no FHIR resource")
    else:
        yield from _value(value, source.name, pages)


def _alone(head: bytes, source: Source) -> Any:
    """What the first line says if it is JSON by itself, as in NDJSON or a document without line breaks."""
    if not head.lstrip(b"\xef\xbb\xbf").startswith(b"{") or len(head) > LINE_BYTES:
        return None
    try:
        return parse_json(head, str(source.path))
    except InvalidInput:
        return None


def _lines(source: Source, stream: IO[bytes], before: bytes, number: int, pages: Pages) -> Iterator[Found]:
    while raw := before + stream.readline(LINE_BYTES + 1):
        number += 1
        before = b""
        place = f"{source.name}:{number}"
        if len(raw) > LINE_BYTES:
            while raw and not raw.endswith(b"\n"):
                raw = stream.readline(LINE_BYTES)
            yield Found(place, code="TRD102", problem=f"The line has more than {LINE_BYTES // 10**6:,} MB.")
            continue
        if not raw.strip():
            continue
        try:
            value = parse_json(raw, source.name, number)
        except InvalidInput as error:
            told = error.findings[0]
            yield Found(f"{place}:{told.column}", code=told.code, problem=told.message)
            continue
        yield from _value(value, place, pages)


def _value(value: Any, place: str, pages: Pages) -> Iterator[Found]:
    if isinstance(value, dict) and isinstance(value.get("resourceType"), str):
        try:
            yield from _unfold(value, place, pages, 1)
        except InvalidInput as error:
            yield Found(place, code=error.findings[0].code, problem=error.findings[0].message)
    elif isinstance(value, dict) and {"exportId", "eventId"} <= set(value):
        yield Found(place, passed="an entry in the log of a bulk export")
    elif isinstance(value, dict) and {"transactionTime", "output"} <= set(value):
        yield Found(place, passed="the manifest of a bulk export")
    else:
        yield Found(place, code="TRD202", problem="This is no FHIR resource: it has no `resourceType`.")


def _unfold(resource: Mapping[str, Any], place: str, pages: Pages, level: int, full_url: str = "") -> Iterator[Found]:
    """The resource itself, or those of a bundle."""
    if resource["resourceType"] != "Bundle":
        yield Found(place, resource, full_url)
        return
    entries = resource.get("entry", [])
    kind = resource.get("type")
    if kind not in BUNDLE_TYPES:
        told = f"A bundle of type {str(kind)[:40]!r} is not read."
        _refuse(place, "TRD204", told, f"Read are: {', '.join(BUNDLE_TYPES)}. One of history holds what was so before.")
    if not isinstance(entries, list) or len(entries) > ENTRIES or level > BUNDLES:
        told = f"`entry` of the bundle is no list, has more than {ENTRIES:,} items, or bundles are nested too deeply."
        _refuse(place, "TRD110", told, "Export it as NDJSON.")
    _page(resource, pages)
    for number, entry in enumerate(entries, 1):
        yield from _entry(entry, f"{place} entry {number}", pages, level)


def _entry(entry: Any, place: str, pages: Pages, level: int) -> Iterator[Found]:
    if not isinstance(entry, dict):
        yield Found(place, code="TRD203", problem="The entry is no object.")
        return
    resource, url = entry.get("resource"), entry.get("fullUrl")
    if resource is None:
        request = entry.get("request")
        if isinstance(request, dict) and request.get("method") == "DELETE" and isinstance(request.get("url"), str):
            yield Found(place, deletes=request["url"])
        else:
            yield Found(place, passed="an entry of a bundle without a resource")
    elif not isinstance(resource, dict) or not isinstance(resource.get("resourceType"), str):
        yield Found(place, code="TRD202", problem="`resource` is no FHIR resource: it has no `resourceType`.")
    else:
        yield from _unfold(resource, place, pages, level + 1, url if isinstance(url, str) else "")


def _page(bundle: Mapping[str, Any], pages: Pages) -> None:
    links = bundle.get("link")
    for link in links if isinstance(links, list) else ():
        if isinstance(link, dict) and isinstance(link.get("url"), str):
            if link.get("relation") == "self":
                pages.read.add(link["url"])
            elif link.get("relation") == "next":
                pages.following.add(link["url"])


def _refuse(source: Source | str, code: str, message: str, remedy: str) -> NoReturn:
    path = str(source.path) if isinstance(source, Source) else source
    raise InvalidInput([Finding(path, 1, 1, code, message, remedy)])
