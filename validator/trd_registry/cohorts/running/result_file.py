"""The Parquet file of the results, written definition by definition as the rows come."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from trd_registry.cohorts.needs import needed
from trd_registry.cohorts.running.job import Task
from trd_registry.cohorts.running.rows import labelled, schema

#: Under this name the file tells what was run, as in run.json.
LABEL = "trd_registry"


class ResultFile:
    """Results of any number of persons in one file: a row group holds one definition, so that one is read quickly."""

    def __init__(self, path: Path) -> None:
        wanted = schema()
        words = [field.name for field in wanted if field.name != "person"]
        self._writer = needed("pyarrow.parquet").ParquetWriter(
            str(path),
            wanted,
            compression="zstd",
            use_dictionary=words,
            # Names of persons are all different, but often begin alike.
            column_encoding={"person": "DELTA_BYTE_ARRAY"},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._writer.close()

    def add(self, rows: Any, task: Task) -> None:
        """Adds the rows of one definition (a pyarrow table)."""
        self._writer.write_table(labelled(rows, task))

    def label(self, told: Mapping[str, Any]) -> None:
        """Says in the file itself what was run."""
        self._writer.add_key_value_metadata({LABEL: json.dumps(told, ensure_ascii=False)})
