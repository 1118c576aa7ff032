"""Makes a record of a filled-in form: the bibliography, what is known with its place, and what is still wanted."""

import json
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from textwrap import wrap
from typing import Any

from trd_registry.loading.registry import FAMILIES
from trd_registry.model.finding import Finding, InvalidInput
from trd_registry.reviewing.issue_form import Form

KINDS = ("criterion", "stages", "tiers", "score", "phenotype")
STANDINGS = ("proposed", "in-use", "historical")

#: How somebody knows it -> what was seen of the publication, and the evidence that this makes.
KNOWN: Mapping[str, tuple[str, str]] = {
    "I have the whole publication": ("full-text", "primary"),
    "I have its abstract": ("abstract", "primary"),
    "Another publication reports it (named below)": ("not-seen", "secondary"),
    "From memory": ("not-seen", "recalled"),
}

#: Question -> what is wanted where it has no answer, and how much that is worth.
QUESTIONS: Mapping[str, tuple[str, str]] = {
    "trials": ("How many treatments must have failed, and of what kind", "high"),
    "duration": ("How long an adequate treatment lasts", "high"),
    "dose": ("Which dose is adequate", "middle"),
    "nonresponse": ("When a treatment has failed", "high"),
    "other": ("", "middle"),
}

_DOI = re.compile(r"10\.[0-9]{4,9}/[^ ]+")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 .()/-]*[A-Za-z0-9.)]|[A-Za-z]")
_WORDS = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}
_MODELINE = "# yaml-language-server: $schema=../../../../schema/definition.schema.json"


def record_of(form: Form, taken: Collection[str]) -> dict[str, Any]:
    """The record as a document, with its family under ``family``.

    Args:
        form: What was filled in.
        taken: The ids that the registry has already.

    Raises:
        InvalidInput: with everything in the form that cannot be used.
    """
    findings = list(_misfits(form, taken))
    if findings:
        raise InvalidInput(findings)
    answers = form.answers
    seen, evidence = KNOWN[answers["known"]]
    publication: dict[str, Any] = {"type": "article", "title": answers["title"], "authors": answers["authors"]}
    publication |= {"container": answers["container"]} if "container" in answers else {}
    publication |= {"year": int(answers["year"])}
    publication |= {"doi": _doi(answers["doi"])} if "doi" in answers else {}
    publication |= {"seen": seen}
    if evidence == "recalled":
        publication["identifiers_recalled"] = [
            key for key in ("doi", "title", "authors", "year", "container") if key in publication
        ]
    sources = {"publication": publication}
    if evidence == "secondary":
        report = {"type": "article", "title": answers["report-title"], "year": int(answers["report-year"])}
        report |= {"doi": _doi(answers["report-doi"])} if "report-doi" in answers else {}
        sources["report"] = {**report, "seen": "extract"}
    name = _id_of(form)
    document: dict[str, Any] = {
        "family": answers["family"],
        "id": name,
        "version": "0.1.0",
        "kind": answers["kind"],
        "status": "record",
        "standing": answers["standing"],
        "title": answers["name"],
        "short": name.replace("-", " ").title()[:16].strip(),
        "year": int(answers["year"]),
        "summary": answers["summary"],
        "sources": sources,
        "defined_by": "publication",
    }
    known = list(_known(form, "report" if evidence == "secondary" else "publication", evidence))
    wanted = list(_wanted(form))
    return document | ({"known": known} if known else {}) | ({"wanted": wanted} if wanted else {})


def as_yaml(document: Mapping[str, Any], number: int) -> str:
    """The file of a record, such as a person would write it; every text is quoted or folded."""
    kept = {key: value for key, value in document.items() if key != "family"}
    lines = [_MODELINE, f"# Made from issue {number}. What stands here is what its author stated."]
    for key, value in kept.items():
        if key in ("sources", "known", "wanted"):
            lines.append("")
        lines += _entry(key, value, 0)
    return "\n".join(lines) + "\n"


def _misfits(form: Form, taken: Collection[str]) -> Iterator[Finding]:
    answers = form.answers
    for field, allowed in (("family", FAMILIES), ("kind", KINDS), ("standing", STANDINGS), ("known", tuple(KNOWN))):
        if answers[field] not in allowed:
            yield form.finding(field, f"{answers[field]!r} is not one of the form's.", f"Choose: {'; '.join(allowed)}.")
    yield from _bibliography_misfits(form)
    yield from _place_misfits(form)
    name = _id_of(form)
    if not _ID.fullmatch(name) or len(name) > 40:
        yield form.finding(
            "id", f"{name!r} can be no id.", "Give one of small letters, digits and hyphens: smith-2024."
        )
    elif name in taken:
        remedy = "To correct that definition, copy it under a higher version; for another one, give another id."
        yield form.finding("id", f"the registry has {name!r} already.", remedy)


def _bibliography_misfits(form: Form) -> Iterator[Finding]:
    for field in ("year", "report-year"):
        text = form.answers.get(field)
        if text is not None and not (re.fullmatch(r"[0-9]{4}", text) and 1900 <= int(text) <= 2100):
            yield form.finding(field, f"{text!r} is no year.", "Give four digits.")
    for field in ("doi", "report-doi"):
        text = form.answers.get(field)
        if text is not None and not _DOI.fullmatch(_doi(text)):
            yield form.finding(field, f"{text!r} is no DOI.", "Give it as 10.1234/abcd, or leave it out.")


def _place_misfits(form: Form) -> Iterator[Finding]:
    """Places that are not given: of the report, and of each answer."""
    evidence = KNOWN.get(form.answers["known"], ("", ""))[1]
    if evidence == "secondary":
        for field in ("report-title", "report-year"):
            if field not in form.answers:
                yield form.finding(field, "there is no answer.", "Name the publication that reports the definition.")
    for question in QUESTIONS:
        if question in form.answers and f"{question}-at" not in form.answers and evidence != "recalled":
            message = "it is not said where the answer stands."
            yield form.finding(f"{question}-at", message, "Give the page, table or paragraph.")


def _known(form: Form, source: str, evidence: str) -> Iterator[dict[str, Any]]:
    for question, (label, _) in QUESTIONS.items():
        if question in form.answers:
            says = form.answers[question]
            place = form.answers.get(f"{question}-at", "not seen")
            yield {
                "says": f"{label}: {says}" if label else says,
                "from": {"source": source, "at": place, "evidence": evidence},
            }


def _wanted(form: Form) -> Iterator[dict[str, str]]:
    place = {"in": "publication", "at": "not known"}
    for question, (label, worth) in QUESTIONS.items():
        if label and question not in form.answers:
            yield {"what": label, **place, "worth": worth, "access": "unknown"}
    if "open" in form.answers:
        yield {"what": form.answers["open"], **place, "worth": "middle", "access": "unknown"}


def _id_of(form: Form) -> str:
    """The id that was asked for, or the first author's family name and the year."""
    if "id" in form.answers:
        return form.answers["id"].lower()
    first = re.split(r"[\s,;]", form.answers["authors"], maxsplit=1)[0]
    letters = unicodedata.normalize("NFKD", first).encode("ascii", "ignore").decode().lower()
    return f"{re.sub('[^a-z0-9]+', '-', letters).strip('-')}-{form.answers['year']}"


def _doi(text: str) -> str:
    return re.sub(r"^(https?://(dx\.)?doi\.org/|doi:\s*)", "", text, flags=re.IGNORECASE)


def _entry(key: str, value: Any, depth: int) -> list[str]:
    indent = "  " * depth
    match value:
        case dict():
            return [f"{indent}{key}:", *(line for name, one in value.items() for line in _entry(name, one, depth + 1))]
        case list() if all(isinstance(one, str) for one in value):
            return [f"{indent}{key}: [{', '.join(_scalar(one) for one in value)}]"]
        case list():
            lines = [f"{indent}{key}:"]
            for one in value:
                inner = [line for name, part in one.items() for line in _entry(name, part, depth + 2)]
                lines += [f"{indent}  - {inner[0].lstrip()}", *inner[1:]]
            return lines
        case str() if len(value) > 70:
            folded = wrap(value, 110 - len(indent), break_long_words=False, break_on_hyphens=False)
            return [f"{indent}{key}: >-", *(f"{indent}  {line}" for line in folded)]
    return [f"{indent}{key}: {_scalar(value)}"]


def _scalar(value: Any) -> str:
    if isinstance(value, int):
        return str(value)
    text = str(value)
    plain = _PLAIN.fullmatch(text) and text.lower() not in _WORDS
    return text if plain else json.dumps(text, ensure_ascii=False)
