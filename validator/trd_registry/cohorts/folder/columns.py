"""The tables of a cohort folder and their columns, made from the schema of histories."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from trd_registry.loading.schema import schema_of
from trd_registry.model.comorbidities import NAMES, meant

TABLES = ("persons", "episodes", "trials", "dispensings", "diagnoses", "procedures", "measurements")

#: Tables of dated entries, which a history holds under ``records``.
RECORD_TABLES = ("dispensings", "diagnoses", "procedures")

#: The column that every table has: whom a row is about.
PERSON = "person"

BOUNDS = ("at_least", "at_most", "above", "below")

#: Table -> where its columns stand in a history: the part, the place in the schema, what is put before each name.
_PARTS: Mapping[str, tuple[tuple[tuple[str, ...], str, str], ...]] = {
    "persons": (
        (("patient",), "properties/patient/properties", ""),
        (("diagnosis",), "properties/diagnosis/properties", ""),
        (("illness",), "properties/illness/properties", "illness_"),
        (("records",), "properties/records/properties", "record_"),
    ),
    "episodes": ((("episode",), "properties/episode/properties", ""),),
    "trials": (((), "properties/trials/items/properties", ""),),
    **{
        table: (((), f"properties/records/properties/{table}/items/properties", ""),)
        for table in RECORD_TABLES
    },
}  # fmt: skip

#: Keys of the history itself that a person may have.
_OWN = ("as_of", "comorbidity", "ruled_out")
_COMORBIDITY = ("comorbidity",)

#: Which keys of a history's records are columns of persons; the others are tables.
_SPAN = ("from", "to", "covers")


_COMPLETE = "The table of trials leaves something out for this person, whatever cohort.yaml declares."


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table, or a family of columns such as one for every rating scale."""

    #: As the header has it; of a family what stands before the name, with its dot.
    name: str
    #: Where its value stands in what a row becomes.
    path: tuple[str, ...]
    #: text, number, whole, truth, choice, list, date, day or dose.
    kind: str
    #: Where the schema of histories describes the value.
    place: str
    says: str
    #: The values of a closed list; none where any may stand.
    values: tuple[str, ...] = ()
    #: Whether the name of a scale, condition or treatment follows.
    is_family: bool = False
    #: Whether it may stand as bounds, in columns of their own.
    has_bounds: bool = False
    required: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """What one column of a header is: a column of the table, or one bound or one member of a family of it."""

    header: str
    column: Column
    path: tuple[str, ...]
    bound: str = ""


@cache
def columns_of(table: str) -> tuple[Column, ...]:
    """The columns of a table beside `person`, in the order of the schema."""
    if table == "measurements":
        return _measurements()
    history = schema_of("history")
    found: list[Column] = []
    if table == "persons":
        found += [_column(key, (key,), history["properties"][key], f"properties/{key}") for key in _OWN[:1]]
    for path, place, before in _PARTS[table]:
        keys = _at(place)
        required = _at(place.removesuffix("/properties")).get("required", ())
        for key, schema in keys.items():
            if path == ("records",) and key not in _SPAN:
                continue
            is_required = path == () and key in required
            found.append(_column(before + key, (*path, key), schema, f"{place}/{key}", required=is_required))
    if table == "persons":
        found += [_column(key, (key,), history["properties"][key], f"properties/{key}") for key in _OWN[1:]]
        found.append(Column("complete", ("complete",), "choice", "", _COMPLETE, ("none",)))
    return tuple(found)


@cache
def cells_by_name(table: str) -> Mapping[str, Cell]:
    """Every column whose name is fixed, and every bound of one, by its name in the header."""
    found: dict[str, Cell] = {}
    for column in columns_of(table):
        if not column.is_family:
            found |= {cell.header: cell for cell in _with_bounds(column, column.name, column.path)}
    return found


def cell_of(table: str, header: str) -> Cell | None:
    """What a name in a header means; None where the table has no such column, or a comorbid condition is misspelt."""
    fixed = cells_by_name(table).get(header)
    if fixed is not None:
        return fixed
    prefix, dot, rest = header.partition(".")
    for column in columns_of(table):
        if dot and column.is_family and column.name == f"{prefix}.":
            name, bound = _bound_of(rest) if column.has_bounds else (rest, "")
            is_slip = column.path == _COMORBIDITY and bool(meant(name))
            return Cell(header, column, (*column.path, name), bound) if _is_name(name) and not is_slip else None
    return None


def known_names(table: str) -> list[str]:
    """The names among which a misspelt one is looked for: all that are fixed, and the usual comorbid conditions."""
    usual = [f"comorbidity.{name}" for name in NAMES] if table == "persons" else []
    return [*cells_by_name(table), *usual, PERSON]


def _with_bounds(column: Column, header: str, path: tuple[str, ...]) -> Iterator[Cell]:
    yield Cell(header, column, path)
    if column.has_bounds:
        for bound in BOUNDS:
            yield Cell(f"{header}_{bound}", column, path, bound)


def _bound_of(rest: str) -> tuple[str, str]:
    for bound in BOUNDS:
        if rest.endswith(f"_{bound}"):
            return rest.removesuffix(f"_{bound}"), bound
    return rest, ""


def _is_name(text: str) -> bool:
    """Whether it is written as the names of scales and conditions are: small letters and digits with hyphens."""
    parts = text.split("-")
    return all(part.isascii() and part.isalnum() and part == part.lower() for part in parts)


def _at(place: str) -> Any:
    part: Any = schema_of("history")
    for step in place.split("/"):
        part = part[step]
    return part


def _column(name: str, path: tuple[str, ...], schema: Any, place: str, *, required: bool = False) -> Column:
    says = schema.get("description", "")
    if isinstance(schema.get("additionalProperties"), Mapping):
        inner = schema["additionalProperties"]
        kind, values, has_bounds = _kind(inner)
        whole = f"{place}/additionalProperties"
        return Column(f"{name}.", path, kind, whole, says, values, is_family=True, has_bounds=has_bounds)
    kind, values, has_bounds = _kind(schema)
    return Column(name, path, kind, place, says, values, has_bounds=has_bounds, required=required)


def _kind(schema: Any) -> tuple[str, tuple[str, ...], bool]:
    """The kind of a value, the values of a closed list, and whether bounds may stand for it."""
    condition = schema.get("if", {}).get("type")
    if condition == "object":
        has_bounds = "at_least" in schema["then"].get("properties", {})
        kind, values, _ = _kind(schema["else"])
        return ("dose" if kind == "text" else kind), values, has_bounds
    if condition == "array":
        return "choice", tuple(schema["else"].get("enum", ())), False
    if condition == "integer" or "[0-9]{4}-" in schema.get("pattern", ""):
        return ("date" if condition else "day"), (), False
    if schema.get("type") == "array":
        return "list", tuple(schema["items"].get("enum", ())), False
    kinds = {"boolean": "truth", "integer": "whole", "number": "number"}
    return kinds.get(schema.get("type", ""), "text"), tuple(schema.get("enum", ())), False


def _measurements() -> tuple[Column, ...]:
    """Scores in long form: the same as the columns for scores of episodes and trials."""
    score = "properties/trials/items/properties/start_score/additionalProperties"
    return (
        Column("scale", ("scale",), "text", "properties/id", "The rating scale, by its id.", required=True),
        Column(
            "at", ("at",), "text", "", "When: at the start or the end of a trial, or at present (as_of).",
            ("start", "end", "present"), required=True,
        ),
        Column("trial", ("trial",), "text", "properties/id", "The id of the trial; not for a present score."),
        Column("score", ("score",), "number", score, "The score (points).", has_bounds=True, required=True),
    )  # fmt: skip
