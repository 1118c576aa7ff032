"""What a statement looks at: settled tables, or subqueries that make the same of something else."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """Names of tables or subqueries, and the subqueries that must stand before the statement."""

    patients: str = "patients"
    trials: str = "trials"
    agents: str = "agents"
    before: tuple[str, ...] = ()
    #: Whether stand-ins of unlisted trials are rows among the trials, with the bit of their sort in ``sort``; else
    #: they follow from the column ``unlisted`` of the patients.
    has_stand_ins: bool = False
