"""The files of a definition that begins as a copy: another version of the same, or another edition."""

import re

from trd_registry.comparing.versions import Bump, next_version
from trd_registry.drafting.starting import FIRST_VERSION
from trd_registry.loading.fill_in import MARK
from trd_registry.loading.registry import Registry, version_key
from trd_registry.model.definition import Definition

#: What another edition says otherwise in any case, and what goes there.
_TO_FILL_IN = {
    "standing": "in-use, historical or proposed (of the method in its field)",
    "title": "the name of the definition",
    "short": "a code of at most 16 characters for tables, such as Smith 2020",
    "year": "the year of the publication",
    "summary": "two or three sentences on what it is and whom it is for",
    "defined_by": "the name, under sources, of the publication that gives this edition (add it there)",
}


def next_version_of(registry: Registry, definition: Definition, step: Bump) -> dict[str, str]:
    """The same definition under the version one step above its highest; file name -> text.

    Everything else is left as it is: `trd check` says where the change asks for a larger step.
    """
    versions = [key.partition("@")[2] for key in registry.references() if key.partition("@")[0] == definition.id]
    version = next_version(max(versions, key=version_key), step)
    text = _with(registry.definition_text(definition), "version", version)
    return {f"{version}/definition.yaml": text, **_cases(registry, definition, version)}


def other_edition_of(registry: Registry, definition: Definition, name: str) -> dict[str, str]:
    """A draft under another id that revises the definition; file name -> text.

    The rules and their sources are those of the definition, each to be compared with the new publication.
    """
    text = registry.definition_text(definition)
    for key, value in (("id", name), ("version", FIRST_VERSION), ("status", "draft")):
        text = _with(text, key, value)
    for key, what in _TO_FILL_IN.items():
        text = _with(text, key, f"{MARK} {what}")
    text = _revising(text, definition.id)
    notes = (
        f"# Encoders' log: {name}\n\n## What was read\n\n"
        f"Begun as a copy of `{definition.reference}`; every rule has to be compared with the new publication.\n"
    )
    return {
        f"{FIRST_VERSION}/definition.yaml": text,
        **_cases(registry, definition, FIRST_VERSION, name),
        "notes.md": notes,
    }


def _cases(registry: Registry, definition: Definition, version: str, name: str = "") -> dict[str, str]:
    path = registry.cases_path(definition)
    if not path.is_file():
        return {}
    text = path.read_text("utf-8")
    return {f"{version}/cases.yaml": _with(text, "definition", name) if name else text}


def _with(text: str, key: str, value: str) -> str:
    """A text in which a key of the top level has another value; the value may have gone over several lines."""
    return re.sub(rf"^{key}:.*(?:\n[ \t]+.*)*", lambda _: f"{key}: {value}", text, count=1, flags=re.MULTILINE)


def _revising(text: str, name: str) -> str:
    """A text that says which definition it revises, as far as its relations can be told from its lines."""
    if re.search(r"^  revises:", text, re.MULTILINE):
        return re.sub(r"^  revises:.*", lambda _: f"  revises: [{name}]", text, count=1, flags=re.MULTILINE)
    if re.search(r"^relations:$", text, re.MULTILINE):
        return re.sub(r"^relations:$", lambda _: f"relations:\n  revises: [{name}]", text, count=1, flags=re.MULTILINE)
    return text if re.search(r"^relations:", text, re.MULTILINE) else f"{text}\nrelations:\n  revises: [{name}]\n"
