"""Reads JSON strictly: every name once in an object, finite numbers, limited depth; a fault has its line and column."""

import json
from collections import Counter
from typing import Any, NoReturn

from trd_registry.importing.fhir.limits import DEPTH
from trd_registry.model.finding import Finding, InvalidInput

_EXPORT = "Export the file again, or repair it; nothing of it was read."


def parse_json(raw: bytes, path: str, first_line: int = 1) -> Any:
    """The value that the bytes say.

    Args:
        raw: UTF-8, with or without a byte order mark.
        path: The file, for messages.
        first_line: The number of the first line in its file.

    Raises InvalidInput with the place of the fault.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = first_line + raw.count(b"\n", 0, error.start)
        column = error.start - raw.rfind(b"\n", 0, error.start)
        _refuse(path, (line, column), "TRD103", "This is not UTF-8.", "FHIR data are UTF-8: export the file again.")
    if not text.strip():
        _refuse(path, (first_line, 1), "TRD104", "There is nothing in it.")
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_constant, parse_int=_whole)
    except json.JSONDecodeError as error:
        line = first_line + error.lineno - 1
        _refuse(path, (line, error.colno), "TRD105", f"This is not JSON: {error.msg}.")
    except RecursionError:
        _refuse(path, (first_line, 1), "TRD110", _too_deep())
    except _Unsound as error:
        _refuse(path, (first_line, 1), error.code, str(error))
    if "\\ud" in text.casefold() and _has_half_character(value):
        _refuse(path, (first_line, 1), "TRD103", "It has half a character: an escape of a surrogate without the other.")
    if _depth_exceeds(value):
        _refuse(path, (first_line, 1), "TRD110", _too_deep())
    return value


class _Unsound(Exception):
    """JSON by its grammar, but read differently by different programs."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        twice = next(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
        raise _Unsound("TRD106", f"An object has the name {twice[:60]!r} twice.")
    return found


def _constant(name: str) -> NoReturn:
    raise _Unsound("TRD105", f"{name} is no number of JSON.")


def _whole(digits: str) -> int | float:
    # Python refuses to read thousands of digits; no number of a record has more than these.
    if len(digits) > 18:
        return float(digits)
    return int(digits)


def _has_half_character(value: Any) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    except RecursionError:
        return False  # told as what it is
    return False


def _depth_exceeds(value: Any) -> bool:
    """Goes through the value level by level, so that it needs no stack of its own."""
    level = [value]
    for _ in range(DEPTH):
        if not level:
            return False
        level = [
            part
            for one in level
            for part in (one.values() if isinstance(one, dict) else one if isinstance(one, list) else ())
            if isinstance(part, dict | list)
        ]
    return bool(level)


def _too_deep() -> str:
    return f"It is nested deeper than {DEPTH} levels."


def _refuse(path: str, place: tuple[int, int], code: str, message: str, remedy: str = _EXPORT) -> NoReturn:
    raise InvalidInput([Finding(path, *place, code, message, remedy)]) from None
