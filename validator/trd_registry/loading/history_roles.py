"""Which roles a trial may have: as stated, by what the record lists in full, and by its dates."""

from collections.abc import Sequence

from trd_registry.loading.document import Path
from trd_registry.loading.notebook import Notebook
from trd_registry.model.facts import EPISODES, MODALITIES, ROLES
from trd_registry.model.history import History, Trial
from trd_registry.model.interval import Interval
from trd_registry.model.truth import Truth, all_of

#: What is listed in full, and the role that a trial without such a mark then does not have.
CLOSED_BY = (
    ("augmentation", "augmentation"),
    ("combination", "combination"),
    ("combined", "with-psychotherapy"),
)


def roles(trial: Trial, history: History) -> frozenset[str]:
    """The roles it may have: where augmentations, say, are listed in full, a trial not marked as one is none."""
    stated = trial.facts.get("role")
    if isinstance(stated, frozenset):
        return stated
    if "augments" in trial.facts or trial.choice("modality") == frozenset(["augmentation"]):
        return frozenset(["augmentation"])
    possible = set(ROLES)
    may_be_agent = "augmentation" in (trial.choice("modality") or ())
    for kind, role in CLOSED_BY:
        if listed_in_full(kind, trial, history) and not (role == "augmentation" and may_be_agent):
            possible.discard(role)
    return frozenset(possible)


def roles_by_dates(trial: Trial, trials: Sequence[Trial], history: History) -> frozenset[str]:
    """The roles it may have; no combination where all antidepressants are listed and none overlaps with it."""
    possible = roles(trial, history)
    others = [
        one for one in trials if one.id != trial.id and "antidepressant" in (one.choice("modality") or MODALITIES)
    ]
    alone = all(_overlap(trial, one) is False for one in others)
    if "combination" in possible and len(possible) > 1 and alone and listed_in_full("antidepressant", trial, history):
        return possible - {"combination"}
    return possible


def _overlap(one: Trial, other: Trial) -> Truth:
    """Whether two trials ran at the same time, by their dates."""
    began = one.number("started_days_ago"), other.number("started_days_ago")
    ended = one.number("ended_days_ago"), other.number("ended_days_ago")
    return all_of([_later(began[0], ended[1]), _later(began[1], ended[0])])


def _later(first: Interval, second: Interval) -> Truth:
    """Whether the first moment lies longer ago than the second."""
    return Interval(first.lower - second.upper, first.upper - second.lower).above(0)


def check_both_ongoing(trial: Trial, trials: Sequence[Trial], here: Path, notebook: Notebook) -> None:
    """Notes that two antidepressants are taken now and nothing says how, though combinations are listed in full."""
    if not _is_ongoing_drug(trial):
        return
    if any(one.id != trial.id and "role" not in one.facts and _is_ongoing_drug(one) for one in trials):
        message = "Two antidepressants are ongoing, and neither has a `role`, although `complete` covers combinations."
        remedy = "Give each its `role` (combination, augmentation), or say when one was stopped."
        notebook.note((*here, "stopped"), "TRD429", message, remedy)


def _is_ongoing_drug(trial: Trial) -> bool:
    is_drug = trial.facts.get("modality") == frozenset(["antidepressant"]) and "augments" not in trial.facts
    return is_drug and trial.facts.get("stopped") == frozenset(["ongoing"])


def listed_in_full(kind: str, trial: Trial, history: History) -> bool:
    """Whether the list of this kind is complete for every episode that the trial may belong to."""
    episodes = trial.choice("episode") or frozenset(EPISODES)
    return all(history.lists_in_full(kind, episode) for episode in episodes)
