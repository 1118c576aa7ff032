"""Something is called `reading`."""

from collections.abc import Iterator
from typing import Any

from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.finding import Finding


class ReservedName(DefinitionRule):
    """Something is called `reading`."""

    code = "TRD343"
    title = "Something is called `reading`"
    why = "Where `reading` stands as a key, the option of a reading is put in its place."
    remedy = "Choose another name."
    prevents_binding = True

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        groupings = subject.data.get("groupings", {})
        places: list[tuple[str, ...]] = [("trials",), ("groupings",), *(("groupings", name) for name in groupings)]
        for path in [*places, ("score", "items")]:
            inside: Any = subject.data
            for step in path:
                inside = inside.get(step, {})
            if "reading" in inside:
                yield self.at(subject.document, (*path, "reading"), "This cannot be called `reading`.")
