"""Permanent addresses: where a version of a definition can always be found."""

from trd_registry.model.definition import Definition

#: Every permanent address begins with this; change it here alone.
BASE_ADDRESS = "https://w3id.org/trd-registry"

REGISTRY_NAME = "TRD registry"
REGISTRY_TITLE = "TRD registry: published definitions of treatment-resistant depression as data"
REGISTRY_AUTHORS = "The TRD registry contributors"


def permanent_address(definition: Definition) -> str:
    """The address of one version of a definition."""
    return f"{BASE_ADDRESS}/d/{definition.id}/{definition.version}/"


def vocabulary_address(name: str, version: str) -> str:
    """The address of one version of a vocabulary."""
    return f"{BASE_ADDRESS}/vocabularies/{name}/{version}/"
