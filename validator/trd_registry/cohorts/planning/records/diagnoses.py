"""Counts of the diagnoses of a record, as `evaluating/diagnoses.py` counts them.

By days from the index event, for a patient; and by days before it began, for a trial.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import inf

from trd_registry.cohorts.planning.numbers import Number
from trd_registry.cohorts.planning.sql import FALSE, TRUE, all_of, any_of, number, quoted, text
from trd_registry.model.nodes import Bounds, Diagnosed, DiagnosisCount

#: What is counted: a condition on a diagnosis, and whether there may be more of them than the record shows.
_Counted = tuple[str, str]


@dataclass
class Diagnoses:
    """The counts that definitions ask for, each once, under rules which leave the same open."""

    open_before: bool
    open_after: bool
    _of_patient: dict[_Counted, str] = field(default_factory=dict)
    _of_trial: dict[_Counted, str] = field(default_factory=dict)

    def of_patient(self, node: DiagnosisCount) -> Number:
        """How many within bounds of days from the index event, as columns of the patients."""
        moment = Number("(day - index_day)", "(day - index_day)")
        before = Number(number(-inf), "(first - 1 - index_day)")
        after = Number("(last + 1 - index_day)", number(inf))
        counted = self._counted(node, node.days, (moment, before, after))
        return _columns(self._of_patient.setdefault(counted, f"diagnoses__{len(self._of_patient)}"))

    def of_trial(self, node: Diagnosed) -> Number:
        """How many within bounds of days before the trial began, as columns of the trials."""
        moment = Number("(start_lo - day)", "(start_hi - day)")
        before = Number("(start_lo - (first - 1))", number(inf))
        after = Number(number(-inf), "(start_hi - (last + 1))")
        counted = self._counted(node, node.days_before, (moment, before, after))
        return _columns(self._of_trial.setdefault(counted, f"diagnosed__{len(self._of_trial)}"))

    def _counted(
        self, node: DiagnosisCount | Diagnosed, bounds: Bounds, moments: tuple[Number, Number, Number]
    ) -> _Counted:
        moment, before, after = moments
        found = all_of([_among("condition", node.conditions), _in_setting(node.settings), moment.within(bounds)])
        more = ["first IS NULL", "NOT diagnoses_full"]
        if self.open_before:
            more.append(f"({before.within(bounds)}) IS NOT FALSE")
        if self.open_after:
            more.append(f"({after.within(bounds)}) IS NOT FALSE")
        return found, any_of(more)

    def patients(self) -> str:
        """A query with one row a person who has diagnoses: how many there are certainly and possibly."""
        counts = _counts(self._of_patient)
        return f"SELECT person{counts} FROM diagnoses JOIN observed USING (person) GROUP BY person"

    def patient_columns(self) -> list[str]:
        """The columns of the patients, where those of the query are joined to ``observed``."""
        return _ends(self._of_patient)

    def trials(self) -> str:
        """The same of the trials in ``placed``; empty where nothing is asked for."""
        if not self._of_trial:
            return ""
        counts = _counts(self._of_trial)
        return f"SELECT person, trial{counts} FROM placed JOIN diagnoses USING (person) GROUP BY person, trial"

    def trial_columns(self) -> list[str]:
        """The columns of the trials."""
        return _ends(self._of_trial)


def _counts(asked: dict[_Counted, str]) -> str:
    """How many there are: certainly, and possibly."""
    return "".join(
        f", count(*) FILTER (WHERE {found}) AS {name}_certain"
        f", count(*) FILTER (WHERE ({found}) IS NOT FALSE) AS {name}_possible"
        for (found, _), name in asked.items()
    )


def _ends(asked: dict[_Counted, str]) -> list[str]:
    return [
        sql
        for (_, more), name in asked.items()
        for sql in (
            f"coalesce({name}_certain, 0)::DOUBLE AS {name}__lo",
            f"CASE WHEN {more} THEN {number(inf)} ELSE coalesce({name}_possible, 0)::DOUBLE END AS {name}__hi",
        )
    ]


def _columns(name: str) -> Number:
    return Number(quoted(f"{name}__lo"), quoted(f"{name}__hi"))


def _among(name: str, wanted: Iterable[str]) -> str:
    told = ", ".join(text(one) for one in sorted(wanted))
    return f"{name} IN ({told})" if told else FALSE


def _in_setting(settings: frozenset[str]) -> str:
    if not settings:
        return TRUE
    return f"CASE WHEN setting <> '' THEN {_among('setting', settings)} END"
