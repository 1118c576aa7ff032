"""The data of the registry as static JSON under ``api/v1``: index, definitions, vocabularies, schemas, releases."""

import json
from collections.abc import Iterator
from typing import Any

from trd_registry.loading.lock import read_lock
from trd_registry.model.definition import Definition
from trd_registry.publishing.page import DataFile
from trd_registry.publishing.pages.agreement_page import agreement_json
from trd_registry.publishing.pages.implications_page import implications_json
from trd_registry.publishing.shelf import Shelf
from trd_registry.reporting.citing.address import permanent_address

ROOT = "api/v1"
_SCHEMAS = ("definition", "history", "cases", "vocabulary", "result")


def api_files(shelf: Shelf) -> Iterator[DataFile]:
    """Every file of the static API, and each definition's own YAML beside its page."""
    yield _file("index", {"definitions": [_entry(shelf, one) for one in shelf.latest], "vocabularies": _names(shelf)})
    for latest in shelf.latest:
        for version in shelf.versions[latest.id]:
            one = shelf.registry.get(f"{latest.id}@{version}")
            written = _definition(shelf, one)
            yield _file(f"definitions/{one.id}/{one.version}", written)
            if version == latest.version:
                yield _file(f"definitions/{one.id}", written)
            text = shelf.registry.definition_text(one)
            yield DataFile(f"d/{one.id}/{one.version}/definition.yaml", text)
    for name, versions in shelf.registry.vocabulary_versions.items():
        for version in versions:
            yield _file(f"vocabularies/{name}/{version}", shelf.registry.vocabulary_file(name, version).document)
    for name in _SCHEMAS:
        path = shelf.registry.root / "schema" / f"{name}.schema.json"
        yield DataFile(f"{ROOT}/schemas/{name}.schema.json", path.read_text("utf-8"))
    yield _file("releases", {"releases": _releases(shelf)})
    yield _file("evaluability", _evaluability(shelf))
    yield _file("agreement", agreement_json(shelf))
    yield _file("implications", implications_json(shelf))


def _entry(shelf: Shelf, one: Definition) -> dict[str, Any]:
    return {
        "id": one.id,
        "version": one.version,
        "versions": list(shelf.versions[one.id]),
        "status": one.status,
        "standing": one.document["standing"],
        "kind": one.kind,
        "family": one.family,
        "year": one.year,
        "title": one.title,
        "short": one.document["short"],
        "address": permanent_address(one),
        "digest": one.digest,
        "released": shelf.registry.release_dates.get(one.reference),
        "file": f"{ROOT}/definitions/{one.id}/{one.version}.json",
    }


def _definition(shelf: Shelf, one: Definition) -> dict[str, Any]:
    found = shelf.dimensions_of(one)
    return {**_entry(shelf, one), "definition": one.document, "dimensions": found.as_json()}


def _evaluability(shelf: Shelf) -> dict[str, Any]:
    """From which kinds of data each definition can be decided, and by id the facts that stand in the way."""
    return {
        "sources": {one.id: one.name for one in shelf.data_sources.sources},
        "facts": {one.id: one.name for one in shelf.data_sources.facts},
        "definitions": {
            one.reference: {
                source: {
                    "answer": said.answer,
                    "can_be_met": said.can_be_met,
                    "can_be_excluded": said.can_be_excluded,
                    "lacks": [list(lack) for lack in said.lacks],
                }
                for source, said in shelf.evaluability_of(one).by_source.items()
            }
            for one in shelf.latest
            if one.is_executable
        },
    }


def _names(shelf: Shelf) -> list[dict[str, Any]]:
    return [
        {"name": name, "version": version, "file": f"{ROOT}/vocabularies/{name}/{version}.json"}
        for name, versions in shelf.registry.vocabulary_versions.items()
        for version in versions
    ]


def _releases(shelf: Shelf) -> list[dict[str, str | None]]:
    """What is frozen, with the digest that will hold for ever, and the day of its release where it is kept."""
    locked = read_lock(shelf.registry.lock_path)
    dates = shelf.registry.release_dates
    return [
        {"reference": reference, "digest": digest, "released": dates.get(reference)}
        for reference, digest in locked.digests.items()
    ]


def _file(name: str, value: Any) -> DataFile:
    return DataFile(f"{ROOT}/{name}.json", json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str))
