"""Reads a case file: base and templates are filled in, and every history becomes a real one."""

import os
from dataclasses import replace
from typing import Any

from trd_registry.cases.case import Case, CaseFile
from trd_registry.cases.records import written_out
from trd_registry.loading.document import Document, Path
from trd_registry.loading.history import history_from
from trd_registry.loading.schema import check_shape
from trd_registry.loading.yaml_reader import read_yaml
from trd_registry.model.errors import suggest
from trd_registry.model.finding import InvalidInput
from trd_registry.model.vocabulary import Vocabularies


def read_cases(path: str | os.PathLike[str], vocabularies: Vocabularies) -> CaseFile:
    """Reads one ``cases.yaml``; raises InvalidInput with every finding in the file."""
    document = read_yaml(path)
    findings = check_shape(document, "cases")
    if findings:
        raise InvalidInput(findings)
    cases = []
    parts = _parts(document)
    for index, entry in enumerate(document.value["examples"]):
        try:
            cases.append(_case(index, entry, document, parts[index], vocabularies))
        except InvalidInput as error:
            findings += error.findings
    if findings:
        raise InvalidInput(findings)
    return CaseFile(document.path, document.value["definition"], tuple(cases))


def _case(index: int, entry: dict[str, Any], document: Document, part: Document, vocabularies: Vocabularies) -> Case:
    base = document.value.get("base", {})
    data = {"history": 1, "id": f"case-{index + 1}", **base, **entry["history"]}
    origin: Path = ("examples", index, "history")
    # What has not the shape of a history is left as it is: the reader of histories says so.
    records = base.get("records", {}), entry["history"].get("records", {})
    if all(isinstance(one, dict) for one in records) and any(records):
        data["records"] = written_out(*records)
    trials = data.setdefault("trials", [])
    if isinstance(trials, list):
        data["trials"] = [_trial(trial, (*origin, "trials", number), document) for number, trial in enumerate(trials)]
    history = history_from(replace(part, value=data), vocabularies)
    return Case(entry["name"], history, entry.get("readings", {}), entry["expect"], index)


def _trial(trial: Any, path: Path, document: Document) -> Any:
    """A trial as written, or a named template with what the case changes in it."""
    name = trial.get("like") if isinstance(trial, dict) else trial
    if not isinstance(name, str):
        return trial
    templates = document.value.get("templates", {})
    if name not in templates:
        remedy = suggest(name, list(templates)).capitalize() or "Write it under `templates`."
        raise InvalidInput([document.finding(path, "TRD604", f"There is no template {name!r}.", remedy)])
    changes = {} if isinstance(trial, str) else {key: value for key, value in trial.items() if key != "like"}
    return {**templates[name], **changes}


def _parts(document: Document) -> list[Document]:
    """For every case a document of its history alone, with positions pointing into the case file."""
    parts = [replace(document, value=None, values={}, keys={}) for _ in document.value["examples"]]
    for path, where in document.keys.items():
        if len(path) > 2 and (path[0], path[2]) == ("examples", "history"):
            parts[int(path[1])].keys[path[3:]] = where
    for path, where in document.values.items():
        if len(path) > 2 and (path[0], path[2]) == ("examples", "history"):
            parts[int(path[1])].values[path[3:]] = where
    return parts
