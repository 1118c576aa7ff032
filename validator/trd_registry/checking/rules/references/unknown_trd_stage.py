"""The cut for TRD names a stage or class that does not exist."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.loading.document import Path
from trd_registry.model.errors import suggest
from trd_registry.model.finding import Finding


class UnknownTrdStage(DefinitionRule):
    """The cut for TRD names a stage or class that does not exist."""

    code = "TRD336"
    title = "The cut for TRD names a stage or class that does not exist"
    why = "The verdict would not be defined."
    remedy = "Name one of the stages, or leave the cut out where the authors give none."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        every = [part.value.get("name", "") for part in subject.parts.of("rung", "band")]
        for part in subject.parts.of("stages"):
            cut = part.value.get("trd_from")
            # Stages of another option are not those of this one; behind a reading any of them may stand here.
            named = _named(part.value) or every
            if cut is not None and cut not in (*named, part.value.get("below")):
                yield self._unknown(subject, (*part.path, "trd_from"), cut, named)
        tiers = subject.data.get("tiers", {})
        classes = [one["name"] for one in tiers.get("classes", [])]
        for index, name in enumerate(tiers.get("trd", [])):
            if name not in classes:
                yield self._unknown(subject, ("tiers", "trd", index), name, classes)

    def _unknown(self, subject: DefinitionFile, path: Path, name: str, known: Sequence[str]) -> Finding:
        return self.at(subject.document, path, f"There is no stage or class {name!r}.", suggest(name, known))


def _named(stages: Mapping[str, Any]) -> list[str]:
    """The names of the stages written down here; none where a reading stands in their place."""
    written = stages.get("rungs", stages.get("bands", ()))
    plain = isinstance(written, list) and all(isinstance(one, dict) and "name" in one for one in written)
    return [one["name"] for one in written] if plain else []
