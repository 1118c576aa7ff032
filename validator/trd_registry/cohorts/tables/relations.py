"""What follows for trials from each other and from what is listed in full, in SQL.

The counterpart of ``loading/history_roles.py`` and ``loading/history_relations.py``.
"""

from collections.abc import Mapping
from typing import Any

from trd_registry.cohorts.planning.sql import bits
from trd_registry.cohorts.settled.bits import domain_positions, mask
from trd_registry.cohorts.tables.dates import bit
from trd_registry.loading.history import completeness
from trd_registry.loading.history_roles import CLOSED_BY
from trd_registry.model.facts import EPISODES, TRIAL_FACTS

_ANTIDEPRESSANT, _AGENT = bit("modality", "antidepressant"), bit("modality", "augmentation")
_AS_AGENT, _COMBINED = bit("role", "augmentation"), bit("role", "combination")


class Listed:
    """What a cohort lists in full; in a first episode nothing is left out of earlier ones."""

    def __init__(self, declared: Any) -> None:
        #: By whether the episode is the first.
        self.complete: Mapping[bool, Mapping[str, frozenset[str]]] = {
            is_first: completeness(declared, is_first=is_first) for is_first in (False, True)
        }

    def in_full(self, kind: str) -> str:
        """Whether the list of this kind is full for every episode a trial may be of: `listed_in_full`."""
        domain = TRIAL_FACTS["episode"].domain
        assert domain is not None
        left_out = [
            bits(mask(set(EPISODES) - self.complete[is_first].get(kind, frozenset()), domain_positions(domain)))
            for is_first in (True, False)
        ]
        return f"(episode & CASE WHEN is_first THEN {left_out[0]} ELSE {left_out[1]} END = 0)"

    def whole_life(self, modality: str) -> str:
        """Whether trials of this modality (SQL) are all listed, of a person of ``people``."""
        kinds = [
            ", ".join(f"'{kind}'" for kind, episodes in sorted(self.complete[is_first].items())
                      if episodes == frozenset(EPISODES)) or "NULL"
            for is_first in (True, False)
        ]  # fmt: skip
        return f"CASE WHEN is_first THEN {modality} IN ({kinds[0]}) ELSE {modality} IN ({kinds[1]}) END"


def roles(listed: Listed, *, has_ids: bool) -> str:
    """The roles a trial may have before its dates are compared with others, as columns of trials.

    Trials need no id (``has_ids``) where none has one of its own and none names another.
    """
    own_id = "coalesce(id, 'trial-' || (trial + 1))" if has_ids else "NULL::VARCHAR"
    open_to = [bit("role")]
    for kind, role in CLOSED_BY:
        closed = listed.in_full(kind)
        if role == "augmentation":
            closed = f"({closed} AND modalities & {_AGENT} = 0)"
        open_to.append(f"CASE WHEN {closed} THEN {bit('role', role)} ELSE 0::UBIGINT END")
    possible = (
        f"CASE WHEN role__stated THEN role WHEN augments IS NOT NULL OR modalities = {_AGENT} THEN {_AS_AGENT} "
        f"ELSE {' - '.join(open_to)} END"
    )
    is_drug = f"(modality__stated AND modalities = {_ANTIDEPRESSANT} AND augments IS NULL)"
    goes_on = f"(stopped__stated AND stopped = {bit('stopped', 'ongoing')})"
    return (
        f"*, {possible} AS possible, "
        f"role__stated AND augments IS NOT NULL AND role & {_AS_AGENT} = 0 AS is_no_agent, "
        f"{own_id} AS own_id, "
        f"{is_drug} AND {goes_on} AND NOT role__stated AS is_taken_now, "
        f"{listed.in_full('combination')} AS lists_combinations, "
        f"{listed.in_full('antidepressant')} AS lists_drugs, "
        f"{listed.in_full('augmentation')} AS lists_agents, "
        f"{listed.in_full('optimisation')} AS lists_steps"
    )


#: Whether a trial that augments nothing may be an augmentation.
UNATTACHED = f"(augments IS NULL AND possible & {_AS_AGENT} <> 0)"

#: Trials that may be half of a combination unless none ran at the same time.
_COULD_BE_ALONE = f"possible & {_COMBINED} <> 0 AND possible <> {_COMBINED} AND NOT role__stated AND lists_drugs"

#: Number and place of those beside which another antidepressant may have run: `roles_by_dates`.
BESIDE = (
    f"SELECT DISTINCT one.number, one.trial, TRUE AS is_beside FROM (FROM trial_facts WHERE {_COULD_BE_ALONE}) AS one "
    "JOIN trial_facts AS other ON one.number = other.number AND one.trial <> other.trial "
    f"WHERE other.modalities & {_ANTIDEPRESSANT} <> 0 "
    "AND NOT (one.started_days_ago__hi <= other.ended_days_ago__lo "
    "OR other.started_days_ago__hi <= one.ended_days_ago__lo)"
)

#: Number and own id of those that another trial augments.
AUGMENTED = (
    "SELECT DISTINCT number, augments AS own_id, TRUE AS is_augmented FROM trial_facts WHERE augments IS NOT NULL"
)

#: The role of a trial, given whether another may have run beside it.
ROLE = f"CASE WHEN {_COULD_BE_ALONE} AND is_beside IS NULL THEN possible - {_COMBINED} ELSE possible END"

#: Whether a trial was augmented, as far as it follows.
AUGMENTED_BY_LIST = (
    f"CASE WHEN is_augmented THEN TRUE WHEN lists_agents AND unattached - {UNATTACHED}::INTEGER = 0 THEN FALSE END"
)
