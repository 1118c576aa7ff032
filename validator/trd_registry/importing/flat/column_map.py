"""Which column of a source gives what, and which of its words mean what: from the command line or a file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from trd_registry.importing.flat.flat_row import FlatTable
from trd_registry.loading.yaml_reader import read_yaml
from trd_registry.model.errors import RegistryError, suggest
from trd_registry.model.finding import Finding, InvalidInput


@dataclass
class ColumnMap:
    """What is taken from where."""

    #: What is wanted -> the column of the source.
    columns: dict[str, str] = field(default_factory=dict)
    #: What is wanted -> word of the source, in small letters -> what it means; None: it says nothing.
    values: dict[str, dict[str, Any]] = field(default_factory=dict)

    def found_in(self, table: FlatTable, fields: Iterable[str], required: Iterable[str] = ()) -> dict[str, str]:
        """What is wanted -> its column in this table: as named, or else the column of the same name.

        Raises RegistryError where a named column is not there, where nothing of the kind is wanted, and where
        what is required has no column.
        """
        fields = tuple(fields)
        there = {name.casefold(): name for name in table.columns}
        found: dict[str, str] = {}
        for wanted, column in self.columns.items():
            if wanted not in fields:
                raise RegistryError(f"Nothing here is called {wanted!r}.", suggest(wanted, fields).capitalize()
                                    or f"There is: {', '.join(fields)}.")  # fmt: skip
            if column not in table.columns and column.casefold() not in there:
                near = suggest(column, table.columns).capitalize()
                raise RegistryError(
                    f"{table.name} has no column {column!r}.", near or f"It has: {', '.join(table.columns)}."
                )
            found[wanted] = column if column in table.columns else there[column.casefold()]
        taken = set(found.values())
        for wanted in fields:
            column = there.get(wanted.casefold(), "")
            if wanted not in found and column and column not in taken:
                found[wanted] = column
        missing = [one for one in required if one not in found]
        if missing:
            raise RegistryError(
                f"{table.name} has no column for: {', '.join(missing)}.",
                f"Name it, such as: --map {missing[0]}=COLUMN. It has: {', '.join(table.columns)}.",
            )
        return found

    def check_values(self, known: Iterable[str]) -> None:
        """Raises RegistryError where words are given a meaning for something that is not read."""
        names = tuple(known)
        for wanted in self.values:
            if wanted not in names:
                near = suggest(wanted, names).capitalize()
                raise RegistryError(
                    f"A meaning is given to words of {wanted!r}, which is not read.",
                    near or f"Read: {', '.join(names)}.",
                )

    def meaning(self, wanted: str, raw: Any) -> Any:
        """What a word of the source means, where the map says so; else the word itself."""
        words = self.values.get(wanted)
        if words is None or raw is None:
            return raw
        return words.get(str(raw).strip().casefold(), raw)


def read_map(file: Path | None, columns: Mapping[str, str], values: Mapping[str, str], parts: int = 1) -> ColumnMap:
    """A map from a YAML file, with what the command line adds or changes.

    Args:
        file: ``map:`` with columns, ``values:`` with words; None where there is none.
        columns: What is wanted -> column.
        values: ``what.word`` -> meaning; an empty meaning says nothing.
        parts: How many parts with dots between them the name of what is wanted has.

    Raises InvalidInput for a file that is not of this form.
    """
    made = ColumnMap()
    if file is not None:
        document = read_yaml(file)
        data = document.value if isinstance(document.value, dict) else {}
        findings: list[Finding] = []
        if not data or set(data) - {"map", "values"}:
            message = "A map holds `map:` (what: column) and `values:` (what: {word: meaning}) and nothing else."
            findings.append(document.finding((), "TRD201", message, "Keep these two keys."))
        for wanted, column in _mapping(data.get("map")).items():
            if isinstance(column, str):
                made.columns[wanted] = column
            else:
                findings.append(document.finding(("map", wanted), "TRD203", "A column is text.", "Put it in quotes."))
        for wanted, words in _mapping(data.get("values")).items():
            if isinstance(words, dict):
                made.values[wanted] = {str(word).casefold(): _said(meaning) for word, meaning in words.items()}
            else:
                findings.append(
                    document.finding(
                        ("values", wanted), "TRD203", "It is not words with meanings.", "Write {word: meaning}."
                    )
                )
        if findings:
            raise InvalidInput(findings)
    made.columns |= columns
    for key, meaning in values.items():
        *before, word = key.split(".", parts)
        wanted = ".".join(before)
        if len(before) < parts or not word:
            raise RegistryError(
                f"--value {key!r} does not say of what.", "Write WHAT.WORD=MEANING, such as sex.1=female."
            )
        made.values.setdefault(wanted, {})[word.strip().casefold()] = _said(meaning)
    return made


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _said(meaning: Any) -> Any:
    return None if meaning in ("", "unknown") else meaning
