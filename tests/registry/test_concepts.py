"""Concept sets and the descriptions of imports: every name in them leads somewhere."""

from pathlib import Path

import pytest

from trd_registry.importing.concepts import load_concepts
from trd_registry.importing.importer import FACTS, load_importer
from trd_registry.loading.data_root import data_root
from trd_registry.loading.registry import Registry

CONCEPTS = sorted((data_root() / "definitions" / "concepts").glob("*/*.yaml"))
IMPORTS = sorted((data_root() / "definitions" / "imports").glob("*.yaml"))


@pytest.mark.parametrize("path", CONCEPTS, ids=lambda path: f"{path.parent.name}@{path.stem}")
def test_a_concept_set_is_sound(path: Path) -> None:
    found = load_concepts(path.parent.name, path.stem)
    assert (found.name, found.version) == (found.data["concepts"], path.stem)
    listed = set(found.data.get("sources", {}))
    used = set()
    for entry in found.data["entries"]:
        assert entry["system"] in found.data["systems"], entry
        assert ("from" in entry) != ("why" in entry), f"one of source and reason: {entry}"
        if "from" in entry:
            used.add(entry["from"]["source"])
    assert used == listed
    seen = [(one.system, one.code.casefold(), one.match) for one in found.entries]
    assert len(seen) == len(set(seen)), "a code stands twice"


@pytest.mark.parametrize("path", IMPORTS, ids=lambda path: path.stem)
def test_the_facts_of_an_import_are_those_of_the_vocabulary(path: Path, registry: Registry) -> None:
    importer = load_importer(path.stem)
    assert importer.data["import"] == path.stem
    known = registry.vocabulary_file(FACTS, registry.latest_vocabularies[FACTS]).document["facts"]
    assert set(importer.data["facts"]) <= set(known)


def test_classes_of_atc_groups_are_those_of_the_treatments_listed_in_them(registry: Registry) -> None:
    document = registry.vocabulary_file("treatments", registry.latest_vocabularies["treatments"]).document
    groups = load_concepts("atc-groups")
    for one in document["treatments"].values():
        for code in one.get("codes", {}).get("atc", ()):
            group = groups.find("atc", code)
            if group is not None:
                assert one["class"] in str(group.also["class"]).split("|"), code
