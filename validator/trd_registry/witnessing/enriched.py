"""A constructed history with every other fact told as it usually is, so that other definitions can judge it too."""

from collections.abc import Iterable, Mapping
from typing import Any

from trd_registry.model.vocabulary import Vocabularies
from trd_registry.witnessing.options import Piece, merged, stating
from trd_registry.witnessing.plausible import Plausible

#: Where one of these is told, the fact before it is not added.
TOLD_BY: Mapping[str, tuple[str, ...]] = {
    "improvement": ("judged_failed",),
    "weeks": ("duration_adequate", "start"),
    "stopped": ("judged_failed",),
}


def enriched(
    data: Mapping[str, Any], facts: Iterable[str], usual: Plausible, vocabularies: Vocabularies
) -> dict[str, Any]:
    """The same history with the usual value of every fact that it does not tell.

    ``facts`` are the facts of a patient that any definition asks for; those without a usual value are conditions
    that a usual patient does not have. What the history tells stays as it is.
    """
    told = data.get("episode", {})
    patient: list[Piece] = []
    for fact in sorted(facts):
        section, _, name = fact.partition(".")
        if section == "ruled_out":
            patient.append(stating(fact, "none"))
        elif fact in usual.patient and "score" not in name and not (fact == "episode.severity" and "score" in told):
            patient.append(stating(fact, usual.patient[fact][0]))
        elif section in ("comorbidity", "diagnosis", "episode") and "score" not in name and fact not in usual.patient:
            patient.append(stating(fact, False))
    whole = merged(*patient, data)
    whole["trials"] = [_trial(trial, usual, vocabularies) for trial in data.get("trials", ())]
    return whole


def _trial(trial: Mapping[str, Any], usual: Plausible, vocabularies: Vocabularies) -> dict[str, Any]:
    known = vocabularies.treatments.get(str(trial.get("treatment")))
    modality = known.modality if known is not None else ""
    added: dict[str, Any] = {}
    for fact, values in usual.trial.items():
        beside = TOLD_BY.get(fact, ())
        if fact in ("role", "dose") or fact in trial or any(one in trial for one in beside):
            continue
        if modality in usual.of.get(fact, {modality}):
            added[fact] = values[0]
    if modality in usual.of.get("dose", {modality}) and "dose" not in trial and "dose_adequate" not in trial:
        added["dose_adequate"] = True
    return {**trial, **added}
