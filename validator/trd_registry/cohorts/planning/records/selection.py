"""Which trials a measure is taken over, where trials nobody has seen stand as rows among the others."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from trd_registry.cohorts.planning.selection import RulesPlan
from trd_registry.model.history import Trial
from trd_registry.model.nodes import TrialMeasure


@dataclass
class RecordRulesPlan(RulesPlan):
    """One settled rule tree that is judged on trials made of a record.

    When a stand-in may begin depends on the record, so that each is judged among the trials of its patient.
    """

    #: Every sort of stand-in that there may be, by its bit.
    sorts: Mapping[int, Trial] = field(default_factory=dict)

    def _looks_elsewhere(self, node: TrialMeasure) -> bool:  # noqa: ARG002  it is so whatever is measured
        return True

    def may_be_unlisted(self, names: tuple[str, ...]) -> Mapping[int, Trial]:  # noqa: ARG002  and in whichever set
        """Every sort: which may be in a set is found for each patient."""
        return self.sorts
