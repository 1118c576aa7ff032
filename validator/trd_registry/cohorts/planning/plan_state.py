"""What is shared by all definitions that become one statement: the sheets, and the bits that stand for names."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from trd_registry.cohorts.planning.counts import Counts, Sets
from trd_registry.cohorts.planning.order.looks import Looks
from trd_registry.cohorts.planning.records.diagnoses import Diagnoses
from trd_registry.cohorts.planning.refused import NotPlanned
from trd_registry.cohorts.planning.sheet import Sheet
from trd_registry.cohorts.planning.tangles import Tangles
from trd_registry.cohorts.settled.bits import TooManyNames, positions
from trd_registry.model.vocabulary import Vocabularies


@dataclass
class Sheets:
    """The tables of the statement: what trials were of, trials, one group a patient, patients."""

    vocabularies: Vocabularies
    #: One row for every different treatment, class and modality.
    agent: Sheet = field(default_factory=lambda: Sheet("agent"))
    #: One row a trial, with the columns of its agent.
    trial: Sheet = field(default_factory=lambda: Sheet("trial"))
    #: Aggregates over the trials of one patient.
    group: Sheet = field(default_factory=lambda: Sheet("group"))
    #: One row a patient, with its aggregates.
    patient: Sheet = field(default_factory=lambda: Sheet("patient"))

    #: How many trials of a patient meet conditions.
    counts: Counts = field(default_factory=Counts)
    #: Which treatments, classes or modalities they have.
    sets: Sets = field(default_factory=Sets)
    #: Distinct values of patients with trials that are not of one known treatment, class or modality.
    tangles: Tangles = field(default_factory=Tangles)
    #: Conditions on trials that look at other trials.
    looks: Looks = field(default_factory=Looks)
    #: Counts of diagnoses, for definitions that are judged on records.
    diagnoses: Diagnoses | None = None

    @cached_property
    def classes(self) -> Mapping[str, int]:
        """The bit of every class of the vocabulary."""
        return self.places(self.vocabularies.classes)

    def places(self, names: object) -> Mapping[str, int]:
        """The bits of names that are counted or compared as a set; raises NotPlanned where they are too many."""
        try:
            return positions(names)  # type: ignore[arg-type]
        except TooManyNames as error:
            raise NotPlanned(f"a count of so many different values ({error} into one column)") from None

    def on_trial(self, sql: str, parts: tuple[str, ...] = ()) -> str:
        """A column on trials; where it is put together from columns of the agent alone, it is worked out there."""
        told = [part for part in parts if part not in ("TRUE", "FALSE", "NULL::BOOLEAN")]
        if told and all(part.startswith("agent_") for part in told):
            return self.agent.add(sql)
        return self.trial.add(sql)

    def aggregate(self, sql: str, without_trials: str) -> str:
        """A value over the trials of a patient, and the one it has where there are none."""
        return self.patient.add(f"coalesce({self.group.add(sql)}, {without_trials})")
