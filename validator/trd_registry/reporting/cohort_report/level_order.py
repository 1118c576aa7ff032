"""The order of stages, bands and classes, as definitions have them."""

from collections.abc import Sequence

from trd_registry.model.definition import Definition
from trd_registry.model.errors import RegistryError
from trd_registry.model.rules import BandedStages, Ladder, Score, Tiers
from trd_registry.reporting.cohort_report.material import Material


def level_order(material: Material) -> dict[tuple[str, str], Sequence[str]]:
    """The order of stages, bands and classes, as far as this registry has the definitions."""
    found: dict[tuple[str, str], Sequence[str]] = {}
    for ran in material.evaluated.definitions:
        if ran.kind not in ("stages", "score", "tiers"):
            continue
        try:
            definition = material.registry.get(ran.reference)
        except RegistryError:
            continue
        for kind in ("stage", "band", "class"):
            found[ran.reference, kind] = _level_names(definition, kind)
    return found


def _level_names(definition: Definition, kind: str) -> list[str]:
    names: list[str] = []
    for choices in definition.settle({}):
        match definition.rules(choices).outcome:
            case Ladder() as ladder if kind == "stage":
                names += [ladder.below, *(rung.name for rung in ladder.rungs)]
            case BandedStages() as banded if kind == "stage":
                names += [band.name for band in banded.bands]
            case Score() as score if kind == "band":
                names += [band.name for band in score.bands]
            case Tiers() as tiers if kind == "class":
                names += [tier.name for tier in tiers.tiers]
    return list(dict.fromkeys(names))
