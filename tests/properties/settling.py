"""Settles a cohort folder in both ways, for comparison."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from trd_registry.cohorts.folder.folder import Cohort
from trd_registry.cohorts.folder.report import Report
from trd_registry.cohorts.settled.asked import ALWAYS, Asked
from trd_registry.cohorts.settled.records import TABLES, SettledRecords, settle_records
from trd_registry.cohorts.settled.settle import Settled, settle
from trd_registry.cohorts.tables.batches import Batch, SettledCohort
from trd_registry.model.facts import PATIENT_FACTS, TRIAL_FACTS
from trd_registry.model.vocabulary import Vocabularies

#: Every fact there is, and some of those that are named after a scale, condition or treatment.
EVERYTHING = Asked(
    frozenset(PATIENT_FACTS)
    | {f"episode.score.{scale}" for scale in ("hamd-17", "madrs", "phq-9")}
    | {f"comorbidity.{one}" for one in ("psychotic-disorder", "schizophrenia", "dementia", "personality-disorder")}
    | {f"comorbidity.{one}" for one in ("cognitive-disorder", "substance-use-disorder")}
    | {"ruled_out.ect", "ruled_out.lithium"},
    (frozenset(TRIAL_FACTS) - ALWAYS) | {"end_score.madrs", "start_score.madrs", "end_score.hamd-17"},
)


#: Columns of a table of agents that depend on who was met first.
NUMBERS = ("agent", "named")


def assert_same(folder: Path, vocabularies: Vocabularies, asked: Asked = EVERYTHING, persons: int = 1000) -> float:
    """Settles a folder in both ways, compares everything, and returns the share of persons who were plain."""
    slow, fast = Cohort(folder, vocabularies), Cohort(folder, vocabularies)
    histories = [one.history for one in slow.persons()]
    expected = settle(histories, asked, vocabularies)
    batches = []
    for batch in SettledCohort(fast, asked, vocabularies, persons=persons, records=True).batches():
        wanted = batch.settled.patients["person"].to_pylist()[::3]
        assert list(batch.histories(wanted)) == [histories[number] for number in sorted(wanted)]
        batches.append(batch)
    for table in ("patients", "trials"):
        rows = [row for batch in batches for row in shown(batch.settled, table)]
        wanted = shown(expected, table)
        same = set(wanted)
        for found in (one for one in rows if one not in same):
            assert dict(found) == dict(next((one for one in wanted if one[:2] == found[:2]), ())), folder
        # As text: 0.0 and -0.0, or 1 and True, are not the same.
        assert sorted(map(str, rows)) == sorted(map(str, wanted))
        for batch in batches:
            assert getattr(batch.settled, table).schema == getattr(expected, table).schema
    assert_same_records(batches, settle_records(histories, vocabularies))
    assert everything(fast.report) == everything(slow.report), folder
    assert sum(batch.persons for batch in batches) == slow.report.persons
    return sum(batch.plain for batch in batches) / max(slow.report.persons, 1)


def assert_same_records(batches: Sequence[Batch], expected: SettledRecords) -> None:
    """The batches' records are these."""
    for table in TABLES[:-1]:
        wanted = shown(expected, table)
        found = [row for batch in batches if batch.records is not None for row in shown(batch.records, table)]
        same, met = set(map(str, wanted)), set(map(str, found))
        assert [row for row in found if str(row) not in same][:3] == [row for row in wanted if str(row) not in met][:3]
        assert sorted(map(str, found)) == sorted(map(str, wanted))
        for batch in batches:
            assert getattr(batch.records, table).schema == getattr(expected, table).schema
    numbers = [row["agent"] for row in expected.record_agents.to_pylist()]
    assert numbers == list(range(len(numbers)))


def shown(settled: Settled | SettledRecords, table: str) -> list[tuple[tuple[str, Any], ...]]:
    """The rows of a table, with agents in full in place of their numbers."""
    told = (settled.agents if isinstance(settled, Settled) else settled.record_agents).to_pylist()
    said = {row["agent"]: tuple(str(value) for name, value in row.items() if name not in NUMBERS) for row in told}
    # Of an entry also what a trial is of that is made of it.
    agents = {row["agent"]: (said[row["agent"]], said[row.get("named", row["agent"])]) for row in told}
    rows: Iterable[dict[str, Any]] = getattr(settled, table).to_pylist()
    return [tuple((row | ({"agent": agents[row["agent"]]} if "agent" in row else {})).items()) for row in rows]


def everything(report: Report) -> tuple[Any, ...]:
    """Everything that a report tells."""
    return report.counts(), report.rejects, dict(report.opened), report.unattributed, report.persons, report.lines()
