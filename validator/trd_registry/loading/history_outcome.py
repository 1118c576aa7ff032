"""What a trial brought: improvement, response as a category, remission, a rater's word.

All of it is brought to two facts, improvement and remission, which must not contradict each other; the
categories and their bounds stand in the scales vocabulary.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from trd_registry.loading.document import Path
from trd_registry.loading.notebook import Notebook
from trd_registry.model.facts import TRIAL_FACTS, Value
from trd_registry.model.interval import Interval, hull
from trd_registry.model.vocabulary import Vocabularies

_IMPROVEMENT = TRIAL_FACTS["improvement"].range


class OutcomeReader:
    """Reads the outcome of trials."""

    def __init__(self, vocabularies: Vocabularies, notebook: Notebook) -> None:
        self._responses = vocabularies.responses
        self._scales = vocabularies.scales
        self._remission_cuts = vocabularies.remission_cuts
        self._notebook = notebook

    def take(self, facts: dict[str, Value], here: Path, entry: Mapping[str, Any]) -> None:
        """Completes improvement and remission from whatever the entry states of the outcome."""
        self._remission_by_score(facts, here)
        scored = self._improvement_by_score(facts, here) if "improvement" not in facts else None
        if "judged_failed" in facts:
            self._check_judged_alone(here, entry, scored)
            if facts["judged_failed"] is True:
                self._agree_on_remission(facts, here, [False])
                if facts.get("stopped") == frozenset(["relapse"]):
                    message = "`stopped: relapse` says that a response was lost, but the trial is judged a failure."
                    remedy = "Keep the one that is right."
                    self._notebook.note((*here, "judged_failed"), "TRD409", message, remedy)
            return
        if "improvement" in facts:
            self._remission_by_percentage(facts, here)
        elif scored is not None:
            facts["improvement"] = scored
        if "response" in entry:
            self._take_category(facts, here, entry["response"])
        if facts.get("stopped") == frozenset(["relapse"]):
            self._take_relapse(facts, here)

    def _check_judged_alone(self, here: Path, entry: Mapping[str, Any], scored: Interval | None) -> None:
        """A figure beside a judgement could overturn what was concluded from the judgement alone."""
        beside = [f"`{key}`" for key in ("improvement", "response") if key in entry]
        if scored is not None:
            beside.append("scores at start and end")
        for what in beside:
            message = f"Both {what} and `judged_failed` are given."
            remedy = "Keep one: a figure is compared with each definition's own rule, a judgement stands for all."
            self._notebook.note((*here, "judged_failed"), "TRD406", message, remedy)

    def _remission_by_score(self, facts: dict[str, Value], here: Path) -> None:
        """A final score tells remission by the cut of its scale; two scales must not disagree."""
        told = {
            score.at_most(cut)
            for scale, cut in self._remission_cuts.items()
            if isinstance(score := facts.get(f"end_score.{scale}"), Interval)
        } - {None}
        if len(told) > 1:
            message = "The final scores disagree: by the cut of its scale one is remission, another is not."
            self._notebook.note((*here, "end_score"), "TRD407", message, "Keep the scale that was rated for the trial.")
        elif told:
            self._agree_on_remission(facts, here, told)

    def _improvement_by_score(self, facts: dict[str, Value], here: Path) -> Interval | None:
        """From scores at start and end of one scale; a second pair would be a second record of the same thing."""
        found = []
        for scale in self._scales:
            start, end = facts.get(f"start_score.{scale}"), facts.get(f"end_score.{scale}")
            if isinstance(start, Interval) and isinstance(end, Interval) and start.lower > 0:
                found.append(Interval(100 - 100 * end.upper / start.lower, 100 - 100 * end.lower / start.upper))
        if len(found) > 1:
            message = "Scores at start and end are given on more than one scale."
            remedy = "Keep the pair from which improvement is to be read; other final scores may stay."
            self._notebook.note((*here, "start_score"), "TRD406", message, remedy)
        return found[0] if found else None

    def _take_category(self, facts: dict[str, Value], here: Path, stated: Any) -> None:
        categories = [
            self._responses["none" if name == "nonresponse" else name]
            for name in ([stated] if isinstance(stated, str) else stated)
        ]
        said = hull(category.improvement for category in categories)
        known = facts.get("improvement")
        both = said.meet(known if isinstance(known, Interval) else _IMPROVEMENT)
        if both is None:
            message = f"`response` ({said} %) does not agree with an improvement of {known} %."
            self._notebook.note((*here, "response"), "TRD407", message, "Keep the one that is right.")
            return
        facts["improvement"] = both
        self._agree_on_remission(facts, here, (category.remission for category in categories))

    def _take_relapse(self, facts: dict[str, Value], here: Path) -> None:
        """Only a response that was reached can be lost."""
        known = facts.get("improvement")
        reached = self._responses["response"].improvement
        both = reached.meet(known if isinstance(known, Interval) else _IMPROVEMENT)
        if both is None:
            message = f"`stopped: relapse` says that a response was lost, but the best improvement is {known} %."
            remedy = "Give the best improvement reached, or another reason for stopping."
            self._notebook.note((*here, "improvement"), "TRD409", message, remedy)
            return
        facts["improvement"] = both

    def _remission_by_percentage(self, facts: dict[str, Value], here: Path) -> None:
        """A percentage is a category too: where none that it may be is remission, there was none."""
        improvement = facts["improvement"]
        assert isinstance(improvement, Interval)
        possible = [
            category.remission
            for category in self._responses.values()
            if category.improvement.meet(improvement) is not None
        ]
        self._agree_on_remission(facts, here, possible)

    def _agree_on_remission(self, facts: dict[str, Value], here: Path, possible: Iterable[bool | None]) -> None:
        """Notes remission as far as it follows, and where the record says otherwise."""
        followed = set(possible)
        if len(followed) != 1 or None in followed:
            return
        remitted = followed.pop()
        if facts.get("remission") not in (None, remitted):
            message = "`remission` does not agree with the score, improvement, response or judgement of this trial."
            remedy = "Keep one of them; after a mild start, give scores instead of a percentage."
            self._notebook.note((*here, "remission"), "TRD407", message, remedy)
        facts["remission"] = remitted
