"""What ``trd cohort evaluate`` wrote, opened for counting (schema/RESULTS.md)."""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from trd_registry.cohorts.needs import connected, needed
from trd_registry.model.errors import RegistryError, suggest
from trd_registry.model.finding import Finding, InvalidInput

_RESULTS, _STEPS, _MISSING, _RUN = "results.parquet", "steps.parquet", "missing.parquet", "run.json"

#: Only there where the results were made with ``--dates``.
_TIMES = "times.parquet"

#: Only there where they were made with ``--readings all``.
_MULTIVERSE = "multiverse.parquet"

#: The columns that are counted, by file.
_COLUMNS: Mapping[str, frozenset[str]] = {
    _RESULTS: frozenset({
        "person", "definition", "version", "applicable", "verdict", "lower", "upper", "stages", "bands", "tiers",
        "tiers_possible",
    }),
    _STEPS: frozenset({
        "definition", "version", "step", "part", "label", "holds", "fails", "unknown", "certain", "possible",
    }),
    _MISSING: frozenset(["definition", "version", "fact", "persons", "decisive"]),
    _TIMES: frozenset(["definition", "version", "days_lower", "days_upper"]),
    _MULTIVERSE: frozenset({
        "definition", "version", "combination", "kind", "readings", "met", "indeterminate", "not_met", "out_of_scope",
        "scope_unknown", "scope_unknown_not_met", "no_verdict",
    }),
}  # fmt: skip

#: What is not said of every definition that was run.
_LATER = ("status", "private")

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Ran:
    """One definition that was run; each is the same object wherever it is met."""

    definition: str
    version: str
    digest: str
    kind: str
    family: str
    title: str
    #: Reading -> the option that was taken; None where the results span its options.
    readings: Mapping[str, str | None]
    status: str = "released"
    #: Whether it came from a private folder, and is published nowhere.
    private: bool = False

    @property
    def reference(self) -> str:
        """``id@version``."""
        return f"{self.definition}@{self.version}"


class Evaluated:
    """A folder of results.

    Args:
        path: The folder that ``trd cohort evaluate`` wrote.

    Raises RegistryError where it is no such folder or the extra ``cohort`` is not installed, and InvalidInput where
    a file in it cannot be used. Use it in a ``with`` block, or call `close`.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        if not (self.path / _RUN).is_file():
            raise RegistryError(
                f"{self.path} holds no results of a cohort: there is no {_RUN} in it.",
                "Make them first: trd cohort evaluate DIR -o OUT",
            )
        self._duckdb = needed("duckdb")
        self.connection = connected(within=[self.path])
        #: What run.json says.
        self.run: Mapping[str, Any] = self._read_run()
        #: How many persons were judged.
        self.persons = int(self.run["cohort"]["persons"])
        #: How many of them were asked what is missing.
        self.sample = int(self.run["sample"])
        self._check_columns()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Gives the files back."""
        self.connection.close()

    @cached_property
    def definitions(self) -> tuple[Ran, ...]:
        """All that were run, in the order of run.json."""
        names = Ran.__dataclass_fields__
        return tuple(Ran(**{name: one[name] for name in names if name in one}) for one in self.run["definitions"])

    def find(self, name: str) -> Ran:
        """The definition that a user names by ``id`` or ``id@version``; raises RegistryError where it was not run."""
        found = [one for one in self.definitions if name in (one.definition, one.reference)]
        if not found:
            near = suggest(name, [one.definition for one in self.definitions]).capitalize()
            raise RegistryError(f"{name!r} is not among the definitions that were run.", near)
        return found[-1]

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """The rows of a query in which ``{results}``, ``{steps}``, ``{missing}``, ``{times}`` stand for the files."""
        with self._told():
            cursor = self.connection.execute(sql.format(**self._sources), list(values))
            names = [one[0] for one in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    @property
    def _sources(self) -> dict[str, str]:
        return {
            name: "read_parquet('{}')".format(str(self.path / file).replace("'", "''"))
            for name, file in (
                ("results", _RESULTS),
                ("steps", _STEPS),
                ("missing", _MISSING),
                ("times", _TIMES),
                ("multiverse", _MULTIVERSE),
            )
        }

    @property
    def has_times(self) -> bool:
        """Whether it was worked out when definitions came to be met."""
        return (self.path / _TIMES).is_file()

    @property
    def has_multiverse(self) -> bool:
        """Whether the cohort was judged under other readings as well."""
        return (self.path / _MULTIVERSE).is_file() and "multiverse" in self.run

    def damaged(self, file: str, what: str) -> InvalidInput:
        """The error for a file that cannot be used."""
        remedy = "Make the results again: trd cohort evaluate DIR -o OUT"
        return InvalidInput([Finding(str(self.path / file), 1, 1, "TRD101", what, remedy)])

    def _read_run(self) -> Mapping[str, Any]:
        try:
            told = json.loads((self.path / _RUN).read_text("utf-8"))
            assert isinstance(told["cohort"]["persons"], int)
            assert isinstance(told["cohort"]["rows"], dict)
            assert isinstance(told["sample"], int)
            assert told["definitions"]
            varied = told.get("multiverse", {"definitions": []})["definitions"]
            assert all(isinstance(one["combinations"], int) and "complete" in one for one in varied)
            ran = {(one["definition"], one["version"]) for one in told["definitions"]}
            assert not varied or {(one["definition"], one["version"]) for one in varied} == ran
            for one in told["definitions"]:
                Ran(**{name: one[name] for name in Ran.__dataclass_fields__ if name not in _LATER})
        except (OSError, ValueError, TypeError, KeyError, AttributeError, AssertionError, RecursionError):
            raise self.damaged(_RUN, "This is not what trd cohort evaluate says of its run.") from None
        found: Mapping[str, Any] = told
        return found

    def _check_columns(self) -> None:
        for file, wanted in _COLUMNS.items():
            if (file == _TIMES and not self.has_times) or (file == _MULTIVERSE and not self.has_multiverse):
                continue
            if not (self.path / file).is_file():
                raise self.damaged(file, "The file is not there.")
            name = file.partition(".")[0]
            there = {row["column_name"] for row in self.rows(f"DESCRIBE FROM {{{name}}}")}
            if wanted - there:
                raise self.damaged(file, f"There is no column {', '.join(sorted(wanted - there))}.")

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except self._duckdb.Error as error:
            # The first line names the file and the fault; what follows is the text of the query.
            first = str(error).splitlines()[0]
            raise self.damaged(_RESULTS, f"The results cannot be read ({first}).") from None
