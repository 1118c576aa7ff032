"""A folder of tables: CSV, also packed or separated by tabs, or Parquet, by any mixture of capitals."""

import csv
import gzip
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import IO, Any, Self, cast

from trd_registry.cohorts.needs import needed, plain_path
from trd_registry.importing.database import text
from trd_registry.importing.omop.cdm import OTHERS, TABLES, VOCABULARY
from trd_registry.importing.omop.headings import has_headings, order_of
from trd_registry.importing.omop.source import Lost, Source
from trd_registry.loading.plain_file import check_plain
from trd_registry.model.errors import RegistryError

#: How like the name of a table that of a file must be, to be a misspelt one.
_LIKE = 0.9

_TEXTS = (".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz", ".txt.gz")

#: Cells that mean that nothing is there, as databases write them.
_EMPTY = ["", "NULL", "\\N"]


def open_folder(folder: Path, database: Any) -> Source:
    """Every table of the model in the folder; raises RegistryError where one is there twice or cannot be read."""
    source = Source(database, f"the folder {folder.name}")
    found: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        table = _table_of(path)
        if table is None:
            if _is_piece(path):
                source.unread.append(path.name)
            elif meant := _meant(path):
                source.misspelt[path.name] = meant
            continue
        if table in found:
            raise RegistryError(
                f"The table {table} is there twice: {found[table].name} and {path.name}.", "Keep one of them."
            )
        check_plain(path)
        found[table] = path
    for table, path in found.items():
        try:
            if _is_text(path):
                _take_text(source, table, path)
            else:
                _take_parquet(source, table, path)
        except needed("duckdb").Error as error:
            raise RegistryError(f"{path} cannot be read: {str(error).splitlines()[0]}") from None
    return source


def folder_of_tables(folder: Path) -> Path | None:
    """The folder within a folder that holds the table person, where exactly one does: archives often wrap theirs."""
    found = [
        one
        for one in sorted(folder.iterdir())
        if one.is_dir() and any(_table_of(path) == "person" for path in one.iterdir())
    ]
    return found[0] if len(found) == 1 else None


def _meant(path: Path) -> str:
    """The table whose name a file has but for a slip of the pen; empty where there is none."""
    name, _, ending = path.name.casefold().partition(".")
    if f".{ending}" not in (*_TEXTS, ".parquet") or name in OTHERS:
        return ""
    near = get_close_matches(name, TABLES, n=1, cutoff=_LIKE)
    return near[0] if near else ""


def _is_piece(path: Path) -> bool:
    """Whether a file looks like a piece of a table, and not like another table of the model."""
    name = path.name.casefold()
    return name.startswith(tuple(f"{table}_" for table in TABLES)) and name.partition(".")[0] not in OTHERS


def _table_of(path: Path) -> str | None:
    name = path.name.casefold()
    for ending in (*_TEXTS, ".parquet"):
        if name.endswith(ending):
            name = name.removesuffix(ending)
            break
    else:
        if not (path.is_dir() and any(path.glob("*.parquet"))):
            return None
    if name not in TABLES:
        name = name.removeprefix("cdm_").removeprefix("omop_")
    return name if name in TABLES else None


def _is_text(path: Path) -> bool:
    return path.is_file() and path.name.casefold().endswith(_TEXTS)


def _take_parquet(source: Source, table: str, path: Path) -> None:
    files = str(path / "*.parquet") if path.is_dir() else plain_path(str(path))
    relation = f"read_parquet({text(files)}, union_by_name = true)"
    source.take(table, relation, _described(source.database, relation))


def _take_text(source: Source, table: str, path: Path) -> None:
    """Stores the columns that are read: a text is slow to read twice. Lines that cannot be read are told."""
    header = _first_line(path)
    if not header.strip():
        return
    form = _Form.of(table, header, str(path))
    if form.models:
        source.headless[path.name] = form.models
    try:
        _read_text(source, table, path, form)
    except needed("duckdb").Error:
        # Damage that puts the fast reader off as a whole: line by line, what is sound is kept.
        for made in ("cdm", "lost", "scan"):
            source.database.execute(f"DROP TABLE IF EXISTS {made}_{table}")
        spill = Path(source.database.execute("SELECT current_setting('temp_directory')").fetchall()[0][0])
        spill.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=spill) as folder:
            plain = Path(folder) / f"{table}.csv"
            lost = list(_sound_lines(table, path, plain, form))
            _read_text(source, table, plain, form)
        source.lost += lost


@dataclass(frozen=True, slots=True)
class _Form:
    """How a text is written."""

    delimiter: str
    quote: str
    names: tuple[str, ...]
    #: Without a line of headings: the versions of the model whose order the names are taken from.
    models: tuple[str, ...] = ()

    @classmethod
    def of(cls, table: str, header: str, where: str) -> Self:
        """The form that the first line shows; raises RegistryError where the columns cannot be told."""
        tabs = header.count("\t") > header.count(",")
        delimiter = "\t" if tabs else (";" if header.count(";") > header.count(",") else ",")
        # The vocabulary files of Athena are separated by tabs and quote nothing.
        quote = "" if tabs and table in VOCABULARY and '"' not in header else '"'
        names = [name.strip().strip('"') for name in header.rstrip("\r\n").split(delimiter)]
        if has_headings(table, names):
            return cls(delimiter, quote, tuple(_different(names)))
        cells = next(csv.reader([header.rstrip("\r\n")], delimiter=delimiter), [])
        order = order_of(table, len(cells), where)
        return cls(delimiter, quote, tuple(_different(list(order.columns))), order.models)


def _read_text(source: Source, table: str, path: Path, form: _Form) -> None:
    columns = "{" + ", ".join(f"{text(name)}: 'VARCHAR'" for name in form.names) + "}"
    empty = "[" + ", ".join(map(text, _EMPTY)) + "]"
    relation = (
        f"read_csv({text(plain_path(str(path)))}, header = {'false' if form.models else 'true'}, auto_detect = false, "
        f"columns = {columns}, "
        f"delim = {text(form.delimiter)}, quote = {text(form.quote)}, escape = {text(form.quote)}, nullstr = {empty}, "
        f"store_rejects = true, rejects_table = 'lost_{table}', rejects_scan = 'scan_{table}')"
    )
    source.take(table, relation, [(name, "VARCHAR") for name in form.names], keep=True)
    source.lost += _lost(source.database, table)


def _sound_lines(table: str, path: Path, kept: Path, form: _Form) -> Iterator[Lost]:
    """Writes the lines that have a cell for every column, in one manner; gives the others."""
    with _opened(path) as given, kept.open("w", encoding="utf-8", newline="") as file:
        for number, raw in enumerate(given, start=1):
            try:
                line = raw.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
                reader = csv.reader(
                    [line],
                    delimiter=form.delimiter,
                    quoting=csv.QUOTE_MINIMAL if form.quote else csv.QUOTE_NONE,
                    strict=True,
                )
                cells = next(reader, [])
            except (UnicodeDecodeError, csv.Error):
                cells = []
            if len(cells) == len(form.names) and min(line, default=" ") >= "\t":
                file.write(line + "\n")
            else:
                yield Lost(table, number, "The line cannot be read: its cells are not those of the header.")


def _opened(path: Path) -> IO[bytes]:
    if path.name.casefold().endswith(".gz"):
        return cast("IO[bytes]", gzip.open(path, "rb"))
    return path.open("rb")


def _first_line(path: Path) -> str:
    with _opened(path) as file:
        try:
            return file.readline(1_000_000).decode("utf-8-sig", errors="replace")
        except (OSError, EOFError):
            raise RegistryError(f"{path} cannot be unpacked.", "Is it a whole gzip file?") from None


def _different(names: list[str]) -> list[str]:
    """The names of the columns; one that comes again gets another, and is not read."""
    seen: set[str] = set()
    found = []
    for number, name in enumerate(names):
        again = name.casefold() in seen or not name
        seen.add(name.casefold())
        found.append(f"{name} ({number})" if again else name)
    return found


def _lost(database: Any, table: str) -> Iterator[Lost]:
    rows = database.execute(
        f"SELECT line, min(lower(CAST(error_type AS VARCHAR))) FROM lost_{table} GROUP BY line ORDER BY line"
    ).fetchall()
    yield from (Lost(table, int(line), f"The line cannot be read: {why}.") for line, why in rows)


def _described(database: Any, relation: str) -> list[tuple[str, str]]:
    return [(row[0], row[1]) for row in database.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()]
