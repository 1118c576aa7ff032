"""Scores of rating scales: from observations, and from answers to questionnaires."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from trd_registry.importing.concepts import load_concepts
from trd_registry.importing.fhir.codes import codings_of, named
from trd_registry.importing.fhir.days import moment_of
from trd_registry.importing.fhir.elements import Resource, number, part, parts, text
from trd_registry.importing.fhir.entries import Statuses
from trd_registry.importing.fhir.outcomes import PassedOver, Refused
from trd_registry.importing.fhir.quantities import amount_of, bounded, exact
from trd_registry.loading.registry import Registry

_FINAL = Statuses(
    frozenset({"final", "amended", "corrected"}), frozenset({"registered", "cancelled", "entered-in-error"})
)
_ANSWERED = Statuses(frozenset({"completed", "amended"}), frozenset({"in-progress", "stopped", "entered-in-error"}))
_LOINC = ("http://loinc.org", "2.16.840.1.113883.6.1")
_ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"

#: Units that a score may have: none, or one that says that it is a number.
_POINTS = frozenset({"", "1", "{score}", "score", "points", "{points}", "point", "{#}"})

#: Items of one response, at most; they nest.
_ITEMS = 5_000


@dataclass(frozen=True, slots=True)
class Score:
    """One score of one scale."""

    scale: str
    #: When, as it was written: it begins with a day, month or year.
    moment: str
    cells: Mapping[str, Any]


class Scores:
    """Reads scores."""

    def __init__(self, registry: Registry) -> None:
        self._totals = load_concepts("scores")
        self._items = load_concepts("questionnaire-items")
        scales = registry.vocabulary_file("scales", registry.latest_vocabularies["scales"]).document
        # Of the codes that the vocabulary of scales lists, the first is that of the total.
        self._loinc: dict[str, str] = {
            one["codes"]["loinc"][0]: scale
            for scale, one in scales["scales"].items()
            if one.get("codes", {}).get("loinc")
        }
        self._of_scale: dict[str, set[str]] = {}
        for entry in self._items.entries:
            if entry.system == "loinc":
                self._of_scale.setdefault(entry.means, set()).add(entry.code)
        self.references = (f"scales@{scales['version']}", self._totals.reference, self._items.reference)

    def of_observation(self, resource: Resource) -> list[Score]:
        """The scores of an Observation or its components."""
        _FINAL.drop(resource)
        held = [resource, *parts(resource, "component")]
        found = [(scale, one) for one in held if (scale := self._scale(part(one, "code")))]
        if not found:
            raise PassedOver("no total score of a depression scale", named(part(resource, "code")))
        _FINAL.check(resource)
        moment = moment_of(resource, "effectiveDateTime") or text(resource, "effectiveInstant")
        scores = [Score(scale, moment, _value(one)) for scale, one in found]
        kept = [one for one in scores if one.cells]
        if not kept:
            raise PassedOver("no value, which it says itself or leaves out")
        return kept

    def of_answers(self, resource: Resource) -> list[Score]:
        """The scores of a QuestionnaireResponse: its total, or the sum of all items."""
        _ANSWERED.drop(resource)
        answers = list(_items(resource))
        totals = {scale: one for one in answers if (scale := self._scale_of_link(one))}
        sums = self._sums(answers)
        if not totals and not sums:
            raise PassedOver("no total score of a depression scale", text(resource, "questionnaire"))
        _ANSWERED.check(resource)
        moment = moment_of(resource, "authored")
        scores: list[Score] = []
        for scale in {**dict.fromkeys(totals), **dict.fromkeys(sums)}:
            stated = _answered(totals[scale]) if scale in totals else None
            summed = sums.get(scale)
            if stated is not None and summed is not None and stated != summed:
                raise Refused("IMP4", f"The total of {scale} is {stated}, and its items add up to {summed}.", "item")
            value = stated if stated is not None else summed
            if value is not None:
                scores.append(Score(scale, moment, bounded("score", value)))
        if not scores:
            raise PassedOver("no value, which it says itself or leaves out")
        return scores

    def _scale(self, concept: Resource) -> str:
        for one in codings_of(concept):
            system = self._totals.system_of(one.system)
            found = self._totals.find(system, one.code) if system and one.code else None
            if found is not None:
                return found.means
            if one.system in _LOINC and one.code in self._loinc:
                return self._loinc[one.code]
        return ""

    def _scale_of_link(self, item: Resource) -> str:
        found = self._totals.find("loinc", _code(item))
        return found.means if found is not None else self._loinc.get(_code(item), "")

    def _sums(self, answers: list[Resource]) -> dict[str, Fraction]:
        """Scale -> the sum of its items, where each of them has one answer that counts."""
        found: dict[str, Fraction] = {}
        for scale, codes in self._of_scale.items():
            points = {code: self._points(one) for one in answers if (code := _code(one)) in codes}
            mine = [one for one in answers if _code(one) in codes]
            values = [one for one in points.values() if one is not None]
            if len(mine) == len(codes) == len(values):
                found[scale] = sum(values, Fraction(0))
        return found

    def _points(self, item: Resource) -> Fraction | None:
        """What the one answer to an item counts."""
        given = parts(item, "answer")
        if len(given) != 1:
            return None
        for name in ("valueInteger", "valueDecimal"):
            value = number(given[0], name)
            if value is not None:
                return exact(value)
        coding = part(given[0], "valueCoding")
        known = self._items.find("loinc-answers", text(coding, "code")) if text(coding, "system") in _LOINC else None
        if known is not None:
            return Fraction(known.means)
        for one in parts(coding, "extension"):
            if text(one, "url") == _ORDINAL and number(one, "valueDecimal") is not None:
                return exact(number(one, "valueDecimal") or 0)
        return None


def _value(of: Resource) -> dict[str, float]:
    """The score of an observation or a component; none where there is none."""
    whole = number(of, "valueInteger")
    if whole is not None:
        return bounded("score", exact(whole))
    found = amount_of(of, "valueQuantity")
    if found is not None:
        if found.unit not in _POINTS:
            raise Refused("IMP3", f"A score has no unit {found.unit[:20]!r}.", "valueQuantity")
        return bounded("score", found.value, found.comparator)
    other = next((key for key in of if key.startswith("value") and of[key] is not None), "")
    if other:
        raise Refused("IMP3", f"`{other[:40]}` is not a number.", other)
    return {}


def _answered(item: Resource) -> Fraction | None:
    """The number that is the one answer to an item."""
    given = parts(item, "answer")
    if not given:
        return None
    if len(given) > 1:
        raise Refused("IMP4", "The total has several answers.", "item")
    for name in ("valueInteger", "valueDecimal"):
        value = number(given[0], name)
        if value is not None:
            return exact(value)
    found = amount_of(given[0], "valueQuantity")
    if found is not None and found.unit in _POINTS and not found.comparator:
        return found.value
    raise Refused("IMP3", "The total is not a number.", "item")


def _code(item: Resource) -> str:
    """The LOINC code that the id of an item is or ends in: ``/44249-1/44261-6``, as forms of LOINC have it."""
    return text(item, "linkId").rpartition("/")[2]


def _items(resource: Resource) -> Iterator[Resource]:
    """All items, also those within others and within answers."""
    waiting = list(parts(resource, "item"))
    seen = 0
    while waiting:
        item = waiting.pop(0)
        seen += 1
        if seen > _ITEMS:
            raise Refused("TRD110", f"It has more than {_ITEMS:,} items.", "item")
        yield item
        waiting += parts(item, "item")
        for answer in parts(item, "answer"):
            waiting += parts(answer, "item")
