"""The daily dose that instructions state, where it follows from them exactly."""

from collections.abc import Mapping
from fractions import Fraction

from trd_registry.importing.fhir.codes import codings_of
from trd_registry.importing.fhir.elements import Resource, number, part, parts, text, truth
from trd_registry.importing.fhir.quantities import Amount, amount_of, exact, plain

#: Hours of a unit of time, by UCUM. Days are the longest that is exact here: what is taken every other day has no
#: daily dose.
_HOURS: Mapping[str, Fraction] = {"d": Fraction(24), "h": Fraction(1), "min": Fraction(1, 60)}

#: Codes of HL7's GTSAbbreviation that stand for a whole number of times a day.
_TIMES: Mapping[str, int] = {
    "QD": 1, "AM": 1, "PM": 1, "BED": 1, "BID": 2, "TID": 3, "QID": 4, "Q1H": 24, "Q2H": 12, "Q3H": 8, "Q4H": 6,
    "Q6H": 4, "Q8H": 3,
}  # fmt: skip
_ABBREVIATIONS = ("http://terminology.hl7.org/CodeSystem/v3-GTSAbbreviation", "2.16.840.1.113883.5.1022")

#: What makes the number of times a day uncertain or different from day to day.
_UNSETTLING = ("count", "countMax", "periodMax", "dayOfWeek", "offset")


def daily_dose(of: Resource, name: str, strength: Fraction | None) -> dict[str, float]:
    """The dose a day as cells of the column ``dose``; none where it does not follow exactly.

    Args:
        of: The resource.
        name: Its element with instructions (Dosage).
        strength: Milligrams of one tablet or capsule, where they are known.
    """
    found = parts(of, name)
    if len(found) > 1:
        # Only instructions of one number in the sequence hold at the same time; others follow each other.
        sequences = {number(one, "sequence") for one in found}
        if len(sequences) > 1 or None in sequences:
            return {}
    doses = [_of_one(one, strength) for one in found]
    if not doses or None in doses:
        return {}
    low = sum((one[0] for one in doses if one is not None), Fraction(0))
    high = sum((one[1] for one in doses if one is not None), Fraction(0))
    return cells(low, high)


def cells(low: Fraction, high: Fraction) -> dict[str, float]:
    """A dose or its bounds as cells; none where it is no dose."""
    if low <= 0 or high < low:
        return {}
    if low == high:
        return {"dose": plain(low)}
    return {"dose_at_least": plain(low), "dose_at_most": plain(high)}


def _of_one(dosage: Resource, strength: Fraction | None) -> tuple[Fraction, Fraction] | None:
    if truth(dosage, "asNeededBoolean") or part(dosage, "asNeededCodeableConcept"):
        return None
    given = _given(dosage, strength)
    times = _times(part(dosage, "timing"))
    if given is None or times is None:
        return None
    return given[0] * times[0], given[1] * times[1]


def _given(dosage: Resource, strength: Fraction | None) -> tuple[Fraction, Fraction] | None:
    """Milligrams taken at once."""
    rates = parts(dosage, "doseAndRate")
    if len(rates) != 1 or any(key.startswith("rate") for key in rates[0]):
        return None
    range_ = part(rates[0], "doseRange")
    if range_:
        low, high = (_milligrams(amount_of(range_, end), strength) for end in ("low", "high"))
    else:
        low = high = _milligrams(amount_of(rates[0], "doseQuantity"), strength)
    return None if low is None or high is None else (low, high)


def _milligrams(amount: Amount | None, strength: Fraction | None) -> Fraction | None:
    if amount is None or amount.milligrams is not None:
        return None if amount is None else amount.milligrams
    return None if amount.pieces is None or strength is None else amount.pieces * strength


def _times(timing: Resource) -> tuple[Fraction, Fraction] | None:
    """Times a day."""
    repeat = part(timing, "repeat")
    by_code = _by_code(part(timing, "code"))
    if by_code is not None and _is_silent(repeat):
        return by_code, by_code
    by_repeat = _by_repeat(repeat)
    if by_code is not None and by_repeat != (by_code, by_code):
        return None
    return by_repeat


def _by_code(concept: Resource) -> Fraction | None:
    codings = codings_of(concept)
    found = {_TIMES.get(one.code) for one in codings if one.system in _ABBREVIATIONS}
    only = found.pop() if len(found) == 1 else None
    return None if only is None else Fraction(only)


def _is_silent(repeat: Resource) -> bool:
    """Whether only the outer bounds of the time are stated."""
    return not any(key in repeat for key in ("frequency", "period", "periodUnit", "timeOfDay", "when", *_UNSETTLING))


def _by_repeat(repeat: Resource) -> tuple[Fraction, Fraction] | None:
    if any(key in repeat for key in _UNSETTLING):
        return None
    clock = repeat.get("timeOfDay")
    if isinstance(clock, list) and not {"frequency", "period", "when"} & set(repeat):
        return Fraction(len(clock)), Fraction(len(clock))
    when = repeat.get("when", [])
    period, unit = number(repeat, "period"), _HOURS.get(text(repeat, "periodUnit"))
    if not isinstance(when, list) or len(when) > 1 or period is None or period <= 0 or unit is None:
        return None
    # Once in the period is what FHIR assumes where no frequency is stated.
    low = number(repeat, "frequency") or 1
    high = number(repeat, "frequencyMax") or low
    periods = 24 / (exact(period) * unit)
    if periods < 1 or periods.denominator != 1:
        return None
    return exact(low) * periods, exact(high) * periods
