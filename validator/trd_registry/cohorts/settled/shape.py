"""The columns of the settled tables, in their order: whoever fills a table by whatever way fills these."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from trd_registry.cohorts.needs import needed
from trd_registry.cohorts.settled.asked import Asked
from trd_registry.cohorts.settled.columns import Types, arrow_type, column, columns
from trd_registry.model.choice import Choice
from trd_registry.model.facts import FactKind, patient_fact, trial_fact

#: What may be counted distinct, and so must be known to be one name before bits can simply be put together.
COUNTED = ("treatment", "class", "modality")

#: Which of these are not known to be one name each for some trial of a patient.
_TANGLED: Types = {column(fact, "tangled"): "truth" for fact in COUNTED}

#: Treatment, class and modality of a trial.
Agent = tuple[Choice, Choice, Choice]


@dataclass(frozen=True)
class Shape:
    """Names and types of the columns of both tables, and the facts that they hold."""

    patients: Types
    trials: Types
    of_patient: Mapping[str, FactKind]
    of_trial: Mapping[str, FactKind]


def shape_of(asked: Asked) -> Shape:
    """The columns that hold what is asked for."""
    of_patient = {fact: patient_fact(fact) for fact in sorted(asked.patient)}
    of_trial = {fact: trial_fact(fact) for fact in sorted(asked.trial)}
    patients: dict[str, str] = {"person": "whole", "id": "text", "unlisted": "mask", **_TANGLED}
    trials: dict[str, str] = {"person": "whole", "trial": "whole", "agent": "whole", "names": "mask", **_TANGLED}
    trials |= {column(fact, "stated"): "truth" for fact in COUNTED}
    for types, facts in ((patients, of_patient), (trials, of_trial)):
        for fact, kind in facts.items():
            types |= dict(columns(fact, kind))
    return Shape(patients, trials, of_patient, of_trial)


@dataclass
class Rows:
    """Rows of one table, as they are found."""

    types: Types
    rows: dict[str, list[Any]] = field(init=False)

    def __post_init__(self) -> None:
        self.rows = {name: [] for name in self.types}

    def add(self, row: Mapping[str, Any]) -> None:
        """Adds one row; what has no column is left out."""
        for name, values in self.rows.items():
            values.append(row[name])

    def table(self) -> Any:
        """The rows as a pyarrow table."""
        pa = needed("pyarrow")

        return pa.table({name: pa.array(values, arrow_type(self.types[name])) for name, values in self.rows.items()})


class Agents:
    """A number for every different treatment, class and modality; one numbering for all parts of a cohort."""

    def __init__(self) -> None:
        self._numbers: dict[Agent, int] = {}

    def number(self, agent: Agent) -> int:
        """The number of this one."""
        return self._numbers.setdefault(agent, len(self._numbers))

    def table(self) -> Any:
        """All that have a number so far: lists of the names that are possible, or null."""
        rows = Rows({"agent": "whole", **dict.fromkeys(COUNTED, "texts")})
        for agent, number in self._numbers.items():
            possible = {fact: None if one is None else sorted(one) for fact, one in zip(COUNTED, agent, strict=True)}
            rows.add({"agent": number, **possible})
        return rows.table()


def tangled(agents: Sequence[Agent]) -> dict[str, bool]:
    """Whether some of these is not known to be one name, for each column that may be counted distinct."""
    return {
        column(fact, "tangled"): any(agent[place] is None or len(agent[place] or ()) != 1 for agent in agents)
        for place, fact in enumerate(COUNTED)
    }
