"""A condition or grouping names a class that is not in the vocabulary."""

from collections.abc import Iterator

from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.errors import suggest
from trd_registry.model.finding import Finding


class UnknownClass(DefinitionRule):
    """A condition or grouping names a class that is not in the vocabulary."""

    code = "TRD323"
    title = "A condition or grouping names a class that is not in the vocabulary"
    why = "Nothing recorded could ever match the name."
    remedy = "Correct the name, or add it to the vocabulary."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        if subject.vocabularies is None:
            return
        known = list(subject.vocabularies.classes)
        named = [one for part in subject.parts.of("classes") for one in part.names]
        for grouping, groups in subject.data.get("groupings", {}).items():
            for group, members in groups.items():
                listed = members.get("classes", []) if isinstance(members, dict) else []
                named += [(("groupings", grouping, group, "classes", at), name) for at, name in enumerate(listed)]
        for path, name in named:
            if name not in known:
                yield self.at(subject.document, path, f"There is no class {name!r}.", suggest(name, known))
