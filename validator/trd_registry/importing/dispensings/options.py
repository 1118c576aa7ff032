"""What whoever imports dispensings must say, and may say."""

from dataclasses import dataclass, field
from pathlib import Path

from trd_registry.importing.flat.column_map import ColumnMap
from trd_registry.importing.flat.opening import Writing

#: What a row of a supply can give.
FIELDS = ("person", "date", "atc", "drug", "days", "dose", "strength", "quantity")

#: What a row of a person can give.
PERSON_FIELDS = (
    "person", "birth_date", "birth_year", "age", "sex", "disorder", "record_from", "record_to", "as_of",
)  # fmt: skip


@dataclass
class Options:
    """How a file of dispensings is read."""

    file: Path
    map: ColumnMap = field(default_factory=ColumnMap)
    persons: Path | None = None
    persons_map: ColumnMap = field(default_factory=ColumnMap)
    writing: Writing = field(default_factory=Writing)
    sheet: str = ""
    #: How days are written: see flat/days.py.
    dates: str = "iso"
    #: The sign before decimals.
    decimal: str = "."
    #: First and last day of the record, ISO; empty where persons have their own.
    first: str = ""
    last: str = ""
    #: Take them from the first and last row instead.
    span_of_data: bool = False
    as_of: str = ""
    covers: tuple[str, ...] = ()
    #: Equal rows are supplies of their own.
    repeats: bool = False
    #: Look for names of drugs within longer texts.
    within_texts: bool = True
    title: str = ""
    source: str = ""
    #: The persons were made up by a program, whatever the rows say.
    synthetic: bool = False
