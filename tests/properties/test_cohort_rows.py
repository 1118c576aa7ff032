"""Dirty rows: the counts add up, nothing raises, and what is still said is right."""

import json
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cohort_tables import as_rows, write_cohort
from properties.containment import contradictions
from properties.gappy import gappy_history
from properties.loading import load
from trd_registry.cohorts.folder.columns import BOUNDS, TABLES, columns_of
from trd_registry.cohorts.folder.folder import Cohort
from trd_registry.evaluating.evaluate import evaluate
from trd_registry.loading.registry import Registry
from trd_registry.loading.schema import check_shape

QUIET = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))

WORDS = [
    "", " ", "a", "p1", "p2", "p1 ", "none", "true", "FALSE", "sertraline", "sertraline|citalopram", "|", "hamd-17",
    "t1", "t2", "start", "present", "8", "-8", "1e9", "NaN", "inf", "0x10", "2020-01-01", "2020", "2020-02-30", "99999",
    "major-depressive-disorder", "depressive-disorder", "monotherapy", "current", "ongoing",
    '"', "'", "\x00", "Gödel", "\U0001f600",
]  # fmt: skip
CELLS = st.one_of(st.sampled_from(WORDS), st.text(max_size=8), st.integers(-5, 60).map(str), st.floats().map(str))
HEADERS = {
    table: [
        name + tail
        for column in columns_of(table)
        for name in ([f"{column.name}{one}" for one in ("hamd-17", "ect")] if column.is_family else [column.name])
        for tail in (["", *(f"_{bound}" for bound in BOUNDS)] if column.has_bounds else [""])
    ]
    for table in TABLES
}
MOST_USED = {"trials": ["id", "treatment", "weeks", "response"], "dispensings": ["treatment", "date", "days"],
             "measurements": ["scale", "at", "trial", "score"], "diagnoses": ["condition", "date"],
             "procedures": ["treatment", "date"], "persons": ["age"], "episodes": ["onset"]}  # fmt: skip


@st.composite
def dirty_tables(draw: st.DrawFn) -> dict[str, bytes]:
    """Every table with some of its columns and rows of anything, and lines that are no rows at all."""
    tables = {}
    for table in TABLES:
        others = draw(st.lists(st.sampled_from(HEADERS[table]), max_size=3))
        columns = list(dict.fromkeys(["person", *MOST_USED[table], *others]))
        lines = [",".join(columns).encode()]
        for _ in range(draw(st.integers(0, 4))):
            person = draw(st.sampled_from(["p1", "p1", "p2", "p3", "", "zz"]))
            cells = [person, *(draw(CELLS) for _ in columns[1:])]
            quoted = ['"' + cell.replace('"', '""') + '"' if set(cell) & set(',"') else cell for cell in cells]
            lines.append(",".join(quoted).encode(draw(st.sampled_from(["utf-8", "utf-8", "utf-16"])), "replace"))
            if draw(st.integers(0, 6)) == 0:
                lines.append(draw(st.one_of(st.binary(max_size=20), st.just(lines[-1]))))
        tables[table] = b"\n".join(lines)
    return tables


@QUIET
@given(dirty_tables(), st.sampled_from(["all", "none", "[antidepressant]"]))
def test_each_row_in_is_used_or_rejected_whatever_it_holds(tables: dict[str, bytes], complete: str) -> None:
    with TemporaryDirectory() as name:
        span = "{from: 2019-01-01, to: 2021-01-01, covers: [dispensings, diagnoses, procedures]}"
        folder = write_cohort(Path(name), {}, complete=complete, as_of="2021-01-01", records=span)
        for table, content in tables.items():
            (folder / f"{table}.csv").write_bytes(content)
        cohort = Cohort(folder, Registry().vocabularies)
        persons = list(cohort.persons())
    report = cohort.report
    rows = {
        table: sum(bool(line.strip(b"\r\n \t")) for line in content.split(b"\n")[1:])
        for table, content in tables.items()
    }
    for count in report.counts():
        assert count.read == rows[count.table]
        assert count.read == count.used + count.rejected
    places = [(one.table, one.line) for one in report.rejects]
    assert len(places) == len(set(places))
    assert report.persons == len(persons)
    for one in persons:
        # Parts are checked one by one: together they must have the shape of a history too.
        assert [] == check_shape(one.history.origin.document, "history")  # type: ignore[attr-defined]
        lost = {reject.table for reject in report.rejects if reject.person == one.id and reject.code != "ROW4"}
        assert not ("trials" in lost and one.history.lists_in_full("ect", "current"))


def test_a_history_taken_apart_into_rows_reads_back_the_same(tmp_path: Path) -> None:
    vocabularies = Registry().vocabularies
    random = Random("apart")
    compared = 0
    for number in range(150):
        document = {**gappy_history(random), "complete": "all"}
        history = load(document, vocabularies)
        if history is None:
            continue
        cohort = Cohort(write_cohort(tmp_path / str(number), as_rows("gappy", document)), vocabularies)
        (person,) = cohort.persons()
        assert cohort.report.rejects == [], document
        assert person.history.facts == history.facts
        assert person.history.trials == history.trials
        assert person.history == history
        compared += 1
    assert compared >= 60


def test_what_is_said_of_a_person_with_faulty_rows_is_never_wrong(tmp_path: Path) -> None:
    """Rows are spoiled so that it shows: the result must still contain the one without the fault."""
    registry = Registry()
    vocabularies = registry.vocabularies
    definitions = [one for one in registry.released() if "records" not in one.document][:12]
    random = Random("spoiled")
    compared = 0
    for number in range(120):
        document = {**gappy_history(random), "complete": "all"}
        if "trials_in" not in document and random.random() < 0.5:
            document["trials_in"] = "current-episode"
        history = load(document, vocabularies)
        rows = as_rows("gappy", document)
        spoiled = [row for table in rows.values() for row in table if random.random() < 0.4]
        if history is None or not spoiled:
            continue
        for row in spoiled:
            keys = [key for key in row if key not in ("person", "treatment")] or ["treatment"]
            if keys[0] in row:
                row[random.choice(keys)] = "??"
        declared = {"trials_in": "current-episode"} if "trials_in" in document else {}
        cohort = Cohort(write_cohort(tmp_path / str(number), rows, **declared), vocabularies)
        (person,) = cohort.persons()
        compared += bool(cohort.report.rejects)
        for definition in definitions:
            clean = evaluate(history, definition, vocabularies, ask=False)
            dirty = evaluate(person.history, definition, vocabularies, ask=False)
            assert [] == list(contradictions(dirty, clean)), (definition.reference, json.dumps(document), rows)
    assert compared >= 40
