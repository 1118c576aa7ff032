"""Reads YAML strictly: what a person meant and what the file says are the same, or it is a finding.

YAML reads ``no`` as false, ``1.10`` as 1.1 and ``012`` as ten, keeps the last of two equal keys and
lets an alias repeat a whole tree. Here only the scalars of JSON have a type, dates stay text, and
every one of those traps is reported with its line. Reading is by events, so that nothing is built
before it has been looked at.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path as FilePath
from typing import Any

import yaml

from trd_registry.loading.document import Document, Path
from trd_registry.loading.limits import MAX_BYTES, MAX_DEPTH, MAX_NODES
from trd_registry.loading.plain_file import check_plain
from trd_registry.model.finding import Finding, InvalidInput

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+([eE][-+]?[0-9]+)?|-?(0|[1-9][0-9]*)[eE][-+]?[0-9]+")
_TRAILING_ZERO = re.compile(r"-?[0-9]+\.[0-9]*0")
_OTHER_NUMBER = re.compile(
    r"[-+]?0[0-9]+|0[xob][0-9a-fA-F_]+|\+[0-9.]+|[-+]?[0-9]+_[0-9_]*|[-+]?[0-9]+(:[0-5]?[0-9])+"
    r"|[-+]?\.[0-9]+|[-+]?[0-9]+\.|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
)
_WORDS = {"yes", "no", "on", "off", "y", "n"}
_TRUTHS = {"true": True, "false": False}
_NULLS = {"", "~", "Null", "NULL"}


def read_yaml(path: str | os.PathLike[str]) -> Document:
    """Reads one file. Raises InvalidInput with every finding of the parse layer (codes TRD1xx)."""
    name = os.fspath(path)
    try:
        check_plain(FilePath(path))
        # One byte more than allowed tells a file that is too large from one that just fits.
        with FilePath(path).open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except IsADirectoryError:
        raise _refused(name, "TRD101", "This is a folder, not a file.", "Name the file to read.") from None
    except FileNotFoundError:
        raise _refused(name, "TRD101", "There is no such file.", "Check the path.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the path cannot be used"
        message = f"The file cannot be read: {reason}."
        raise _refused(name, "TRD101", message, "Check that it exists and that you may read it.") from None
    return parse_yaml(data, name)


def parse_yaml(data: bytes, path: str) -> Document:
    """Parses the bytes of one file; ``path`` is only used to say where a finding is."""
    if len(data) > MAX_BYTES:
        size = f"The file is larger than {MAX_BYTES:,} bytes."
        raise _refused(path, "TRD102", size, "Split it: one history or definition a file.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        message = f"The file is not UTF-8: byte 0x{data[error.start]:02x} has no meaning here."
        raise InvalidInput([Finding(path, line, column, "TRD103", message, "Save it as UTF-8.")]) from None
    if not text.strip():
        raise _refused(path, "TRD104", "The file is empty.", "Start from an example: definitions/histories/.")
    return _Composer(path, hashlib.sha256(data).hexdigest()).compose(text)


def _refused(path: str, code: str, message: str, remedy: str) -> InvalidInput:
    return InvalidInput([Finding(path, 1, 1, code, message, remedy)])


class _Stop(Exception):
    """The document cannot be followed any further; what was found so far stands."""


class _Composer:
    def __init__(self, path: str, digest: str) -> None:
        self._document = Document(path, None, f"sha256:{digest}")
        self._findings: list[Finding] = []
        self._nodes = 0

    def compose(self, text: str) -> Document:
        value = None
        try:
            with suppress(_Stop):  # what made it stop is among the findings
                value = self._single(self._events(text))
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            problem = f"This is not YAML: {error.problem or error.context}."
            self._note(mark, "TRD105", problem, "Check indentation, colons, quotes and brackets on this line.")
        except yaml.YAMLError as error:
            message = f"This is not YAML: {getattr(error, 'reason', None) or 'a character is not allowed'}."
            self._note(None, "TRD105", message, "Remove control characters.")
        except RecursionError:
            # Our own limit on depth comes first; should the parser run out before it, that is a finding too.
            self._note(None, "TRD110", "The document is nested too deeply.", "Split or flatten it.")
        if self._findings:
            raise InvalidInput(self._findings)
        found = self._document
        return Document(found.path, value, found.digest, found.values, found.keys)

    def _events(self, text: str) -> Iterator[Any]:
        return iter(yaml.parse(text, Loader=_LOADER))

    def _note(self, mark: Any, code: str, message: str, remedy: str) -> None:
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        self._findings.append(Finding(self._document.path, line, column, code, message, remedy))

    def _single(self, events: Iterator[Any]) -> Any:
        value: Any = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    message = "A second document begins here."
                    self._note(event.start_mark, "TRD111", message, "Keep one document a file.")
                    raise _Stop
            elif not isinstance(event, yaml.StreamStartEvent | yaml.StreamEndEvent | yaml.DocumentEndEvent):
                value = self._node(event, events, ())
        return value

    def _node(self, event: Any, events: Iterator[Any], path: Path) -> Any:
        self._nodes += 1
        if self._nodes > MAX_NODES or len(path) > MAX_DEPTH:
            what = "has too many parts" if self._nodes > MAX_NODES else "is nested too deeply"
            self._note(event.start_mark, "TRD110", f"The document {what}.", "Split or flatten it.")
            raise _Stop
        if isinstance(event, yaml.AliasEvent):
            message = f"The alias *{event.anchor} repeats another part of the file."
            self._note(event.start_mark, "TRD107", message, "Write the part out where it is meant.")
            return None
        self._document.values[path] = (event.start_mark.line + 1, event.start_mark.column + 1)
        if event.anchor is not None:
            message = f"The anchor &{event.anchor} is for aliases, which are not read here."
            self._note(event.start_mark, "TRD107", message, "Remove it.")
        if event.tag is not None and event.tag != "!":
            message = f"The tag {event.tag} asks for a type of its own."
            self._note(event.start_mark, "TRD108", message, "Remove it; numbers, true, false and text need no tag.")
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, path)
        return self._mapping(events, path)

    def _sequence(self, events: Iterator[Any], path: Path) -> list[Any]:
        items: list[Any] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self._node(event, events, (*path, len(items))))
        return items

    def _mapping(self, events: Iterator[Any], path: Path) -> dict[str, Any]:
        items: dict[str, Any] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._key(event)
            place = (*path, key)
            if key in items:
                first = self._document.keys[place]
                message = f"The key {key!r} stands twice in this mapping; the first is on line {first[0]}."
                self._note(event.start_mark, "TRD106", message, "Keep one of them.")
            self._document.keys[place] = (event.start_mark.line + 1, event.start_mark.column + 1)
            items[key] = self._node(next(events), events, place)
        return items

    def _key(self, event: Any) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            message = "A key must be a plain word."
            self._note(event.start_mark, "TRD113", message, "Use a word as the key, followed by a colon.")
            raise _Stop
        if event.value == "<<" and not event.style:
            message = "The merge key << takes over keys from elsewhere."
            self._note(event.start_mark, "TRD112", message, "Write the keys out.")
        return str(event.value)

    def _scalar(self, event: Any) -> Any:
        text: str = event.value
        if event.style:
            return text
        if text in _TRUTHS:
            return _TRUTHS[text]
        if text == "null":
            return None  # the schema decides where nothing may stand
        if text in _NULLS:
            message = "Nothing stands here." if not text else f"{text} stands for nothing."
            self._note(event.start_mark, "TRD114", message, "Leave the whole line out where a fact is not known.")
            return None
        if text.lower() in _WORDS or text in ("True", "False", "TRUE", "FALSE"):
            message = f"{text} is read as a truth by some programs and as a word by others."
            self._note(event.start_mark, "TRD109", message, f'Write true or false, or quote it: "{text}".')
            return text
        if _TRAILING_ZERO.fullmatch(text):
            message = f"{text} would be read as {float(text):g}."
            self._note(event.start_mark, "TRD109", message, f'Write {float(text):g}, or quote it: "{text}".')
            return text
        if _OTHER_NUMBER.fullmatch(text):
            message = f"{text} is read as different numbers by different programs."
            self._note(event.start_mark, "TRD109", message, f'Write it as a plain number, or quote it: "{text}".')
            return text
        if _INTEGER.fullmatch(text):
            return self._integer(event, text)
        if _DECIMAL.fullmatch(text):
            return self._decimal(event, text)
        return text

    def _integer(self, event: Any, text: str) -> int | None:
        if len(text) > 16:
            self._note(event.start_mark, "TRD109", "This number is too long to be kept exactly.", "Quote it.")
            return None
        return int(text)

    def _decimal(self, event: Any, text: str) -> float | None:
        number = float(text)
        if number in (float("inf"), float("-inf")):
            self._note(event.start_mark, "TRD109", f"{text} is too large for a number.", "Write a smaller one.")
            return None
        return number
