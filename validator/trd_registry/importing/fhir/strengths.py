"""How many milligrams one tablet or capsule has."""

import re
from collections.abc import Collection
from fractions import Fraction

from trd_registry.importing.fhir.codes import Coding
from trd_registry.importing.fhir.elements import Resource, part
from trd_registry.importing.fhir.quantities import amount_of

_STRENGTH = re.compile(r"(?<![0-9.])([0-9]+(?:\.[0-9]+)?) ?(MG|MCG)(?![A-Z/])", re.IGNORECASE)
_PIECE = re.compile(r"\b(tablet|capsule)\b", re.IGNORECASE)


def strength_of(ingredients: list[Resource]) -> Fraction | None:
    """Milligrams of one piece of a medication with one active ingredient, by its strength; None where not stated."""
    active = [one for one in ingredients if one.get("isActive") is not False]
    if len(active) != 1:
        return None
    ratio = part(active[0], "strength")
    numerator, denominator = amount_of(ratio, "numerator"), amount_of(ratio, "denominator")
    if numerator is None or numerator.milligrams is None or denominator is None or not denominator.pieces:
        return None
    return numerator.milligrams / denominator.pieces


def written_strength(codings: list[Coding], systems: Collection[str]) -> Fraction | None:
    """The strength in a name that RxNorm gives a tablet or capsule, such as "sertraline 50 MG Oral Tablet"."""
    for one in codings:
        found = _STRENGTH.findall(one.display) if one.system in systems and " / " not in one.display else []
        if len(found) == 1 and _PIECE.search(one.display):
            return Fraction(found[0][0]) / (1 if found[0][1].casefold() == "mg" else 1000)
    return None
