"""The part of the OMOP vocabulary that a synthetic source needs: concepts, what lies below what, and strengths.

Ids that the concept sets or the vocabulary of treatments list are those of OMOP. All others are local ones, from two
thousand million on, as the model has it for concepts of one's own; their codes are those of the vocabularies named.
"""

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

from trd_registry.cohorts.simulating.label import Label
from trd_registry.cohorts.simulating.records import THERAPY_SESSION
from trd_registry.imitating.codes import Code, code_of, needed_code
from trd_registry.imitating.products import products
from trd_registry.loading.registry import Registry

#: The first concept id of one's own.
_LOCAL = 2_000_000_001

#: Where a product of nobody is listed.
_OWN = "Synthetic"

#: Vocabularies whose codes concepts have, the wanted one first.
_SYSTEMS = ("cpt4", "snomed", "loinc")

_CONDITIONS = ("depressive-disorder", "bipolar-disorder", "substance-use-disorder", "psychotic-disorder")
_PROCEDURES = (THERAPY_SESSION[0], "rtms", "ect")
_SCALES = ("phq-9",)


class Words:
    """The concepts of one source, and their ids by what they mean here."""

    columns: Mapping[str, tuple[str, ...]] = {
        "concept": (
            "concept_id", "concept_name", "domain_id", "vocabulary_id", "concept_class_id", "standard_concept",
            "concept_code", "valid_start_date", "valid_end_date", "invalid_reason",
        ),
        "concept_ancestor": (
            "ancestor_concept_id", "descendant_concept_id", "min_levels_of_separation", "max_levels_of_separation",
        ),
        "drug_strength": (
            "drug_concept_id", "ingredient_concept_id", "amount_value", "amount_unit_concept_id", "numerator_value",
            "box_size", "valid_start_date", "valid_end_date", "invalid_reason",
        ),
    }  # fmt: skip

    def __init__(self, label: Label) -> None:
        self._ids = count(_LOCAL)
        self._concepts: list[dict[str, Any]] = []
        self._above: list[tuple[int, int]] = []
        self._strengths: list[tuple[int, int, float]] = []
        self._milligram = int(needed_code("units", "1", ("omop",)).code)
        self.products = products(label.figures, Registry())
        self.sexes = {sex: int(needed_code("sexes", sex, ("omop",)).code) for sex in ("female", "male")}
        self.drugs = {treatment: self._drug(treatment) for treatment in self.products}
        self.conditions = {one: self._coded("conditions", one, "Condition") for one in _CONDITIONS}
        self.procedures = {one: self._coded("procedures", one, "Procedure") for one in _PROCEDURES}
        self.scores = {one: self._coded("scores", one, "Measurement") for one in _SCALES}

    def _drug(self, treatment: str) -> int:
        product = self.products[treatment]
        ingredient = int(product.omop) if product.omop else next(self._ids)
        self._add(ingredient, Code("", "RxNorm", product.rxnorm, product.ingredient), "Drug", "Ingredient")
        made = next(self._ids)
        self._add(made, Code("", _OWN, f"synthetic-{treatment}", product.name), "Drug", "Clinical Drug")
        self._above.append((ingredient, made))
        self._strengths.append((made, ingredient, product.strength))
        return made

    def _coded(self, concepts: str, means: str, domain: str) -> int:
        """The OMOP id of a meaning; where none is listed, a local one with the code of another vocabulary."""
        listed = code_of(concepts, means, ("omop",))
        if listed is None:
            made, code = next(self._ids), needed_code(concepts, means, _SYSTEMS)
        else:
            # The code of the very concept that the id is of, and no wider one.
            same = code_of(concepts, means, _SYSTEMS, listed.name)
            made, code = int(listed.code), same or Code("", _OWN, f"omop-{listed.code}", listed.name)
        self._add(made, code, domain, domain)
        return made

    def _add(self, made: int, code: Code, domain: str, kind: str) -> None:
        self._concepts.append({
            "concept_id": made, "concept_name": code.name, "domain_id": domain, "vocabulary_id": code.vocabulary,
            "concept_class_id": kind, "standard_concept": "S", "concept_code": code.code,
            "valid_start_date": "1970-01-01", "valid_end_date": "2099-12-31",
        })  # fmt: skip
        self._above.append((made, made))

    def rows(self) -> Iterator[tuple[str, list[dict[str, Any]]]]:
        """Table, rows."""
        yield "concept", self._concepts
        yield "concept_ancestor", [
            {
                "ancestor_concept_id": above, "descendant_concept_id": below,
                "min_levels_of_separation": int(above != below), "max_levels_of_separation": int(above != below),
            }
            for above, below in self._above
        ]  # fmt: skip
        yield "drug_strength", [
            {
                "drug_concept_id": drug, "ingredient_concept_id": ingredient, "amount_value": milligrams,
                "amount_unit_concept_id": self._milligram, "valid_start_date": "1970-01-01",
                "valid_end_date": "2099-12-31",
            }
            for drug, ingredient, milligrams in self._strengths
        ]  # fmt: skip
