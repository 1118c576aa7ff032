"""All definitions and vocabularies in one checked document, for the wheel."""

from typing import Any

from trd_registry.loading.registry import Registry
from trd_registry.loading.schema import check_shape
from trd_registry.loading.yaml_reader import read_yaml
from trd_registry.model.finding import Finding, InvalidInput


def bundle_of(registry: Registry) -> dict[str, Any]:
    """Every version of every definition and vocabulary of a checkout as plain data, with the digests of their files.

    Raises InvalidInput where any of them does not have the shape of its schema.
    """
    definitions = {}
    for reference in registry.references():
        definition = registry.get(reference)
        definitions[reference] = {
            "family": definition.family,
            "digest": definition.digest,
            "document": definition.document,
        }
    findings: list[Finding] = []
    vocabularies: dict[str, dict[str, Any]] = {}
    for name, versions in registry.vocabulary_versions.items():
        for version in versions:
            document = read_yaml(registry.vocabulary_path(name, version))
            findings += check_shape(document, "vocabulary")
            vocabularies.setdefault(name, {})[version] = {"digest": document.digest, "document": document.value}
    if findings:
        raise InvalidInput(findings)
    return {"definitions": definitions, "vocabularies": vocabularies}
