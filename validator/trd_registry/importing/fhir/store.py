"""Holds what is read of the resources on disk until all sources are read, and tells copies and older versions apart.

References may point anywhere, and a newer version may come last: nothing can be decided before the end.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trd_registry.importing.fhir.days import instant_of
from trd_registry.importing.fhir.identity import Name
from trd_registry.model.finding import Finding, InvalidInput

#: Rows written at once.
_BATCH = 5_000

#: What may become of a resource that is not the one to use.
COPY, OLDER, DELETED, CONTRADICTED = "copy", "older", "deleted", "contradicted"


@dataclass(frozen=True, slots=True)
class Kept:
    """One resource: what is read of it, and where it stands."""

    place: str
    key: str
    resource: Mapping[str, Any]
    #: Empty where it is the one to use.
    fate: str
    #: Whether a part of it may change what it means: to be looked for, which takes time.
    may_be_modified: bool


class Store:
    """The resources of one import."""

    def __init__(self, folder: Path) -> None:
        self._database = sqlite3.connect(folder / "resources.sqlite", isolation_level=None)
        # The file is thrown away at the end: nothing is to be recovered from it.
        self._database.execute("PRAGMA journal_mode = OFF")
        self._database.execute("PRAGMA synchronous = OFF")
        self._database.execute(
            "CREATE TABLE resources (seq INTEGER PRIMARY KEY, type TEXT, key TEXT, base TEXT, version TEXT, "
            "updated TEXT, digest BLOB, place TEXT, kept TEXT, fate TEXT)"
        )
        self._database.execute("CREATE TABLE deleted (key TEXT PRIMARY KEY)")
        self._held: list[tuple[Any, ...]] = []

    def close(self) -> None:
        """Lets go of the file."""
        self._database.close()

    def add(self, name: Name, place: str, resource: Mapping[str, Any], meta: Any) -> None:
        """Keeps what is read of a resource."""
        kept = json.dumps(resource, sort_keys=True, separators=(",", ":"))
        meta = meta if isinstance(meta, dict) else {}
        self._held.append((
            resource["resourceType"], name.key, name.base, _text(meta.get("versionId")),
            _text(meta.get("lastUpdated")), hashlib.sha256(kept.encode("utf-8", "replace")).digest(), place, kept,
        ))  # fmt: skip
        if len(self._held) >= _BATCH:
            self._flush()

    def delete(self, key: str) -> None:
        """The source says that the resource of this name is not there any more."""
        self._database.execute("INSERT OR IGNORE INTO deleted VALUES (?)", (key,))

    def _flush(self) -> None:
        self._database.execute("BEGIN")
        self._database.executemany(
            "INSERT INTO resources (type, key, base, version, updated, digest, place, kept, fate) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, '')",
            self._held,
        )
        self._database.execute("COMMIT")
        self._held = []

    def settle(self) -> None:
        """Decides which resource of each name is the one to use.

        Raises InvalidInput where two servers have resources of one name: they are different resources.
        """
        self._flush()
        self._database.execute("CREATE INDEX by_key ON resources (key)")
        self._database.execute("UPDATE resources SET fate = ? WHERE key IN (SELECT key FROM deleted)", (DELETED,))
        many = "SELECT key FROM resources WHERE fate = '' GROUP BY key HAVING count(*) > 1"
        for (key,) in self._database.execute(many).fetchall():
            self._settle(key)
        self._database.execute("CREATE INDEX by_type ON resources (type, seq)")

    def _settle(self, key: str) -> None:
        rows = self._database.execute(
            "SELECT seq, base, version, updated, digest, place FROM resources WHERE key = ? ORDER BY seq", (key,)
        ).fetchall()
        bases = {base for _, base, *_ in rows if base}
        if len(bases) > 1:
            told = f"{key} comes from two servers, {' and '.join(sorted(bases)[:2])}: these are two resources."
            place = Finding(rows[-1][5], 1, 1, "TRD106", told, "Import the data of each server by themselves.")
            raise InvalidInput([place])
        newest = _newest([(version, updated, digest) for _, _, version, updated, digest, _ in rows])
        for number, (seq, _, version, updated, digest, _) in enumerate(rows):
            if newest is None:
                self._mark(seq, CONTRADICTED)
            elif number != newest:
                same = digest == rows[newest][4]
                self._mark(seq, COPY if same else OLDER)
            del version, updated

    def _mark(self, seq: int, fate: str) -> None:
        self._database.execute("UPDATE resources SET fate = ? WHERE seq = ?", (fate, seq))

    def one(self, kind: str, key: str) -> Mapping[str, Any] | None:
        """The resource of a name; None where it is not there, or is there in several forms that differ."""
        row = self._database.execute(
            "SELECT kept FROM resources WHERE key = ? AND type = ? AND fate = ''", (key, kind)
        ).fetchone()
        if row is None:
            return None
        found: Mapping[str, Any] = json.loads(row[0])
        return found

    def of(self, kind: str) -> Iterator[Kept]:
        """The resources of a type, in the order in which they were read."""
        cursor = self._database.cursor()
        cursor.execute("SELECT place, key, kept, fate FROM resources WHERE type = ? ORDER BY seq", (kind,))
        while rows := cursor.fetchmany(_BATCH):
            for place, key, kept, fate in rows:
                marked = '"modifierExtension"' in kept or '"implicitRules"' in kept
                yield Kept(place, key, json.loads(kept), fate, marked)


def _newest(rows: list[tuple[str, str, bytes]]) -> int | None:
    """Which of these is the newest, the first of equal ones; None where that cannot be told and they differ."""
    if len({digest for *_, digest in rows}) == 1:
        return 0
    for order in (_versions(rows), _instants(rows)):
        if order is not None:
            latest = max(order)
            those = [number for number, one in enumerate(order) if one == latest]
            if len({rows[number][2] for number in those}) == 1:
                return those[0]
    return None


def _versions(rows: list[tuple[str, str, bytes]]) -> list[float] | None:
    """Version numbers; None where one is missing or is no number: a server may call its versions anything."""
    if all(version.isascii() and version.isdigit() and len(version) < 16 for version, *_ in rows):
        return [float(version) for version, *_ in rows]
    return None


def _instants(rows: list[tuple[str, str, bytes]]) -> list[float] | None:
    found = [instant_of(updated) for _, updated, _ in rows]
    return None if None in found else [one for one in found if one is not None]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
