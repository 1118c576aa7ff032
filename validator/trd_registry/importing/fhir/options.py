"""What whoever imports decides, since the data do not say it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Options:
    """One import."""

    #: First and last day of the record, and what it holds in full: never taken from the data.
    record_from: date
    record_to: date
    covers: tuple[str, ...] = ()
    #: The day on which the records stand; the last day of the record unless another is named.
    as_of: date | None = None
    #: An order is taken for a supply on the day on which it was written.
    requests_as_dispensings: bool = False
    #: Where the day of handing over is missing, the day of preparation stands for it.
    prepared_as_handed_over: bool = False
    #: Where the day of recording is missing, the day of onset stands for it.
    onset_as_recorded: bool = False
    #: Where that is missing too, the first day of the encounter in which it was diagnosed does.
    encounter_as_recorded: bool = False
    #: A score of so many days before the day on which the records stand is present.
    scores_within: int = 0

    @property
    def day(self) -> date:
        """The day on which the records stand."""
        return self.as_of or self.record_to
