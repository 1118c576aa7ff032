"""Builds a history from its document: names looked up, dates turned into intervals, gaps left open."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from trd_registry.loading.document import Document, Path
from trd_registry.loading.schema import check_shape
from trd_registry.loading.treatment_names import TreatmentNames
from trd_registry.loading.vocabulary import bounded
from trd_registry.loading.yaml_reader import read_yaml
from trd_registry.model.dates import PartialDate
from trd_registry.model.facts import (
    COMPLETENESS_KINDS,
    EPISODES,
    PATIENT_FACTS,
    ROLES,
    TRIAL_FACTS,
    TRIAL_PREFIXES,
    FactKind,
    Value,
)
from trd_registry.model.finding import Finding, InvalidInput
from trd_registry.model.history import History, Trial, full_lists
from trd_registry.model.interval import Interval, hull
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
    builder = _Builder(document, vocabularies)
    history = builder.history()
    if builder.findings:
        raise InvalidInput(builder.findings)
    return history


class _Builder:
    """Turns checked plain data into facts, and notes what cannot be meant (codes TRD3xx and TRD4xx)."""

    def __init__(self, document: Document, vocabularies: Vocabularies) -> None:
        self._document = document
        self._data: Mapping[str, Any] = document.value
        self._vocabularies = vocabularies
        self._names = TreatmentNames(vocabularies.treatments)
        self.findings: list[Finding] = []

    def _note(self, path: Path, code: str, message: str, remedy: str) -> None:
        self.findings.append(self._document.finding(path, code, message, remedy))

    # The whole ----------------------------------------------------------------------------------

    def history(self) -> History:
        data = self._data
        as_of = self._date(("as_of",), data.get("as_of"))
        onset = self._date(("episode", "onset"), data.get("episode", {}).get("onset"))
        for path, day in ((("episode", "onset"), onset), *self._trial_dates(), *self._dispensing_dates()):
            self._not_after(path, day, as_of)
        complete = self._complete(data["complete"])
        trials = [self._trial(index, entry, as_of, onset) for index, entry in enumerate(data.get("trials", []))]
        self._check_ids(trials)
        history = History(
            id=data["id"],
            title=data.get("title", ""),
            as_of=as_of,
            onset=onset,
            complete=complete,
            facts=self._patient_facts(as_of, onset),
            vocabulary=f"treatments@{self._vocabularies.versions.get('treatments', '')}",
        )
        return replace(history, trials=tuple(self._relate(trial, trials, history) for trial in trials))

    def _complete(self, stated: Any) -> dict[str, frozenset[str]]:
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

    def _check_ids(self, trials: list[Trial]) -> None:
        seen: dict[str, int] = {}
        for index, trial in enumerate(trials):
            if trial.id in seen:
                message = f"Two trials are called {trial.id!r}; the first is trial {seen[trial.id] + 1}."
                self._note(("trials", index, "id"), "TRD302", message, "Give each trial an id of its own.")
            seen.setdefault(trial.id, index)
        for index, entry in enumerate(self._data.get("trials", [])):
            target = entry.get("augments")
            if target is not None and (target not in seen or seen[target] == index):
                known = ", ".join(name for name in seen if seen[name] != index) or "no other trial"
                message = f"`augments` names {target!r}, which is not another trial of this history."
                self._note(("trials", index, "augments"), "TRD303", message, f"There is: {known}.")

    # Dates --------------------------------------------------------------------------------------

    def _date(self, path: Path, text: Any) -> PartialDate | None:
        if text is None:
            return None
        try:
            return PartialDate.parse(str(text))
        except ValueError:
            message = f"{text} is not a day of the calendar."
            self._note(path, "TRD401", message, "Write YYYY, YYYY-MM or YYYY-MM-DD.")
            return None

    def _trial_dates(self) -> Iterator[tuple[Path, PartialDate | None]]:
        for index, entry in enumerate(self._data.get("trials", [])):
            for key in ("start", "end"):
                yield ("trials", index, key), self._date(("trials", index, key), entry.get(key))

    def _dispensing_dates(self) -> Iterator[tuple[Path, PartialDate | None]]:
        for index, entry in enumerate(self._data.get("dispensings", [])):
            self._treatment_id(("dispensings", index, "treatment"), entry["treatment"], {})
            path = ("dispensings", index, "date")
            yield path, self._date(path, entry["date"])

    def _not_after(self, path: Path, day: PartialDate | None, as_of: PartialDate | None) -> None:
        if day is not None and as_of is not None and day.first > as_of.last:
            message = f"{day.first.isoformat()} lies after as_of, {as_of.last.isoformat()}."
            self._note(path, "TRD402", message, "Correct the date, or as_of: nothing after it can be recorded.")

    # Facts --------------------------------------------------------------------------------------

    def _patient_facts(self, as_of: PartialDate | None, onset: PartialDate | None) -> dict[str, Value]:
        facts: dict[str, Value] = {}
        for name, kind in PATIENT_FACTS.items():
            section, key = name.split(".", 1)
            self._take(facts, name, kind, (section, key), self._data.get(section, {}).get(key))
        for scale, score in self._data.get("episode", {}).get("score", {}).items():
            self._take_score(facts, f"episode.score.{scale}", ("episode", "score", scale), scale, score)
        for condition, present in self._data.get("comorbidity", {}).items():
            facts[f"comorbidity.{condition}"] = present
        if as_of is not None and onset is not None and onset.first <= as_of.last:
            self._derive_months(facts, onset.months_until(as_of))
        return facts

    def _derive_months(self, facts: dict[str, Value], derived: Interval) -> None:
        stated = facts.get("episode.months")
        possible = derived.meet(Interval(0)) or derived
        if isinstance(stated, Interval):
            both = stated.meet(Interval(possible.lower - 1, possible.upper + 1))
            if both is None:
                message = f"`months` ({stated}) does not agree with onset and as_of ({possible})."
                self._note(("episode", "months"), "TRD403", message, "Keep the one that is right.")
        else:
            facts["episode.months"] = possible

    def _take(self, facts: dict[str, Value], name: str, kind: FactKind, path: Path, stated: Any) -> None:
        """Notes a stated value as a fact; what is not stated stays out."""
        if stated is None:
            return
        if kind.kind == "truth":
            facts[name] = stated
        elif kind.kind == "choice":
            facts[name] = frozenset([stated] if isinstance(stated, str) else stated)
        else:
            number = self._number(path, stated, kind.range)
            if number is not None:
                facts[name] = number

    def _number(self, path: Path, stated: Any, within: Interval) -> Interval | None:
        try:
            return bounded(stated, within)
        except ValueError:
            self._note(path, "TRD404", "No number lies within these bounds.", "The lower bound must be the smaller.")
            return None

    def _take_score(self, facts: dict[str, Value], name: str, path: Path, scale: str, stated: Any) -> None:
        scales = self._vocabularies.scales
        if scale not in scales:
            from trd_registry.model.errors import suggest

            remedy = suggest(scale, list(scales)).capitalize() or "See: trd show scales"
            self._note(path, "TRD304", f"There is no scale {scale!r}.", remedy)
            return
        number = self._number(path, stated, scales[scale])
        if number is None:
            return
        if number.meet(scales[scale]) is None:
            message = f"A score of {number} is outside the range of {scale}, {scales[scale]}."
            self._note(path, "TRD405", message, "Check the scale and the score.")
            return
        facts[name] = number

    # Trials -------------------------------------------------------------------------------------

    def _trial(self, index: int, entry: Mapping[str, Any], as_of: PartialDate | None, onset: PartialDate | None) -> Trial:
        here: Path = ("trials", index)
        facts: dict[str, Value] = {}
        for name, kind in TRIAL_FACTS.items():
            if name not in ("treatment", "dose"):
                self._take(facts, name, kind, (*here, name), entry.get(name))
        for prefix in TRIAL_PREFIXES:
            for scale, score in entry.get(prefix, {}).items():
                self._take_score(facts, f"{prefix}.{scale}", (*here, prefix, scale), scale, score)
        self._take_treatment(facts, here, entry)
        self._take_dose(facts, here, entry)
        self._take_response(facts, here, entry)
        self._one_of(entry, here, "dose", "dose_adequate")
        self._one_of(entry, here, "weeks", "duration_adequate")
        for figure in ("improvement", "response"):
            self._one_of(entry, here, figure, "judged_failed")
        start, end = (PartialDate.parse(str(entry[key])) if self._parses(entry, key) else None for key in ("start", "end"))
        self._derive_from_dates(facts, here, entry, start, end, as_of, onset)
        label = entry.get("treatment", "")
        return Trial(
            id=entry.get("id", f"trial-{index + 1}"),
            place=f"trials[{index + 1}]",
            facts=facts,
            label=label if isinstance(label, str) else " or ".join(label),
            start=start,
            end=end,
        )

    def _parses(self, entry: Mapping[str, Any], key: str) -> bool:
        try:
            PartialDate.parse(str(entry[key]))
        except (KeyError, ValueError):
            return False
        return True

    def _one_of(self, entry: Mapping[str, Any], here: Path, figure: str, judgement: str) -> None:
        if figure in entry and judgement in entry:
            message = f"Both `{figure}` and `{judgement}` are given."
            remedy = "Keep one: a figure is compared with each definition's own rule, a judgement stands for all."
            self._note((*here, judgement), "TRD406", message, remedy)

    def _take_treatment(self, facts: dict[str, Value], here: Path, entry: Mapping[str, Any]) -> None:
        stated = entry.get("treatment")
        names = [] if stated is None else [stated] if isinstance(stated, str) else stated
        path = (*here, "treatment")
        ids = {name: self._treatment_id(path, name, entry) for name in names}
        if not names or None in ids.values():
            self._take_class_modality(facts, entry)
            return
        facts["treatment"] = frozenset(one for one in ids.values() if one is not None)
        known = [self._vocabularies.treatments[one] for one in ids.values() if one in self._vocabularies.treatments]
        if len(known) < len(ids):
            self._take_class_modality(facts, entry)
            return
        for fact, listed in (("class", {one.treatment_class for one in known}), ("modality", {one.modality for one in known})):
            said = facts.get(fact)
            if isinstance(said, frozenset) and not said & listed:
                message = f"{stated} is listed as {', '.join(sorted(listed))}, not as {', '.join(sorted(said))}."
                self._note((*here, fact), "TRD305", message, f"Leave `{fact}` out: the vocabulary knows it.")
            facts[fact] = frozenset(listed if not isinstance(said, frozenset) else said & listed or listed)

    def _take_class_modality(self, facts: dict[str, Value], entry: Mapping[str, Any]) -> None:
        """For a treatment not in the vocabulary, the modality follows from the class it states."""
        classes = facts.get("class")
        if isinstance(classes, frozenset) and "modality" not in entry:
            known = self._vocabularies.classes
            facts["modality"] = frozenset(known[one] for one in classes if one in known) or TRIAL_FACTS["modality"].domain or frozenset()

    def _treatment_id(self, path: Path, name: str, entry: Mapping[str, Any]) -> str | None:
        found = self._names.find(name)
        classes = entry.get("class", [])
        for one in [classes] if isinstance(classes, str) else classes:
            if one not in self._vocabularies.classes:
                from trd_registry.model.errors import suggest

                remedy = suggest(one, list(self._vocabularies.classes)).capitalize() or "See: trd show treatments"
                self._note((*path[:-1], "class"), "TRD306", f"There is no class {one!r}.", remedy)
        if found is not None:
            return found
        nearest = self._names.nearest(name)
        if nearest is None and (entry.get("class") or entry.get("modality")):
            return f"unlisted: {name.casefold()}"
        if nearest is None:
            remedy = "Check the spelling; for a treatment that is not listed, state its `class` as well."
        else:
            remedy = f"Did you mean {nearest!r}?"
            if entry.get("class"):
                return f"unlisted: {name.casefold()}"
        self._note(path, "TRD301", f"There is no treatment {name!r} in the vocabulary.", remedy)
        return None

    def _take_dose(self, facts: dict[str, Value], here: Path, entry: Mapping[str, Any]) -> None:
        stated = entry.get("dose")
        if stated is None:
            return
        figures: Any = _milligrams(stated)
        if isinstance(stated, Mapping):
            figures = {key: _milligrams(value) for key, value in stated.items()}
        number = self._number((*here, "dose"), figures, TRIAL_FACTS["dose"].range)
        if number is not None:
            facts["dose"] = number

    def _take_response(self, facts: dict[str, Value], here: Path, entry: Mapping[str, Any]) -> None:
        stated_in_percent = "improvement" in facts
        self._derive_improvement(facts, here)
        self._respect_relapse(facts, here)
        if stated_in_percent:
            self._note_remission(facts, here)
        if facts.get("judged_failed") is True:
            self._agree_on_remission(facts, here, {False})
        stated = entry.get("response")
        if stated is None:
            return
        categories = [self._vocabularies.responses[name] for name in ([stated] if isinstance(stated, str) else stated)]
        said = hull(category.improvement for category in categories)
        known = facts.get("improvement")
        both = said.meet(known) if isinstance(known, Interval) else said.meet(TRIAL_FACTS["improvement"].range)
        if both is None:
            message = f"`response` ({said} %) does not agree with an improvement of {known} %."
            self._note((*here, "response"), "TRD407", message, "Keep the one that is right.")
            return
        facts["improvement"] = both
        self._agree_on_remission(facts, here, {category.remission for category in categories})

    def _note_remission(self, facts: dict[str, Value], here: Path) -> None:
        """A percentage is a category of response too: where none that it may be is remission, there was none."""
        improvement = facts["improvement"]
        assert isinstance(improvement, Interval)
        possible = {
            category.remission
            for category in self._vocabularies.responses.values()
            if category.improvement.meet(improvement) is not None
        }
        self._agree_on_remission(facts, here, possible)

    def _agree_on_remission(self, facts: dict[str, Value], here: Path, possible: set[bool | None]) -> None:
        if len(possible) != 1 or None in possible:
            return
        (remitted,) = possible
        assert remitted is not None
        if facts.get("remission") not in (None, remitted):
            message = "`remission` does not agree with the improvement, response or judgement of this trial."
            remedy = "Keep the one that is right; after a mild start, give scores instead of a percentage."
            self._note((*here, "remission"), "TRD407", message, remedy)
        facts["remission"] = remitted

    def _respect_relapse(self, facts: dict[str, Value], here: Path) -> None:
        """Only a response that was reached can be lost."""
        if facts.get("stopped") != frozenset(["relapse"]) or "judged_failed" in facts:
            return
        reached = self._vocabularies.responses["response"].improvement.meet(TRIAL_FACTS["improvement"].range)
        known = facts.get("improvement")
        both = reached.meet(known) if isinstance(known, Interval) and reached else reached
        if both is None:
            message = f"`stopped: relapse` says that a response was lost, but the best improvement is {known} %."
            remedy = "Give the best improvement reached, or another reason for stopping."
            self._note((*here, "improvement"), "TRD409", message, remedy)
            return
        facts["improvement"] = both

    def _derive_improvement(self, facts: dict[str, Value], here: Path) -> None:
        """From scores at start and end of the same scale; over several scales, all they allow."""
        if "improvement" in facts:
            return
        found = []
        for scale in self._vocabularies.scales:
            start, end = facts.get(f"start_score.{scale}"), facts.get(f"end_score.{scale}")
            if isinstance(start, Interval) and isinstance(end, Interval) and start.lower > 0:
                found.append(Interval(100 - 100 * end.upper / start.lower, 100 - 100 * end.lower / start.upper))
        if found and "judged_failed" in facts:
            message = "Both scores and `judged_failed` are given."
            remedy = "Keep one: scores are compared with each definition's own rule, a judgement stands for all."
            self._note((*here, "judged_failed"), "TRD406", message, remedy)
        elif found:
            facts["improvement"] = hull(found)

    def _derive_from_dates(
        self,
        facts: dict[str, Value],
        here: Path,
        entry: Mapping[str, Any],
        start: PartialDate | None,
        end: PartialDate | None,
        as_of: PartialDate | None,
        onset: PartialDate | None,
    ) -> None:
        if start is not None and end is not None:
            days = start.days_until(end)
            if days.upper < 0:
                message = f"The trial ends ({entry['end']}) before it starts ({entry['start']})."
                self._note((*here, "end"), "TRD408", message, "Exchange or correct the dates.")
                return
            weeks = Interval(max(days.lower, 0) / 7, days.upper / 7)
            stated = facts.get("weeks")
            if isinstance(stated, Interval):
                # A trial may be shorter at its stated dose than from first to last day, never longer by more
                # than the rounding of a week.
                if stated.lower > weeks.upper + 1:
                    message = f"`weeks` ({stated}) is longer than from start to end ({weeks})."
                    self._note((*here, "weeks"), "TRD403", message, "Keep the one that is right.")
            elif "duration_adequate" not in facts:
                facts["weeks"] = weeks
        if as_of is not None:
            for day, name in ((start, "started_days_ago"), (end, "ended_days_ago")):
                if day is not None:
                    facts[name] = day.days_until(as_of)
        if "episode" not in facts and start is not None and onset is not None:
            since_onset = onset.days_until(start)
            if since_onset.lower >= 0:
                facts["episode"] = frozenset(["current"])
            elif since_onset.upper < 0:
                facts["episode"] = frozenset(["earlier"])

    def _relate(self, trial: Trial, trials: list[Trial], history: History) -> Trial:
        """What follows for one trial from the others, and from what the record lists in full."""
        facts = dict(trial.facts)
        if "role" not in facts:
            facts["role"] = frozenset(self._roles(trial, history))
        if "augmented" not in facts:
            augmented = self._augmented(trial, trials, history)
            if augmented is not None:
                facts["augmented"] = augmented
        return replace(trial, facts=facts)

    def _roles(self, trial: Trial, history: History) -> set[str]:
        """Where augmentations are listed in full, an antidepressant not marked as one is none."""
        if trial.choice("modality") == frozenset(["augmentation"]):
            return {"augmentation"}
        roles = set(ROLES)
        episodes = trial.choice("episode") or frozenset(EPISODES)
        for kind, role in (("augmentation", "augmentation"), ("combined", "with-psychotherapy")):
            if "augments" not in trial.facts and all(history.lists_in_full(kind, one) for one in episodes):
                roles.discard(role)
        return {"augmentation"} if "augments" in trial.facts else roles

    def _augmented(self, trial: Trial, trials: list[Trial], history: History) -> bool | None:
        others = [one for one in trials if one.id != trial.id]
        if any(one.facts.get("augments") == frozenset([trial.id]) for one in others):
            return True
        episodes = trial.choice("episode") or frozenset(EPISODES)
        listed_in_full = all(history.lists_in_full("augmentation", one) for one in episodes)
        unattached = any("augments" not in one.facts and "augmentation" in _possible_roles(one, history) for one in others)
        return False if listed_in_full and not unattached else None


def _possible_roles(trial: Trial, history: History) -> frozenset[str]:
    stated = trial.facts.get("role")
    if isinstance(stated, frozenset):
        return stated
    episodes = trial.choice("episode") or frozenset(EPISODES)
    if trial.choice("modality") == frozenset(["augmentation"]):
        return frozenset(["augmentation"])
    in_full = all(history.lists_in_full("augmentation", one) for one in episodes)
    return frozenset() if in_full else frozenset(["augmentation"])


def _milligrams(text: Any) -> float:
    return float(text.split("mg")[0]) if isinstance(text, str) else 0.0
