"""Writes the lock: whole, sorted, and in one step."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from trd_registry.loading.lock import Lock
from trd_registry.releasing.targets import Target

HEADER = "# Written by `trd release` alone: every released file, with the digest of its bytes that will never change.\n"


def lock_text(digests: Mapping[str, str]) -> str:
    """The lock as it stands in its file: one sorted line for each version."""
    return HEADER + "".join(f"{key}: {digests[key]}\n" for key in sorted(digests))


def write_lock(lock: Lock, targets: Sequence[Target]) -> None:
    """Adds versions to the lock; what was in it before stays as it is.

    Written beside the lock and renamed, so that nobody ever finds half of it.
    """
    added = {target.entry.key: target.digest() for target in targets}
    text = lock_text({**added, **lock.digests})
    if lock.path.is_file() and lock.path.read_text("utf-8") == text:
        return
    _replace(lock.path, text)


def _replace(path: Path, text: str) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with beside.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
