"""Days are counted from an index event, but the definition names none."""

from collections.abc import Iterator, Mapping

from trd_registry.checking.parts import Part
from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.loading.document import Path
from trd_registry.model.finding import Finding

#: Keys of conditions that count days from the index event.
_KEYS = ("start_day", "end_day")


class DayWithoutIndex(DefinitionRule):
    """Days are counted from an index event, but the definition names none."""

    code = "TRD344"
    title = "Days are counted from an index event that is not named"
    why = "Without day 0 no day is known, and the condition stays undecided for everybody."
    remedy = "Add `records: {index: ...}`, or count from another trial with preceded_by or followed_by."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        if "index" in subject.data.get("records", {}):
            return
        paths = {path for part in subject.parts for path in _counted(part)}
        for path in sorted(paths, key=str):
            yield self.at(subject.document, path, f"`{path[-1]}` is counted from an index event.")


def _counted(part: Part) -> Iterator[Path]:
    """Where a part counts days from the index event; `days` is so only beside `diagnoses`, else a length."""
    if part.path[-1] in _KEYS:
        yield part.path
    if isinstance(part.value, Mapping) and "diagnoses" in part.value and "days" in part.value:
        yield (*part.path, "days")
