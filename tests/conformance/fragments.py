"""Turns the fragments in ``schema/conformance`` into whole definitions and histories."""

from collections.abc import Mapping
from typing import Any

from trd_registry.loading.data_root import data_root
from trd_registry.loading.definition import build_definition
from trd_registry.loading.document import Document
from trd_registry.loading.history import history_from
from trd_registry.loading.schema import check_shape
from trd_registry.loading.yaml_reader import read_yaml
from trd_registry.model.definition import Definition
from trd_registry.model.history import History
from trd_registry.model.truth import Truth
from trd_registry.model.vocabulary import Vocabularies

TRUTHS: Mapping[str, Truth] = {"met": True, "not_met": False, "unknown": None}


def conformance(name: str) -> dict[str, Any]:
    """One file of conformance data."""
    data: dict[str, Any] = read_yaml(data_root() / "schema" / "conformance" / f"{name}.yaml").value
    return data


def definition_of(rules: Mapping[str, Any]) -> Definition:
    """A definition that has these rules and nothing else; it must pass the schema."""
    kinds = [kind for kind in ("criterion", "stages", "tiers", "score") if kind in rules]
    source = {"title": "A paper", "year": 2000, "type": "article", "seen": "full-text"}
    document = {
        "id": "fragment", "version": "1.0.0", "kind": kinds[0], "status": "released", "standing": "proposed",
        "title": "A fragment", "short": "fragment", "year": 2000, "summary": "A fragment.",
        "sources": {"paper": source}, "defined_by": "paper", "uses": {"treatments": "1.0.0", "scales": "1.0.0"},
        "trials": {}, **rules,
    }  # fmt: skip
    findings = check_shape(Document("fragment", document), "definition")
    assert not findings, [f"{one} {one.remedy}" for one in findings]
    return build_definition(document, family="staging", digest="sha256:0")


def history_of(
    data: Mapping[str, Any], vocabularies: Vocabularies, templates: Mapping[str, Any] | None = None
) -> History:
    """A history from what a case states; ``complete: all`` unless it says otherwise."""
    trials = [_trial(trial, templates or {}) for trial in data.get("trials", [])]
    document = {"history": 1, "id": "case", "complete": "all", **data, "trials": trials}
    return history_from(Document("case", document), vocabularies)


def _trial(trial: Any, templates: Mapping[str, Any]) -> dict[str, Any]:
    if isinstance(trial, str):
        return dict(templates[trial])
    changed = {key: value for key, value in trial.items() if key != "like"}
    return {**templates[trial["like"]], **changed} if "like" in trial else changed
