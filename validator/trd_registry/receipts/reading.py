"""Reads a receipt: what `trd evaluate --format json` printed, as anybody may hand it in."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from trd_registry.model.errors import RegistryError

#: Bytes. Sixty definitions on a history full of gaps, with their traces, take a twentieth of this.
MAX_BYTES = 64_000_000

#: Nested lists and objects. The deepest trace has a quarter of this.
MAX_DEPTH = 400

#: Digits of one number.
MAX_DIGITS = 400

_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+(?:"|\Z)|[\[{]|[\]}]|NaN|-?Infinity|-?\d+', re.DOTALL)
_VERSION = re.compile(r"\d{1,9}\.\d{1,9}\.\d{1,9}")

Json = dict[str, Any]


class UnreadableReceipt(RegistryError):
    """Raised when a file is no receipt; says where in it and what to do."""

    def __init__(self, path: Path, place: str, message: str, remedy: str = "") -> None:
        where = f"{path}{':' if place[:1].isdigit() else ' at ' if place else ''}{place}"
        super().__init__(f"{where}: {message}", remedy or "Hand in what `trd evaluate --format json` printed.")


@dataclass(frozen=True)
class Recorded:
    """One result of a receipt: what was run, on what, and all that was written of it."""

    history: str
    definition: str
    version: str
    digest: str
    #: The option taken for each reading; None where it was left open.
    readings: Mapping[str, str | None]
    #: Vocabulary -> version, for those the definition pins.
    pins: Mapping[str, str]
    #: ``name@version`` -> digest, for every vocabulary that was used; empty in receipts that do not say.
    vocabularies: Mapping[str, str]
    #: The history file as it was named, and its digest; None in receipts that do not say.
    file: str | None
    file_digest: str | None
    engine: str | None
    #: The readings that were fixed while all others were varied; empty where none were varied.
    fixed: Mapping[str, str]
    written: Json

    @property
    def reference(self) -> str:
        """``id@version`` of the definition."""
        return f"{self.definition}@{self.version}"


def read_receipt(path: Path) -> list[Recorded]:
    """Every result in a receipt. Raises UnreadableReceipt, and OSError where there is no such file."""
    if path.exists() and not path.is_file():
        raise UnreadableReceipt(path, "", "this is no file.", "Name the file that holds the results.")
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    results = _parsed(path, data)
    if not isinstance(results, list):
        raise UnreadableReceipt(path, "1:1", "a receipt is a list of results.")
    if not results:
        raise UnreadableReceipt(path, "1:1", "the list holds no result.")
    return [_Shape(path, f"/{index}").recorded(one) for index, one in enumerate(results)]


def _parsed(path: Path, data: bytes) -> Any:
    if len(data) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES:,} bytes."
        raise UnreadableReceipt(path, "1:1", message, "Split it: fewer histories or definitions in one receipt.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        raise UnreadableReceipt(path, f"{line}:{column}", "the file is not UTF-8.", "Save it as UTF-8.") from None
    try:
        return json.loads(text, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        message = f"this is not JSON: {error.msg}."
        raise UnreadableReceipt(path, f"{error.lineno}:{error.colno}", message) from None
    except (ValueError, RecursionError):
        place, message = _trouble(text)
        raise UnreadableReceipt(path, place, message) from None


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _trouble(text: str) -> tuple[str, str]:
    """Where a text that has the form of JSON still cannot be taken, and why."""
    depth = 0
    for match in _TOKEN.finditer(text):
        found = match[0]
        depth += (found in "[{") - (found in "]}")
        if depth > MAX_DEPTH:
            return _place(text, match.start()), f"the file is nested more than {MAX_DEPTH} deep."
        if found.endswith(("NaN", "Infinity")) and found[0] != '"':
            return _place(text, match.start()), f"{found} is no number of JSON; an end without a bound is null."
        if found[0] != '"' and len(found) > MAX_DIGITS:
            return _place(text, match.start()), f"this number has more than {MAX_DIGITS} digits."
    return "1:1", "this cannot be read as JSON."


def _place(text: str, offset: int) -> str:
    return f"{text.count(chr(10), 0, offset) + 1}:{offset - text.rfind(chr(10), 0, offset)}"


class _Shape:
    """Looks at the parts of one result that are needed to run it again."""

    def __init__(self, path: Path, place: str) -> None:
        self._path = path
        self._place = place

    def recorded(self, one: Any) -> Recorded:
        """The result at this place."""
        result = self._mapping(one, "")
        version = self._text(result, "version")
        if not _VERSION.fullmatch(version):
            self._refuse("/version", f"{version[:40]!r} is no version.")
        given = self._optional(result, "input")
        engine = self._optional(result, "engine")
        return Recorded(
            history=self._text(result, "history"),
            definition=self._text(result, "definition"),
            version=version,
            digest=self._text(result, "digest"),
            readings=self._texts(result, "readings", or_null=True),
            pins=self._texts(result, "vocabularies"),
            vocabularies=self._texts(result, "vocabulary_digests") if "vocabulary_digests" in result else {},
            file=self._text(given, "file", "/input") if given else None,
            file_digest=self._text(given, "digest", "/input") if given else None,
            engine=self._text(engine, "version", "/engine") if engine else None,
            fixed=self._fixed(result),
            written=result,
        )

    def _refuse(self, place: str, message: str) -> NoReturn:
        raise UnreadableReceipt(self._path, f"{self._place}{place}", message)

    def _mapping(self, value: Any, place: str) -> Json:
        if not isinstance(value, dict):
            self._refuse(place, "this is no object.")
        return value

    def _optional(self, result: Json, key: str) -> Json | None:
        return self._mapping(result[key], f"/{key}") if key in result else None

    def _text(self, result: Json, key: str, under: str = "") -> str:
        if key not in result:
            self._refuse(under, f"there is no {key!r}.")
        value = result[key]
        if not isinstance(value, str):
            self._refuse(f"{under}/{key}", "this is no text.")
        return str(value)

    def _fixed(self, result: Json) -> dict[str, Any]:
        found = self._optional(result, "multiverse")
        return {} if found is None else self._texts(found, "fixed")

    def _texts(self, result: Json, key: str, *, or_null: bool = False) -> dict[str, Any]:
        if key not in result:
            self._refuse("", f"there is no {key!r}.")
        values = self._mapping(result[key], f"/{key}")
        for name, value in values.items():
            if not isinstance(value, str) and not (or_null and value is None):
                self._refuse(f"/{key}/{name}", f"this is no text{' and not null' if or_null else ''}.")
        return values
