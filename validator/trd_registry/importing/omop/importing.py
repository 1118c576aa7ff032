"""One import of an OMOP database, from the source to the finished folder."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trd_registry.cohorts.needs import needed
from trd_registry.importing.database import connect, text
from trd_registry.importing.importer import load_importer
from trd_registry.importing.omop import tables
from trd_registry.importing.omop.accounts import Accounts
from trd_registry.importing.omop.codes import OURS, count_codes, decide, find_meanings
from trd_registry.importing.omop.drugs import decide_drugs, find_treatments
from trd_registry.importing.omop.events import Events, judge_rows, read_rows
from trd_registry.importing.omop.hierarchy import has_hierarchy, has_roots
from trd_registry.importing.omop.kinds import KINDS, LISTS, events_of
from trd_registry.importing.omop.meanings import load_meanings
from trd_registry.importing.omop.persons import make_spans, read_periods, read_persons
from trd_registry.importing.omop.postgres import is_address, masked
from trd_registry.importing.omop.source import Source, open_source
from trd_registry.importing.omop.writing import write_folder
from trd_registry.importing.whole import beside, check_new, publish
from trd_registry.loading.registry import Registry
from trd_registry.model.errors import RegistryError


@dataclass(frozen=True, slots=True)
class Choices:
    """What was asked for."""

    place: str
    schema: str = ""
    vocabulary_schema: str = ""
    #: drug_exposure or drug_era.
    drugs: str = "drug_exposure"
    #: longest, last or first.
    period: str = "longest"
    #: dispensings, diagnoses, procedures or none; empty: what the model says, all three.
    covers: tuple[str, ...] = ()
    end_dates: bool = False
    memory: str = ""
    title: str = ""
    source: str = ""
    #: The persons were made up by a program, whatever cdm_source says.
    synthetic: bool = False


def import_omop(
    folder: Path,
    choices: Choices,
    registry: Registry,
    *,
    form: str = "parquet",
    check: bool = True,
    say: Callable[[str], None] = lambda _: None,
) -> None:
    """Makes a cohort folder from an OMOP database; it appears whole or not at all.

    Args:
        folder: Must not be there; its parent must.
        choices: The source, and how it is read.
        registry: Whose vocabularies names are looked up in.
        form: parquet or csv.
        check: Read the folder back as every user will, where it is not too large for that.
        say: Told what goes on, line by line.

    Raises RegistryError where the source cannot be read or the folder is there.
    """
    duckdb = needed("duckdb")
    check_new(folder)
    with beside(folder) as made:
        work = made / ".work"
        work.mkdir()
        database = connect(work / "import.duckdb", within=[made, *_place(choices.place)])
        try:
            if choices.memory:
                database.execute(f"SET memory_limit = {text(choices.memory)}")
            database.execute("SET enable_progress_bar = false")
            # The order of rows is made where it matters, and otherwise costs memory.
            database.execute("SET preserve_insertion_order = false")
            _Import(database, choices, registry, say).run(made, f".{form}", check=check)
        except duckdb.Error as error:
            said = str(error).splitlines()[0]
            raise RegistryError(f"{masked(choices.place)} cannot be imported: {said}") from None
        except RuntimeError as error:
            # A request to end that comes while a query runs ends the query, and is itself lost.
            if "interrupted" in str(error).casefold():
                raise KeyboardInterrupt from None
            raise
        finally:
            database.close()
        shutil.rmtree(work)
        publish(made, folder)


def _place(named: str) -> list[Path]:
    """The file or folder of the source; none where it is a server or not there."""
    try:
        return [Path(named)] if not is_address(named) and Path(named).exists() else []
    except (OSError, ValueError):
        return []


class _Import:
    """One import under way: its choices, and what it took for granted."""

    def __init__(self, database: Any, choices: Choices, registry: Registry, say: Callable[[str], None]) -> None:
        self.database, self.choices, self.registry, self.say = database, choices, registry, say
        self.assumed: list[str] = []
        self.lists: set[str] = set()
        #: Whether the source brings concept_ancestor.
        self.hierarchy = False

    def run(self, made: Path, suffix: str, *, check: bool) -> None:
        """Everything, in the order in which one step needs another."""
        choices = self.choices
        source = open_source(
            choices.place,
            self.database,
            {"schema": choices.schema, "vocabulary_schema": choices.vocabulary_schema},
        )
        self.say(f"Reading {source.what}.")
        document = self.registry.vocabulary_file("treatments", self.registry.latest_vocabularies["treatments"]).document
        self.hierarchy = has_hierarchy(source)
        used = load_meanings(self.database, self.registry.vocabularies, document["treatments"])
        read_persons(source)
        read_periods(source, choices.period)
        events = self._events(source)
        for one in events:
            self._decide(source, one)
            read_rows(source, one)
        make_spans(source, [f"rows_{one.kind.table}" for one in events if one.fills in LISTS])
        for one in events:
            judge_rows(source, one)
        self._fill(source, events)
        accounts = Accounts(source, events, self.lists)
        accounts.make()
        covers = self._covers(events, accounts)
        tables.persons(source, covers, "open_list")
        write_folder(
            made, source, accounts, registry=self.registry, importer=load_importer("omop"), suffix=suffix,
            choices=choices, mapping=self._mapping(used), assumed=self.assumed + self._said(source, events, accounts),
            covers=covers, check=check, say=self.say,
        )  # fmt: skip

    def _events(self, source: Source) -> list[Events]:
        wanted = self.choices.drugs
        if wanted == "drug_exposure" and not source.count("drug_exposure") and source.count("drug_era"):
            wanted = "drug_era"
            self.assumed.append("There is no drug_exposure: drugs are read from drug_era, which knows no dose.")
        names = [wanted, *(name for name in KINDS if not name.startswith("drug_"))]
        return [events_of(source, name) for name in names if source.has(name)]

    def _decide(self, source: Source, one: Events) -> None:
        """What every concept of the table is, and whether the table can tell everything that matters."""
        self.say(f"Reading {one.kind.table}.")
        count_codes(source, one.kind)
        if one.fills == "dispensings":
            routes = find_treatments(source, one.kind)
            decide_drugs(source, one.kind, routes)
        else:
            hierarchy = self.hierarchy and has_roots(source, one.kind)
            find_meanings(source, one.kind, hierarchy=hierarchy)
            decide(source, one.kind, hierarchy=hierarchy, only_ours=one.fills == "measurements")

    def _fill(self, source: Source, events: list[Events]) -> None:
        scores = [one.kind.table for one in events if one.fills == "measurements"]
        for one in events:
            table = one.kind.table
            if table == "drug_era":
                tables.eras(source, table)
                self.assumed.append(
                    "An era joins supplies with up to 30 days between them (as the model makes eras): a drug is "
                    "taken to "
                    "have been supplied throughout."
                )
            elif one.fills == "dispensings":
                tables.make_strengths(source, f"SELECT via FROM decided_{table} WHERE state = '{OURS}'")
                tables.dispensings(source, table, tables.Lengths(self.choices.end_dates))
            elif one.fills == "diagnoses":
                tables.diagnoses(source, table)
            elif one.fills == "procedures":
                tables.procedures(source, table)
        tables.measurements(source, scores)
        self.lists = {one.fills for one in events if one.fills in LISTS}

    def _covers(self, events: list[Events], accounts: Accounts) -> list[str]:
        """The lists that the source keeps in full, as far as it can be told."""
        wanted = self.choices.covers or LISTS
        return [
            one.fills
            for one in events
            if one.fills in wanted and "none" not in wanted and one.fills not in accounts.for_nobody
        ]

    def _mapping(self, used: dict[str, str]) -> dict[str, str]:
        chosen = {
            "drugs from": self.choices.drugs, "observation period": self.choices.period,
            "end dates": "used" if self.choices.end_dates else "verbatim ones alone",
        }  # fmt: skip
        return {**chosen, **{f"concepts {name}": reference for name, reference in used.items()}}

    def _said(self, source: Source, events: list[Events], accounts: Accounts) -> list[str]:
        said = []
        if source.has("observation_period") and not self.choices.covers:
            said.append(
                "In an observation period what happened is recorded, and what is not recorded did not happen: that is "
                "what the model says of it. Say --covers where the database holds less."
            )
        several = accounts.number("SELECT count(*) FROM period WHERE stretches > 1")
        if several:
            said.append(
                f"{_persons(several)} several observation periods: the record is the {self.choices.period} one, and "
                "nothing outside it is read."
            )
        without = accounts.number("SELECT count(*) FROM span WHERE NOT stated")
        if without:
            said.append(
                f"{_persons(without)} no observation period: the record goes from the first to the last entry that is "
                "read, and is not taken for complete."
            )
        if any(one.kind.table == "drug_exposure" for one in events):
            said += self._supplies(accounts)
        said += [f"{fills} is not taken for complete for anybody: {why}" for fills, why in accounts.why_not.items()]
        said += [
            f"{name} has no line of headings: its columns are those of the model in their order (as in "
            f"{', '.join(models)})."
            for name, models in source.headless.items()
        ]
        said += [f"{name} is not read: is it {table}?" for name, table in source.misspelt.items()]
        said += [f"{name} is not read: a table is one file, or a folder of Parquet files." for name in source.unread]
        missing = {table: names for table, names in source.absent.items() if names and source.has(table)}
        for table, names in missing.items():
            said.append(f"{table} has no {', '.join(names)}: read as empty.")
        return said

    def _supplies(self, accounts: Accounts) -> list[str]:
        every = (
            "Every drug exposure is a supply, whether the drug was prescribed, dispensed or given; refills are not "
            "read, since each is an exposure of its own."
        )
        said = [every]
        if self.choices.end_dates:
            said.append("End dates of drug_exposure stand for days of supply where none are stated.")
        unknown = accounts.number("SELECT count(*) FROM out_dispensings WHERE days IS NULL AND days_at_least IS NULL")
        if unknown:
            more = (
                ""
                if self.choices.end_dates
                else " Their end dates were not used, since a database may infer them; --end-dates does."
            )
            said.append(f"{unknown:,} supplies state no days (0 days are taken for none stated).{more}")
        return said


def _persons(number: int) -> str:
    return "1 person has" if number == 1 else f"{number:,} persons have"
