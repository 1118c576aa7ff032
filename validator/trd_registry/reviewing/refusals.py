"""What a pull request may not do, whatever it holds: alter what is released, edit the lock by hand, bring in links."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from trd_registry.checking.readiness import REFUSED, readiness
from trd_registry.loading.document import Document
from trd_registry.loading.lock import Lock, entry_of, is_line, read_lock
from trd_registry.loading.registry import LOCK, Registry
from trd_registry.loading.release_dates import DATES
from trd_registry.loading.yaml_reader import parse_yaml
from trd_registry.model.errors import RegistryError
from trd_registry.model.finding import Finding, InvalidInput
from trd_registry.releasing.targets import target_of
from trd_registry.releasing.writing import DATES_HEADER, HEADER
from trd_registry.reviewing.changes import Changes
from trd_registry.reviewing.staging import locked_files
from trd_registry.reviewing.tree import DATA

LOCK_PATH = f"{DATA}/{LOCK}"
DATES_PATH = f"{DATA}/{DATES}"

_NEW_VERSION = "Put the file back as it was; make the change in a copy under a higher version."
_BY_RELEASE = "Undo the edit; a maintainer runs `trd release`, which alone writes this file."


def refusals(changes: Changes, root: Path) -> Iterator[Finding]:
    """Everything for which it must be refused.

    Args:
        changes: The two checkouts.
        root: The registry as it would be after the merge, with the base's lock.
    """
    yield from _not_files(changes)
    locked = locked_files(changes.base)
    for one in changes.data:
        if one.path in locked and one.how != "added":
            done = "is gone" if one.how == "removed" else "has been altered"
            yield _at(one.path, f"This file is released, and it {done}.", _NEW_VERSION)
    if any(one.path in (LOCK_PATH, DATES_PATH) for one in changes.data):
        yield from _lock(changes, root)


def released_by(changes: Changes) -> tuple[str, ...]:
    """The lines that it adds to the lock: versions that a merge would release."""
    before, after = _lines(changes.base.read(LOCK_PATH)), _lines(_head_bytes(changes, LOCK_PATH))
    return tuple(sorted(key for key in after.keys() - before.keys() if is_line(key, after[key])))


def _not_files(changes: Changes) -> Iterator[Finding]:
    for one in changes.data:
        if one.how != "removed" and one.path in changes.head.odd:
            yield _at(
                one.path, f"This is {changes.head.odd[one.path]}.", "Put a plain file there, of the size it needs."
            )
    if changes.head.ended:
        yield _at(DATA, changes.head.ended, "Take out what does not belong into a registry.")


def _lock(changes: Changes, root: Path) -> Iterator[Finding]:
    data, dates = _head_bytes(changes, LOCK_PATH), _head_bytes(changes, DATES_PATH)
    if not data:
        yield _at(LOCK_PATH, "The lock is gone, or cannot be read.", _BY_RELEASE)
        return
    before, after = _lines(changes.base.read(LOCK_PATH)), _lines(data)
    yield from _kept(LOCK_PATH, data, before, after)
    if data != _written(HEADER, after) or not all(is_line(key, value) for key, value in after.items()):
        yield _at(
            LOCK_PATH, "It is not as `trd release` writes it: sorted lines of `id@version: sha256:...`.", _BY_RELEASE
        )
        return
    new = {key: after[key] for key in after.keys() - before.keys()}
    yield from _releases(root, new)
    days_before = _lines(_base_bytes(changes, DATES_PATH))
    days = _lines(dates)
    yield from _kept(DATES_PATH, dates, days_before, days)
    if dates != _written(DATES_HEADER, days) or (days.keys() - days_before.keys()) != new.keys():
        message = "The days are not those of the lines that come into the lock, as `trd release` writes them."
        yield _at(DATES_PATH, message, _BY_RELEASE)


def _kept(path: str, data: bytes, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Finding]:
    document = _document(data, path)
    for key, value in before.items():
        if after.get(key) != value:
            done = "is gone" if key not in after else "has been altered"
            yield document.finding((key,), REFUSED, f"The line of {key} {done}.", _BY_RELEASE)


def _releases(root: Path, new: Mapping[str, str]) -> Iterator[Finding]:
    """What `trd release` itself would refuse, and digests that are not those of the files."""
    registry = Registry(root)
    lock = read_lock(root / LOCK_PATH)
    targets = []
    for key, digest in new.items():
        entry = entry_of(key)
        assert entry is not None
        try:
            target = target_of(registry, f"{entry.name}@{entry.version}")
        except RegistryError:
            target = None
        if target is None or target.entry != entry or target.digest() != digest:
            yield _at(LOCK_PATH, f"There is no file of {key} with this digest.", _BY_RELEASE)
        else:
            targets.append(target)
    try:
        found = readiness(registry, _absolute(lock), targets).refusals if targets else ()
    except InvalidInput as error:
        found = error.findings
    yield from found


def _absolute(lock: Lock) -> Lock:
    """The lock without its document, which is not looked at again: the head's own lines were."""
    return Lock(lock.path, lock.digests)


def _document(data: bytes, path: str) -> Document:
    """The file with its places; empty where it cannot be read, so that every line of it is missed."""
    try:
        return parse_yaml(data, path)
    except InvalidInput:
        return Document(path, {})


def _lines(data: bytes) -> dict[str, str]:
    value = _document(data, LOCK_PATH).value
    return {str(key): str(one) for key, one in value.items()} if isinstance(value, dict) else {}


def _written(header: str, lines: Mapping[str, str]) -> bytes:
    return (header + "".join(f"{key}: {lines[key]}\n" for key in sorted(lines))).encode()


def _head_bytes(changes: Changes, path: str) -> bytes:
    return changes.head.read(path) if changes.head.is_plain(path) else b""


def _base_bytes(changes: Changes, path: str) -> bytes:
    return changes.base.read(path) if changes.base.is_plain(path) else b""


def _at(path: str, message: str, remedy: str) -> Finding:
    return Document(path, None).finding((), REFUSED, message, remedy)
