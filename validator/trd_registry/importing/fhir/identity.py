"""Which resource is meant: ids, addresses and references of every form that FHIR has."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_ADDRESS = re.compile(
    r"(?P<base>https?://[^\s|?#]+/)?(?P<type>[A-Z][A-Za-z]+)/(?P<id>[A-Za-z0-9\-.]{1,64})(/_history/[A-Za-z0-9\-.]{1,64})?",
    re.ASCII,
)
_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}", re.ASCII)
_URN = re.compile(r"urn:((uuid|oid):(?P<id>[A-Za-z0-9\-.]{1,64})|[!-~]{1,200})", re.ASCII)
_SEARCH = re.compile(r"(?P<type>[A-Z][A-Za-z]+)\?identifier=(?P<value>[^&]+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Name:
    """What a resource is called: ``Type/id``, or its urn where it has no id."""

    key: str
    #: The server it lies on; empty where that is not said.
    base: str = ""


def name_of(resource: Mapping[str, Any], full_url: str) -> Name | None:
    """The name of a resource; None where it has none, or one that no resource can have."""
    found = _ADDRESS.fullmatch(full_url)
    base = found["base"] or "" if found else ""
    own = resource.get("id")
    if own is not None:
        is_id = isinstance(own, str) and _ID.fullmatch(own)
        return Name(f"{resource['resourceType']}/{own}", base) if is_id else None
    if found and found["type"] == resource["resourceType"]:
        return Name(f"{found['type']}/{found['id']}", base)
    urn = _URN.fullmatch(full_url)
    if urn is None:
        return None
    # Servers make the id of what had none from its urn, so that the same resource may come again with it.
    return Name(f"{resource['resourceType']}/{urn['id']}" if urn["id"] else full_url)


@dataclass(frozen=True, slots=True)
class Pointer:
    """What a reference points to: one of these is filled."""

    #: ``Type/id`` or a urn.
    key: str = ""
    base: str = ""
    #: The id of a resource contained in the one that refers; ``#`` stands before it.
    contained: str = ""
    #: ``system|value`` of a business identifier.
    identifier: str = ""

    @property
    def told(self) -> str:
        """For messages and as a name of whoever is meant."""
        return self.key or self.contained or self.identifier


def pointer_of(reference: Mapping[str, Any], target: str) -> Pointer | None:
    """What a reference to a resource of a type says; None where it says nothing that can be followed."""
    written = reference.get("reference")
    if isinstance(written, str):
        written = written.strip()
        if written.startswith("#"):
            return Pointer(contained=written)
        if _URN.fullmatch(written):
            return Pointer(key=written)
        found = _ADDRESS.fullmatch(written)
        if found:
            return Pointer(f"{found['type']}/{found['id']}", found["base"] or "") if found["type"] == target else None
        search = _SEARCH.fullmatch(written)
        return Pointer(identifier=search["value"]) if search and search["type"] == target else None
    identifier = reference.get("identifier")
    return Pointer(identifier=identifier_text(identifier)) if identifier_text(identifier) else None


def identifier_text(identifier: Any) -> str:
    """``system|value`` of an identifier; empty where it has no value."""
    if not isinstance(identifier, dict) or not isinstance(identifier.get("value"), str):
        return ""
    system = identifier.get("system")
    return f"{system if isinstance(system, str) else ''}|{identifier['value']}"


def key_of_address(url: str) -> str:
    """``Type/id`` of an address; empty where it is none."""
    found = _ADDRESS.fullmatch(url)
    return f"{found['type']}/{found['id']}" if found else ""
