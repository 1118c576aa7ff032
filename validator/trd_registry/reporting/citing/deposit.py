"""What an archive is told of a release: Zenodo's and DataCite's metadata, made of CITATION.cff and the registry itself.

The publications that definitions come from are named as related works, so that who looks for a paper finds its
encoding. A DOI that nobody has checked is not among them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from trd_registry.loading.registry import Registry
from trd_registry.loading.yaml_reader import read_yaml
from trd_registry.model.errors import RegistryError
from trd_registry.reporting.citing.address import BASE_ADDRESS, REGISTRY_NAME, REGISTRY_TITLE
from trd_registry.reporting.citing.reference import reference_of

CITATION = "CITATION.cff"

#: SPDX identifier -> address of its text.
_RIGHTS = {
    "Apache-2.0": ("Apache License 2.0 (code)", "https://www.apache.org/licenses/LICENSE-2.0"),
    "CC-BY-4.0": (
        "Creative Commons Attribution 4.0 International (definitions)",
        "https://creativecommons.org/licenses/by/4.0/",
    ),
}


@dataclass(frozen=True, slots=True)
class Deposit:
    """A release as an archive lists it."""

    version: str
    #: Year of publication: of the release, or of the last definition that was released.
    year: int
    description: str
    authors: tuple[str, ...]
    keywords: tuple[str, ...]
    licences: tuple[str, ...]
    #: DOIs of the publications that give the definitions.
    dois: tuple[str, ...]


def deposit_of(registry: Registry) -> Deposit:
    """Gathers what is told of the registry in a checkout.

    Raises RegistryError where there is no CITATION.cff beside the definitions, InvalidInput where it cannot be read.
    """
    path = registry.root / CITATION
    if not path.is_file():
        raise RegistryError(f"There is no {CITATION} in {registry.root}.", "Run this in a checkout of the registry.")
    citation: Mapping[str, Any] = read_yaml(path).value
    definitions = list(registry.latest())
    released = sum(one.status == "released" for one in definitions)
    families = len({one.family for one in definitions})
    abstract = " ".join(str(citation["abstract"]).split())
    dois = set()
    for one in definitions:
        source = one.document["defined_by"]
        reference, _ = reference_of(source, one.document["sources"][source])
        dois.add(reference.doi.lower())
    day = str(citation.get("date-released") or max(registry.release_dates.values(), default=""))
    if not day[:4].isdigit():
        raise RegistryError("There is no year of publication.", f"Give date-released in {CITATION}.")
    return Deposit(
        version=str(citation["version"]),
        year=int(day[:4]),
        description=f"{abstract} {released} released definitions and {len(definitions) - released} drafts and records, "
        f"in {families} families. A research tool, not medical advice.",
        authors=tuple(str(one.get("name", "")) for one in citation["authors"]),
        keywords=tuple(citation["keywords"]),
        licences=tuple(citation["license"]),
        dois=tuple(sorted(dois - {""})),
    )


def as_zenodo(deposit: Deposit) -> dict[str, Any]:
    """``.zenodo.json``. Zenodo takes one licence: that of the code; the other stands in the notes."""
    return {
        "title": REGISTRY_TITLE,
        "version": deposit.version,
        "upload_type": "software",
        "access_right": "open",
        "license": "Apache-2.0",
        "creators": [{"name": name} for name in deposit.authors],
        "description": deposit.description,
        "keywords": list(deposit.keywords),
        "notes": "The definitions and vocabularies are licensed CC-BY-4.0, the code Apache-2.0.",
        "related_identifiers": [
            {"identifier": f"{BASE_ADDRESS}/", "relation": "isDocumentedBy", "scheme": "url"},
            *({"identifier": doi, "relation": "isDerivedFrom", "scheme": "doi"} for doi in deposit.dois),
        ],
    }


def as_datacite(deposit: Deposit) -> dict[str, Any]:
    """DataCite 4.5 in its JSON form, without a DOI: the archive gives it."""
    return {
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "types": {
            "resourceTypeGeneral": "Dataset",
            "resourceType": "Registry of clinical definitions with its software",
        },
        "titles": [{"title": REGISTRY_TITLE}],
        "creators": [{"name": name, "nameType": "Organizational"} for name in deposit.authors],
        "publisher": {"name": REGISTRY_NAME},
        "publicationYear": str(deposit.year),
        "version": deposit.version,
        "language": "en",
        "url": f"{BASE_ADDRESS}/",
        "subjects": [{"subject": word} for word in deposit.keywords],
        "descriptions": [{"description": deposit.description, "descriptionType": "Abstract"}],
        "rightsList": [
            {
                "rights": _RIGHTS[name][0],
                "rightsUri": _RIGHTS[name][1],
                "rightsIdentifier": name,
                "rightsIdentifierScheme": "SPDX",
            }
            for name in deposit.licences
        ],
        "relatedIdentifiers": [
            {"relatedIdentifier": doi, "relatedIdentifierType": "DOI", "relationType": "IsDerivedFrom"}
            for doi in deposit.dois
        ],
    }
