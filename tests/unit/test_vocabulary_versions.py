"""Versions of vocabularies side by side: each definition judges with those that it pins."""

import json
from pathlib import Path

import pytest

from trd_registry.loading.bundle import bundle_of
from trd_registry.loading.history import load_history
from trd_registry.loading.registry import Registry
from trd_registry.model.errors import RegistryError, UnknownVocabulary
from trd_registry.model.finding import InvalidInput
from trees import Tree

REAL = "conway-2017@1.0.0"


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """Treatments in two versions: the later one calls sertraline a tricyclic, and another drug by a new name."""
    made = Tree(tmp_path, REAL)
    later = made.copy_vocabulary("treatments", "1.0.0", "1.10.0")
    made.copy_vocabulary("treatments", "1.0.0", "1.9.0")
    text = later.read_text("utf-8")
    start = text.index("\n  sertraline:")
    text = text[:start] + text[start:].replace("class: ssri", "class: tca", 1)
    text = text.replace("\n  zimeldine:", "\n  newdrug:", 1)
    later.write_text(text, encoding="utf-8")
    return made


def history(folder: Path, treatment: str = "sertraline") -> Path:
    path = folder / "case.yaml"
    path.write_text(
        "history: 1\nid: case\ncomplete: all\ntrials_in: current-episode\ntrials:\n"
        f"  - {{treatment: {treatment}, dose_adequate: true, weeks: 8, improvement: 10}}\n",
        encoding="utf-8",
    )
    return path


def class_of_trial(one: object) -> object:
    return one.trials[0].facts["class"]  # type: ignore[attr-defined]


def test_versions_rise_as_numbers_do(tree: Tree) -> None:
    registry = Registry(tree.root)
    assert registry.vocabulary_versions["treatments"] == ("1.0.0", "1.9.0", "1.10.0")
    assert registry.vocabularies.versions["treatments"] == "1.10.0"


def test_a_definition_gets_the_versions_it_pins_and_the_latest_of_the_rest(tree: Tree) -> None:
    registry = Registry(tree.root)
    pinned = registry.vocabularies_for(registry.get(REAL))
    assert pinned.versions["treatments"] == "1.0.0"
    assert pinned.treatments["sertraline"].treatment_class == "ssri"
    assert registry.vocabularies.treatments["sertraline"].treatment_class == "tca"


def test_one_set_of_versions_is_built_once(tree: Tree) -> None:
    registry = Registry(tree.root)
    definition = registry.get(REAL)
    assert registry.vocabularies_for(definition) is registry.vocabularies_at({"treatments": "1.0.0"})


def test_a_history_is_read_again_with_the_pinned_version_and_only_once(tree: Tree, tmp_path: Path) -> None:
    registry = Registry(tree.root)
    loaded = load_history(history(tmp_path), registry.vocabularies)
    assert class_of_trial(loaded) == frozenset(["tca"])
    again, vocabularies = registry.as_pinned(loaded, registry.get(REAL))
    assert class_of_trial(again) == frozenset(["ssri"])
    assert vocabularies.versions["treatments"] == "1.0.0"
    assert registry.as_pinned(loaded, registry.get(REAL))[0] is again


def test_equal_versions_leave_the_history_as_it_is() -> None:
    registry = Registry()
    path = registry.root / "definitions" / "histories" / "widow.yaml"
    loaded = load_history(path, registry.vocabularies)
    assert registry.as_pinned(loaded, registry.get(REAL))[0] is loaded


def test_a_name_that_the_pinned_version_does_not_know_is_told_with_who_pins_it(tree: Tree, tmp_path: Path) -> None:
    registry = Registry(tree.root)
    loaded = load_history(history(tmp_path, "newdrug"), registry.vocabularies)
    with pytest.raises(InvalidInput, match=r"Read with treatments 1\.0\.0.*which conway-2017@1\.0\.0 pins") as raised:
        registry.as_pinned(loaded, registry.get(REAL))
    assert [one.code for one in raised.value.findings] == ["TRD301"]


def test_a_history_that_was_changed_in_memory_is_never_read_again_without_the_change(
    tree: Tree, tmp_path: Path
) -> None:
    registry = Registry(tree.root)
    loaded = load_history(history(tmp_path), registry.vocabularies)
    changed = loaded.with_trial_fact("trials[1]", "prospective", value=True)
    with pytest.raises(RegistryError, match="It was changed since"):
        registry.as_pinned(changed, registry.get(REAL))


def test_a_version_that_is_not_there_is_told_with_those_that_are(tree: Tree) -> None:
    with pytest.raises(UnknownVocabulary, match=r"There is: 1\.0\.0, 1\.9\.0, 1\.10\.0"):
        Registry(tree.root).vocabularies_at({"treatments": "2.0.0"})
    with pytest.raises(UnknownVocabulary, match="There is no vocabulary 'treatmens'"):
        Registry(tree.root).vocabulary_file("treatmens", "1.0.0")


def test_the_bundle_of_a_wheel_carries_all_versions(tree: Tree, tmp_path: Path) -> None:
    tree.copy_version(REAL, "1.0.1")
    plain = Registry(tree.root)
    bundle = json.loads(json.dumps(bundle_of(plain)))
    (tree.root / "bundle.json").write_text(json.dumps(bundle), encoding="utf-8")
    bundled = Registry(tree.root)
    assert bundled.references() == plain.references() == [REAL, "conway-2017@1.0.1"]
    assert bundled.vocabulary_versions == plain.vocabulary_versions
    for name, versions in plain.vocabulary_versions.items():
        for version in versions:
            assert bundled.vocabulary_file(name, version) == plain.vocabulary_file(name, version)
    assert bundled.vocabularies_for(bundled.get(REAL)) == plain.vocabularies_for(plain.get(REAL))
