"""Writes the lock and the days of release beside it: whole, sorted, and each in one step."""

import os
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from trd_registry.loading.lock import Lock
from trd_registry.loading.release_dates import read_dates
from trd_registry.releasing.targets import Target

HEADER = "# Written by `trd release` alone: every released file, with the digest of its bytes that will never change.\n"

DATES_HEADER = "# Written by `trd release` alone: the day (UTC) on which each line of released.lock was added to it.\n"


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


def write_dates(path: Path, targets: Sequence[Target], day: date) -> None:
    """Notes the day of each version that has none yet; a day that stands there stays."""
    before = read_dates(path)
    dates = {**{target.entry.key: day.isoformat() for target in targets}, **before}
    if dates != before:
        _replace(path, DATES_HEADER + "".join(f"{key}: {dates[key]}\n" for key in sorted(dates)))


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
