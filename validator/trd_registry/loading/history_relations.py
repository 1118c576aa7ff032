"""What follows for one trial from the others, and from what the record lists in full."""

from collections.abc import Sequence
from dataclasses import replace

from trd_registry.loading.document import Path
from trd_registry.loading.history_roles import check_both_ongoing, listed_in_full, roles, roles_by_dates
from trd_registry.loading.notebook import Notebook
from trd_registry.model.history import History, Trial


def relate(trial: Trial, trials: Sequence[Trial], history: History, notebook: Notebook) -> Trial:
    """The trial with its role and whether it was augmented or optimised, as far as they follow."""
    facts = dict(trial.facts)
    here: Path = ("trials", int(trial.place.removeprefix("trials[").removesuffix("]")) - 1)
    facts.setdefault("role", roles_by_dates(trial, trials, history))
    if "role" not in trial.facts and listed_in_full("combination", trial, history):
        check_both_ongoing(trial, trials, here, notebook)
    if "augments" in facts and "augmentation" not in roles(trial, history):
        message = "`augments` names another trial, but `role` says that this one is no augmentation."
        notebook.note((*here, "role"), "TRD429", message, "Keep the one that is right.")
    augmented = _augmented(trial, trials, history)
    if augmented is not None and facts.setdefault("augmented", augmented) is not augmented:
        message = "`augmented` does not agree with the augmentations that are listed."
        notebook.note((*here, "augmented"), "TRD429", message, "List the augmentation, or take `augmented` out.")
    if listed_in_full("optimisation", trial, history):
        for step in ("dose_optimised", "duration_optimised"):
            facts.setdefault(step, False)
    return replace(trial, facts=facts)


def _augmented(trial: Trial, trials: Sequence[Trial], history: History) -> bool | None:
    """Whether another trial augments this one; unknown where one may, or may be missing from the list."""
    others = [one for one in trials if one.id != trial.id]
    if any(one.facts.get("augments") == frozenset([trial.id]) for one in others):
        return True
    unattached = any("augments" not in one.facts and "augmentation" in roles(one, history) for one in others)
    return False if listed_in_full("augmentation", trial, history) and not unattached else None
