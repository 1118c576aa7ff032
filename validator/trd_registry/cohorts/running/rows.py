"""The rows of the results: one a person and definition, from a statement or from the interpreter."""

from collections.abc import Iterable, Sequence
from typing import Any

from trd_registry.cohorts.needs import needed
from trd_registry.cohorts.planning.sql import quoted
from trd_registry.cohorts.planning.statement import Columns
from trd_registry.cohorts.running.answers import Answer
from trd_registry.cohorts.running.job import Task

#: What is worked out for each definition; ``definition`` and ``version`` are put before them.
_PARTS = {
    "person": "text",
    "applicable": "truth",
    "verdict": "word",
    "lower": "number",
    "upper": "number",
    "stages": "names",
    "bands": "names",
    "tiers": "names",
    "tiers_possible": "names",
    "deciding": "names",
}


def schema(metadata: dict[str, str] | None = None) -> Any:
    """The columns of the results as a pyarrow schema."""
    arrow = needed("pyarrow")
    word = arrow.dictionary(arrow.int32(), arrow.string())
    types = {
        "text": arrow.string(),
        "truth": arrow.bool_(),
        "word": word,
        "number": arrow.float64(),
        "names": arrow.list_(arrow.string()),
    }
    parts = [(name, types[kind]) for name, kind in _PARTS.items()]
    return arrow.schema([parts[0], ("definition", word), ("version", word), *parts[1:]], metadata)


def from_statement(columns: Columns, wide: str, sample: str, number: int) -> str:
    """The SELECT of the rows of one definition.

    Args:
        columns: Which columns of the result are the definition's.
        wide: The table with the result of the statement.
        sample: A table with ``id`` and, for this definition, the deciding facts of the persons drawn.
        number: The place of the definition in that table.
    """

    def told(name: str) -> str:
        return quoted(f"{columns.prefix}{name}")

    def names(kind: str, known: Sequence[str] | None, holds: str) -> str:
        if known is None:
            return inside("NULL::VARCHAR[]")
        parts = (
            f"CASE WHEN {told(f'{kind}_{place}')} {holds} THEN {_text(name)} END" for place, name in enumerate(known)
        )
        return inside(f"list_filter([{', '.join(parts)}]::VARCHAR[], lambda name: name IS NOT NULL)")

    def inside(value: str) -> str:
        """Of a person out of scope nothing is said."""
        return f"CASE WHEN {told('applicable')} IS NOT FALSE THEN {value} END"

    verdict, lower, upper = "NULL::VARCHAR", "NULL::DOUBLE", "NULL::DOUBLE"
    if columns.gives_verdict:
        verdict = inside(
            f"CASE {told('verdict')} WHEN TRUE THEN 'met' WHEN FALSE THEN 'not_met' ELSE 'indeterminate' END"
        )
    if columns.gives_score:
        lower, upper = inside(told("score_lo")), inside(told("score_hi"))
    parts = {
        "person": "id",
        "applicable": told("applicable"),
        "verdict": verdict,
        "lower": lower,
        "upper": upper,
        "stages": names("stage", columns.stages, "IS TRUE"),
        "bands": names("band", columns.bands, "IS TRUE"),
        "tiers": names("tier", columns.tiers, "IS TRUE"),
        "tiers_possible": names("tier", columns.tiers, "IS NOT FALSE"),
        "deciding": f"{sample}.d{number}",
    }
    told_parts = ", ".join(f"{sql} AS {name}" for name, sql in parts.items())
    return f"SELECT {told_parts} FROM {wide} LEFT JOIN {sample} USING (id) ORDER BY {wide}.person"


def from_answers(persons: Iterable[tuple[str, Answer]], deciding: dict[str, list[str]]) -> Any:
    """The rows of one definition as a pyarrow table; ``deciding`` by person, for those who were drawn."""
    rows = [_row(person, answer, deciding.get(person)) for person, answer in persons]
    wanted = schema()
    fields = [wanted.field(name) for name in _PARTS]
    return needed("pyarrow").Table.from_pylist(rows, needed("pyarrow").schema(fields))


def labelled(rows: Any, task: Task) -> Any:
    """The rows of one definition with its name and version, in the order of the schema."""
    arrow = needed("pyarrow")
    wanted = schema()
    found = []
    for field in wanted:
        if field.name in ("definition", "version"):
            value = task.definition.id if field.name == "definition" else task.definition.version
            same = arrow.repeat(arrow.scalar(0, arrow.int32()), rows.num_rows)
            found.append(arrow.DictionaryArray.from_arrays(same, arrow.array([value])))
        else:
            column = rows.column(field.name)
            if column.type != field.type:
                column = column.combine_chunks().dictionary_encode() if field.name == "verdict" else column
                column = column.cast(field.type)
            found.append(column)
    return arrow.table(found, schema=wanted)


def _row(person: str, answer: Answer, deciding: list[str] | None) -> dict[str, Any]:
    tiers = answer.tiers
    return {
        "person": person,
        "applicable": answer.applicable,
        "verdict": answer.verdict,
        "lower": None if answer.score is None else answer.score.lower,
        "upper": None if answer.score is None else answer.score.upper,
        "stages": _listed(answer.stages),
        "bands": _listed(answer.bands),
        "tiers": None if tiers is None else [name for name, held in tiers.items() if held],
        "tiers_possible": None if tiers is None else [name for name, held in tiers.items() if held is not False],
        "deciding": deciding,
    }


def _listed(names: Sequence[str] | None) -> list[str] | None:
    return None if names is None else list(names)


def _text(value: str) -> str:
    """A text as a literal."""
    return "'" + value.replace("'", "''") + "'"
