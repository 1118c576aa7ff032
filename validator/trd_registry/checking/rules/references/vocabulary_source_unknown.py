"""A vocabulary names a source that is not listed."""

from collections.abc import Iterator, Mapping
from typing import Any

from trd_registry.checking.rule import VocabularyRule
from trd_registry.checking.subjects import VocabularyFile
from trd_registry.loading.document import Path
from trd_registry.model.errors import suggest
from trd_registry.model.finding import Finding


class VocabularySourceUnknown(VocabularyRule):
    """A vocabulary names a source that is not listed."""

    code = "TRD338"
    title = "A vocabulary names a source that is not listed"
    why = "An entry whose source cannot be found cannot be checked by anybody."
    remedy = "List the source under `sources`, or correct its key."

    def findings(self, subject: VocabularyFile) -> Iterator[Finding]:
        known = list(subject.document.value["sources"])
        for path, source in _named(subject.document.value, ()):
            if source not in known:
                message = f"There is no source {source!r} under `sources`."
                yield self.at(subject.document, path, message, suggest(source, known))


def _named(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key == "source" and isinstance(inner, str):
                yield (*path, key), inner
            elif key != "sources":
                yield from _named(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _named(inner, (*path, index))
