"""Writes what `trd cohort evaluate` would write, from verdicts made up by a test."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

#: A person by one definition: met, not met, cannot tell; with ``?`` only if in scope; or out of scope.
STATES: Mapping[str, tuple[bool | None, str | None]] = {
    "+": (True, "met"), "-": (True, "not_met"), "0": (True, "indeterminate"),
    "+?": (None, "met"), "-?": (None, "not_met"), "0?": (None, "indeterminate"), "out": (False, None),
}  # fmt: skip

_LISTS = ("stages", "bands", "tiers", "tiers_possible", "deciding")
SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("person", "definition", "version")]
    + [("applicable", pa.bool_()), ("verdict", pa.string())]
    + [(name, pa.float64()) for name in ("lower", "upper")]
    + [(name, pa.list_(pa.string())) for name in _LISTS]
)
_STEP = {"step": 0, "part": "", "label": "", "holds": 0, "fails": 0, "unknown": 0, "certain": 0, "possible": 0}
_FACT = {"fact": "", "persons": 0, "decisive": 0}


def rows_of(definition: str, states: Sequence[str]) -> list[dict[str, Any]]:
    """One row a person, by the states of the persons in their order."""
    return [
        {
            "person": f"P{place:04}",
            "definition": definition,
            "version": "1.0.0",
            "applicable": scope,
            "verdict": verdict,
        }
        for place, (scope, verdict) in enumerate(STATES[one] for one in states)
    ]


def write_results(
    folder: Path,
    rows: Sequence[Mapping[str, Any]],
    /,
    *,
    steps: Sequence[Mapping[str, Any]] = (),
    missing: Sequence[Mapping[str, Any]] = (),
    kinds: Mapping[str, str] | None = None,
    sample: int = 0,
    **cohort: Any,
) -> Path:
    """A folder of results; ``cohort`` changes what run.json says of the cohort."""
    folder.mkdir(parents=True)
    parquet.write_table(pa.Table.from_pylist([dict(one) for one in rows], SCHEMA), str(folder / "results.parquet"))
    for name, empty, found in (("steps", _STEP, steps), ("missing", _FACT, missing)):
        whole = [{"definition": "", "version": "1.0.0", **empty, **one} for one in found or ({},)]
        table = pa.Table.from_pylist(whole)
        parquet.write_table(table if found else table.slice(0, 0), str(folder / f"{name}.parquet"))
    names = list(dict.fromkeys(one["definition"] for one in rows))
    persons = len({one["person"] for one in rows})
    (folder / "run.json").write_text(
        json.dumps({
            "registry": "0", "engine": "duckdb", "vocabularies": {"treatments": "1.0.0"}, "sample": sample,
            "definitions": [
                {
                    "definition": name, "version": "1.0.0", "digest": "sha256:" + "0" * 64, "status": "released",
                    "kind": (kinds or {}).get(name, "criterion"), "family": "consensus", "title": f"Title of {name}",
                    "readings": {}, "chosen": {}, "vocabularies": {}, "evaluated_by": "statement",
                }
                for name in names
            ],
            "cohort": {
                "title": "A test", "source": "made up", "synthetic": False, "as_of": None, "complete": "all",
                "persons": persons, "rows": {"persons": {"read": persons, "used": persons, "rejected": 0}},
                "rejected": {}, "opened": {}, "files": {}, **cohort,
            },
        }),
        encoding="utf-8",
    )  # fmt: skip
    return folder
