"""Which other name could stand, by mistake, where a definition writes one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from trd_registry.loading.schema import schema_of
from trd_registry.model.facts import PATIENT_FACTS, SEVERITIES, FactKind, patient_fact, trial_fact
from trd_registry.model.vocabulary import Vocabularies

#: Keys whose value names one way of several, with the ways.
WAYS: Mapping[str, tuple[str, ...]] = {
    "distinct": ("treatment", "class", "modality", "trial"),
    "different": ("treatment", "class"),
    "ladder": ("cumulative", "highest"),
    "one_trial": ("dispensing", "treatment", "class", "regimen"),
    "supply": ("stated", "none"),
    "ends": ("supply", "last-dispensing"),
    "before": ("unknown", "not-counted"),
    "after": ("unknown", "not-counted"),
    "adherence_over": ("own-supply", "until-next-trial"),
}


class Names:
    """The names that one definition could have used, by the key under which they stand."""

    def __init__(self, document: Mapping[str, Any], vocabularies: Vocabularies) -> None:
        self._document = document
        self._vocabularies = vocabularies
        self._used_as = dict(_readings_used(document))

    def key_of(self, path: Sequence[str | int]) -> str:
        """The key under which a part stands; for the option of a reading, the one under which the reading is used."""
        steps = [step for step in path if isinstance(step, str)]
        if len(steps) == 5 and steps[0] == "readings":
            return self._used_as.get(steps[1], "value")
        return steps[-1]

    def beside(self, key: str, used: Sequence[str]) -> list[str]:
        """Names not among the used ones that could stand under this key, the most likely mistakes first."""
        return [name for name in self._all(key, used) if name not in used]

    def _all(self, key: str, used: Sequence[str]) -> Iterable[str]:
        document = self._document
        if key in WAYS:
            return WAYS[key]
        if key in ("of", "count", "each"):
            sets = list(document.get("trials", {}))
            return sets if set(used) <= set(sets) else self._patient_numbers
        if key in ("condition", "grouping"):
            return list(document.get(f"{key}s", {}))
        if key == "meets":
            return [name for name in document.get("uses", {}) if name.startswith("dose-table")]
        if key == "among":
            return SEVERITIES
        if key in ("conditions", "diagnoses"):
            return self._enumeration("conditions")
        if key == "setting":
            return self._enumeration("setting")
        if key == "trd_from":
            return self._stages
        if key == "trd":
            return [one["name"] for one in document["tiers"]["classes"]]
        return self._of_fact({"classes": "class", "modalities": "modality"}.get(key, key), used)

    def _of_fact(self, key: str, used: Sequence[str]) -> Iterable[str]:
        treatments = self._vocabularies.treatments
        if key == "treatment":
            like = {treatments[name].treatment_class for name in used if name in treatments}
            near = [name for name, one in treatments.items() if one.treatment_class in like]
            return [*near, *treatments]
        if key == "class":
            return sorted({one.treatment_class for one in treatments.values()})
        if key == "evidence_based":
            return list(self._vocabularies.therapy_lists)
        if key == "bands":
            return list(self._vocabularies.severity_bands)
        fact = _fact(key)
        return sorted(fact.domain) if fact is not None and fact.kind == "choice" and fact.domain else ()

    @cached_property
    def _stages(self) -> list[str]:
        stages = self._document["stages"]
        return [one["name"] for one in stages.get("rungs", stages.get("bands", ()))]

    @cached_property
    def _patient_numbers(self) -> list[str]:
        return [name for name, fact in PATIENT_FACTS.items() if fact.kind == "number"]

    def _enumeration(self, key: str) -> list[str]:
        index = schema_of("definition")["properties"]["records"]["properties"]["index"]["properties"][key]
        found: list[str] = index["else"]["else"]["enum"]
        return found


def _fact(key: str) -> FactKind | None:
    for find in (trial_fact, patient_fact):
        try:
            return find(key)
        except KeyError:
            continue
    return None


def _readings_used(part: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every reading with the key under which it is used."""
    if isinstance(part, Mapping):
        if isinstance(part.get("reading"), str):
            yield part["reading"], key
        for name, inner in part.items():
            yield from _readings_used(inner, name)
    elif isinstance(part, Sequence) and not isinstance(part, str):
        for inner in part:
            yield from _readings_used(inner, key)
