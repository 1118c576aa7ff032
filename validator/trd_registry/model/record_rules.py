"""How a definition turns dated entries of a record into trials: its own figures for what one trial is.

Like the nodes, this is plain data with every reading already settled. Days are counted from the start
of the day of an entry: thirty days supplied on day 0 run out on day 30.
"""

from dataclasses import dataclass
from math import inf
from typing import Literal

from trd_registry.model.nodes import Bounds, Condition, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class DispensingRule:
    """How dispensings become trials."""

    place: str
    #: Which dispensings are looked at.
    of: Condition
    #: What the dispensings of one trial have in common: the treatment, its class, or the set of treatments taken
    #: at one time; or every dispensing is a trial of its own.
    one_trial: Literal["dispensing", "treatment", "class", "regimen"]
    #: How long one dispensing lasts: as the record says; not at all (only its date is used); or so many days.
    supply: float | Literal["stated", "none"]
    #: Whether supply left over when the next dispensing comes is used up after it.
    carried_over: bool
    #: Days without supply (without a dispensing, where supply is not used) that do not end a trial.
    gap: Bounds
    #: Where a trial ends: when the last supply runs out, or on the day of the last dispensing.
    ends: Literal["supply", "last-dispensing"]
    #: Treatments are one regimen if taken together for at least so many days.
    together: float = 0
    #: The days over which the share of days supplied (adherence) is taken.
    adherence_over: Literal["own-supply", "until-next-trial"] = "own-supply"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureRule:
    """How procedures become trials: sessions of one treatment, no further apart than the gap."""

    place: str
    of: Condition
    gap: Bounds


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexRule:
    """The event from which days are counted: the first entry that fits."""

    place: str
    first: Literal["dispensing", "diagnosis", "procedure"]
    #: Which dispensings or procedures; None for a diagnosis.
    of: Condition | None
    #: Which diagnoses; empty for another entry.
    conditions: frozenset[str]
    settings: frozenset[str]
    #: Nothing of this kind was dispensed in so many days before.
    free_of: Condition | None
    free_for: float
    #: The record must have begun so many days before, and go on for so many days after.
    observed_before: float
    observed_after: float
    stated: Statement | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRules:
    """The phenotype layer of one definition."""

    place: str
    dispensings: DispensingRule | None
    procedures: ProcedureRule | None
    index: IndexRule | None
    #: Whether what lies before and after the record is unknown; else it does not count.
    open_before: bool
    open_after: bool
    stated: Statement | None = None

    @property
    def are_regimens(self) -> bool:
        """Whether a trial is the set of treatments taken at one time."""
        return self.dispensings is not None and self.dispensings.one_trial == "regimen"


#: A gap without bounds: however long the pause, the trial goes on.
NO_LIMIT = inf
