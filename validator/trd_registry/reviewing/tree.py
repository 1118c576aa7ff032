"""A checkout as data: which files it holds and their digests. No link is followed and nothing is run.

The folder may come from a stranger, so that it may hold links to anywhere, files of any size and any number
of them. What is met first is kept, and where a bound ends the walk, the tree says so.
"""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from errno import ENOTDIR
from pathlib import Path

from trd_registry.loading.limits import MAX_BYTES

#: Files and folders in one walk. The registry has a thousandth part of the bytes and a tenth of the files.
MAX_ENTRIES = 20_000
#: Folders below each other.
MAX_LEVELS = 12
#: Bytes read of all files together.
MAX_TOTAL = 500_000_000

DATA = "definitions"


@dataclass(slots=True)
class Tree:
    """The files of one checkout."""

    root: Path
    #: Path with slashes -> digest of what stands there.
    files: dict[str, str] = field(default_factory=dict)
    #: Path -> why it is not read as a file; such a path stands among the files as well.
    odd: dict[str, str] = field(default_factory=dict)
    #: Why not all of it was looked at; empty where all of it was.
    ended: str = ""

    def read(self, path: str) -> bytes:
        """The bytes of one of its files, no more than one above the limit."""
        # A link that takes the place of the file after the walk is not followed either.
        handle = os.open(self.root / path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as file:
            return file.read(MAX_BYTES + 1)

    def is_plain(self, path: str) -> bool:
        """Whether a file stands there that may be read."""
        return path in self.files and path not in self.odd


def tree_of(root: Path) -> Tree:
    """Walks a checkout, its data first, so that a flood of other files hides none of them.

    Raises NotADirectoryError where there is no such folder.
    """
    if root.is_symlink() or not root.is_dir():
        raise NotADirectoryError(ENOTDIR, "There is no such folder", str(root))
    found = Tree(root)
    _Walk(found).run()
    return found


class _Walk:
    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._entries = 0
        self._bytes = 0

    def run(self) -> None:
        for path, entry in self._below("", 0):
            self._note(path, entry)

    def _below(self, folder: str, level: int) -> Iterator[tuple[str, os.DirEntry[str]]]:
        with os.scandir(self._tree.root / folder) as listed:
            # A folder of a million names is not sorted before it is refused.
            entries = [entry for entry, _ in zip(listed, range(MAX_ENTRIES + 1), strict=False)]
        for entry in sorted(entries, key=lambda one: (level == 0 and one.name != DATA, one.name)):
            if level == 0 and entry.name == ".git":
                continue
            self._entries += 1
            if self._entries > MAX_ENTRIES or self._bytes > MAX_TOTAL:
                what = "files and folders" if self._entries > MAX_ENTRIES else "bytes"
                limit = MAX_ENTRIES if self._entries > MAX_ENTRIES else MAX_TOTAL
                self._tree.ended = f"It holds more than {limit:,} {what}; the rest was not looked at."
                return
            path = f"{folder}/{entry.name}" if folder else entry.name
            if entry.is_dir(follow_symlinks=False):
                if level == MAX_LEVELS:
                    self._odd(path, f"a folder more than {MAX_LEVELS} folders down", "folder")
                else:
                    yield from self._below(path, level + 1)
            else:
                yield path, entry

    def _note(self, path: str, entry: os.DirEntry[str]) -> None:
        if entry.is_symlink():
            self._odd(path, "a symbolic link, which is not followed", f"link {Path(entry.path).readlink()}")
            return
        if not entry.is_file(follow_symlinks=False):
            self._odd(path, "neither a file nor a folder", "device")
            return
        size = entry.stat(follow_symlinks=False).st_size
        if size > MAX_BYTES:
            self._tree.odd[path] = f"a file of {size:,} bytes, where {MAX_BYTES:,} are read"
        self._tree.files[path] = self._digest(entry.path)

    def _odd(self, path: str, why: str, instead: str) -> None:
        self._tree.files[path] = instead
        self._tree.odd[path] = why

    def _digest(self, path: str) -> str:
        made = hashlib.sha256()
        with Path(path).open("rb") as file:
            while self._bytes <= MAX_TOTAL and (part := file.read(1 << 20)):
                made.update(part)
                self._bytes += len(part)
        return f"sha256:{made.hexdigest()}"
