"""Dated entries in SQL: whether any of them stands against its person being plain. record_tables.py settles them."""

from collections.abc import Iterator, Mapping

from trd_registry.cohorts.folder.assembling import MOST
from trd_registry.cohorts.planning.sql import any_of
from trd_registry.cohorts.tables.meanings import Reading
from trd_registry.cohorts.tables.reading import Rows
from trd_registry.cohorts.tables.relations import Listed


def not_plain(
    table: str, rows: Rows, source: str, readings: Mapping[str, Reading], listed: Listed, *, repeats: bool
) -> Iterator[str]:
    """Why persons are not plain, each as the numbers of persons.

    Args:
        table: Dispensings, diagnoses or procedures.
        rows: Its rows.
        source: Where they are.
        readings: The readers of the bundles ``date`` and ``treatment``.
        listed: What the cohort lists in full.
        repeats: Whether two equal rows are two events.
    """
    day = rows.value("date", "date__day", readings["date"])
    # RecordReader: an entry outside the span; Assembly: no span at all.
    outside = f"({day} BETWEEN people.records_from AND people.records_to) IS NOT TRUE"
    wrong = [f"({rows.bad()})", outside]
    joins = ""
    if table == "dispensings":
        drug, modality = (rows.value("treatment", name, readings["treatment"]) for name in ("drug", "modality"))
        joins = f"LEFT JOIN ranks ON ranks.name = {drug} LEFT JOIN lists ON lists.number = {table}.number"
        # What was dispensed and is certainly no trial: history.py, TRD307.
        is_trial = "coalesce(lists.has_unnamed OR bit_count(lists.own_names & ranks.names_mask) > 0, FALSE)"
        wrong.append(f"(coalesce({listed.whole_life(modality)}, FALSE) AND NOT {is_trial})")
    yield (
        f"SELECT {table}.number FROM {source} AS {table} JOIN people ON people.number = {table}.number\n"
        f"{rows.joins()}\n{joins}\nWHERE {any_of(wrong)}"
    )
    if not repeats:
        key = ", ".join([f"{table}.number", *rows.key()])
        yield f"SELECT {table}.number FROM {source} AS {table}\n{rows.joins()}\nGROUP BY {key} HAVING count(*) > 1"
    yield f"SELECT number FROM {source} GROUP BY number HAVING count(*) > {MOST}"
