"""Citations as CSL-JSON, which Zotero, Pandoc and citeproc read."""

import json
from collections.abc import Mapping
from typing import Any

from trd_registry.reporting.citing.citation import Cited
from trd_registry.reporting.citing.names import Name
from trd_registry.reporting.citing.reference import Reference

_TYPES: Mapping[str, str] = {
    "article": "article-journal",
    "chapter": "chapter",
    "book": "book",
    "guideline": "report",
    "webpage": "webpage",
    "registration": "webpage",
    "label": "report",
    "report": "report",
    "software": "software",
    "thesis": "thesis",
    "presentation": "speech",
    "encoding": "dataset",
}


def as_csl_json(citation: Cited) -> str:
    """A JSON list with one item each for the paper and the encoding published in the registry."""
    return json.dumps([csl_item(one) for one in citation.references], indent=2, ensure_ascii=False) + "\n"


def csl_item(reference: Reference) -> dict[str, Any]:
    """One reference as a CSL item; parts that are not known are absent."""
    item: dict[str, Any] = {
        "id": reference.key,
        "type": _TYPES.get(reference.form, "document"),
        "title": reference.title,
        "author": [_name(name) for name in reference.authors],
        "container-title": reference.container,
        "volume": reference.volume,
        "issue": reference.issue,
        "page": reference.pages,
        "publisher": reference.publisher,
        "number": reference.number,
        "version": reference.version,
        "DOI": reference.doi,
        "PMID": reference.pmid,
        "PMCID": reference.pmcid,
        "URL": reference.url,
        "note": reference.note,
    }
    if reference.more_authors and reference.authors:
        item["author"].append({"literal": "et al."})
    if reference.year is not None:
        item["issued"] = {"date-parts": [[reference.year]]}
    return {field: value for field, value in item.items() if value}


def _name(name: Name) -> dict[str, str]:
    if not name.is_person:
        return {"literal": name.family}
    person = {"family": name.family, "given": name.dotted}
    return {**person, "suffix": name.suffix} if name.suffix else person
