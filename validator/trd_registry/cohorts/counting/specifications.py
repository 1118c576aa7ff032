"""Persons by what each way to read a definition says of them (``multiverse.parquet``)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from trd_registry.cohorts.counting.evaluated import Evaluated, Ran

#: The file; only there where the results were made with ``--readings all``.
FILE = "multiverse.parquet"

_COUNTS = ("met", "indeterminate", "scope_unknown", "not_met", "out_of_scope", "scope_unknown_not_met", "no_verdict")


@dataclass(frozen=True, slots=True)
class Counted:
    """One specification."""

    number: int
    #: ``usual``, ``single`` or ``combination``.
    kind: str
    #: Reading -> option; None where it was left open.
    readings: Mapping[str, str | None]
    met: int
    #: Persons of whom it cannot be told, those included of whom it cannot be known whether the definition speaks.
    undecided: int
    #: Everybody else by their states.
    others: tuple[int, ...]

    @property
    def counts(self) -> tuple[int, ...]:
        """All of them."""
        return (self.met, self.undecided, *self.others)


def specifications(evaluated: Evaluated, ran: Ran) -> Sequence[Counted]:
    """The specifications of one definition in their order; none where it gives no verdict or was not varied.

    Raises InvalidInput where the file cannot be used.
    """
    if not evaluated.has_multiverse:
        return []
    query = (
        f"SELECT combination, kind, map_entries(readings) AS readings, {', '.join(_COUNTS)} FROM {{multiverse}} "
        "WHERE definition = ? AND version = ? ORDER BY combination"
    )
    found = []
    for row in evaluated.rows(query, (ran.definition, ran.version)):
        if sum(row[name] for name in _COUNTS) != evaluated.persons:
            raise evaluated.damaged(FILE, f"{ran.reference} does not have {evaluated.persons:,} persons in each row.")
        if row["no_verdict"]:
            return []
        others = (row["not_met"], row["out_of_scope"], row["scope_unknown_not_met"])
        readings = {one["key"]: one["value"] for one in row["readings"]}
        undecided = row["indeterminate"] + row["scope_unknown"]
        found.append(Counted(row["combination"], row["kind"], readings, row["met"], undecided, others))
    return found
