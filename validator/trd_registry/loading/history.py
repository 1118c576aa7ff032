"""Builds a history from its document: names looked up, dates turned into intervals, gaps left open."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from trd_registry.loading.document import Document, Path
from trd_registry.loading.history_dates import check_not_after, parsed, read_date
from trd_registry.loading.history_facts import FactReader
from trd_registry.loading.history_records import RecordReader
from trd_registry.loading.history_relations import relate
from trd_registry.loading.history_treatment import check_same_treatment
from trd_registry.loading.history_trials import Setting, TrialReader
from trd_registry.loading.notebook import Notebook
from trd_registry.loading.origin import Origin, looked_up
from trd_registry.loading.schema import check_shape
from trd_registry.loading.yaml_reader import read_yaml
from trd_registry.model.dates import PartialDate
from trd_registry.model.facts import COMPLETENESS_KINDS, EPISODES
from trd_registry.model.finding import InvalidInput
from trd_registry.model.history import History, Trial, full_lists
from trd_registry.model.vocabulary import Vocabularies


def load_history(path: str | os.PathLike[str], vocabularies: Vocabularies) -> History:
    """Reads one history file.

    Raises InvalidInput with every finding: what is wrong, where (line and column) and what to do.
    """
    return history_from(read_yaml(path), vocabularies)


def history_from(document: Document, vocabularies: Vocabularies) -> History:
    """Builds a history from a document that has been read; raises InvalidInput as `load_history` does."""
    findings = check_shape(document, "history")
    if findings:
        raise InvalidInput(findings)
    return history_of_shape(document, vocabularies)


def history_of_shape(document: Document, vocabularies: Vocabularies) -> History:
    """As `history_from`, for a document whose shape was checked before, part by part; raises InvalidInput too."""
    notebook = Notebook(document)
    history = _build(document.value, vocabularies, notebook)
    if notebook.findings:
        raise InvalidInput(notebook.findings)
    return replace(history, origin=Origin(document, looked_up(vocabularies)))


def _build(data: Mapping[str, Any], vocabularies: Vocabularies, notebook: Notebook) -> History:
    as_of = read_date(("as_of",), data.get("as_of"), notebook)
    onset = read_date(("episode", "onset"), data.get("episode", {}).get("onset"), notebook)
    for path, day in ((("episode", "onset"), onset), *_dates(data, notebook)):
        check_not_after(path, day, as_of, notebook)
    facts = FactReader(vocabularies, notebook)
    is_first = is_first_episode(data)
    setting = Setting(as_of, onset, is_first, data.get("trials_in") == "current-episode")
    reader = TrialReader(vocabularies, facts, notebook, setting)
    trials = [reader.trial(number, entry) for number, entry in enumerate(data.get("trials", ()))]
    _check_ids(data, trials, notebook)
    check_same_treatment(trials, notebook)
    complete = completeness(data["complete"], is_first=is_first)
    _check_dispensings(data, trials, complete, reader, notebook)
    history = History(
        id=data["id"],
        title=data.get("title", ""),
        as_of=as_of,
        onset=onset,
        complete=complete,
        facts=facts.patient_facts(data, as_of, onset),
        vocabulary=f"treatments@{vocabularies.versions.get('treatments', '')}",
        records=RecordReader(reader.names, facts, notebook).records(data["records"]) if "records" in data else None,
    )
    return replace(history, trials=tuple(relate(trial, trials, history, notebook) for trial in trials))


def is_first_episode(data: Mapping[str, Any]) -> bool:
    """In a first episode there is no earlier one in which a trial could lie, or be missing from the list."""
    number = data.get("episode", {}).get("number")
    return number == 1 or (isinstance(number, Mapping) and number.get("at_most") == 1)


def completeness(stated: Any, *, is_first: bool) -> dict[str, frozenset[str]]:
    """Kind of treatment -> the episodes for which the list of such trials leaves nothing out."""
    spans = _stated_spans(stated)
    if is_first:
        return {kind: spans.get(kind, frozenset()) | {"earlier"} for kind in COMPLETENESS_KINDS}
    return spans


def _stated_spans(stated: Any) -> dict[str, frozenset[str]]:
    if stated == "all":
        return full_lists()
    if stated == "none":
        return {}
    if isinstance(stated, list):
        return {kind: frozenset(EPISODES) for kind in stated}
    life, current = (
        set(COMPLETENESS_KINDS) if stated.get(span) == "all" else set(stated.get(span, ()))
        for span in ("life", "current-episode")
    )
    return {kind: frozenset(EPISODES if kind in life else ["current"]) for kind in sorted(life | current)}


def _dates(data: Mapping[str, Any], notebook: Notebook) -> Iterator[tuple[Path, PartialDate | None]]:
    """Every date of a trial, and the end of the record, with where it stands."""
    for number, entry in enumerate(data.get("trials", ())):
        for key in ("start", "end"):
            path: Path = ("trials", number, key)
            yield path, read_date(path, entry.get(key), notebook)
    yield ("records", "to"), parsed(data.get("records", {}), "to")


def _check_dispensings(
    data: Mapping[str, Any],
    trials: list[Trial],
    complete: Mapping[str, frozenset[str]],
    reader: TrialReader,
    notebook: Notebook,
) -> None:
    """A list of trials is not complete while a drug that was dispensed is in none of them."""
    for number, dispensing in enumerate(data.get("records", {}).get("dispensings", ())):
        path: Path = ("records", "dispensings", number, "treatment")
        treatment = reader.names.known(dispensing["treatment"])
        modality = reader.names.modality_of(treatment)
        if modality is None or complete.get(modality) != frozenset(EPISODES):
            continue
        if not any(treatment in (trial.choice("treatment") or {treatment}) for trial in trials):
            message = f"`complete` covers {modality}, but {dispensing['treatment']} was dispensed and is no trial."
            remedy = "Take it out of `complete`, or list the trial: only phenotypes read dispensings."
            notebook.note(path, "TRD307", message, remedy)


def _check_ids(data: Mapping[str, Any], trials: list[Trial], notebook: Notebook) -> None:
    seen: dict[str, int] = {}
    for number, trial in enumerate(trials):
        if trial.id in seen:
            message = f"Two trials are called {trial.id!r}; the first is trial {seen[trial.id] + 1}."
            notebook.note(("trials", number, "id"), "TRD302", message, "Give each trial an id of its own.")
        seen.setdefault(trial.id, number)
    for number, entry in enumerate(data.get("trials", ())):
        target = entry.get("augments")
        if target is not None and seen.get(target, number) == number:
            known = ", ".join(name for name in seen if seen[name] != number) or "no other trial"
            message = f"`augments` names {target!r}, which is not another trial of this history."
            notebook.note(("trials", number, "augments"), "TRD303", message, f"There is: {known}.")
