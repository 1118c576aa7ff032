"""Builds a definition from its checked document."""

from collections.abc import Mapping
from typing import Any

from trd_registry.model.definition import Definition, Option, Reading


def build_definition(document: Mapping[str, Any], *, family: str, digest: str, private: bool = False) -> Definition:
    """The definition in a document that has passed its checks; the rule tree is built when it is needed."""
    return Definition(
        id=document["id"],
        version=document["version"],
        kind=document["kind"],
        status=document["status"],
        family=family,
        title=document["title"],
        year=document["year"],
        digest=digest,
        document=document,
        private=private,
        readings={key: _reading(key, entry) for key, entry in document.get("readings", {}).items()},
    )


def _reading(key: str, entry: Mapping[str, Any]) -> Reading:
    options = {
        name: Option(name, option.get("why", ""), option.get("default", False))
        for name, option in entry["options"].items()
    }
    return Reading(key, entry["asks"], options, entry["because"].get("silent", False))
