"""What follows for one trial from the others, and from what the record lists in full."""

from collections.abc import Iterable
from dataclasses import replace

from trd_registry.loading.document import Path
from trd_registry.loading.notebook import Notebook
from trd_registry.model.facts import EPISODES, ROLES
from trd_registry.model.history import History, Trial


def relate(trial: Trial, trials: Iterable[Trial], history: History, notebook: Notebook) -> Trial:
    """The trial with its role and whether it was augmented or optimised, as far as they follow."""
    facts = dict(trial.facts)
    here: Path = ("trials", int(trial.place.removeprefix("trials[").removesuffix("]")) - 1)
    facts.setdefault("role", _roles(trial, history))
    if "augments" in facts and "augmentation" not in _roles(trial, history):
        message = "`augments` names another trial, but `role` says that this one is no augmentation."
        notebook.note((*here, "role"), "TRD429", message, "Keep the one that is right.")
    augmented = _augmented(trial, trials, history)
    if augmented is not None and facts.setdefault("augmented", augmented) is not augmented:
        message = "`augmented` does not agree with the augmentations that are listed."
        notebook.note((*here, "augmented"), "TRD429", message, "List the augmentation, or take `augmented` out.")
    if _listed_in_full("optimisation", trial, history):
        for step in ("dose_optimised", "duration_optimised"):
            facts.setdefault(step, False)
    return replace(trial, facts=facts)


def _roles(trial: Trial, history: History) -> frozenset[str]:
    """The roles it may have: where augmentations are listed in full, a trial not marked as one is none."""
    stated = trial.facts.get("role")
    if isinstance(stated, frozenset):
        return stated
    if "augments" in trial.facts or trial.choice("modality") == frozenset(["augmentation"]):
        return frozenset(["augmentation"])
    roles = set(ROLES)
    may_be_agent = "augmentation" in (trial.choice("modality") or ())
    for kind, role in (("augmentation", "augmentation"), ("combined", "with-psychotherapy")):
        if _listed_in_full(kind, trial, history) and not (role == "augmentation" and may_be_agent):
            roles.discard(role)
    return frozenset(roles)


def _augmented(trial: Trial, trials: Iterable[Trial], history: History) -> bool | None:
    """Whether another trial augments this one; unknown where one may, or may be missing from the list."""
    others = [one for one in trials if one.id != trial.id]
    if any(one.facts.get("augments") == frozenset([trial.id]) for one in others):
        return True
    unattached = any("augments" not in one.facts and "augmentation" in _roles(one, history) for one in others)
    return False if _listed_in_full("augmentation", trial, history) and not unattached else None


def _listed_in_full(kind: str, trial: Trial, history: History) -> bool:
    """Whether the list of this kind is complete for every episode that the trial may belong to."""
    episodes = trial.choice("episode") or frozenset(EPISODES)
    return all(history.lists_in_full(kind, episode) for episode in episodes)
