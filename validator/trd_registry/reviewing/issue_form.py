"""Reads the body of an issue as GitHub writes it from the form: headings with answers below them.

The body is anybody's text. A heading counts where it is one of the form's, and only in their order.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from trd_registry.model.finding import Finding, InvalidInput

#: Stands where a finding of a check has its code.
FORM = "FORM"

#: What GitHub writes where nothing was answered.
NOTHING = "_No response_"

#: Characters of a body; GitHub lets nobody write more.
MAX_BODY = 70_000
#: Characters of one answer, as the schema of definitions bounds a text.
MAX_ANSWER = 1_900

#: Id of a field -> its label, in the order of ``.github/ISSUE_TEMPLATE/definition.yml``.
FIELDS: Mapping[str, str] = {
    "name": "Name of the definition",
    "summary": "What it is",
    "family": "Family",
    "kind": "Kind",
    "standing": "Standing",
    "title": "Title of the publication",
    "authors": "Authors",
    "container": "Journal or series",
    "year": "Year",
    "doi": "DOI",
    "known": "How you know it",
    "report-title": "Reported in: title",
    "report-year": "Reported in: year",
    "report-doi": "Reported in: DOI",
    "trials": "How many treatments must have failed, and of what kind",
    "trials-at": "Where that stands",
    "duration": "How long an adequate treatment lasts",
    "duration-at": "Where the duration stands",
    "dose": "Which dose is adequate",
    "dose-at": "Where the dose stands",
    "nonresponse": "When a treatment has failed",
    "nonresponse-at": "Where the nonresponse stands",
    "other": "What else the definition asks",
    "other-at": "Where the rest stands",
    "open": "Open points",
    "id": "Id",
    "own-words": "Own words",
}

REQUIRED = ("name", "summary", "family", "kind", "standing", "title", "authors", "year", "known")

_HEADING = re.compile(r"### (.+?)\s*")


@dataclass(frozen=True)
class Form:
    """A filled-in form; what was not answered is not there."""

    path: str
    answers: Mapping[str, str]
    #: Field -> the line of its heading, counted from one.
    lines: Mapping[str, int]

    def finding(self, field: str, message: str, remedy: str) -> Finding:
        """A finding at a field of the form."""
        return Finding(self.path, self.lines.get(field, 1), 1, FORM, f"{FIELDS[field]}: {message}", remedy)


def read_form(body: str, path: str = "issue") -> Form:
    """The answers of a form.

    Raises InvalidInput where headings of the form are missing, or an answer that it asks for.
    """
    if len(body) > MAX_BODY:
        raise InvalidInput([Finding(path, 1, 1, FORM, "This is longer than any issue.", "Give the body of one issue.")])
    lines = body.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    starts, findings = _headings(lines, path)
    if findings:
        raise InvalidInput(findings)
    order = sorted((line, field) for field, line in starts.items())
    ends = [line for line, _ in order[1:]] + [len(lines)]
    answers = {}
    for (start, field), end in zip(order, ends, strict=True):
        text = plain("\n".join(lines[start + 1 : end]))
        if text and text != NOTHING:
            answers[field] = text
    form = Form(path, answers, {field: line + 1 for field, line in starts.items()})
    findings = list(_missing(form))
    if findings:
        raise InvalidInput(findings)
    return form


def plain(text: str) -> str:
    """The text without what cannot be seen: control characters, soft hyphens, marks of direction."""
    spaced = " ".join(text.split())
    return "".join(one for one in spaced if unicodedata.category(one) not in ("Cc", "Cf", "Cs", "Co", "Cn"))


def _headings(lines: list[str], path: str) -> tuple[dict[str, int], list[Finding]]:
    """Field -> position of its heading; a heading that stands twice could hide an answer."""
    by_label = {label: field for field, label in FIELDS.items()}
    found: dict[str, int] = {}
    findings = []
    for position, line in enumerate(lines):
        match = _HEADING.fullmatch(line)
        field = by_label.get(match[1]) if match else None
        if field is None:
            continue
        if field in found:
            message = f"The heading {FIELDS[field]!r} stands twice."
            findings.append(Finding(path, position + 1, 1, FORM, message, "Keep the one that the form wrote."))
        found.setdefault(field, position)
    for field in FIELDS.keys() - found.keys():
        message = f"The heading {FIELDS[field]!r} is missing."
        findings.append(Finding(path, 1, 1, FORM, message, "Fill in the form for definitions; keep its headings."))
    if not findings and list(FIELDS) != sorted(FIELDS, key=found.__getitem__):
        message = "The headings are not in the order of the form."
        findings.append(Finding(path, 1, 1, FORM, message, "Put them back in the order of the form."))
    return found, findings


def _missing(form: Form) -> Iterator[Finding]:
    for field in REQUIRED:
        if field not in form.answers:
            yield form.finding(field, "there is no answer.", "Fill it in; the form asks for it.")
    if "[x]" not in form.answers.get("own-words", "").lower():
        yield form.finding("own-words", "the box is not ticked.", "Write it in your own words, and tick the box.")
    for field, text in form.answers.items():
        if len(text) > MAX_ANSWER:
            message = f"the answer has {len(text):,} characters, where {MAX_ANSWER:,} can be kept."
            yield form.finding(field, message, "Say it more shortly.")
