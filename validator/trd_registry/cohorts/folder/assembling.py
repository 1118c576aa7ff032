"""Makes the plain data of one person's history from rows, and knows for each part the row it came from."""

import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from trd_registry.cohorts.folder.columns import RECORD_TABLES
from trd_registry.cohorts.folder.declaration import Declaration
from trd_registry.cohorts.folder.report import FOLDER_CODES, Reject
from trd_registry.cohorts.folder.row import Row
from trd_registry.loading.document import Path

#: The sections that a row of persons fills.
_SECTIONS = ("patient", "diagnosis", "illness", "comorbidity", "ruled_out")

_IS_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

#: A history holds no more entries of one kind.
_MOST = 5000


class Assembly:
    """The history of one person: its data, and the row that each part came from."""

    def __init__(
        self, person: str, declaration: Declaration, rows: Mapping[str, Sequence[Row]], open_lists: frozenset[str]
    ) -> None:
        #: Rows that found no place.
        self.rejects: list[Reject] = []
        #: Place in the data -> the row; the place of a whole entry is enough for its parts.
        self.sources: dict[Path, Row] = {}
        self.data: dict[str, Any] = {"history": 1, "id": _id(person)}
        self._rows = rows
        self._open = open_lists
        self._declared = declaration
        self._common()
        self._facts()
        self._trials()
        self._measurements()
        self._records()

    @property
    def owner(self) -> Row | None:
        """The row of persons: where something does not agree with what holds for all, it is to blame."""
        return next(iter(self._rows.get("persons", ())), None)

    def _common(self) -> None:
        declared = self._declared.data
        owner = self.owner.entry if self.owner is not None else {}
        is_open = "trials" in self._open or "complete" in owner
        self.data["complete"] = "none" if is_open else declared["complete"]
        if "as_of" in declared and "as_of" not in self._open:
            self.data["as_of"] = declared["as_of"]
        # A row that was rejected may have held a day of onset, by which a trial is of an earlier episode.
        if "trials_in" in declared and not self._open & {"persons", "episodes"}:
            self.data["trials_in"] = declared["trials_in"]

    def _facts(self) -> None:
        for row in self._rows.get("persons", ()):
            for key in ("as_of", *_SECTIONS):
                if key in row.entry:
                    self.data[key] = row.entry[key]
                    self.sources[(key,)] = row
        for row in self._rows.get("episodes", ()):
            if row.entry:
                self.data.update({"episode": _copy(row.entry["episode"])})
                self.sources[("episode",)] = row

    def _trials(self) -> None:
        rows = self._rows.get("trials", ())
        if rows:
            self.data["trials"] = [_copy(row.entry) for row in rows]
        for number, row in enumerate(rows):
            self.sources[("trials", number)] = row

    def _measurements(self) -> None:
        ids = {row.entry["id"]: number for number, row in enumerate(self._rows.get("trials", ())) if "id" in row.entry}
        for row in self._rows.get("measurements", ()):
            at, trial, scale = row.entry["at"], row.entry.get("trial"), row.entry["scale"]
            if at == "present":
                if trial is not None:
                    self.rejects.append(row.reject("TRD207", "A present score is of no trial.", "trial"))
                else:
                    self._score(
                        row, self.data.setdefault("episode", {}).setdefault("score", {}), scale, ("episode", "score")
                    )
            elif trial not in ids:
                self.rejects.append(row.reject("ROW3", FOLDER_CODES["ROW3"], "trial"))
            else:
                key = f"{at}_score"
                scores = self.data["trials"][ids[trial]].setdefault(key, {})
                self._score(row, scores, scale, ("trials", ids[trial], key))

    def _score(self, row: Row, scores: dict[str, Any], scale: str, path: Path) -> None:
        if scores.get(scale, row.entry["score"]) != row.entry["score"]:
            self.rejects.append(row.reject("ROW5", FOLDER_CODES["ROW5"], "score"))
            return
        scores[scale] = row.entry["score"]
        self.sources.setdefault((*path, scale), row)
        self.sources.setdefault(path, row)

    def _records(self) -> None:
        own: Mapping[str, Any] = next((row.entry.get("records", {}) for row in self._rows.get("persons", ())), {})
        span = {} if "records" in self._open else {**self._declared.records, **own}
        listed = {table: self._rows.get(table, ()) for table in RECORD_TABLES}
        if not {"from", "to"} <= set(span):
            for rows in listed.values():
                self.rejects += (row.reject("ROW7", FOLDER_CODES["ROW7"]) for row in rows)
            return
        covers = [table for table in span.get("covers", ()) if table not in self._open]
        self.data["records"] = {"from": span["from"], "to": span["to"], "covers": covers}
        if own:
            self.sources[("records",)] = self._rows["persons"][0]
        for table, rows in listed.items():
            if rows:
                self.data["records"][table] = [dict(row.entry) for row in rows[:_MOST]]
            for number, row in enumerate(rows):
                self.sources[("records", table, number)] = row
            why = f"A history holds {_MOST} {table} at most."
            self.rejects += (row.reject("TRD208", why) for row in rows[_MOST:])


def _copy(entry: Mapping[str, Any]) -> dict[str, Any]:
    """The entry, so far apart from the row that scores can be added to it."""
    return {key: dict(value) if isinstance(value, dict) else value for key, value in entry.items()}


def _id(person: str) -> str:
    """A name that a history may have: the person's own, or else one made of it."""
    return person if _IS_NAME.fullmatch(person) else f"person-{sha256(person.encode()).hexdigest()[:16]}"
