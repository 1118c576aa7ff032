"""What search engines and reference managers read on a page: JSON-LD in the words of schema.org."""

from typing import Any

from trd_registry.model.definition import Definition
from trd_registry.reporting.citing.address import BASE_ADDRESS, REGISTRY_AUTHORS, REGISTRY_NAME, permanent_address

_LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def defined_term(definition: Definition, released: str | None = None) -> dict[str, Any]:
    """One version of a definition as a term of the registry and as a work based on its publication.

    Args:
        definition: Any version.
        released: The day (ISO) on which it was released. It is published then and never modified afterwards;
            where the day is not known, neither is told.
    """
    days = {"datePublished": released, "dateModified": released} if released else {}
    source = definition.document["sources"][definition.document["defined_by"]]
    article: dict[str, Any] = {"@type": "CreativeWork", "name": source["title"]}
    recalled = source.get("identifiers_recalled", ())
    if "doi" in source and "doi" not in recalled:
        article["sameAs"] = f"https://doi.org/{source['doi']}"
    elif "url" in source:
        article["url"] = source["url"]
    return {
        "@context": "https://schema.org",
        "@type": ["DefinedTerm", "CreativeWork"],
        "@id": permanent_address(definition),
        "name": definition.title,
        "termCode": definition.id,
        "version": definition.version,
        **days,
        "description": " ".join(str(definition.document["summary"]).split()),
        "license": _LICENCE,
        "creativeWorkStatus": definition.status,
        "isBasedOn": article,
        "inDefinedTermSet": registry_set(),
        "publisher": {"@type": "Organization", "name": REGISTRY_AUTHORS},
    }


def registry_set() -> dict[str, Any]:
    """The registry as the set of its terms."""
    return {"@type": "DefinedTermSet", "@id": f"{BASE_ADDRESS}/", "name": REGISTRY_NAME}
