"""The content identifier of a file, by which an archive finds exactly these bytes again."""

from hashlib import sha1
from pathlib import Path


def swhid_of(content: bytes) -> str:
    """The SWHID of bytes: ``swh:1:cnt:`` and the digest that Git gives the same bytes as a blob."""
    # The digest is part of the identifier's definition; nothing here relies on it being hard to forge.
    digest = sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False)
    return f"swh:1:cnt:{digest.hexdigest()}"


def swhid_of_file(path: Path) -> str | None:
    """The SWHID of a file; None where the file is not there (an installation may carry only a bundle)."""
    return swhid_of(path.read_bytes()) if path.is_file() else None
