"""Which columns of a table must be read together, because the reader of histories looks at them together.

What two bundles of one row say is independent, but for dates and for what other trials say: that part is in SQL
(dates.py, relations.py, people.py). So the meaning of a row is that of its bundles, and each bundle is read once for
every different thing that stands in it, by the reader of histories itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from trd_registry.cohorts.folder.columns import RECORD_TABLES, Cell
from trd_registry.cohorts.folder.header import Header
from trd_registry.model.comorbidities import WIDER_CONDITIONS

#: First step of the path of a column of trials -> its bundle; any other is one of its own.
_TRIAL: Mapping[str, str] = {
    **dict.fromkeys(("treatment", "class", "modality"), "treatment"),
    # TrialReader: a figure, and the judgement that may not stand beside it.
    **dict.fromkeys(("dose", "dose_adequate"), "dose"),
    **dict.fromkeys(("weeks", "duration_adequate"), "weeks"),
    # OutcomeReader
    **dict.fromkeys(("improvement", "response", "remission", "judged_failed", "stopped"), "outcome"),
    **dict.fromkeys(("start_score", "end_score"), "outcome"),
}

#: The same for paths of persons that FactReader looks at together.
_PERSON: Mapping[str, str] = dict.fromkeys(
    ("diagnosis.psychotic_features", "diagnosis.psychotic_features_ever"), "psychosis"
)

#: Texts that may be different in every row. What is said of them is found out in SQL, or their person is not plain.
FREE: Mapping[str, tuple[str, ...]] = {"trials": ("id", "augments", "note"), "measurements": ("trial",)}


@dataclass(frozen=True, slots=True)
class Bundle:
    """Columns of one table that are read together."""

    table: str
    name: str
    #: What they are, and what they are called in a staged table.
    cells: tuple[Cell, ...]
    columns: tuple[str, ...]


def bundles_of(table: str, header: Header) -> dict[str, Bundle]:
    """The bundles of a staged table, by name."""
    found: dict[str, tuple[list[Cell], list[str]]] = {}
    for place, cell in enumerate(header.cells[1:]):
        if cell is not None:
            cells, columns = found.setdefault(_name(table, cell), ([], []))
            cells.append(cell)
            columns.append(f"c{place}")
    return {name: Bundle(table, name, tuple(cells), tuple(columns)) for name, (cells, columns) in found.items()}


def bundle_of_trial_fact(fact: str) -> str:
    """The bundle that a fact of a trial comes from."""
    return _TRIAL.get(fact.partition(".")[0], fact)


def bundle_of_patient_fact(fact: str) -> str:
    """The bundle that a fact of a patient comes from, in whichever table."""
    section, _, name = fact.partition(".")
    if section == "comorbidity":
        return f"{section}.{WIDER_CONDITIONS.get(name, name)}"
    # FactReader: the same length in days.
    return "episode.months" if fact == "episode.days" else _PERSON.get(fact, fact)


def _name(table: str, cell: Cell) -> str:
    if table == "trials":
        return bundle_of_trial_fact(cell.path[0])
    if table in RECORD_TABLES:
        return "treatment" if cell.path[0] in ("treatment", "class", "modality") else cell.path[0]
    if table == "measurements":
        # How high a score may be is a matter of the scale.
        return "score" if cell.path[0] in ("scale", "score") else cell.path[0]
    return bundle_of_patient_fact(".".join(cell.path))
