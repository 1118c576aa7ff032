"""Writes the folder of the cohort, the rejects, and what is said of the source."""

from collections.abc import Callable, Mapping
from io import StringIO
from pathlib import Path
from typing import Any

from trd_registry.cohorts.folder.declaration import DECLARATION
from trd_registry.importing import database as sql
from trd_registry.importing.declared import Declared
from trd_registry.importing.importer import Importer
from trd_registry.importing.omop.accounts import Accounts
from trd_registry.importing.omop.kinds import LISTS
from trd_registry.importing.omop.source import Source
from trd_registry.importing.opened import Opened
from trd_registry.importing.source_report import Summary, write_summary
from trd_registry.importing.synthetic_mark import CDM_SOURCE
from trd_registry.importing.tally import COLUMNS, Tally
from trd_registry.loading.registry import Registry

#: Table of the cohort -> its columns; those that are empty throughout are not written.
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "persons": (
        "person", "as_of", "age", "age_at_least", "age_at_most", "sex", "record_from", "record_to", "record_covers",
    ),
    "dispensings": ("person", "treatment", "date", "days", "days_at_least", "days_at_most", "dose"),
    "diagnoses": ("person", "condition", "date", "setting"),
    "procedures": ("person", "treatment", "date", "modality", "laterality"),
    "measurements": ("person", "scale", "at", "score"),
}  # fmt: skip

_ALWAYS = {"persons": 1, "dispensings": 3, "diagnoses": 3, "procedures": 3, "measurements": 4}

#: Rows that are read back to see that the reader takes each; more would take long.
_READ_BACK = 300_000


class CountedLists(Opened):
    """The lists that lack something, as counts: the persons themselves stay in the database."""

    def __init__(self, accounts: Accounts) -> None:
        super().__init__()
        self.everybody = accounts.for_nobody
        self._counts = {
            name: number
            for name in LISTS
            if name not in accounts.for_nobody
            and (number := accounts.number(f"SELECT count(DISTINCT person) FROM open_list WHERE list = '{name}'"))
        }

    def counts(self) -> dict[str, int]:
        """List -> persons."""
        return self._counts


def write_folder(
    made: Path,
    source: Source,
    accounts: Accounts,
    *,
    registry: Registry,
    importer: Importer,
    suffix: str,
    choices: Any,
    mapping: dict[str, str],
    assumed: list[str],
    covers: list[str],
    check: bool,
    say: Callable[[str], None],
) -> None:
    """Writes everything into a folder that has no name yet."""
    filled: dict[str, int] = {}
    written: dict[str, int] = {}
    for table, columns in _COLUMNS.items():
        if table in LISTS and table not in accounts.lists:
            continue
        counted = ", ".join(f"count({sql.quoted(name)})" for name in columns)
        cells = dict(
            zip(columns, source.database.execute(f"SELECT {counted} FROM out_{table}").fetchone(), strict=True)
        )
        kept = [name for number, name in enumerate(columns) if number < _ALWAYS[table] or cells[name]]
        if table == "measurements" and not cells["person"]:
            continue
        filled |= {f"{table}.{name}": number for name, number in cells.items() if number}
        order = "person" + ("" if table == "persons" else f", {sql.quoted(columns[2])}, {columns[1]}")
        if table in LISTS:
            order += ", seq"
        query = f"SELECT {', '.join(map(sql.quoted, kept))} FROM out_{table} ORDER BY {order}"
        written[table] = sql.write(source.database, query, made / f"{table}{suffix}")
    columns_ = ", ".join(f"{given} AS {sql.quoted(name)}" for given, name in zip(_REJECT, COLUMNS, strict=True))
    sql.write(
        source.database, f"SELECT {columns_} FROM reject ORDER BY origin, code, line, person", made / "rejects.csv"
    )
    declared = _declared(source, choices, mapping)
    (made / DECLARATION).write_text(declared.text(importer.reference, importer.program), encoding="utf-8")
    with StringIO() as nowhere:  # the rejects were written above, all at once
        tally = Tally(nowhere)
        accounts.fill(tally)
        judged = importer.judged(registry, filled, {})
        summary = Summary(
            importer, declared, tally, written, CountedLists(accounts), assumed, judged, frozenset(covers)
        )
        write_summary(made, summary)
        for table, one in tally.tables.items():
            assert one.read == one.used + one.set_aside + one.rejected, (table, one)
        for line in summary.lines():
            say(line)
    if check:
        _read_back(made, registry, sum(written.values()), say)


_REJECT = ("origin", "line", "coalesce(person, '')", "col", "code", "reason")


def _declared(source: Source, choices: Any, mapping: dict[str, str]) -> Declared:
    said = _cdm_source(source)
    name = said.get("cdm_source_name", "")
    about = "; ".join(f"{key} {value}" for key, value in said.items() if key != "cdm_source_name")
    described = f"{source.what[0].upper()}{source.what[1:]}" + (f": {name}" if name else "")
    return Declared(
        title=choices.title or (f"{name}, from the OMOP common data model" if name else f"Cohort from {source.what}"),
        source=choices.source or described + (f" ({about})" if about else ""),
        # Two supplies of one day have two keys in the source: they are two.
        repeats=("dispensings",),
        synthetic=choices.synthetic or name == CDM_SOURCE,
        mapping=mapping,
    )


def _cdm_source(source: Source) -> dict[str, str]:
    """What the source says of itself."""
    if not source.has("cdm_source"):
        return {}
    columns = source.columns("cdm_source")
    names = [
        name
        for name in ("cdm_source_name", "cdm_version", "vocabulary_version", "source_release_date")
        if columns.has(name)
    ]
    row = source.database.execute(
        f"SELECT {', '.join(columns.text(name) for name in names)} FROM cdm_cdm_source LIMIT 1"
    ).fetchone()
    found = zip(names, row or (), strict=False)
    return {name: " ".join(str(value).split()) for name, value in found if value and str(value).casefold() != name}


def _read_back(made: Path, registry: Registry, rows: int, say: Callable[[str], None]) -> None:
    from trd_registry.cohorts.folder.folder import Cohort

    if rows > _READ_BACK:
        say(f"Not read back: {rows:,} rows. `trd cohort check` does so.")
        return
    cohort = Cohort(made, registry.vocabularies)
    for _ in cohort.persons():
        pass
    for one in cohort.report.rejects[:5]:
        say(f"The reader refuses row {one.line} of {one.table}: {one.code} {one.reason}")
    say(f"Read back: {len(cohort.report.rejects):,} of {rows:,} rows refused.")
