"""Tables in the state in which people keep them: encodings, delimiters, broken lines, days, numbers, Excel."""

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from trd_registry.importing.flat.column_map import read_map
from trd_registry.importing.flat.days import Unreadable, day
from trd_registry.importing.flat.delimited import DelimitedText
from trd_registry.importing.flat.excel_sheet import Workbook
from trd_registry.importing.flat.numbers import milligrams, number
from trd_registry.model.errors import RegistryError
from trd_registry.model.finding import InvalidInput

TEXT = "id;drug\n1;Müller\n2;x\n"


@pytest.mark.parametrize(
    ("encoding", "says"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("cp1252", "cp1252"),
        ("utf-16-le", "little"),
        ("utf-16-be", "big"),
    ],
)
def test_an_encoding_is_found_out_and_said(encoding: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(TEXT.encode(encoding))
    table = DelimitedText(path)
    assert table.columns == ("id", "drug")
    assert [row.cells["drug"] for row in table.rows()] == ["Müller", "x"]
    assert says in " ".join(table.assumed)
    assert bool(says) == (len(table.assumed) > 1), "the delimiter is said too"


def test_of_mixed_encodings_the_lines_that_are_not_utf_8_are_lost_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("id,drug\n1,Müller\n".encode() + "2,Müller\n3,x\n".encode("cp1252"))
    rows = list(DelimitedText(path).rows())
    assert [(row.line, row.fault) for row in rows] == [(2, ""), (3, "it is not utf-8"), (4, "")]
    assert rows[1].cells == {"id": "2"}, "whom the line is about can be read still"


def test_a_text_with_bytes_that_windows_does_not_know_is_latin_1(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"id,drug\n1,M\xfcller\x81\n")
    assert "latin-1" in DelimitedText(path).assumed[0]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_delimiter_is_found_out(delimiter: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"id{delimiter}drug\n1{delimiter}x y\n2{delimiter}z\n", encoding="utf-8")
    assert DelimitedText(path).columns == ("id", "drug")


def test_a_delimiter_that_gives_the_wanted_columns_is_preferred(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b,c;d\n1,2,3;4\n", encoding="utf-8")
    assert DelimitedText(path).columns == ("a", "b", "c;d")
    assert DelimitedText(path, wanted=["d"]).columns == ("a,b,c", "d")


def test_a_delimiter_that_excel_names_in_the_first_line_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("sep=;\na,b;c\n1,2;3\n", encoding="utf-8")
    table = DelimitedText(path)
    assert table.columns == ("a,b", "c")
    assert [(row.line, row.cells["c"]) for row in table.rows()] == [(3, "3")]


def test_broken_lines_are_lost_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b'id,drug,n\n1,"two\nlines",3\n2,x\n3,"open,1\n4,y,2\n5,a\x00b,1\n\n6,"say ""so""",1\n7,x,1,9\n')
    rows = {row.line: row for row in DelimitedText(path).rows()}
    assert rows[2].cells == {"id": "1", "drug": "two\nlines", "n": "3"}
    faults = {line: row.fault for line, row in rows.items() if row.fault}
    assert faults == {
        4: "there are 2 cells in 3 columns",
        5: "a quote in it is not closed",
        7: "it holds a NUL, which no text has",
        10: "there are 4 cells in 3 columns",
    }
    assert rows[6].cells["drug"] == "y"
    assert rows[9].cells["drug"] == 'say "so"'
    assert [rows[line].cells["id"] for line in faults] == ["2", "3", "5", "7"]


@pytest.mark.parametrize("text", ["", "\n\n", "a,a\n1,2\n", 'a,"b\n'])
def test_a_header_that_cannot_be_used_is_a_finding(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInput):
        DelimitedText(path)


@pytest.mark.parametrize(
    ("raw", "order", "expected"),
    [
        ("2019-03-04", "iso", "2019-03-04"),
        ("2019-03-04T10:00:00Z", "dmy", "2019-03-04"),
        ("20190304", "iso", "2019-03-04"),
        ("04MAR2019", "iso", "2019-03-04"),
        ("4-Mar-2019", "mdy", "2019-03-04"),
        ("03/04/2019", "dmy", "2019-04-03"),
        ("03/04/2019", "mdy", "2019-03-04"),
        ("3.4.2019", "dmy", "2019-04-03"),
        ("2019/03/04", "ymd", "2019-03-04"),
        ("04032019", "dmy", "2019-03-04"),
        ("43528", "excel", "2019-03-04"),
        (43528, "excel", "2019-03-04"),
        (date(2019, 3, 4), "mdy", "2019-03-04"),
        (datetime(2019, 3, 4, 12), "iso", "2019-03-04"),  # noqa: DTZ001
    ],
)
def test_a_day_is_read_in_the_order_that_was_named(raw: object, order: str, expected: str) -> None:
    assert day(raw, order) == expected


@pytest.mark.parametrize(
    ("raw", "order"),
    [
        ("03/04/2019", "iso"), ("31/04/2019", "dmy"), ("13/13/2019", "mdy"), ("03/04/19", "dmy"), ("2019-02-29", "iso"),
        ("2019-03", "iso"), ("43528", "iso"), (60, "excel"), (True, "iso"), ("yesterday", "iso"), ("2019/03/04", "dmy"),
        ("2019-13-01", "ymd"), (1.5, "iso"),
    ],
)  # fmt: skip
def test_a_day_that_can_be_read_otherwise_or_not_at_all_is_not_read(raw: object, order: str) -> None:
    with pytest.raises(Unreadable):
        day(raw, order)


@pytest.mark.parametrize(
    ("raw", "order", "expected"),
    [
        ("2019-03", "iso", "2019-03"),
        ("2019", "dmy", "2019"),
        ("03.2019", "dmy", "2019-03"),
        ("2019-03-04", "iso", "2019-03-04"),
    ],
)
def test_a_part_of_a_day_is_read_where_it_may_stand(raw: str, order: str, expected: str) -> None:
    assert day(raw, order, partial=True) == expected


def test_numbers_are_read_as_they_are_written_and_never_guessed() -> None:
    assert (number("7"), number(" 1.50 "), number("1e2"), number(3), number("1,5", ",")) == (7, 1.5, 100, 3, 1.5)
    for raw, decimal in (("1,500", "."), ("1.500", ","), ("8 weeks", "."), ("NaN", "."), (True, "."), ("", ".")):
        with pytest.raises(Unreadable):
            number(raw, decimal)


def test_amounts_are_converted_to_milligrams() -> None:
    told = {"50": 50, "50 mg": 50, "0.5 g": 500, "500 mcg": 0.5, "25 µg": 0.025, "20 mg/day": 20, "50MG": 50}
    assert {raw: milligrams(raw) for raw in told} == told
    for raw in ("50 ml", "5 mg/ml", "one", "50 mg/25 mg"):
        with pytest.raises(Unreadable):
            milligrams(raw)


def workbook(path: Path, rows: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_cells_of_excel_keep_what_they_hold(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        [["id", "day", "n", "t"], [1, date(2019, 3, 4), 2.0, " x "], [], ["007", "2019-03-04", "8", True]],
    )
    rows = list(Workbook(path).sheet("Sheet").rows())
    assert [(row.line, dict(row.cells)) for row in rows] == [
        (2, {"id": 1, "day": date(2019, 3, 4), "n": 2, "t": "x"}),
        (4, {"id": "007", "day": "2019-03-04", "n": "8", "t": True}),
    ]


def test_a_formula_without_a_saved_result_is_not_read_as_empty(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["id", "n"], [1, "=1+1"], [2, 5], [3, None, "stray"]])
    rows = list(Workbook(path).sheet("Sheet").rows())
    assert [bool(row.fault) for row in rows] == [True, False, True]
    assert "no saved result" in rows[0].fault


def test_what_is_no_workbook_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_text("not a workbook", encoding="utf-8")
    with pytest.raises(InvalidInput):
        Workbook(tmp_path / "a.xlsx")


def test_a_map_is_read_from_a_file_and_the_command_line_changes_it(tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_text("map: {person: pid, date: d}\nvalues: {sex: {'1': female, '9': unknown}}\n")
    found = read_map(tmp_path / "m.yaml", {"date": "disp"}, {"sex.2": "male"})
    assert found.columns == {"person": "pid", "date": "disp"}
    assert [found.meaning("sex", raw) for raw in (1, "2", "9", "other")] == ["female", "male", None, "other"]
    with pytest.raises(RegistryError):
        read_map(None, {}, {"sex": "male"})
    (tmp_path / "bad.yaml").write_text("person: pid\n")
    with pytest.raises(InvalidInput):
        read_map(tmp_path / "bad.yaml", {}, {})
