"""Turns what a history states into facts: numbers into intervals, words into truths and sets."""

from collections.abc import Iterator, Mapping
from typing import Any

from trd_registry.loading.document import Path
from trd_registry.loading.notebook import Notebook
from trd_registry.loading.vocabulary import bounded
from trd_registry.model.comorbidities import WIDER_CONDITIONS, meant
from trd_registry.model.dates import DAYS_PER_MONTH, PartialDate
from trd_registry.model.errors import suggest
from trd_registry.model.facts import PATIENT_FACTS, FactKind, Value, patient_fact
from trd_registry.model.interval import Interval
from trd_registry.model.vocabulary import Vocabularies


def _scores(episode: Mapping[str, Any]) -> Iterator[tuple[Path, str, Any]]:
    """Present scores: under ``severity`` where it is no degree, and under ``score``."""
    for key in ("severity", "score"):
        stated = episode.get(key)
        if isinstance(stated, Mapping):
            for scale, score in stated.items():
                yield ("episode", key, scale), scale, score


#: By so many days a number of calendar months can differ from the same number of mean months.
CALENDAR_SLACK = 3


def _in_days(months: Interval) -> Interval:
    """Calendar months as days: a month has 28 to 31 of them."""
    lower, upper = months.lower * DAYS_PER_MONTH - CALENDAR_SLACK, months.upper * DAYS_PER_MONTH + CALENDAR_SLACK
    return Interval(lower, upper)


def _not_negative(number: Interval) -> Interval:
    return number.meet(Interval(0)) or number


class FactReader:
    """Reads single facts. What is not stated stays out, and is unknown."""

    def __init__(self, vocabularies: Vocabularies, notebook: Notebook) -> None:
        self._scales = vocabularies.scales
        self._notebook = notebook

    def take(self, facts: dict[str, Value], name: str, kind: FactKind, path: Path, stated: Any) -> None:
        """Adds one stated fact."""
        if stated is None:
            return
        if kind.kind == "truth":
            facts[name] = stated
        elif kind.kind == "choice":
            facts[name] = frozenset([stated] if isinstance(stated, str) else stated)
        else:
            number = self.number(path, stated, kind.range)
            if number is not None:
                facts[name] = number

    def number(self, path: Path, stated: Any, within: Interval) -> Interval | None:
        """The interval of a number or of bounds; None (and a note) where nothing lies within them."""
        try:
            return bounded(stated, within)
        except ValueError:
            message = "No number lies within these bounds."
            self._notebook.note(path, "TRD404", message, "The lower bound must be the smaller.")
            return None

    def take_score(self, facts: dict[str, Value], name: str, path: Path, scale: str, stated: Any) -> None:
        """Adds a score on a rating scale, if the scale exists and can have it."""
        if scale not in self._scales:
            remedy = suggest(scale, list(self._scales)).capitalize() or "See: trd show scales"
            self._notebook.note(path, "TRD304", f"There is no scale {scale!r}.", remedy)
            return
        number = self.number(path, stated, self._scales[scale])
        if number is None:
            return
        if number.meet(self._scales[scale]) is None:
            message = f"A score of {number} is outside the range of {scale}, {self._scales[scale]}."
            self._notebook.note(path, "TRD405", message, "Check the scale and the score.")
            return
        facts[name] = number

    def patient_facts(
        self, data: Mapping[str, Any], as_of: PartialDate | None, onset: PartialDate | None
    ) -> dict[str, Value]:
        """Facts of the patient, the diagnosis and the episode."""
        facts: dict[str, Value] = {}
        for name, kind in PATIENT_FACTS.items():
            section, key = name.split(".", 1)
            stated = data.get(section, {}).get(key)
            if not (name == "episode.severity" and isinstance(stated, Mapping)):
                self.take(facts, name, kind, (section, key), stated)
        for path, scale, score in _scores(data.get("episode", {})):
            self.take_score(facts, f"episode.score.{scale}", path, scale, score)
        if "episode.severity" in facts and any(name.startswith("episode.score.") for name in facts):
            message = "Severity is given as a degree and as a score."
            remedy = "Keep one: a score is read by each definition's own bands, a degree stands for all."
            self._notebook.note(("episode", "severity"), "TRD406", message, remedy)
        for condition, present in data.get("comorbidity", {}).items():
            facts[f"comorbidity.{condition}"] = present
            if known := meant(condition):
                message = f"No definition asks for a comorbid condition {condition!r}."
                remedy = f"did you mean {known!r}? A condition of another kind may have any name."
                self._notebook.note(("comorbidity", condition), "TRD308", message, remedy)
        self._widen_conditions(facts)
        for treatment, why in data.get("ruled_out", {}).items():
            name = f"ruled_out.{treatment}"
            self.take(facts, name, patient_fact(name), ("ruled_out", treatment), why)
        self._check_psychosis(facts)
        if as_of is not None and onset is not None and onset.first <= as_of.last:
            self._derive_months(facts, onset.months_until(as_of))
            facts["episode.days"] = _not_negative(onset.days_until(as_of))
        elif isinstance(months := facts.get("episode.months"), Interval):
            facts["episode.days"] = _not_negative(_in_days(months))
        return facts

    def _widen_conditions(self, facts: dict[str, Value]) -> None:
        """Who has schizophrenia has a psychotic disorder; who has none has no schizophrenia either."""
        for narrow, wide in WIDER_CONDITIONS.items():
            one, other = facts.get(f"comorbidity.{narrow}"), facts.get(f"comorbidity.{wide}")
            if one is True and other is False:
                message = f"{narrow} is present, and {wide}, which it is one of, is not."
                self._notebook.note(("comorbidity", wide), "TRD428", message, "Correct one of the two.")
            elif one is True:
                facts[f"comorbidity.{wide}"] = True
            elif other is False:
                facts[f"comorbidity.{narrow}"] = False

    def _check_psychosis(self, facts: dict[str, Value]) -> None:
        """What is true of the present episode is true of the life; what never was is not now."""
        now, ever = facts.get("diagnosis.psychotic_features"), facts.get("diagnosis.psychotic_features_ever")
        if now is True and ever is False:
            message = "There are psychotic features now, and never were any."
            path = ("diagnosis", "psychotic_features_ever")
            self._notebook.note(path, "TRD428", message, "Correct one of the two.")
        elif now is True:
            facts["diagnosis.psychotic_features_ever"] = True
        elif ever is False:
            facts["diagnosis.psychotic_features"] = False

    def _derive_months(self, facts: dict[str, Value], derived: Interval) -> None:
        """Length of the episode from its dates, which may not be stated beside them in months."""
        if "episode.months" in facts:
            message = "Both `months` and the dates `onset` and `as_of` are given."
            remedy = "Keep `onset`: the length follows from it; or `months`, where the date is not known."
            self._notebook.note(("episode", "months"), "TRD406", message, remedy)
            return
        facts["episode.months"] = _not_negative(derived)
