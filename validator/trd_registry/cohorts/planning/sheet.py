"""A table to which columns are added, each text once: what two definitions ask alike is worked out once."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

_IS_NAME = re.compile(r'[a-z]+_\d+|"[^"]+"')


@dataclass
class Sheet:
    """Columns worked out from a source and from one another, in as few steps as they need."""

    #: One word; the columns are named for it: ``trial_17``.
    name: str
    _names: dict[str, str] = field(default_factory=dict)

    def add(self, sql: str) -> str:
        """The name of the column that has this value; constants and columns stay what they are."""
        if sql in ("TRUE", "FALSE", "NULL::BOOLEAN") or _IS_NAME.fullmatch(sql):
            return sql
        return self._names.setdefault(sql, f"{self.name}_{len(self._names) + 1}")

    def columns(self, wanted: str) -> list[str]:
        """The columns that the wanted text looks at, for a sheet that is worked out in a single step."""
        return [f"{sql} AS {column}" for column, sql in self._needed(wanted).items()]

    def texts(self, wanted: str) -> dict[str, str]:
        """The columns that a text rests on, each with what it is, after those that it looks at itself."""
        return self._needed(wanted)

    def steps(
        self, source: str, wanted: str, *, inline: bool = True, prefix: str = "", given: Collection[str] = ()
    ) -> tuple[list[str], str, str]:
        """The subqueries that add the columns which a text looks at, the name of the last, and the text on them.

        A column that is looked at once is put in its place: every column costs the database time before it begins.
        The names of the subqueries begin with ``prefix``. Columns that are ``given`` stand in the source already.
        """
        columns = {name: sql for name, sql in self._needed(wanted, given).items() if name not in given}
        if inline:
            columns, wanted = self._inlined(columns, wanted)
        steps: dict[str, int] = {}
        for column, sql in columns.items():
            steps[column] = 1 + max((steps.get(one, 0) for one in self._used(sql)), default=0)
        queries = []
        for step in range(1, max(steps.values(), default=0) + 1):
            added = ",\n    ".join(f"{sql} AS {one}" for one, sql in columns.items() if steps[one] == step)
            name = f"{prefix}{self.name}_step_{step}"
            queries.append(f"{name} AS (\n  SELECT *,\n    {added}\n  FROM {source})")
            source = name
        return queries, source, wanted

    def _used(self, sql: str) -> list[str]:
        return re.findall(rf"\b{self.name}_\d+\b", sql)

    def _needed(self, wanted: str, given: Collection[str] = ()) -> dict[str, str]:
        """The columns that are looked at, or that others of them look at, each after those it looks at itself."""
        texts = {column: sql for sql, column in self._names.items()}
        found: set[str] = set(given)
        todo = self._used(wanted)
        while todo:
            column = todo.pop()
            if column not in found:
                found.add(column)
                todo += self._used(texts[column])
        return {column: sql for column, sql in texts.items() if column in found}

    def _inlined(self, columns: Mapping[str, str], wanted: str) -> tuple[dict[str, str], str]:
        times = Counter(self._used(wanted))
        for sql in columns.values():
            times.update(self._used(sql))
        once: dict[str, str] = {}
        kept: dict[str, str] = {}
        for column, sql in columns.items():
            told = self._with(sql, once)
            (once if times[column] == 1 else kept)[column] = told
        return kept, self._with(wanted, once)

    def _with(self, sql: str, texts: Mapping[str, str]) -> str:
        return re.sub(
            rf"\b{self.name}_\d+\b", lambda found: f"({texts[found[0]]})" if found[0] in texts else found[0], sql
        )


def joined(texts: Iterable[str]) -> str:
    """Items of a list, one a line."""
    return ",\n  ".join(texts)
