"""A package of npm is taken only if it is the very file that is pinned."""

import base64
import hashlib
import json
from pathlib import Path

import pytest

from trd_registry.publishing.npm_package import NotFetched, fetch

HELD = b"a package"


def pinned(folder: Path, content: bytes) -> Path:
    digest = base64.b64encode(hashlib.sha512(content).digest()).decode()
    path = folder / "pin.json"
    path.write_text(json.dumps({"name": "x", "version": "1.0.0", "integrity": f"sha512-{digest}"}), "utf-8")
    (folder / "x-1.0.0.tgz").write_bytes(HELD)
    return path


def test_the_pinned_file_is_taken(tmp_path: Path) -> None:
    assert fetch(pinned(tmp_path, HELD), tmp_path).read_bytes() == HELD


def test_another_file_than_the_pinned_one_is_thrown_away(tmp_path: Path) -> None:
    with pytest.raises(NotFetched, match="is not the file that is pinned"):
        fetch(pinned(tmp_path, b"another"), tmp_path)
    assert not (tmp_path / "x-1.0.0.tgz").exists()
