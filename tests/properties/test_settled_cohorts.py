"""A cohort folder settled by statements is the one that is settled person by person, to the bit."""

from collections import defaultdict
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cohort_tables import Rows, as_rows, write_cohort, write_table
from properties.gappy import gappy_history
from properties.settling import assert_same
from trd_registry.cohorts.simulating.figures import Chance, load_figures
from trd_registry.cohorts.simulating.made_up import rows_of
from trd_registry.cohorts.simulating.persons import one_person
from trd_registry.cohorts.simulating.writing import write_simulation
from trd_registry.cohorts.tables import names
from trd_registry.loading.data_root import data_root
from trd_registry.loading.yaml_reader import read_yaml
from trd_registry.model.vocabulary import Vocabularies

CORPUS = Path(__file__).parents[1] / "corpus"


def write_groups(folder: Path, documents: list[dict[str, Any]], **declared: Any) -> list[Path]:
    """Histories as cohort folders, one for each thing they say of their lists."""
    groups: dict[tuple[str, str], Rows] = defaultdict(lambda: defaultdict(list))
    for number, document in enumerate(documents):
        group = groups[str(document["complete"]), document.get("trials_in", "")]
        for table, rows in as_rows(f"p{number:04}", document).items():
            group[table] += rows
    folders = []
    for number, ((complete, trials_in), rows) in enumerate(groups.items()):
        says = {"complete": complete, **({"trials_in": trials_in} if trials_in else {}), **declared}
        folders.append(write_cohort(folder / str(number), {"trials": [], **rows}, **says))
    return folders


def test_of_simulated_persons(tmp_path: Path, vocabularies: Vocabularies) -> None:
    write_simulation(tmp_path / "cohort", 100, 1, load_figures(), "test")
    persons = pq.read_table(tmp_path / "cohort" / "persons.parquet")
    whole = persons["complete"].null_count / len(persons)
    assert 0.7 < whole < 1
    # Persons whose lists lack something are read one by one, and no others.
    assert assert_same(tmp_path / "cohort", vocabularies, persons=60) == pytest.approx(whole)


def test_of_written_histories(tmp_path: Path, vocabularies: Vocabularies) -> None:
    files = [*CORPUS.glob("*.yaml"), *(data_root() / "definitions" / "histories").glob("*.yaml")]
    documents = [read_yaml(path).value for path in sorted(files)]
    shares = [assert_same(folder, vocabularies) for folder in write_groups(tmp_path, documents)]
    assert sum(shares) / len(shares) > 0.7


def test_of_random_histories(tmp_path: Path, vocabularies: Vocabularies) -> None:
    random = Random("settled")
    documents = [gappy_history(random) for _ in range(250)]
    for document in documents:
        # Few of the lists, so that many persons share a folder.
        document["complete"] = random.choice(
            ("all", ["antidepressant", "augmentation"], {"current-episode": ["combination", "antidepressant"]})
        )
        if document["complete"] == "all" and random.random() < 0.4:
            document["trials_in"] = "current-episode"
    shares = [assert_same(folder, vocabularies) for folder in write_groups(tmp_path, documents)]
    assert min(shares) > 0.2


def test_of_more_names_than_one_number_holds_and_of_rows_that_stand_apart(
    tmp_path: Path, vocabularies: Vocabularies, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(names, "WIDTH", 3)
    random = Random("many names")
    documents = [{**gappy_history(random), "complete": "all"} for _ in range(120)]
    tables: Rows = defaultdict(list)
    for number, document in enumerate(documents):
        for table, rows in as_rows(f"p{number:04}", document).items():
            tables[table] += rows
    random.shuffle(tables["trials"])
    assert assert_same(write_cohort(tmp_path / "cohort", tables, complete="all"), vocabularies) > 0.2


#: What may go wrong with a row, each with the row, the table and chance.
DAMAGE = ("cell", "cell", "cell", "copy", "orphan", "contradiction", "empty", "untidy", "elsewhere")

WRONG = {
    "trials": {
        "treatment": ("sertralin", "ssri", "sertraline|citalopram", "Zoloft", "study drug", " sertraline ", "lithium"),
        "class": ("ssri", "maoi", "??"), "modality": ("ect", "antidepressant|ect"),
        "start": ("2020-02-30", "2035", "2018", "2018-05-03"), "end": ("1899", "2018-01-02", "2019", "2020-03-01"),
        "weeks": ("8", "8.0", "-1", "1e1", "x", "3"), "weeks_at_least": ("3", "40"), "weeks_below": ("9", "2"),
        "duration_adequate": ("true", "FALSE"), "dose": ("20", "20 mg/day", "0", "-3"), "dose_adequate": ("true",),
        "episode": ("earlier", "current", "current|earlier", "next"), "role": ("combination", "augmentation", "?"),
        "augments": ("step-1", "step-2", "nothing", "trial-1"), "id": ("step-1", "trial-1", "", "Step 1"),
        "stopped": ("ongoing", "relapse", "completed|ongoing"), "improvement": ("10", "101", "60"),
        "remission": ("true", "false"), "response": ("none", "remission", "none|partial"), "judged_failed": ("true",),
        "end_score.madrs": ("7", "61", "30"), "start_score.madrs": ("30", "0"), "note": (" ", "fine, thank you", "x"),
        "augmented": ("true", "false"), "dose_optimised": ("true", "false"), "sessions": ("3.5", "12"),
    },
    "persons": {
        "as_of": ("2018", "2022-01-01", "2019-13"), "age": ("41", "141", "41.0"), "sex": ("female|male", "?"),
        "record_from": ("2030-01-01", "2018", "2017-01-01"), "record_to": ("", "2030-01-01", "2018-01-01"),
        "psychotic_features": ("true", "TRUE"), "psychotic_features_ever": ("false", "true"),
        "comorbidity.schizophrenia": ("true",), "comorbidity.psychotic-disorder": ("false", "true"),
    },
    "episodes": {
        "number": ("1", "0", "2"), "number_at_most": ("1", "3"), "onset": ("2019", "2040", "2019-02-29", ""),
        "months": ("12", ""), "severity": ("mild", "mild|moderate"), "score.hamd-17": ("17", "99"),
        "score.madrs_at_least": ("20",),
    },
    "dispensings": {
        "treatment": ("lithium", "aspirin", "citalopram", ""), "date": ("2018-02-30", "2016-01-01", "2019"),
        "days": ("30", "30.0", "0", "-2"),
    },
    "diagnoses": {"condition": ("mania", "none"), "date": ("2001-01-01", "x")},
    "procedures": {"treatment": ("ect", "sertraline", "?", ""), "date": ("2001-01-01", "x"), "modality": ("ect", "?")},
    "measurements": {
        "scale": ("hamd-17", "madrs", "none"), "at": ("start", "end", "present", "never"), "trial": ("step-1", "no"),
        "score": ("3", "300", ""),
    },
}  # fmt: skip


def damaged(rows: Rows, random: Random, share: float) -> None:
    """Damages so many of the rows."""
    for table, met in rows.items():
        for row in list(met):
            if random.random() >= share:
                continue
            names = list(WRONG[table])
            match random.choice(DAMAGE):
                case "cell":
                    name = random.choice(names)
                    row[name] = random.choice(WRONG[table][name])
                case "copy":
                    met.insert(random.randrange(len(met)), dict(row))
                case "orphan":
                    row["person"] = random.choice(("zz", "aa", row["person"] + "x"))
                case "contradiction":
                    name = random.choice(names)
                    met.append({**row, name: random.choice(WRONG[table][name])})
                case "empty":
                    met.append({"person": row["person"]})
                case "untidy":
                    row["person"] = f" {row['person']} "
                case "elsewhere":
                    met.append(met.pop(met.index(row)))


@pytest.mark.parametrize(
    "declared",
    [
        {"complete": "{current-episode: all}", "trials_in": "current-episode"},
        {"complete": "all", "as_of": "2021-01-01"},
        {"complete": "[antidepressant, combination, ect]", "repeats": "[dispensings]",
         "records": "{from: 2016-01-01, to: 2023-01-01, covers: [dispensings]}"},
        {"complete": "none", "unread": "{trials: [note]}"},
    ],
    ids=["simulated", "all", "some", "none"],
)  # fmt: skip
def test_of_damaged_tables(declared: dict[str, str], tmp_path: Path, vocabularies: Vocabularies) -> None:
    random, chance, figures = Random(str(declared)), Chance(11), load_figures()
    rows: Rows = {}
    for number in range(130):
        for table, found in rows_of(one_person(f"p{number:03}", figures, chance)).items():
            rows.setdefault(table, []).extend(found)
    damaged(rows, random, 0.12)
    folder = write_cohort(tmp_path, rows, **declared)
    assert 0.2 < assert_same(folder, vocabularies, persons=70) < 0.9


def test_of_lines_that_cannot_be_read(tmp_path: Path, vocabularies: Vocabularies) -> None:
    rows = {
        "persons": [{"person": f"p{number}"} for number in range(20)],
        "trials": [
            {"person": f"p{number}", "id": f"t{trial}", "treatment": "sertraline", "weeks": number}
            for number in range(20)
            for trial in range(2)
        ],
    }
    folder = write_cohort(tmp_path, rows)
    lines = (folder / "trials.csv").read_bytes().split(b"\r\n")
    lines[3] = b"p1,t0,sertraline"
    lines[5] = b'"p2","t0","sertra""line",8'
    lines[6] = b'p2,"t1,sertraline,8'
    lines[7] = b"p3,t0,sertr\xe9line,8"
    lines[8] = b"   "
    lines[9] = b'"p4","t0","sertraline","8"'
    lines[10] = b"p4,t1,sertraline,8\r"
    lines[11] = b"p5,t0,ser\rtraline,8"
    lines[12] = b"p5,t1,ser\x00traline,8"
    (folder / "trials.csv").write_bytes(b"\n".join(lines))
    assert assert_same(folder, vocabularies) > 0.6


def test_of_a_row_that_names_nobody(tmp_path: Path, vocabularies: Vocabularies) -> None:
    rows = {"persons": [{"person": "p1"}, {"person": "p2"}], "trials": [{"person": "p1", "treatment": "sertraline"}]}
    folder = write_cohort(tmp_path, rows)
    assert assert_same(folder, vocabularies) == 1
    write_table(folder / "trials.csv", [*rows["trials"], {"person": "", "treatment": "lithium"}])
    assert assert_same(folder, vocabularies) == 0


def test_the_kind_of_a_parquet_column_changes_nothing(tmp_path: Path, vocabularies: Vocabularies) -> None:
    """Persons as numbers, doses as decimals, dates as days, texts as a dictionary."""
    write_cohort(tmp_path, {})
    moments = [datetime(2020, 1, day, tzinfo=UTC).replace(tzinfo=None) for day in (1, 2, 3, 4)]
    pq.write_table(pa.table({"person": [10, 9, 8], "as_of": moments[:3]}), tmp_path / "persons.parquet")
    trials = {
        "person": [8, 9, 9, 10],
        "id": [1, 1, 2, 1],
        "treatment": pa.array(["sertraline", "lithium", "sertraline", "?"]).dictionary_encode(),
        "start": [one.date().replace(year=2019) for one in moments],
        "dose": pa.array([Decimal("50.5"), None, Decimal(100), None], pa.decimal128(10, 2)),
        "weeks": pa.array([8, float("nan"), None, 6], pa.float32()),
        "response": ["none", "", None, "partial"],
    }
    pq.write_table(pa.table(trials), tmp_path / "trials.parquet")
    assert assert_same(tmp_path, vocabularies) == pytest.approx(1 / 3)


def test_of_scores_in_long_form(tmp_path: Path, vocabularies: Vocabularies) -> None:
    """Scores at the start and the end of trials, as columns of trials and as measurements, and at present."""
    random = Random("scores")
    rows: Rows = defaultdict(list)
    for number in range(200):
        person = f"p{number:03}"
        rows["persons"].append({"person": person})
        for trial in range(random.choice((0, 1, 2))):
            row = {"person": person, "id": f"t{trial}", "treatment": "sertraline"}
            if random.random() < 0.2:
                row["end_score.hamd-17"] = random.randint(0, 30)
            rows["trials"].append(row)
            for at in ("start", "end"):
                scale, score = random.choice(("madrs", "madrs", "hamd-17")), random.randint(0, 55)
                bound = random.choice(("score", "score", "score_at_least"))
                target = f"t{trial}" if random.random() < 0.95 else "t9"
                row = {"person": person, "scale": scale, "at": at, "trial": target, bound: score}
                rows["measurements"] += [row] * random.choice((0, 1, 1, 1, 1))
        if random.random() < 0.3:
            rows["measurements"].append({"person": person, "scale": "hamd-17", "at": "present", "score": 12})
    assert 0.5 < assert_same(write_cohort(tmp_path, rows), vocabularies, persons=70) < 1


def test_of_trials_that_follow_each_other(tmp_path: Path, vocabularies: Vocabularies) -> None:
    """Ends and starts on the same day, a day apart, overlapping, open, or known to the month alone."""
    days = ("2020-01-31", "2020-02-01", "2020-02-29", "2020-03", "2020-03-01", "2020", "")
    rows: Rows = {"persons": [], "trials": []}
    for number, (end, start) in enumerate((end, start) for end in days for start in days):
        person = f"p{number:02}"
        rows["persons"].append({"person": person, "as_of": "2021-01-01"})
        first = {"id": "a", "treatment": "sertraline", "start": "2019-06", "end": end}
        second = {"id": "b", "treatment": "venlafaxine", "start": start, "stopped": "ongoing"}
        rows["trials"] += [{"person": person, **first}, {"person": person, **second}]
    assert assert_same(write_cohort(tmp_path, rows, complete="[antidepressant]"), vocabularies) > 0.7


def test_of_a_drug_that_is_not_listed_and_is_told_to_be_two_things(tmp_path: Path, vocabularies: Vocabularies) -> None:
    drug = {"person": "p1", "treatment": "study drug x"}
    rows = {"persons": [{"person": "p1"}], "trials": [{**drug, "class": "ssri"}, {**drug, "class": "tca"}]}
    assert assert_same(write_cohort(tmp_path, rows), vocabularies) == 0
