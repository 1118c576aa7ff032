"""One row of a source: what it is called, whom it is about, and what became of it."""

from dataclasses import dataclass


@dataclass(slots=True)
class SourceRow:
    """A row that was read. Only the tally changes what became of it."""

    #: The file, table or resource of the source.
    table: str
    #: A line, a row number or an id: whatever finds it again in the source.
    line: str
    #: Empty where it names nobody.
    person: str
    used: bool = False
    rejected: bool = False
    set_aside: bool = False
