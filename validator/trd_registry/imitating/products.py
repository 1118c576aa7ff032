"""The products that are dispensed to synthetic persons: tablets of one strength of each drug."""

from collections.abc import Mapping
from dataclasses import dataclass

from trd_registry.cohorts.simulating.figures import Figures
from trd_registry.loading.registry import Registry


@dataclass(frozen=True, slots=True)
class Product:
    """One product."""

    #: The treatment, by its id and by its name.
    treatment: str
    ingredient: str
    #: mg in one tablet.
    strength: float
    atc: str
    #: Codes of the ingredient; empty where the vocabulary of treatments has none.
    rxnorm: str
    omop: str

    @property
    def name(self) -> str:
        """As RxNorm names products."""
        return f"{self.ingredient} {self.strength:g} MG Oral Tablet"

    def tablets(self, dose: float, days: int) -> float:
        """How many are needed for so many days at a dose (mg a day)."""
        return round(dose / self.strength * days, 6)


def products(figures: Figures, registry: Registry) -> Mapping[str, Product]:
    """Treatment -> its product, for all drugs that the figures have a dose of."""
    version = registry.latest_vocabularies["treatments"]
    known = registry.vocabulary_file("treatments", version).document["treatments"]
    found: dict[str, Product] = {}
    for treatment, doses in figures.data["doses"].items():
        one = known[treatment]
        codes = one.get("codes", {})
        found[treatment] = Product(
            treatment, one["name"], doses["tablet"], codes["atc"][0], str(codes.get("rxnorm", "")),
            str(codes.get("omop", "")),
        )  # fmt: skip
    return found
