"""Lays the changed data over the base's in a folder of its own, so that they are judged as they would be merged.

Every byte comes from a regular file that was met in the walk: no link of the pull request exists in the copy.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from trd_registry.checking.collect import shown
from trd_registry.loading.lock import read_lock
from trd_registry.loading.registry import LOCK
from trd_registry.model.finding import Finding
from trd_registry.reviewing.changes import Changes
from trd_registry.reviewing.tree import DATA, Tree


@contextmanager
def staged(changes: Changes) -> Iterator[Path]:
    """The root of a registry as the pull request would make it, with the base's lock; gone afterwards.

    A released file that is gone in the head is still there: everything else can then be judged.
    """
    with TemporaryDirectory(prefix="trd-review-") as made:
        root = Path(made)
        lost = {one.path for one in changes.data if one.how == "removed"} - locked_files(changes.base)
        for path in changes.base.files:
            if path.startswith(f"{DATA}/") and changes.base.is_plain(path) and path not in lost:
                _copy(changes.base, path, root)
        for one in changes.data:
            if one.how != "removed" and changes.head.is_plain(one.path) and one.path != f"{DATA}/{LOCK}":
                # A folder in the place of a released file is refused elsewhere; here the file stays.
                with suppress(FileExistsError, NotADirectoryError, IsADirectoryError):
                    _copy(changes.head, one.path, root)
        yield root


def set_aside(changes: Changes, root: Path, paths: Iterable[str]) -> None:
    """Puts files back as the base has them, or away: their faults keep nothing else from being judged."""
    for path in paths:
        if changes.base.is_plain(path):
            _copy(changes.base, path, root)
        else:
            (root / path).unlink(missing_ok=True)


def locked_files(base: Tree) -> set[str]:
    """The paths of all files that the base's lock holds fixed."""
    lock = read_lock(base.root / DATA / LOCK)
    vocabularies = {f"{DATA}/vocabularies/{one.name}/{one.version}.yaml" for one in lock.entries if one.is_vocabulary}
    names = {(one.name, one.version) for one in lock.entries if not one.is_vocabulary}
    found = set()
    for path in base.files:
        steps = path.split("/")
        if len(steps) == 5 and steps[4] == "definition.yaml" and (steps[2], steps[3]) in names:
            found.add(path)
    return found | (vocabularies & base.files.keys())


def as_in_head(finding: Finding, root: Path) -> Finding:
    """The finding with the path that the file has in the pull request."""
    path, message, remedy = finding.path, finding.message, finding.remedy
    for prefix in {f"{root.as_posix()}/", f"{shown(root).as_posix()}/"}:
        path = Path(path).as_posix().removeprefix(prefix)
        message, remedy = message.replace(prefix, ""), remedy.replace(prefix, "")
    return Finding(path, finding.line, finding.column, finding.code, message, remedy, finding.level)


def _copy(tree: Tree, path: str, root: Path) -> None:
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(tree.read(path))
