"""The tables of events: their columns, and what makes a row of each unusable."""

from trd_registry.importing.omop.codes import Kind
from trd_registry.importing.omop.events import Check, Events
from trd_registry.importing.omop.source import Source
from trd_registry.model.records import SUPPLY

#: The lists of a record that the tables of a source can leave nothing out of.
LISTS = ("dispensings", "diagnoses", "procedures")

#: Table of the source -> its concept set and the beginning of its columns' names.
KINDS = {
    "drug_exposure": Kind("drug_exposure", "", "drug"),
    "drug_era": Kind("drug_era", "", "drug"),
    "condition_occurrence": Kind("condition_occurrence", "conditions", "condition"),
    "procedure_occurrence": Kind("procedure_occurrence", "procedures", "procedure"),
    "measurement": Kind("measurement", "scores", "measurement"),
    "observation": Kind("observation", "scores", "observation"),
}

#: The operator that means equality; others, and none, stand as concepts.
_EQUAL = 4172703


def events_of(source: Source, table: str) -> Events:
    """How a table is read, with the columns that the source has."""
    columns, kind = source.columns(table), KINDS[table]

    def unread(name: str, value: str) -> str:
        return f"{columns.says(name)} AND {value} IS NULL"

    if table == "drug_exposure":
        supply, amount = columns.whole("days_supply"), columns.number("quantity")
        return Events(
            kind, "drug_exposure_id", ("drug_exposure_start_date", "drug_exposure_start_datetime"), "dispensings",
            {
                "supply": supply, "no_supply": unread("days_supply", supply),
                "amount": amount, "no_amount": unread("quantity", amount),
                "stop": columns.day("verbatim_end_date"), "ended": columns.day("drug_exposure_end_date"),
            },
            (
                Check("no_supply", "IMP3", "days_supply", "The days of supply are not a whole number."),
                Check("supply < 0", "IMP3", "days_supply", "The days of supply are negative."),
                Check(f"supply > {SUPPLY.upper:g}", "IMP3", "days_supply",
                      f"The days of supply are more than {SUPPLY.upper:g}."),
                Check("no_amount", "IMP3", "quantity", "The quantity is not a number."),
                Check("amount < 0", "IMP3", "quantity", "The quantity is negative."),
                Check("ended < day", "IMP4", "drug_exposure_end_date", "The exposure ends before it begins."),
                Check("stop < day", "IMP4", "verbatim_end_date", "The exposure ends before it begins."),
            ),
        )  # fmt: skip
    if table == "drug_era":
        return Events(
            kind, "drug_era_id", ("drug_era_start_date",), "dispensings", {"ended": columns.day("drug_era_end_date")},
            (
                Check("ended IS NULL", "TRD401", "drug_era_end_date", "It is not a day of the calendar."),
                Check("ended < day", "IMP4", "drug_era_end_date", "The era ends before it begins."),
            ),
        )  # fmt: skip
    if table == "condition_occurrence":
        return Events(
            kind, "condition_occurrence_id", ("condition_start_date", "condition_start_datetime"), "diagnoses",
            {"visit": columns.text("visit_occurrence_id")},
        )  # fmt: skip
    if table == "procedure_occurrence":
        amount = columns.number("quantity")
        return Events(
            kind, "procedure_occurrence_id", ("procedure_date", "procedure_datetime"), "procedures",
            {"amount": amount, "no_amount": unread("quantity", amount)},
            (
                Check("no_amount", "IMP3", "quantity", "The quantity is not a number."),
                Check("amount < 0", "IMP3", "quantity", "The quantity is negative."),
            ),
        )  # fmt: skip
    score = columns.number("value_as_number")
    ranges = f"(SELECT {{}} FROM told_{table} AS t JOIN scale_range AS s ON s.scale = t.means WHERE t.id = r.via)"
    return Events(
        kind, f"{table}_id", (f"{table}_date", f"{table}_datetime"), "measurements",
        {
            "score": score, "no_score": unread("value_as_number", score),
            "operator": columns.whole("operator_concept_id"),
        },
        (
            Check("no_score", "IMP3", "value_as_number", "The score is not a number."),
            Check("score IS NULL", "TRD202", "value_as_number", "There is no score."),
            Check(f"operator NOT IN (0, {_EQUAL})", "IMP3", "operator_concept_id",
                  "The score is not stated as a number alone."),
            Check(f"score < {ranges.format('least')} OR score > {ranges.format('most')}", "IMP3", "value_as_number",
                  "The score lies outside the range of the scale."),
        ),
    )  # fmt: skip
