"""What was run, for run.json and for the results themselves: enough to cite it and to run it again."""

from collections import Counter
from collections.abc import Mapping
from hashlib import file_digest
from pathlib import Path
from typing import Any

from trd_registry.cohorts.folder.declaration import Declaration
from trd_registry.cohorts.folder.report import Report
from trd_registry.cohorts.running.job import Job, Task

Json = dict[str, Any]


def label(job: Job, cohort: Json, *, version: str, engine: str, sample: int) -> Json:
    """The whole label.

    Args:
        job: What was asked for.
        cohort: From `cohort_label`.
        version: Of this program.
        engine: What ran the statement.
        sample: For how many persons it was worked out what is missing.
    """
    versions: dict[str, str] = {}
    for group in job.groups:
        for task in group.tasks:
            versions |= task.definition.pins
    return {
        "registry": version,
        "engine": engine,
        "definitions": [
            _of_definition(task, by)
            for group in job.groups
            for by, tasks in (("statement", group.planned + group.phenotypes), ("interpreter", group.interpreted))
            for task in tasks
        ],
        "vocabularies": dict(sorted(versions.items())),
        "cohort": cohort,
        "sample": sample,
    }


def _of_definition(task: Task, evaluated_by: str) -> Json:
    definition = task.definition
    options = definition.settle(task.readings)
    return {
        "definition": definition.id,
        "version": definition.version,
        "digest": definition.digest,
        "status": definition.status,
        **({"private": True} if definition.private else {}),
        "kind": definition.kind,
        "family": definition.family,
        "title": definition.title,
        "readings": {name: _only(choices[name] for choices in options) for name in definition.readings},
        "chosen": dict(task.readings),
        "vocabularies": dict(definition.pins),
        "evaluated_by": evaluated_by,
    }


def _only(options: Any) -> str | None:
    """The option that was taken; None where the result spans several."""
    found = set(options)
    return found.pop() if len(found) == 1 else None


def cohort_label(folder: Path, declaration: Declaration, report: Report) -> Json:
    """The cohort: what it says of itself, what became of its rows, and a digest of every file."""
    rejected = Counter(f"{one.table}: {one.code}" for one in report.rejects)
    data = declaration.data
    return {
        "title": data["title"],
        "source": data["source"],
        "synthetic": bool(data.get("synthetic", False)),
        "as_of": data.get("as_of"),
        "complete": data["complete"],
        "persons": report.persons,
        "rows": {one.table: {"read": one.read, "used": one.used, "rejected": one.rejected} for one in report.counts()},
        "rejected": dict(sorted(rejected.items())),
        "opened": dict(sorted(report.opened.items())),
        "files": _digests(folder),
    }


def _digests(folder: Path) -> Mapping[str, str]:
    found = {}
    for path in sorted(folder.iterdir()):
        if path.suffix in (".csv", ".parquet", ".yaml"):
            with path.open("rb") as file:
                found[path.name] = f"sha256:{file_digest(file, 'sha256').hexdigest()}"
    return found
