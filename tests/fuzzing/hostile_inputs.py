"""Inputs that ask for more than any honest file: what to write, and the command that reads it."""

import gzip
import json
import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

from trd_registry.loading.data_root import data_root

#: Writes an input into an empty folder and gives the arguments of the command that reads it.
Making = Callable[[Path], list[str]]

HISTORY = "history: 1\nid: x\ncomplete: all\ntrials: []\n"
PUBLISHED = data_root() / "definitions"
SPAN = ["--from", "2016-01-01", "--to", "2019-12-31", "--unchecked", "-o"]

INPUTS: dict[str, Making] = {}


def _input(name: str) -> Callable[[Making], Making]:
    def kept(making: Making) -> Making:
        INPUTS[name] = making
        return making

    return kept


def _history(name: str, text: Callable[[], str | bytes]) -> None:
    """An input that is one history, judged by one definition."""

    def made(folder: Path) -> list[str]:
        content = text()
        path = folder / "x.yaml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return ["evaluate", str(path), "-d", "conway-2017"]

    INPUTS[f"history: {name}"] = made


_history(
    "billion laughs", lambda: "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{f'*a{n - 1},' * 9}]\n" for n in range(1, 60))
)
_history("60,000 anchors", lambda: "a: [" + ",".join(f"&a{n} 1" for n in range(60_000)) + "]\n")
_history("nested 500,000 deep", lambda: "[" * 500_000 + "]" * 500_000)
_history("keys nested 5,000 deep", lambda: "".join(" " * n + "a:\n" for n in range(1_900)))
_history("2 MB of one scalar", lambda: HISTORY + "notes: " + "a" * 1_990_000)
_history("2 MB of one quoted scalar", lambda: HISTORY + 'notes: "' + "\\u2603" * 330_000 + '"')
_history("2 MB of comment", lambda: "#" * 1_990_000 + "\n" + HISTORY)
_history("100,000 keys", lambda: HISTORY + "".join(f"k{n}: 1\n" for n in range(99_000)))
_history("100,000 keys of one list entry", lambda: "trials: [{" + ",".join(f"k{n}: 1" for n in range(90_000)) + "}]")
_history("a key of 1 MB, unknown", lambda: HISTORY + "k" * 1_000_000 + ": 1\n")
_history("a drug of 1 MB", lambda: HISTORY.replace("[]", "[{treatment: " + "sertralin " * 150_000 + "}]"))
_history(
    "30,000 misspelt drugs",
    lambda: HISTORY.replace("[]", "\n" + "".join(f"- treatment: sertralinx{n}\n" for n in range(30_000))),
)
_history("an integer of 100,000 digits", lambda: HISTORY.replace("[]", "[{weeks: " + "9" * 100_000 + "}]"))
_history("a decimal of 1,000,000 digits", lambda: HISTORY.replace("[]", "[{weeks: 1." + "9" * 1_000_000 + "}]"))
_history("an exponent of 1,000,000 digits", lambda: HISTORY.replace("[]", "[{weeks: 1e" + "9" * 1_000_000 + "}]"))
_history("digits and colons (sexagesimal)", lambda: HISTORY.replace("[]", "[{weeks: " + "1" + ":59" * 600_000 + "x}]"))
_history("underscores in a number", lambda: HISTORY.replace("[]", "[{weeks: 1" + "_1" * 900_000 + "x}]"))
_history("quoted number with blanks", lambda: HISTORY.replace("[]", '[{weeks: "' + " " * 900_000 + '1"}]'))
_history(
    "dose of 1 MB of digits",
    lambda: HISTORY.replace("[]", '[{treatment: sertraline, dose: "' + "1" * 1_000_000 + ' mg/day"}]'),
)
_history(
    "date of 1 MB of digits",
    lambda: HISTORY.replace("[]", '[{treatment: sertraline, start: "' + "2" * 1_000_000 + '"}]'),
)
_history(
    "5,000 trials",
    lambda: HISTORY.replace(
        "[]", "\n" + "- {treatment: sertraline, weeks: 8, dose: 100 mg/day, response: none}\n" * 5_000
    ),
)
_history("5,000 trials that say nothing", lambda: HISTORY.replace("[]", "\n" + "- {}\n" * 5_000))
_history(
    "16,000 dispensings",
    lambda: HISTORY.replace(
        "trials: []\n",
        "records:\n  from: 2016-01-01\n  to: 2019-12-31\n  covers: [dispensings]\n  dispensings:\n"
        + "  - {treatment: sertraline, date: 2017-03-01, days: 30}\n" * 16_000,
    ),
)
_history("NUL bytes", lambda: b"\0" * 1_000_000)
_history("no UTF-8", lambda: b"\xff\xfe" * 900_000)


@_input("history: 5,000 dated trials, all definitions")
def _(folder: Path) -> list[str]:
    trials = "".join(
        f"- {{treatment: {drug}, weeks: {{at_least: 4}}, start: 20{10 + n % 9}-0{1 + n % 9}}}\n"
        for n in range(1_000)
        for drug in ("sertraline", "venlafaxine", "lithium", "ect", "interpersonal-psychotherapy")
    )
    (folder / "x.yaml").write_text(HISTORY.replace("[]", "\n" + trials) + "as_of: 2021-01\n")
    return ["evaluate", str(folder / "x.yaml")]


@_input("history: a pipe")
def _(folder: Path) -> list[str]:
    os.mkfifo(folder / "x.yaml")
    return ["evaluate", str(folder / "x.yaml")]


@_input("history: /dev/zero by a link")
def _(folder: Path) -> list[str]:
    (folder / "x.yaml").symlink_to("/dev/zero")
    return ["evaluate", str(folder / "x.yaml")]


def private(folder: Path, change: Callable[[str], str], name: str = "made-up") -> Path:
    """A private folder that holds conway-2017 under another name, changed."""
    home = folder / "definitions" / "consensus" / name / "1.0.0"
    home.mkdir(parents=True)
    text = (PUBLISHED / "consensus" / "conway-2017" / "1.0.0" / "definition.yaml").read_text("utf-8")
    (home / "definition.yaml").write_text(change(text.replace("id: conway-2017\n", f"id: {name}\n")), "utf-8")
    return folder


def _private(title: str, change: Callable[[str], str]) -> None:
    def judged(folder: Path) -> list[str]:
        private(folder, change)
        (folder / "x.yaml").write_text(HISTORY)
        return ["evaluate", str(folder / "x.yaml"), "-d", "made-up", "--registry", str(folder)]

    def checked(folder: Path) -> list[str]:
        return ["check", str(private(folder, change) / "definitions")]

    INPUTS[f"definition: {title}"] = judged
    INPUTS[f"definition: {title}, checked"] = checked


def _readings(count: int, options: int, value: str = "4", *, default: bool = False) -> Callable[[str], str]:
    """Readings that no default settles."""
    chosen = ", default: true" if default else ""
    made = "".join(
        f"  r{one}:\n    asks: What?\n    because: {{source: article, at: p. 1, silent: true}}\n    options:\n"
        + "".join(f"      o{n}: {{value: {value}{chosen if n == 0 else ''}, why: x}}\n" for n in range(options))
        for one in range(count)
    )
    return lambda text: text.replace("\nreadings:\n", f"\nreadings:\n{made}", 1)


_private("12 readings of 12 options without default", _readings(12, 12))
_private("one reading of 20,000 options", _readings(1, 20_000))
_private("2,000 readings with defaults", _readings(2_000, 2, default=True))
_private(
    "readings that lead to each other",
    lambda text: _readings(1, 2, "{reading: r0}", default=True)(text).replace(
        "criterion:\n", "scope: {reading: r0}\ncriterion:\n", 1
    ),
)


def _doubling(text: str) -> str:
    names = "".join(f"  c{n}: {{all: [{{condition: c{n - 1}}}, {{condition: c{n - 1}}}]}}\n" for n in range(1, 40))
    return text + "\nconditions:\n  c0: {weeks: {at_least: 1}}\n" + names


_private("conditions that double 39 times", _doubling)


@_input("private folder: 3,000 definitions")
def _(folder: Path) -> list[str]:
    private(folder, lambda text: text)
    home = folder / "definitions" / "consensus"
    for number in range(3_000):
        (home / f"d{number}" / "1.0.0").mkdir(parents=True)
        (home / f"d{number}" / "1.0.0" / "definition.yaml").write_text("id: x\n")
    return ["list", "--registry", str(folder)]


@_input("private folder: a link to the folder above itself")
def _(folder: Path) -> list[str]:
    private(folder, lambda text: text)
    (folder / "definitions" / "consensus" / "loop").symlink_to(folder, target_is_directory=True)
    return ["check", str(folder)]


@_input("private folder: definition.yaml is /dev/zero")
def _(folder: Path) -> list[str]:
    private(folder, lambda text: text)
    path = folder / "definitions" / "consensus" / "made-up" / "1.0.0" / "definition.yaml"
    path.unlink()
    path.symlink_to("/dev/zero")
    return ["check", str(folder)]


@_input("private folder: cases.yaml is a pipe")
def _(folder: Path) -> list[str]:
    private(folder, lambda text: text)
    os.mkfifo(folder / "definitions" / "consensus" / "made-up" / "1.0.0" / "cases.yaml")
    return ["check", str(folder)]


def cohort(folder: Path, **tables: str | bytes) -> list[str]:
    """A cohort folder of CSV files, judged by one definition."""
    made = folder / "cohort"
    made.mkdir()
    (made / "cohort.yaml").write_text("cohort: 1\ntitle: x\nsource: x\ncomplete: all\n")
    for name, text in tables.items():
        (made / f"{name}.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    return ["cohort", "evaluate", str(made), "-d", "conway-2017", "-o", str(folder / "out")]


PERSONS = "person,age\n1,40\n"
INPUTS["csv: one line of 200 MB"] = lambda folder: cohort(
    folder, persons=PERSONS, trials=b"person,treatment\n1," + b"a" * 200_000_000 + b"\n"
)
INPUTS["csv: a header of 50 MB"] = lambda folder: cohort(
    folder, persons=PERSONS, trials=b"person," + b"a" * 50_000_000 + b"\n1,x\n"
)
INPUTS["csv: 200,000 columns"] = lambda folder: cohort(
    folder, persons=PERSONS, trials="person," + ",".join(f"c{n}" for n in range(200_000)) + "\n"
)
INPUTS["csv: a quote never closed, 500,000 lines"] = lambda folder: cohort(
    folder, persons=PERSONS, trials='person,treatment\n1,"' + "a,b\n" * 500_000
)
INPUTS["csv: 20 MB of quotes"] = lambda folder: cohort(
    folder, persons=PERSONS, trials=b"person,treatment\n1," + b'"' * 20_000_000
)
INPUTS["csv: 300,000 trials of one person"] = lambda folder: cohort(
    folder, persons=PERSONS, trials="person,treatment,weeks\n" + "1,sertraline,8\n" * 300_000
)
INPUTS["csv: 20 MB of NUL"] = lambda folder: cohort(
    folder, persons=PERSONS, trials=b"person,treatment\n" + b"\0" * 20_000_000
)


@_input("cohort folder: a table is a pipe")
def _(folder: Path) -> list[str]:
    asked = cohort(folder, persons=PERSONS)
    os.mkfifo(folder / "cohort" / "trials.csv")
    return asked


@_input("cohort folder: a table is /dev/zero by a link")
def _(folder: Path) -> list[str]:
    asked = cohort(folder, persons=PERSONS)
    (folder / "cohort" / "trials.csv").symlink_to("/dev/zero")
    return asked


@_input("cohort folder: a Parquet table is a pipe")
def _(folder: Path) -> list[str]:
    asked = cohort(folder, persons=PERSONS)
    os.mkfifo(folder / "cohort" / "trials.parquet")
    return asked


@_input("cohort folder: a table is a folder")
def _(folder: Path) -> list[str]:
    asked = cohort(folder, persons=PERSONS)
    (folder / "cohort" / "trials.csv").mkdir()
    return asked


def _parquet(name: str, columns: Callable[[], dict[str, object]], **written: object) -> None:
    def made(folder: Path) -> list[str]:
        import pyarrow
        from pyarrow import parquet

        asked = cohort(folder, persons=PERSONS, trials="person\n")
        (folder / "cohort" / "trials.csv").unlink()
        parquet.write_table(pyarrow.table(columns()), folder / "cohort" / "trials.parquet", **written)
        return asked

    INPUTS[f"parquet: {name}"] = made


def _one_dictionary() -> dict[str, object]:
    import pyarrow

    return {
        "person": pyarrow.array(["1"] * 2_000_000),
        "treatment": pyarrow.array(["a" * 500] * 2_000_000).dictionary_encode(),
    }


_parquet("2,000,000 rows of 500 letters (1 GB) in a few bytes", _one_dictionary)
_parquet(
    "20,000 groups of one row",
    lambda: {"person": ["1"] * 20_000, "treatment": ["sertraline"] * 20_000},
    row_group_size=1,
)
_parquet("lists of a million", lambda: {"person": ["1"], "treatment": [[1] * 1_000_000]})
_parquet("50,000 columns", lambda: {"person": ["1"], **{f"c{n}": ["1"] for n in range(50_000)}})


def _broken_parquet(folder: Path, spoil: Callable[[bytearray], None]) -> list[str]:
    asked = INPUTS["parquet: lists of a million"](folder)
    import pyarrow
    from pyarrow import parquet

    path = folder / "cohort" / "trials.parquet"
    parquet.write_table(pyarrow.table({"person": ["1"] * 100, "treatment": ["sertraline"] * 100}), path)
    data = bytearray(path.read_bytes())
    spoil(data)
    path.write_bytes(bytes(data))
    return asked


def _long_footer(data: bytearray) -> None:
    data[-8:-4] = (0x7FFFFFFF).to_bytes(4, "little")


def _flipped(data: bytearray) -> None:
    for place in range(4, len(data) - 8, 7):
        data[place] ^= 0x5A


INPUTS["parquet: a footer of 2 GB"] = lambda folder: _broken_parquet(folder, _long_footer)
INPUTS["parquet: every seventh byte changed"] = lambda folder: _broken_parquet(folder, _flipped)


def _fhir(name: str, text: Callable[[], str | bytes], ending: str = "json") -> None:
    def made(folder: Path) -> list[str]:
        content = text()
        path = folder / f"x.{ending}"
        content = content if isinstance(content, bytes) else content.encode()
        path.write_bytes(content)
        return ["import", "fhir", str(path), *SPAN, str(folder / "out")]

    INPUTS[f"fhir: {name}"] = made


PATIENT = '{"resourceType": "Patient", "id": "p"}'
_fhir("nested 1,000,000 deep", lambda: '{"resourceType": "Patient", "x": ' + "[" * 1_000_000)
_fhir(
    "nested 90 deep, 100,000 lines",
    lambda: (PATIENT + "\n") + ('{"resourceType": "Basic", "x": ' + "[" * 90 + "]" * 90 + "}\n") * 20_000,
    "ndjson",
)
_fhir(
    "bundles in bundles",
    lambda: '{"resourceType": "Bundle", "type": "collection", "entry": [{"resource": ' * 40 + PATIENT + "}]}" * 40,
)
_fhir(
    "a line of 60 MB", lambda: PATIENT[:-1] + ', "name": [{"text": "' + "a" * 60_000_000 + '"}]}\n' + PATIENT, "ndjson"
)
_fhir(
    "a line of 70 MB",
    lambda: PATIENT[:-1] + ', "name": [{"text": "' + "a" * 70_000_000 + '"}]}\n' + PATIENT + "\n",
    "ndjson",
)
_fhir("an integer of 1,000,000 digits", lambda: PATIENT[:-1] + ', "x": ' + "9" * 1_000_000 + "}")
_fhir("200,000 names in one object", lambda: PATIENT[:-1] + "".join(f', "n{n}": 1' for n in range(200_000)) + "}")
_fhir(
    "20,000 names twice in one object",
    lambda: PATIENT[:-1] + "".join(f', "n{n}": 1' for n in range(40_000)) + ', "n39999": 1}',
)
_fhir("1 GB packed with gzip into 1 MB (one line)", lambda: gzip.compress(b" " * 1_000_000_000, 9), "ndjson.gz")
_fhir(
    "1 GB packed with gzip into 1 MB (a document)",
    lambda: gzip.compress(b'{"a": "' + b" " * 1_000_000_000, 9),
    "json.gz",
)
_fhir("half a gzip", lambda: gzip.compress(os.urandom(100_000))[:50_000], "json.gz")
_fhir(
    "a drug name of 1 MB",
    lambda: PATIENT + "\n" + json.dumps({
        "resourceType": "MedicationDispense", "id": "d", "status": "completed", "subject": {"reference": "Patient/p"},
        "whenHandedOver": "2017-01-01", "medicationCodeableConcept": {"text": "sertraline 50 MG " * 60_000},
        "dosageInstruction": [{"text": "take 1 " * 150_000}],
    }) + "\n",
    "ndjson",
)  # fmt: skip


@_input("fhir: a folder with a pipe and links to /dev/zero and above")
def _(folder: Path) -> list[str]:
    home = folder / "data"
    home.mkdir()
    (home / "p.json").write_text(PATIENT)
    os.mkfifo(home / "x.ndjson")
    (home / "z.json").symlink_to("/dev/zero")
    (home / "up").symlink_to(folder, target_is_directory=True)
    return ["import", "fhir", str(home), *SPAN, str(folder / "out")]


def workbook(folder: Path, name: str = "x.xlsx") -> Path:
    """A small workbook of trials."""
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["person", "treatment", "weeks"])
    book.active.append(["1", "sertraline", 8])
    book.save(folder / name)
    return folder / name


def _repacked(folder: Path, part: str, content: Callable[[bytes], bytes]) -> list[str]:
    """The workbook with one of its parts changed."""
    given, made = workbook(folder, "given.xlsx"), folder / "x.xlsx"
    with zipfile.ZipFile(given) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, content(data) if name == part else data)
    return ["import", "trials", str(made), "--complete", "none", "-o", str(folder / "out")]


_SHEET = "xl/worksheets/sheet1.xml"
_LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))
    + b"]><worksheet><sheetData><row><c><v>&a11;</v></c></row></sheetData></worksheet>"
)
INPUTS["xlsx: a sheet of 1 GB packed into 1 MB"] = lambda folder: _repacked(
    folder, _SHEET, lambda data: data.replace(b"</sheetData>", b" " * 1_000_000_000 + b"</sheetData>")
)
INPUTS["xlsx: 2,000,000 rows packed into 1 MB"] = lambda folder: _repacked(
    folder,
    _SHEET,
    lambda data: data.replace(b"</sheetData>", b"<row><c><v>1</v></c></row>" * 2_000_000 + b"</sheetData>"),
)
INPUTS["xlsx: billion laughs in the sheet"] = lambda folder: _repacked(folder, _SHEET, lambda data: _LAUGHS)
INPUTS["xlsx: billion laughs in the workbook"] = lambda folder: _repacked(
    folder, "xl/workbook.xml", lambda data: _LAUGHS
)
INPUTS["xlsx: the last row and column are filled"] = lambda folder: _repacked(
    folder,
    _SHEET,
    lambda data: data.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'),
)
INPUTS["xlsx: nested 200,000 deep"] = lambda folder: _repacked(
    folder, _SHEET, lambda data: b"<a>" * 200_000 + b"</a>" * 200_000
)


@_input("trials: a pipe named .xlsx")
def _(folder: Path) -> list[str]:
    os.mkfifo(folder / "x.xlsx")
    return ["import", "trials", str(folder / "x.xlsx"), "--complete", "none", "-o", str(folder / "out")]


@_input("trials: a pipe named .csv")
def _(folder: Path) -> list[str]:
    os.mkfifo(folder / "x.csv")
    return ["import", "trials", str(folder / "x.csv"), "--complete", "none", "-o", str(folder / "out")]


def _trials(name: str, text: Callable[[], bytes]) -> None:
    def made(folder: Path) -> list[str]:
        (folder / "x.csv").write_bytes(text())
        return [
            "import",
            "trials",
            str(folder / "x.csv"),
            "--complete",
            "none",
            "--unchecked",
            "-o",
            str(folder / "out"),
        ]

    INPUTS[f"trials: {name}"] = made


_trials("one line of 200 MB", lambda: b"person,treatment\n1," + b"a" * 200_000_000)
_trials("a quote in each of 200,000 lines", lambda: b"person,treatment\n" + b'1,"a\n' * 200_000)
_trials("20 MB of quotes", lambda: b"person,treatment\n1," + b'"' * 20_000_000)


@_input("omop: a table is a pipe")
def _(folder: Path) -> list[str]:
    (folder / "cdm").mkdir()
    os.mkfifo(folder / "cdm" / "person.csv")
    return ["import", "omop", str(folder / "cdm"), "-o", str(folder / "out")]


@_input("omop: a DuckDB file with a view that reads another file")
def _(folder: Path) -> list[str]:
    import duckdb

    (folder / "secret.csv").write_text("person_id,year_of_birth,gender_concept_id\n1,1970,8532\n")
    with duckdb.connect(str(folder / "x.duckdb")) as made:
        made.execute(f"CREATE VIEW person AS FROM read_csv('{folder}/secret.csv')")
        made.execute(
            "CREATE TABLE observation_period (person_id INT, observation_period_start_date DATE, "
            "observation_period_end_date DATE)"
        )
        made.execute("INSERT INTO observation_period VALUES (1, '2016-01-01', '2019-12-31')")
    return ["import", "omop", str(folder / "x.duckdb"), "-o", str(folder / "out")]


def _endless(name: str, persons: str) -> None:
    def made(folder: Path) -> list[str]:
        import sqlite3

        database = sqlite3.connect(folder / "x.sqlite")
        database.execute(
            "CREATE VIEW person AS WITH RECURSIVE n(person_id) AS (SELECT 1 UNION ALL SELECT person_id + 1 FROM n) "
            f"SELECT {persons}, 1970 AS year_of_birth FROM n"
        )
        database.commit()
        database.close()
        return ["import", "omop", str(folder / "x.sqlite"), "-o", str(folder / "out")]

    INPUTS[f"omop: an SQLite file with a view {name}"] = made


_endless("without end", "person_id")
_endless("that counts without end", "count(*) AS person_id")


def _receipt(name: str, text: Callable[[], str]) -> None:
    def made(folder: Path) -> list[str]:
        (folder / "x.json").write_text(text())
        return ["verify", str(folder / "x.json")]

    INPUTS[f"receipt: {name}"] = made


RESULT = {
    "history": "x", "definition": "conway-2017", "version": "1.0.0", "digest": "sha256:0", "readings": {},
    "vocabularies": {}, "status": "released", "kind": "criterion",
}  # fmt: skip
_receipt("nested 1,000,000 deep", lambda: "[" * 1_000_000)
_receipt("a trace nested 390 deep", lambda: json.dumps([{**RESULT, "trace": json.loads("[" * 390 + "]" * 390)}]))
_receipt("an integer of 1,000,000 digits", lambda: "[" + "9" * 1_000_000 + "]")
_receipt("20,000 results", lambda: json.dumps([RESULT] * 20_000))
_receipt("60 MB of one text", lambda: json.dumps([{**RESULT, "x": "a" * 60_000_000}]))
_receipt("60 MB of backslashes", lambda: '["' + "\\\\" * 30_000_000)
_receipt(
    "names a pipe as its history", lambda: json.dumps([{**RESULT, "input": {"file": "/dev/stdin", "digest": "x"}}])
)


@_input("receipt: /dev/zero")
def _(folder: Path) -> list[str]:
    return ["verify", "/dev/zero"]


def remake(folder: Path) -> Path:
    """The folder, empty."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
