"""A table to which columns are added, each text once: what two definitions ask alike is worked out once."""

import re
from dataclasses import dataclass, field

_IS_NAME = re.compile(r'[a-z]+_\d+|"[^"]+"')


@dataclass
class Sheet:
    """Columns worked out from a source and from one another, in as few steps as they need."""

    #: One word; the columns are named for it: ``trial_17``.
    name: str
    _names: dict[str, str] = field(default_factory=dict)
    _steps: dict[str, int] = field(default_factory=dict)

    def add(self, sql: str) -> str:
        """The name of the column that has this value; constants and columns stay what they are."""
        if sql in ("TRUE", "FALSE", "NULL::BOOLEAN") or _IS_NAME.fullmatch(sql):
            return sql
        if sql not in self._names:
            used = re.findall(rf"\b{self.name}_\d+\b", sql)
            step = 1 + max((self._steps[one] for one in used), default=0)
            column = f"{self.name}_{len(self._names) + 1}"
            self._names[sql], self._steps[column] = column, step
        return self._names[sql]

    def columns(self) -> list[str]:
        """All columns with their names, for a sheet that is worked out in a single step."""
        return [f"{sql} AS {column}" for sql, column in self._names.items()]

    def steps(self, source: str) -> tuple[list[str], str]:
        """The subqueries that add the columns to a source, and the name of the last of them."""
        queries = []
        for step in range(1, max(self._steps.values(), default=0) + 1):
            added = ",\n    ".join(f"{sql} AS {one}" for sql, one in self._names.items() if self._steps[one] == step)
            name = f"{self.name}_step_{step}"
            queries.append(f"{name} AS (\n  SELECT *,\n    {added}\n  FROM {source})")
            source = name
        return queries, source
