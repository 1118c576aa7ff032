"""A private vocabulary bears the name of a published one."""

from collections.abc import Iterator

from trd_registry.checking.rule import VocabularyRule
from trd_registry.checking.subjects import VocabularyFile
from trd_registry.loading.private import TAKEN_NAME, about_taken_name
from trd_registry.model.finding import Finding


class PublishedVocabularyName(VocabularyRule):
    """A private vocabulary bears the name of a published one."""

    code = TAKEN_NAME
    title = "A private vocabulary bears the name of a published one"
    why = "Every history is read with the published one; the same name would mean two things."
    remedy = "Give yours another name, in the file and folder."

    def findings(self, subject: VocabularyFile) -> Iterator[Finding]:
        published, name = subject.surroundings.published, subject.document.value["vocabulary"]
        if published is not None and name in published.vocabulary_files:
            yield self.at(subject.document, ("vocabulary",), *about_taken_name(name))
