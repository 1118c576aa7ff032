"""The tables of the OMOP common data model that are read, and the columns of each. 5.2 to 5.4 agree on all of them."""

from collections.abc import Mapping

#: Table -> columns, the key first.
CLINICAL: Mapping[str, tuple[str, ...]] = {
    "person": (
        "person_id", "gender_concept_id", "year_of_birth", "month_of_birth", "day_of_birth", "birth_datetime",
    ),
    "observation_period": (
        "observation_period_id", "person_id", "observation_period_start_date", "observation_period_end_date",
    ),
    "drug_exposure": (
        "drug_exposure_id", "person_id", "drug_concept_id", "drug_source_concept_id", "drug_source_value",
        "drug_exposure_start_date", "drug_exposure_start_datetime", "drug_exposure_end_date", "verbatim_end_date",
        "days_supply", "quantity",
    ),
    "drug_era": ("drug_era_id", "person_id", "drug_concept_id", "drug_era_start_date", "drug_era_end_date"),
    "condition_occurrence": (
        "condition_occurrence_id", "person_id", "condition_concept_id", "condition_source_concept_id",
        "condition_source_value", "condition_start_date", "condition_start_datetime", "visit_occurrence_id",
    ),
    "procedure_occurrence": (
        "procedure_occurrence_id", "person_id", "procedure_concept_id", "procedure_source_concept_id",
        "procedure_source_value", "procedure_date", "procedure_datetime", "quantity",
    ),
    "measurement": (
        "measurement_id", "person_id", "measurement_concept_id", "measurement_source_concept_id",
        "measurement_source_value", "measurement_date", "measurement_datetime", "value_as_number",
        "operator_concept_id",
    ),
    "observation": (
        "observation_id", "person_id", "observation_concept_id", "observation_source_concept_id",
        "observation_source_value", "observation_date", "observation_datetime", "value_as_number",
    ),
    "visit_occurrence": ("visit_occurrence_id", "visit_concept_id"),
    "cdm_source": ("cdm_source_name", "cdm_version", "vocabulary_version", "source_release_date"),
}  # fmt: skip

#: The vocabulary tables, which may stand in a schema of their own.
VOCABULARY: Mapping[str, tuple[str, ...]] = {
    "concept": ("concept_id", "concept_name", "domain_id", "vocabulary_id", "concept_class_id", "concept_code"),
    "concept_ancestor": ("ancestor_concept_id", "descendant_concept_id", "min_levels_of_separation"),
    "concept_relationship": ("concept_id_1", "concept_id_2", "relationship_id", "invalid_reason"),
    "drug_strength": (
        "drug_concept_id", "ingredient_concept_id", "amount_value", "amount_unit_concept_id", "numerator_value",
        "box_size", "invalid_reason",
    ),
}  # fmt: skip

TABLES: Mapping[str, tuple[str, ...]] = {**CLINICAL, **VOCABULARY}

#: Other tables of the model whose names begin with that of one that is read.
OTHERS = ("concept_class", "concept_synonym")

#: Tables without which there is no cohort.
NEEDED = ("person",)
