"""Imports through the real command line: from files in the state in which people have them to a cohort."""

import csv
import json
import signal
import time
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

import acceptance.cli
from acceptance.cli import Run, started
from trd_registry.cli.main import main
from trd_registry.importing.template.example_rows import EXAMPLE
from trd_registry.loading.registry import Registry

REDCAPR = Path(__file__).parent.parent / "imports" / "redcapr"

SUPPLIES = """\
patid;disp_date;atc;product;days;strength;qty
1;03/01/2019;N06AB06;;30;50 mg;60
1;04/02/2019;;SERTRALINE 50MG TAB;28;;
2;05/03/2019;A10BA02;Metformin;30;;
3;32/01/2019;N06AB06;;30;;
3;05/01/2018;N06AX16;;30;;
4;05/01/2019;N06AX16;Müller AG;30;50;30
4;05/01/2019;N06AX16;Müller AG;30;50;30
5;05/01/2019;N06AX16
6;05/01/2019;N06AX16;;-3;;
"""

MAPPED = ["--map", "person=patid", "--map", "date=disp_date", "--map", "drug=product", "--map", "quantity=qty"]
SPAN = ["--from", "2019-01-01", "--to", "2019-12-31", "--covers", "dispensings", "--dates", "dmy"]


@pytest.fixture(autouse=True)
def few_definitions(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a source can settle is told of one definition here, and of all of them in the test that says so."""
    monkeypatch.setattr(Registry, "released", lambda self: [self.get("rybak-2021")])


def trd(*args: object) -> Run:
    """The command, in this process: loading the program takes longer than most imports."""
    done = CliRunner().invoke(main, [str(one) for one in args])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Run(done.exit_code, done.stdout, done.stderr)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def counts(run: Run) -> dict[str, list[int]]:
    """The counts that were printed, by table; they must add up."""
    lines = run.err.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("read from"))
    found = {}
    for line in lines[start + 1 :]:
        parts = line.partition("(")[0].split()
        if len(parts) != 5 or not all(part.replace(",", "").isdigit() for part in parts[1:]):
            break
        found[parts[0]] = [int(part.replace(",", "")) for part in parts[1:]]
    assert all(read == used + aside + rejected for read, used, aside, rejected in found.values())
    return found


def clean(folder: Path) -> None:
    """Nothing of what was written is refused when it is read."""
    run = trd("cohort", "check", folder)
    assert run.code == 0, run.out


@pytest.fixture
def supplies(tmp_path: Path) -> Path:
    path = tmp_path / "disp.csv"
    path.write_bytes(SUPPLIES.encode("cp1252"))
    return path


def test_dispensings_in_a_dirty_file(supplies: Path, tmp_path: Path) -> None:
    run = trd("import", "dispensings", supplies, "-o", tmp_path / "made", *MAPPED, *SPAN, "--format", "csv")
    assert (run.code, run.out) == (0, "")
    assert counts(run) == {"disp.csv": [9, 3, 2, 4]}
    assert "read as cp1252" in run.err
    assert "Never settled by this source" in run.err
    clean(tmp_path / "made")
    assert [tuple(row.values())[:5] for row in rows_of(tmp_path / "made" / "dispensings.csv")] == [
        ("1", "sertraline", "2019-01-03", "30", "100.0"),
        ("1", "sertraline", "2019-02-04", "28", ""),
        ("4", "venlafaxine", "2019-01-05", "30", "50.0"),
    ]
    assert [
        (row["line"], row["person"], row["column"], row["code"]) for row in rows_of(tmp_path / "made/rejects.csv")
    ] == [
        ("5", "3", "disp_date", "IMP1"),
        ("9", "5", "", "ROW1"),
        ("10", "6", "days", "TRD206"),
        ("8", "4", "", "ROW4"),
    ]
    covers = {row["person"]: row["record_covers"] for row in rows_of(tmp_path / "made" / "persons.csv")}
    assert covers == {"1": "dispensings", "2": "dispensings", "3": "", "4": "", "5": "", "6": ""}
    told = json.loads((tmp_path / "made" / "source.json").read_text("utf-8"))
    assert told["mapping"]["drug: SERTRALINE 50MG TAB"] == "sertraline"
    assert {one["what"] for one in told["set_aside"]} == {"A10BA02", ""}


def test_the_command_tells_of_every_definition(supplies: Path, tmp_path: Path) -> None:
    given = ["import", "dispensings", supplies, "-o", tmp_path / "made", *MAPPED, *SPAN]
    run = acceptance.cli.trd(*given)
    assert (run.code, run.out) == (0, "")
    assert " released definitions can be answered in part." in run.err
    page = (tmp_path / "made" / "SOURCE.md").read_text("utf-8")
    assert page.count("@1.") > 100
    assert acceptance.cli.trd(*given).code == 2, "nothing is overwritten"


def test_equal_rows_are_supplies_of_their_own_where_that_is_said(supplies: Path, tmp_path: Path) -> None:
    run = trd("import", "dispensings", supplies, "-o", tmp_path / "made", *MAPPED, *SPAN, "--repeats")
    assert counts(run) == {"disp.csv": [9, 4, 2, 3]}
    clean(tmp_path / "made")


def test_persons_and_a_map_file_and_parquet(tmp_path: Path) -> None:
    table = pa.table({"id": [1, 2, 3], "day": pa.array(["2019-02-01"] * 3).cast(pa.date32()), "code": ["N06AB06"] * 3})
    pq.write_table(table, tmp_path / "d.parquet")
    (tmp_path / "p.csv").write_text("id,yob,sex\n1,1970,F\n2,19x0,2\n4,1960-05-03,m\n")
    (tmp_path / "m.yaml").write_text("map: {person: id, date: day, atc: code}\n")
    run = trd(
        "import", "dispensings", tmp_path / "d.parquet", "-o", tmp_path / "made", "--format", "csv",
        "--map-file", tmp_path / "m.yaml", *SPAN[:4], "--persons", tmp_path / "p.csv",
        "--persons-map", "person=id", "--persons-map", "birth_date=yob",
    )  # fmt: skip
    assert counts(run) == {"p.csv": [3, 2, 0, 1], "d.parquet": [3, 2, 0, 1]}
    clean(tmp_path / "made")
    persons = rows_of(tmp_path / "made" / "persons.csv")
    assert [(row["person"], row["age"], row["sex"]) for row in persons] == [
        ("1", "49", "female"),
        ("4", "59", "male"),
        ("2", "", ""),
    ]
    assert [(row["table"], row["code"]) for row in rows_of(tmp_path / "made" / "rejects.csv")] == [
        ("p.csv", "IMP1"),
        ("d.parquet", "ROW3"),
    ]


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ([], "The span of the record is not known"),
        (["--span-of-data", "--from", "2019-01-01"], "Keep one of them"),
        ([*SPAN[:4], "--map", "person=patient"], "no column 'patient'"),
        ([*SPAN[:4], "--map", "who=patid"], "called 'who'"),
        ([*SPAN[:4], *MAPPED, "--value", "sex.1=male"], "which is not read"),
        (["--from", "1.1.2019", "--to", "2019-12-31"], "--from"),
        ([*SPAN[:4], "--encoding", "utf-9"], "no encoding"),
        ([*SPAN[:4], "--map", "person"], "NAME=VALUE"),
        (["--from", "2019-12-31", "--to", "2019-01-01", *MAPPED, "--dates", "dmy"], "No row of the source can be used"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    more: list[str], says: str, supplies: Path, tmp_path: Path
) -> None:
    run = trd("import", "dispensings", supplies, "-o", tmp_path / "made", *more)
    assert run.code in (2, 3)
    assert says in run.err
    assert [path.name for path in tmp_path.iterdir()] == ["disp.csv"]


def test_the_span_of_the_data_is_a_guess_and_said_to_be_one(supplies: Path, tmp_path: Path) -> None:
    run = trd("import", "dispensings", supplies, "-o", tmp_path / "made", *MAPPED, "--dates", "dmy", "--span-of-data")
    assert run.code == 0
    assert "2018-01-05 to 2019-03-05: a guess" in run.err


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_an_import_that_is_ended_leaves_nothing_behind(end: signal.Signals, tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    path.write_text("person,date,atc\n" + "".join(f"{number},2019-01-05,N06AB06\n" for number in range(60_000)))
    with started("import", "dispensings", path, "-o", tmp_path / "made", *SPAN[:4]) as run:
        until = time.monotonic() + 60
        while len(list(tmp_path.iterdir())) < 2 and time.monotonic() < until:
            time.sleep(0.02)
        run.send_signal(end)
        run.communicate(timeout=60)
        assert run.returncode != 0
    assert [one.name for one in tmp_path.iterdir()] == ["big.csv"]


TRIALS = """\
person,Age,drug,start,dose,weeks,response,adherent,week,site
A,40,sertraline,2019-01-01,100,NA,nonresponse,yes,,x
A,40,venlafaxine,2019-04,225 mg,8,partial,no,,x
B,50,Cipralex,2019-13-01,20,6,none,yes,,x
C,30,lithium,,900,4,none,sometimes,,x
D,31,CBT,,,12,remission|response,,,y
"""


def test_a_plain_table_of_trials(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(TRIALS)
    run = trd("import", "trials", tmp_path / "t.csv", "-o", tmp_path / "made", "--format", "csv",
              "--map", "treatment=drug", "--map", "persons.age=Age", "--complete", "all")  # fmt: skip
    assert run.code == 0
    assert counts(run) == {"t.csv": [5, 3, 0, 2]}
    assert "week (did you mean 'weeks'?), site" in run.err
    assert "Read as unknown: 'NA' (1)." in run.err
    clean(tmp_path / "made")
    persons = {row["person"]: (row["age"], row["complete"]) for row in rows_of(tmp_path / "made" / "persons.csv")}
    assert persons == {"A": ("40", ""), "D": ("31", ""), "B": ("", "none"), "C": ("", "none")}
    codes = [(row["line"], row["code"]) for row in rows_of(tmp_path / "made" / "rejects.csv")]
    assert codes == [("4", "IMP1"), ("5", "IMP3")]


def test_rows_that_say_different_things_of_a_person_settle_nothing_of_him(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("person,age,treatment\nA,40,sertraline\nA,41,venlafaxine\n")
    run = trd("import", "trials", tmp_path / "t.csv", "-o", tmp_path / "made", "--format", "csv", "--map",
              "persons.age=age")  # fmt: skip
    assert counts(run) == {"t.csv": [2, 2, 0, 0]}
    assert "(2 of those used in part only)" in run.err
    assert "age" not in rows_of(tmp_path / "made" / "persons.csv")[0]
    clean(tmp_path / "made")


def fill(path: Path, rows: dict[str, list[dict[str, Any]]]) -> None:
    """Fills the template in, as somebody does in Excel."""
    book = openpyxl.load_workbook(path)
    for sheet, found in rows.items():
        names = [cell.value for cell in book[sheet][1]]
        for line, row in enumerate(found, start=2):
            for name, value in row.items():
                if name not in names:
                    names.append(name)
                    book[sheet].cell(row=1, column=len(names), value=name)
                book[sheet].cell(row=line, column=names.index(name) + 1, value=value)
    book.save(path)


def test_the_template_is_read_back_without_a_loss(tmp_path: Path) -> None:
    path = tmp_path / "trials.xlsx"
    assert trd("import", "template", "-o", path).code == 0
    rows: dict[str, list[dict[str, Any]]] = {table: [dict(row) for row in found] for table, found in EXAMPLE.items()}
    rows["persons"][0]["comorbidity.personality-disorder"] = "yes"
    rows["trials"][0]["end_score.madrs_at_least"] = 20
    fill(path, rows)
    run = trd("import", "trials", path, "-o", tmp_path / "made", "--complete", "all", "--format", "csv")
    assert run.code == 0
    assert counts(run) == {table: [len(found), len(found), 0, 0] for table, found in rows.items()}
    clean(tmp_path / "made")
    for table, found in rows.items():
        back = rows_of(tmp_path / "made" / f"{table}.csv")
        assert [{name: plain(value) for name, value in row.items() if value} for row in back] == [
            {name: plain(value) for name, value in row.items()} for row in found
        ]


def plain(value: Any) -> str:
    return {"yes": "true", "no": "false"}.get(str(value), str(value)).removesuffix(".0")


def test_the_template_offers_what_may_stand_there_and_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "trials.xlsx"
    trd("import", "template", "-o", path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["persons", "episodes", "trials", "measurements", "how to", "columns", "example", "lists"]
    assert book["lists"].sheet_state == "hidden"
    header = {cell.value: cell.column_letter for cell in book["trials"][1]}
    lists = {str(one.sqref).split(":")[0]: one for one in book["trials"].data_validations.dataValidation}
    reference = lists[f"{header['response']}2"].formula1.replace("$", "").split("!")[1]
    offered = [cell.value for (cell,) in book["lists"][reference]]
    assert offered == ["none", "nonresponse", "partial", "response", "remission"]
    assert book["trials"][f"{header['start']}2"].number_format == "@", "else Excel turns 2019-03 into a day"
    before = path.read_bytes()
    assert trd("import", "template", "-o", path).code == 2
    assert path.read_bytes() == before
    empty = trd("import", "trials", path, "-o", tmp_path / "made")
    assert (empty.code, (tmp_path / "made").exists()) == (2, False)


def redcap_export(path: Path, rows: list[dict[str, Any]]) -> Path:
    names = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def repeated(record: int, instrument: str, number: int, **fields: Any) -> dict[str, Any]:
    return {"record_id": record, "redcap_repeat_instrument": instrument, "redcap_repeat_instance": number, **fields}


def test_a_redcap_project_by_our_dictionary(tmp_path: Path) -> None:
    dictionary = tmp_path / "dictionary.csv"
    assert trd("import", "redcap-dictionary", "-o", dictionary).code == 0
    rows = [
        repeated(1, "", "", redcap_data_access_group="a", pt_as_of="2024-01-31", pt_age=45, pt_sex="female",
                 pt_disorder="major_depressive_disorder", pt_psychotic_features=0, participant_complete=2),
        repeated(1, "trial", 1, tr_treatment="sertraline", tr_dose=150, tr_weeks=8, tr_prospective=1),
        repeated(1, "trial", 2, tr_treatment="Lithium", tr_weeks_at_least=6, tr_response="UNK", tr_augments=1),
        repeated(1, "score", 1, sc_scale="hamd_17", sc_at="end", sc_trial=1, sc_score=21),
        repeated(1, "score", 2, sc_scale="hamd_17", sc_at="end", sc_trial=7, sc_score=21),
        repeated(2, "", "", pt_age=-99, pt_sex="no choice"),
        repeated(3, "", "", pt_age=30, pt_sex="male"),
        repeated(3, "trial", 1, tr_treatment="citalopram", tr_weeks="x"),
        repeated(3, "visit", 1, visit_weight=80),
    ]  # fmt: skip
    export = redcap_export(tmp_path / "export.csv", rows)
    run = trd("import", "redcap", dictionary, export, "-o", tmp_path / "made", "--format", "csv", "--complete", "all",
              "--missing", "-99")  # fmt: skip
    assert run.code == 0, run.err
    assert counts(run) == {"export.csv": [9, 5, 1, 3]}
    clean(tmp_path / "made")
    trials = rows_of(tmp_path / "made" / "trials.csv")
    assert [(row["person"], row["id"], row["treatment"], row["augments"], row["prospective"]) for row in trials] == [
        ("1", "trial-1", "sertraline", "", "true"),
        ("1", "trial-2", "Lithium", "trial-1", ""),
    ]
    assert [(row["scale"], row["trial"]) for row in rows_of(tmp_path / "made" / "measurements.csv")] == [
        ("hamd-17", "trial-1")
    ]
    rejects = [(row["line"], row["code"]) for row in rows_of(tmp_path / "made" / "rejects.csv")]
    assert sorted(rejects) == [("6", "ROW3"), ("7", "IMP2"), ("9", "IMP3")]
    persons = {
        row["person"]: (row["psychotic_features"], row["complete"]) for row in rows_of(tmp_path / "made/persons.csv")
    }
    assert persons == {"1": ("false", ""), "2": ("", ""), "3": ("", "none")}


def test_a_redcap_export_with_labels(tmp_path: Path) -> None:
    dictionary = tmp_path / "dictionary.csv"
    trd("import", "redcap-dictionary", "-o", dictionary)
    (tmp_path / "labels.csv").write_text(
        "Record ID,Repeat Instrument,Repeat Instance,Participant: disorder,Participant: psychotic features,Complete?,"
        "Trial: treatment,Trial: dose (mg a day),Trial: stopped,Complete?\n"
        "1,,,major depressive disorder,No,Complete,,,,\n"
        "1,Trial,1,,,,sertraline,150,inefficacy,Complete\n"
    )
    run = trd("import", "redcap", dictionary, tmp_path / "labels.csv", "-o", tmp_path / "made", "--format", "csv")
    assert run.code == 0, run.err
    assert counts(run) == {"labels.csv": [2, 2, 0, 0]}
    clean(tmp_path / "made")
    assert rows_of(tmp_path / "made" / "persons.csv")[0]["disorder"] == "major-depressive-disorder"
    assert rows_of(tmp_path / "made" / "trials.csv")[0]["stopped"] == "inefficacy"


def table_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.reader(file))


def test_our_dictionary_has_the_columns_of_a_real_one(tmp_path: Path) -> None:
    trd("import", "redcap-dictionary", "-o", tmp_path / "ours.csv")
    ours, theirs = table_of(tmp_path / "ours.csv"), table_of(REDCAPR / "dictionary.csv")
    assert ours[0] == theirs[0]
    names = [row[0] for row in ours[1:]]
    assert names[0] == theirs[1][0] == "record_id"
    assert len(set(names)) == len(names)
    assert all(name.isidentifier() and name == name.lower() and len(name) <= 26 for name in names)
    labels = [row[4] for row in ours[1:]]
    assert len(set(labels)) == len(labels), "an export with labels tells fields by them"


def test_a_real_redcap_project_with_fields_of_its_own(tmp_path: Path) -> None:
    """Ages in it are not whole: such a row is rejected, and its person stays."""
    run = trd("import", "redcap", REDCAPR / "dictionary.csv", REDCAPR / "data.csv", "-o", tmp_path / "made",
              "--format", "csv", "--map", "persons.sex=sex")  # fmt: skip
    assert run.code == 0, run.err
    assert counts(run)["data.csv"][3] == 0
    clean(tmp_path / "made")
    assert {row["sex"] for row in rows_of(tmp_path / "made" / "persons.csv")} == {"female", "male"}
    aged = trd("import", "redcap", REDCAPR / "dictionary.csv", REDCAPR / "data.csv", "-o", tmp_path / "aged",
               "--map", "persons.sex=sex", "--map", "persons.age=age")  # fmt: skip
    assert "TRD203" in aged.err


@pytest.mark.parametrize(
    ("dictionary", "says"),
    [("id,form\n1,a\n", "no REDCap data dictionary"), ("", "empty")],
)
def test_what_is_no_data_dictionary_is_said(dictionary: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text(dictionary)
    (tmp_path / "e.csv").write_text("record_id\n1\n")
    run = trd("import", "redcap", tmp_path / "d.csv", tmp_path / "e.csv", "-o", tmp_path / "made")
    assert run.code == 3
    assert says in run.err
