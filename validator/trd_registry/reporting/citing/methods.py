"""The paragraph for a methods section: exactly what was run, in words a journal accepts."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from trd_registry.model.definition import Definition
from trd_registry.model.nodes import DoseMeetsTable
from trd_registry.model.vocabulary import DoseTable
from trd_registry.reporting.citing.address import REGISTRY_NAME, permanent_address
from trd_registry.reporting.citing.citation import Citation
from trd_registry.reporting.citing.text import short_name

_OPENINGS: Mapping[str, str] = {
    "criterion": "Treatment-resistant depression was defined",
    "stages": "Treatment resistance was staged",
    "tiers": "Treatment resistance was classified",
    "score": "Treatment resistance was scored",
    "phenotype": "Treatment-resistant depression was identified in records",
}


def as_methods(citation: Citation, dose_tables: Mapping[str, DoseTable] | None = None) -> str:
    """One paragraph.

    Args:
        citation: What is cited, with the readings taken.
        dose_tables: The tables of the registry by id, for their titles; without them ids stand alone.
    """
    definition = citation.definition
    sentences = [
        _what(citation),
        "PRIVATE, UNPUBLISHED: the file of this definition is not in the registry." if definition.private else "",
        _status(definition),
        *_readings(citation),
        _doses(citation, dose_tables or {}),
        _vocabularies(definition),
    ]
    return " ".join(sentence for sentence in sentences if sentence) + "\n"


def _what(citation: Citation) -> str:
    definition = citation.definition
    paper = short_name(citation.paper)
    digests = "; ".join(part for part in (definition.digest, citation.swhid or "") if part)
    where = f"the {REGISTRY_NAME}" if not definition.private else f"a private file run with the {REGISTRY_NAME}"
    address = f"{permanent_address(definition)}; " if not definition.private else ""
    return (
        f"{_OPENINGS[definition.kind]} according to {f'{paper}: ' if paper else ''}{definition.title.rstrip('. ')}, "
        f"as encoded in {where}: definition {definition.id}, version {definition.version} "
        f"({address}content digest {digests})."
    )


def _status(definition: Definition) -> str:
    match definition.status:
        case "record":
            return "RECORD, NOT EXECUTABLE: this entry holds the bibliography alone; no patient can be judged by it."
        case "draft":
            return "DRAFT, NOT RELEASED: some rules of this encoding have not been checked against a source."
        case "superseded":
            return "This version of the encoding has been superseded by a later one."
        case "withdrawn":
            return "WITHDRAWN: this version of the encoding should no longer be used."
    return ""


def _readings(citation: Citation) -> Iterator[str]:
    """The points on which the publication leaves a choice, where the choice was not the usual one."""
    definition, changed = citation.definition, citation.changed_readings
    if changed:
        said = "; ".join(
            f"{name} = {option} ({_question(definition, name)}; default: {definition.readings[name].default or 'none'})"
            for name, option in sorted(changed.items())
        )
        yield f"Where the publication leaves a choice, these readings differed from the default: {said}."
    open_ones = [one.id for one in definition.readings.values() if one.default is None and one.id not in changed]
    if open_ones:
        yield f"No option was fixed for {', '.join(open_ones)}: results span all options."
    if definition.readings and not changed and not open_ones:
        yield "Where the publication leaves a choice, the default readings of this version were used."
    elif len(changed) + len(open_ones) < len(definition.readings):
        yield "All other readings were the defaults of this version."


def _question(definition: Definition, reading: str) -> str:
    return definition.readings[reading].asks.rstrip("?. ")


def _doses(citation: Citation, dose_tables: Mapping[str, DoseTable]) -> str:
    """Only the tables that the readings taken do bind; the file may offer others."""
    definition = citation.definition
    if not definition.is_executable:
        return ""
    names: set[str] = set()
    for choices in definition.settle(citation.changed_readings):
        names |= {node.table for node in _nodes(definition.rules(choices)) if isinstance(node, DoseMeetsTable)}
    if not names:
        return ""
    pinned = definition.document.get("uses", {})
    said = []
    for name in sorted(names):
        table = name.partition("@")[0]
        title = f" ({dose_tables[table].title})" if table in dose_tables else ""
        said.append(f"{_versioned(table, pinned)}{title}")
    return f"Doses were judged by {' and '.join(said)}."


def _vocabularies(definition: Definition) -> str:
    pinned = definition.document.get("uses", {})
    others = [_versioned(name, pinned) for name in sorted(pinned) if not name.startswith("dose-table-")]
    return f"Vocabularies: {', '.join(others)}." if others else ""


def _versioned(name: str, pinned: Mapping[str, str]) -> str:
    return f"{name} {pinned[name]}" if name in pinned else name


def _nodes(part: object) -> Iterator[object]:
    """Every node of a rule tree, whatever it is held in."""
    if is_dataclass(part):
        yield part
        for one in fields(part):
            yield from _nodes(getattr(part, one.name))
    elif isinstance(part, Mapping):
        for value in part.values():
            yield from _nodes(value)
    elif isinstance(part, tuple):
        for value in part:
            yield from _nodes(value)
