"""Writes what was found: for people, for programs, for code review."""

import json
from collections.abc import Callable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from trd_registry.checking.check import Report
from trd_registry.checking.printing import printable
from trd_registry.model.finding import Finding

#: GitHub shows no more annotations of one level for one step.
MAX_ANNOTATIONS = 10

_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_text(report: Report) -> str:
    """``path:line:column CODE message`` with the remedy indented below."""
    lines = []
    for one in report.findings:
        kind = "warning: " if one.level == "warning" else ""
        lines.append(printable(f"{one.path}:{one.line}:{one.column} {one.code} {kind}{one.message}"))
        lines.append(f"    {printable(one.remedy)}")
    return "".join(f"{line}\n" for line in lines)


def as_json(report: Report) -> str:
    """A list of findings, each with path, line, column, code, level, message and remedy."""
    return json.dumps([_plain(one) for one in report.findings], indent=2, ensure_ascii=False) + "\n"


def as_github(report: Report) -> str:
    """Workflow commands that GitHub shows beside the lines: the worst first, as many as it takes."""
    ordered = sorted(report.findings, key=lambda one: (one.level != "error", one.code, one))
    errors = [one for one in ordered if one.level == "error"][:MAX_ANNOTATIONS]
    warnings = [one for one in ordered if one.level == "warning"][:MAX_ANNOTATIONS]
    lines = [annotation(one) for one in (*errors, *warnings)]
    left = len(report.findings) - len(lines)
    if left:
        lines.append(f"::notice::{left} more findings are not shown here; run trd check to see them all.")
    return "".join(f"{line}\n" for line in lines)


def as_sarif(report: Report) -> str:
    """SARIF 2.1.0, for code scanning."""
    from trd_registry.checking.catalogue import entries

    used = {one.code for one in report.findings}
    rules = [
        {
            "id": entry.code,
            "shortDescription": {"text": f"{entry.title}."},
            "fullDescription": {"text": entry.why},
            "help": {"text": entry.remedy},
            "defaultConfiguration": {"level": entry.level},
        }
        for entry in entries()
        if entry.code in used
    ]
    order = {str(rule["id"]): index for index, rule in enumerate(rules)}
    driver = {"name": "trd check", "semanticVersion": _version(), "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(one, order) for one in report.findings],
    }
    return json.dumps({"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def summary(report: Report) -> str:
    """One line: how many files, how many findings."""
    files, findings = _count(report.files, "file"), _count(len(report.findings), "finding")
    if not report.warnings:
        return f"{files}, {findings}"
    return f"{files}, {findings} ({_count(report.errors, 'error')}, {_count(report.warnings, 'warning')})"


WRITERS: Mapping[str, Callable[[Report], str]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
    "sarif": as_sarif,
}


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _plain(one: Finding) -> dict[str, Any]:
    return {
        "path": printable(one.path),
        "line": one.line,
        "column": one.column,
        "code": one.code,
        "level": one.level,
        "message": printable(one.message),
        "remedy": printable(one.remedy),
    }


def annotation(one: Finding) -> str:
    """One workflow command. Nothing in it can end the line or the part in which it stands."""
    place = f"file={_property(one.path)},line={one.line},col={one.column},title={one.code}"
    return f"::{one.level} {place}::{_data(f'{one.message} {one.remedy}')}"


def _version() -> str:
    try:
        return version("trd-registry")
    except PackageNotFoundError:  # run from a checkout that was never installed
        return "0.0.0"


def _data(text: str) -> str:
    return printable(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _sarif_result(one: Finding, order: Mapping[str, int]) -> dict[str, Any]:
    # A path with bytes that are no text still becomes a valid address.
    address = quote(PurePath(one.path).as_posix(), errors="surrogateescape")
    region = {"startLine": one.line, "startColumn": one.column}
    return {
        "ruleId": one.code,
        "ruleIndex": order[one.code],
        "level": one.level,
        "message": {"text": printable(f"{one.message} {one.remedy}")},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": address}, "region": region}}],
    }
