"""The shape of a cohort folder as one page: ``cohort.yaml`` and the tables, made from the schemas."""

from collections.abc import Iterator

from trd_registry.cohorts.folder.columns import TABLES, Column, columns_of
from trd_registry.cohorts.folder.report import FOLDER_CODES
from trd_registry.loading.schema import schema_of
from trd_registry.reporting.shape_page import shape_page

_OPENING = """\
# Cohort: the shape of a folder of tables

A cohort is a folder with `cohort.yaml`, which says what holds for everybody, and one table for each kind of fact.
Every person becomes a treatment history (HISTORY.md) and is read by the same reader as a history file: a column
means what the key of that name means there. An empty cell is unknown: never zero, never "no".

Made from the schemas by `trd check --shape cohort`; the schemas are what is checked.

## The tables

`persons` must be there; the others may be left out, except those that `cohort.yaml` declares complete. Each is a
CSV file (UTF-8, commas, decimal points, one line a row, such as `trials.csv`) or a Parquet file (`trials.parquet`).
Every table has the column `person`; persons and episodes have one row a person.

- A number that is known within bounds stands in columns of its own, such as `weeks_at_least` and `weeks_at_most`
  (also `_above` and `_below`), in place of `weeks`.
- One of several values is written `a|b`. A truth is `true` or `false`. A dose is a number of mg a day.
- Names with a dot are families: `end_score.madrs`, `comorbidity.personality-disorder`, `ruled_out.ect`; with
  bounds, `end_score.madrs_at_most`.
- A column that is not listed here is a fault, and nothing is read: it may be a misspelt one. Name it under `unread`
  in `cohort.yaml` where it is meant to be there.

To see one: `trd cohort simulate -n 20 --seed 1 -o DIR --form cohort-csv` makes one of persons who do not exist, and
says so in it. `--form` makes the same persons as other sources would hold them (IMPORTS.md).
"""

_REJECTS = """\
## Rows that are rejected

Each row is used as a whole or rejected as a whole, with the table, the line, the person, the column, a code and the
reason; `trd cohort check DIR` prints the counts, which add up, and writes the list. Nothing is corrected and
nothing is guessed. What a rejected row means for its person:

- **A trial**: the list of trials is not taken for complete any more, whatever `cohort.yaml` declares. More trials
  may exist.
- **A dispensing, diagnosis or procedure**: that table is not taken to cover everything for this person.
- **persons**: the person stays in the cohort, and every fact of the row is unknown; so are the day and the span of
  the record where they were stated there.
- **episodes**: every fact of the episode is unknown. `trials_in` is not applied, since an onset in the row may have
  placed a trial in an earlier episode.
- **A measurement**: the score is unknown.
- **A row that names no person** may be anybody's, and does to everybody what it would do to its person.
- **A row of somebody who is not in persons** changes nothing for the others.
- **A copy** of a row of persons, episodes or measurements, or of a trial that has an `id`, says nothing new. An
  equal row in another table may have been an event of its own: it is rejected, and the list is then not complete;
  where equal rows are events, say so under `repeats`.
- **Contradictions**, two rows that say different things of one person, trial or score: none of them is used.
- A drug that was **dispensed but is no trial** (TRD307) rejects no row: the list of trials is not taken for
  complete.

Codes that begin with TRD are those of history files (FINDINGS.md). The others:
"""


def cohort_page() -> str:
    """The page, in Markdown."""
    lines = [_OPENING]
    for table in TABLES:
        lines += [f"### `{table}`", "", *_table(table), ""]
    lines += [
        _REJECTS,
        "| code | meaning |",
        "|---|---|",
        *(f"| {code} | {says} |" for code, says in FOLDER_CODES.items()),
    ]
    shape = shape_page(schema_of("cohort")).split("## The file", 1)[1]
    return "\n".join(lines) + "\n\n## The file `cohort.yaml`" + shape.replace("\n## `", "\n### `")


def _table(table: str) -> Iterator[str]:
    yield "| column | what may stand there | meaning |"
    yield "|---|---|---|"
    yield "| **`person`** | text | Whom the row is about. |"
    for column in columns_of(table):
        name = f"{column.name}NAME" if column.is_family else column.name
        shown = f"**`{name}`**" if column.required else f"`{name}`"
        yield f"| {shown} | {_may_stand(column)} | {column.says.partition(': a number, or bounds')[0]} |".replace(
            ": one value, or a list of those still possible.", "."
        )


def _may_stand(column: Column) -> str:
    """What a cell may hold, in a few words."""
    kinds = {
        "text": "text", "number": "a number", "whole": "a whole number", "truth": "`true` or `false`",
        "date": "a day, month or year", "day": "a day", "dose": "mg a day", "choice": "text", "list": "text",
    }  # fmt: skip
    said = ", ".join(f"`{one}`" for one in column.values) or kinds[column.kind]
    if column.kind in ("choice", "list"):
        said += "; several as `a\\|b`"
    return f"{said}; bounds" if column.has_bounds else said
