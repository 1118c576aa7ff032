"""The lock as it is read and written."""

from pathlib import Path

import pytest

from trd_registry.loading.lock import Entry, Lock, entry_of, read_lock
from trd_registry.model.finding import InvalidInput
from trd_registry.releasing.targets import Target
from trd_registry.releasing.writing import lock_text, write_lock

DIGEST = "sha256:" + "a" * 64


def test_keys_name_definitions_and_vocabularies() -> None:
    assert entry_of("conway-2017@1.0.0") == Entry("conway-2017", "1.0.0")
    assert entry_of("vocabularies/scales@1.10.0") == Entry("scales", "1.10.0", is_vocabulary=True)
    assert entry_of("vocabularies/scales@1.10.0").key == "vocabularies/scales@1.10.0"  # type: ignore[union-attr]


@pytest.mark.parametrize("key", ["conway-2017", "conway-2017@1.0", "Conway@1.0.0", "a@01.0.0", "other/a@1.0.0", ""])
def test_other_keys_name_nothing(key: str) -> None:
    assert entry_of(key) is None


def test_without_a_file_nothing_is_released(tmp_path: Path) -> None:
    lock = read_lock(tmp_path / "released.lock")
    assert not lock.exists
    assert lock.versions("conway-2017") == []


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    file = tmp_path / "definition.yaml"
    file.write_bytes(b"id: a\n")
    path = tmp_path / "released.lock"
    targets = [Target(Entry("a", version), file) for version in ("1.10.0", "1.9.0")]
    write_lock(Lock(path), [*targets, Target(Entry("a", "1.0.0", is_vocabulary=True), file)])
    lock = read_lock(path)
    assert lock.versions("a") == ["1.9.0", "1.10.0"]
    assert lock.versions("a", is_vocabulary=True) == ["1.0.0"]
    assert lock.digest(Entry("a", "1.9.0")) == targets[0].digest()
    assert path.read_text("utf-8") == lock_text(lock.digests)


def test_what_is_in_the_lock_is_never_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "definition.yaml"
    file.write_bytes(b"id: a\n")
    path = tmp_path / "released.lock"
    path.write_text(lock_text({"a@1.0.0": DIGEST}), encoding="utf-8")
    write_lock(read_lock(path), [Target(Entry("a", "1.0.0"), file)])
    assert read_lock(path).digest(Entry("a", "1.0.0")) == DIGEST


def test_a_line_that_stands_twice_makes_the_lock_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "released.lock"
    path.write_text(f"a@1.0.0: {DIGEST}\na@1.0.0: {DIGEST}\n", encoding="utf-8")
    with pytest.raises(InvalidInput, match="TRD106"):
        read_lock(path)
