"""What an import says of the cohort as a whole: the file cohort.yaml."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Declared:
    """What holds for every person; an importer may complete it until the import is finished.

    ``complete`` and ``covers`` are what the source lists in full as far as every row can be used: where a row of a
    person is rejected, the target takes it back for that person, and for everybody where the row names nobody.
    """

    title: str
    #: The register, the extract and its date, in words.
    source: str
    about: str = ""
    #: ISO: a day, month or year.
    as_of: str = ""
    #: As in cohort.yaml: all, none, a list of kinds, or lists by span.
    complete: str | Sequence[str] | Mapping[str, Any] = "none"
    #: Every listed trial lies in the current episode.
    in_current_episode: bool = False
    #: First and last day of the record for everybody whose row in persons does not say it; empty where unknown.
    record_from: str = ""
    record_to: str = ""
    #: dispensings, diagnoses, procedures.
    covers: Sequence[str] = ()
    #: Tables in which equal rows are events of their own, since the source tells them apart.
    repeats: Sequence[str] = ()
    notes: str = ""
    synthetic: bool = False
    #: What was mapped to what, names of concept sets and options: written down, never read again.
    mapping: dict[str, str] = field(default_factory=dict)

    def text(self, importer: str, version: str) -> str:
        """The file, in YAML whose values are JSON."""
        values: dict[str, Any] = {"cohort": 1, "title": self.title, "source": self.source}
        if self.about:
            values["about"] = self.about
        if self.as_of:
            values["as_of"] = self.as_of
        values["complete"] = self.complete
        if self.in_current_episode:
            values["trials_in"] = "current-episode"
        records: dict[str, Any] = {"from": self.record_from, "to": self.record_to, "covers": list(self.covers)}
        if any(records.values()):
            values["records"] = {key: value for key, value in records.items() if value}
        if self.repeats:
            values["repeats"] = list(self.repeats)
        if self.synthetic:
            values["synthetic"] = True
        values["imported_with"] = {"importer": importer, "version": version, "mapping": self.mapping}
        if self.notes:
            values["notes"] = self.notes
        return "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in values.items())
