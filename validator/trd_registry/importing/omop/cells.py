"""SQL that reads the cells of a source whatever their types: what cannot be read becomes NULL, never another value."""

from trd_registry.importing.database import quoted

_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")

_SPACE = "' \t\r\n'"


class Columns:
    """The columns of one table as the source types them.

    Args:
        types: Name, in small letters -> DuckDB's type. Every column that is not there reads as NULL.
    """

    def __init__(self, types: dict[str, str]) -> None:
        self.types = types

    def has(self, name: str) -> bool:
        """Whether the source has the column."""
        return name in self.types

    def text(self, name: str) -> str:
        """As text without spaces around it; NULL where nothing is left."""
        if name not in self.types:
            return "NULL::VARCHAR"
        return f"nullif(trim(CAST({quoted(name)} AS VARCHAR), {_SPACE}), '')"

    def whole(self, name: str) -> str:
        """A whole number, also one that was written as 12.0."""
        kind = self.types.get(name)
        if kind is None:
            return "NULL::BIGINT"
        if kind in _WHOLE:
            return f"CAST({quoted(name)} AS BIGINT)"
        if kind == "VARCHAR":
            text = self.text(name)
            return (
                f"CASE WHEN regexp_full_match({text}, '[+-]?[0-9]{{1,18}}([.]0*)?') THEN TRY_CAST({text} AS BIGINT) END"
            )
        number = f"TRY_CAST({quoted(name)} AS DOUBLE)"
        return f"CASE WHEN {number} = floor({number}) THEN TRY_CAST({number} AS BIGINT) END"

    def number(self, name: str) -> str:
        """A number that is finite."""
        if name not in self.types:
            return "NULL::DOUBLE"
        number = f"TRY_CAST({self.text(name)} AS DOUBLE)" if self.types[name] == "VARCHAR" else (
            f"TRY_CAST({quoted(name)} AS DOUBLE)"
        )  # fmt: skip
        return f"CASE WHEN isfinite({number}) THEN {number} END"

    def day(self, *names: str) -> str:
        """The first of these columns that says something, as a day: year first, with or without a time."""
        found = [self._day(name) for name in names if name in self.types]
        if not found:
            return "NULL::DATE"
        return found[0] if len(found) == 1 else f"coalesce({', '.join(found)})"

    def says(self, *names: str) -> str:
        """Whether any of these columns holds anything."""
        found = [f"{self._content(name)} IS NOT NULL" for name in names if name in self.types]
        return f"({' OR '.join(found)})" if found else "false"

    def person(self) -> str:
        """The person's id as text; an id that was written as 12.0 is 12."""
        if self.types.get("person_id") in _WHOLE:
            return f"CAST({quoted('person_id')} AS VARCHAR)"
        return f"coalesce(CAST({self.whole('person_id')} AS VARCHAR), {self.text('person_id')})"

    def _content(self, name: str) -> str:
        kind = self.types[name]
        if kind in ("DOUBLE", "FLOAT"):  # what is not a number is how some programs write nothing
            return f"nullif({quoted(name)}, 'nan'::{kind})"
        return self.text(name) if kind == "VARCHAR" else quoted(name)

    def _day(self, name: str) -> str:
        kind, column = self.types[name], quoted(name)
        if kind == "DATE":
            day = column
        elif kind.startswith("TIMESTAMP"):
            day = f"TRY_CAST({column} AS DATE)"
        elif kind == "VARCHAR":
            text = self.text(name)
            day = (
                f"CASE WHEN regexp_matches({text}, '^[0-9]{{4}}[-/]') THEN TRY_CAST(TRY_CAST({text} AS TIMESTAMP) AS "
                f"DATE) "
                f"WHEN regexp_full_match({text}, '[0-9]{{8}}') THEN CAST(try_strptime({text}, '%Y%m%d') AS DATE) END"
            )
        else:
            return "NULL::DATE"
        # A day outside these years is an empty one in disguise, such as 0001-01-01 or 9999-12-31.
        return f"CASE WHEN ({day}) BETWEEN DATE '1850-01-01' AND DATE '2199-12-31' THEN ({day}) END"
