"""Reads one trial of a history."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from trd_registry.loading.document import Path
from trd_registry.loading.history_dates import bound_by_end, days_ago, derive_from_dates, parsed, place_in_episode
from trd_registry.loading.history_facts import FactReader
from trd_registry.loading.history_outcome import OutcomeReader
from trd_registry.loading.history_treatment import TreatmentReader
from trd_registry.loading.notebook import Notebook
from trd_registry.model.dates import PartialDate
from trd_registry.model.facts import TRIAL_FACTS, TRIAL_PREFIXES, Value
from trd_registry.model.history import Trial
from trd_registry.model.vocabulary import Vocabularies

#: A figure, and the rater's judgement that may stand in its place but not beside it.
EITHER = (("dose", "dose_adequate"), ("weeks", "duration_adequate"))


@dataclass(frozen=True, slots=True)
class Setting:
    """What the history as a whole says about the time of its trials."""

    as_of: PartialDate | None
    onset: PartialDate | None
    #: Whether there is no earlier episode.
    is_first: bool
    #: Whether a trial that says nothing else lies in the current episode.
    all_current: bool


class TrialReader:
    """Reads the trials of one history."""

    def __init__(
        self,
        vocabularies: Vocabularies,
        facts: FactReader,
        notebook: Notebook,
        setting: Setting,
    ) -> None:
        self.names = TreatmentReader(vocabularies, notebook)
        self._outcome = OutcomeReader(vocabularies, notebook)
        self._facts = facts
        self._notebook = notebook
        self._setting = setting

    def trial(self, number: int, entry: Mapping[str, Any]) -> Trial:
        """The trial at this position (from zero) of the list."""
        here: Path = ("trials", number)
        facts = self._stated(here, entry)
        self.names.take(facts, here, entry)
        for figure, judgement in EITHER:
            one_of(entry, here, figure, judgement, self._notebook)
        self._outcome.take(facts, here, entry)
        start, end = parsed(entry, "start"), parsed(entry, "end")
        if end is None and facts.get("stopped") == frozenset(["ongoing"]):
            end = self._setting.as_of
        derive_from_dates(facts, here, start, end, self._notebook)
        days_ago(facts, start, end, self._setting.as_of)
        place_in_episode(facts, here, self._notebook, start=start, end=end, onset=self._setting.onset)
        self._place_by_setting(facts, here)
        bound_by_end(facts, here, self._setting.onset, self._setting.as_of, self._notebook)
        label = entry.get("treatment", "")
        return Trial(
            id=entry.get("id", f"trial-{number + 1}"),
            place=f"trials[{number + 1}]",
            facts=facts,
            label=label if isinstance(label, str) else " or ".join(label),
            start=start,
            end=end,
        )

    def _place_by_setting(self, facts: dict[str, Value], here: Path) -> None:
        """A first episode has no earlier one; else the history may say that all its trials are of this one."""
        stated = facts.get("episode", frozenset(["current"]))
        assert isinstance(stated, frozenset)
        if self._setting.is_first and "current" not in stated:
            message = "The trial is of an earlier episode, but the present one is the first."
            self._notebook.note((*here, "episode"), "TRD428", message, "Correct the episode or its `number`.")
        elif self._setting.is_first:
            facts["episode"] = frozenset(["current"])
        elif self._setting.all_current:
            facts["episode"] = stated

    def _stated(self, here: Path, entry: Mapping[str, Any]) -> dict[str, Value]:
        facts: dict[str, Value] = {}
        for name, kind in TRIAL_FACTS.items():
            if name == "dose":
                self._facts.take(facts, name, kind, (*here, name), milligrams(entry.get(name)))
            elif name != "treatment":
                self._facts.take(facts, name, kind, (*here, name), entry.get(name))
        for prefix in TRIAL_PREFIXES:
            for scale, score in entry.get(prefix, {}).items():
                self._facts.take_score(facts, f"{prefix}.{scale}", (*here, prefix, scale), scale, score)
        return facts


def one_of(entry: Mapping[str, Any], here: Path, figure: str, judgement: str, notebook: Notebook) -> None:
    """Notes that a figure and a judgement of the same thing are both given.

    With both, a later figure could overturn what was concluded from the judgement alone.
    """
    if figure in entry and judgement in entry:
        message = f"Both `{figure}` and `{judgement}` are given."
        remedy = "Keep one: a figure is compared with each definition's own rule, a judgement stands for all."
        notebook.note((*here, judgement), "TRD406", message, remedy)


def milligrams(stated: Any) -> Any:
    """``20 mg/day`` as 20, also inside bounds."""
    if isinstance(stated, str):
        return float(stated.split("mg")[0])
    if isinstance(stated, Mapping):
        return {key: milligrams(value) for key, value in stated.items()}
    return stated
