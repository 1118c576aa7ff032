"""Tables of the OMOP common data model 5.4, as claims or a health record fill them: no response, no adequacy."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

from trd_registry.cohorts.simulating.label import Label
from trd_registry.cohorts.simulating.made_up import Person
from trd_registry.imitating.csv_tables import CsvTables
from trd_registry.imitating.omop_vocabulary import Words
from trd_registry.importing.synthetic_mark import CDM_SOURCE

#: Table -> columns: those that the model requires, and what is known beside them.
_TABLES = {
    "cdm_source": (
        "cdm_source_name", "cdm_source_abbreviation", "cdm_holder", "source_description", "source_release_date",
        "cdm_release_date", "cdm_version", "cdm_version_concept_id", "vocabulary_version",
    ),
    "person": (
        "person_id", "gender_concept_id", "year_of_birth", "month_of_birth", "day_of_birth", "race_concept_id",
        "ethnicity_concept_id", "gender_source_value",
    ),
    "observation_period": (
        "observation_period_id", "person_id", "observation_period_start_date", "observation_period_end_date",
        "period_type_concept_id",
    ),
    "drug_exposure": (
        "drug_exposure_id", "person_id", "drug_concept_id", "drug_exposure_start_date", "drug_exposure_end_date",
        "drug_type_concept_id", "quantity", "days_supply", "drug_source_value",
    ),
    "condition_occurrence": (
        "condition_occurrence_id", "person_id", "condition_concept_id", "condition_start_date",
        "condition_type_concept_id",
    ),
    "procedure_occurrence": (
        "procedure_occurrence_id", "person_id", "procedure_concept_id", "procedure_date", "procedure_type_concept_id",
    ),
    "measurement": (
        "measurement_id", "person_id", "measurement_concept_id", "measurement_date", "measurement_type_concept_id",
        "value_as_number",
    ),
}  # fmt: skip

#: Of what kind a row is, or a race: nothing is said of it.
_UNSAID = 0


def write(folder: Path, persons: Iterable[Person], label: Label) -> None:
    """Writes the tables, with the part of the vocabulary that they use; cdm_source says that it is synthetic."""
    words = Words(label)
    with CsvTables(folder, {**_TABLES, **words.columns}) as tables:
        last = label.figures.data["last_day"]
        tables.add("cdm_source", [{
            "cdm_source_name": CDM_SOURCE, "cdm_source_abbreviation": "synthetic", "cdm_holder": "nobody",
            "source_description": label.text.replace("\n", " ").strip(), "source_release_date": last,
            "cdm_release_date": last, "cdm_version": "5.4", "cdm_version_concept_id": _UNSAID,
            "vocabulary_version": "a part, see concept",
        }])  # fmt: skip
        for table, rows in words.rows():
            tables.add(table, rows)
        writer = _Rows(words)
        for person in persons:
            for table, rows in writer.of(person):
                tables.add(table, rows)


class _Rows:
    """The rows of one person after another; every row has a key of its own."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._keys = {table: count(1) for table in _TABLES}

    def of(self, person: Person) -> Iterator[tuple[str, list[dict[str, Any]]]]:
        """Table, rows."""
        words, who = self._words, {"person_id": person.name}
        yield "person", [{
            **who, "gender_concept_id": words.sexes[person.sex], "year_of_birth": person.born.year,
            "month_of_birth": person.born.month, "day_of_birth": person.born.day, "race_concept_id": _UNSAID,
            "ethnicity_concept_id": _UNSAID, "gender_source_value": person.sex,
        }]  # fmt: skip
        yield "observation_period", [{
            **self._key("observation_period"), **who, "observation_period_start_date": person.first,
            "observation_period_end_date": person.last, "period_type_concept_id": _UNSAID,
        }]  # fmt: skip
        yield "drug_exposure", [
            {
                **self._key("drug_exposure"), **who, "drug_concept_id": words.drugs[one.treatment],
                "drug_exposure_start_date": one.day, "drug_exposure_end_date": one.day + timedelta(one.days - 1),
                "drug_type_concept_id": _UNSAID, "days_supply": one.days,
                "quantity": words.products[one.treatment].tablets(one.dose, one.days),
                "drug_source_value": words.products[one.treatment].name,
            }
            for one in person.supplies
        ]  # fmt: skip
        yield "condition_occurrence", [
            {
                **self._key("condition_occurrence"), **who, "condition_concept_id": words.conditions[one.condition],
                "condition_start_date": one.day, "condition_type_concept_id": _UNSAID,
            }
            for one in person.diagnoses
        ]  # fmt: skip
        yield "procedure_occurrence", [
            {
                **self._key("procedure_occurrence"), **who, "procedure_concept_id": words.procedures[one.treatment],
                "procedure_date": one.day, "procedure_type_concept_id": _UNSAID,
            }
            for one in person.sessions
        ]  # fmt: skip
        yield "measurement", [
            {
                **self._key("measurement"), **who, "measurement_concept_id": words.scores[one.scale],
                "measurement_date": person.last, "measurement_type_concept_id": _UNSAID, "value_as_number": one.points,
            }
            for one in person.scores
            if one.scale in words.scores
        ]  # fmt: skip

    def _key(self, table: str) -> dict[str, int]:
        return {f"{table}_id": next(self._keys[table])}
