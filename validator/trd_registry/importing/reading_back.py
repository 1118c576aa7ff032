"""Reads the folder that was written as everybody will read it, and takes out what the reader refuses."""

from collections import defaultdict
from pathlib import Path

from trd_registry.cohorts.folder.columns import RECORD_TABLES
from trd_registry.cohorts.folder.folder import Cohort
from trd_registry.cohorts.folder.report import Reject
from trd_registry.importing.finishing import Finishing, Place
from trd_registry.importing.opened import LISTS, Opened
from trd_registry.importing.tally import Tally
from trd_registry.model.vocabulary import Vocabularies

#: Tables in which a row speaks of one thing: a copy of it says nothing new.
_ONE_OF_EACH = ("persons", "episodes", "measurements")


def read_back(folder: Path, vocabularies: Vocabularies, finishing: Finishing, tally: Tally, opened: Opened) -> bool:
    """Whether any row that was written is refused by the reader; each is rejected then, and taken out."""
    cohort = Cohort(folder, vocabularies)
    found: dict[str, list[Reject]] = defaultdict(list)
    for _ in cohort.persons():
        for reject in cohort.report.rejects:
            found[reject.table].append(reject)
        cohort.report.rejects.clear()
    for reject in cohort.report.rejects:
        found[reject.table].append(reject)
    header = 1 if (folder / "persons.csv").exists() else 0
    blamed: list[tuple[Place, Reject]] = []
    for table, rejects in found.items():
        wanted = {reject.line - header: reject for reject in rejects}
        places = [
            (place, wanted[number]) for number, place in enumerate(finishing.places(table), start=1) if number in wanted
        ]
        finishing.take_out(table, {place.seq for place, _ in places})
        blamed += places
        for _, reject in places:
            _open(reject, finishing, opened)
    others = finishing.others_of({(place.table, place.line) for place, _ in blamed})
    told: dict[tuple[str, str], list[tuple[str, str, str, str]]] = defaultdict(list)
    for place, reject in blamed:
        told[place.table, place.line].append((reject.person, reject.code, reject.reason, reject.column))
    for (table, line), what in told.items():
        tally.take_back(table, line, what, others=(table, line) in others)
    return bool(blamed)


def _open(reject: Reject, finishing: Finishing, opened: Opened) -> None:
    """What does not hold for the person any more."""
    if reject.code == "ROW4" and reject.table in _ONE_OF_EACH:
        return
    if reject.table in LISTS:
        opened.open(reject.person, [reject.table])
    if reject.table in ("persons", "episodes"):
        opened.facts_lost = True
    if reject.table == "persons":
        finishing.bare.add(reject.person)
        opened.open(reject.person, RECORD_TABLES)
