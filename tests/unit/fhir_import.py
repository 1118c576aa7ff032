"""Imports resources into a folder and gives back its tables, for tests."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from fhir_data import Resource, write_lines
from trd_registry.importing.fhir.importing import import_fhir
from trd_registry.importing.fhir.options import Options
from trd_registry.importing.source_report import Summary
from trd_registry.loading.registry import Registry
from trd_registry.model.definition import Definition


class _NoDefinitions(Registry):
    """What the definitions can be given by an import is tested elsewhere, and takes a second."""

    def released(self) -> list[Definition]:
        return []


REGISTRY = _NoDefinitions()
SPAN = {"record_from": date(2018, 1, 1), "record_to": date(2020, 12, 31)}


@dataclass
class Imported:
    folder: Path
    summary: Summary

    def rows(self, table: str) -> list[dict[str, str]]:
        """The rows of a table of the cohort; empty cells left out."""
        path = self.folder / f"{table}.csv"
        if not path.exists():
            return []
        with path.open(encoding="utf-8") as file:
            return [{key: value for key, value in row.items() if value != ""} for row in csv.DictReader(file)]

    @property
    def rejects(self) -> list[tuple[str, str, str]]:
        """Type of resource, person and code of everything that was rejected."""
        with (self.folder / "rejects.csv").open(encoding="utf-8") as file:
            return [(row["table"], row["person"], row["code"]) for row in csv.DictReader(file)]

    @property
    def codes(self) -> dict[str, str]:
        """Id of a resource in a bundle of one line -> the code with which it was rejected."""
        with (self.folder / "rejects.csv").open(encoding="utf-8") as file:
            return {row["person"]: row["code"] for row in csv.DictReader(file)}

    @property
    def aside(self) -> dict[tuple[str, str], int]:
        """Type of resource and reason -> resources set aside."""
        return dict(self.summary.tally.reasons())


def imported(tmp_path: Path, *resources: Resource | str, sources: list[Path] | None = None, **options: Any) -> Imported:
    """Imports resources from one file of NDJSON, or from sources that are there already."""
    folder = tmp_path / "cohort"
    files = sources or [write_lines(tmp_path / "source.ndjson", resources)]
    summary = import_fhir(folder, files, Options(**{**SPAN, **options}), REGISTRY, form="csv")
    for counts in summary.tally.tables.values():
        assert counts.read == counts.used + counts.set_aside + counts.rejected
    return Imported(folder, summary)
