"""Which trials a measure is taken over, where trials nobody has seen stand as rows among the others."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from trd_registry.cohorts.planning.selection import RulesPlan, Selected
from trd_registry.cohorts.planning.sql import NONE, all_of
from trd_registry.model.history import Trial
from trd_registry.model.nodes import TrialMeasure


@dataclass
class RecordRulesPlan(RulesPlan):
    """One settled rule tree that is judged on trials made of a record."""

    #: Every sort of stand-in that there may be, by its bit.
    sorts: Mapping[int, Trial] = field(default_factory=dict)

    def select(self, node: TrialMeasure) -> Selected:
        """The trials that were made of the record, and apart from them the stand-ins that may be among them."""
        belongs = super().select(node).belongs
        among = f"bit_or(CASE WHEN {belongs} IS NOT FALSE THEN sort ELSE {NONE} END)"
        listed = self.sheets.trial.add(all_of([f"(sort = {NONE})", belongs]))
        return Selected(listed, self.sorts, self.sheets.aggregate(among, NONE))
