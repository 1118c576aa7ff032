"""The whole check: collect files, read them, compare them with schemas, ask every rule, gather what is found.

Nothing stops at the first finding. A later layer is asked about a file only where what it leans on is
there: rule trees are looked at only where they can be built, and cases are run only against rules in
which every name leads somewhere and that can be meant.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from trd_registry.cases.reading import read_cases
from trd_registry.checking.collect import collect, shown
from trd_registry.checking.loader_codes import UNKNOWN_FILE
from trd_registry.checking.registration import rules_of
from trd_registry.checking.rule import (
    BoundRule,
    CasesRule,
    DefinitionRule,
    HistoryRule,
    LockRule,
    ReportRule,
    RunCasesRule,
    StepRule,
    VocabularyRule,
)
from trd_registry.checking.rules.references.unknown_vocabulary_version import UnknownVocabularyVersion
from trd_registry.checking.standing import FileKind, Standing, kind_by_content, standing_of
from trd_registry.checking.subjects import CasesFile, DefinitionFile, HistoryFile, LockFile, ReportFile, VocabularyFile
from trd_registry.checking.surroundings import Surroundings, surroundings_of
from trd_registry.loading.definition import build_definition
from trd_registry.loading.document import Document
from trd_registry.loading.history import history_from
from trd_registry.loading.lock import Lock
from trd_registry.loading.schema import check_shape
from trd_registry.loading.yaml_reader import read_yaml
from trd_registry.model.finding import Finding, InvalidInput

#: Codes from here on are about sources and releases: the rules can be run.
_OF_RULES_THAT_RUN = "TRD5"


@dataclass(frozen=True, slots=True)
class Report:
    """What a check looked at and what it found, in the order of files and lines."""

    files: int
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(finding.level == "error" for finding in self.findings)

    @property
    def warnings(self) -> int:
        """How many findings are warnings."""
        return len(self.findings) - self.errors


def check(paths: Sequence[Path], private: Path | None = None) -> Report:
    """Checks every file under the paths. An unreadable file is a finding, like anything else that is wrong.

    Args:
        paths: Files and folders.
        private: The root of a private folder: what stands in it may lean on all that is published, and may not
            bear its names.
    """
    checker = _Checker(private)
    files = 0
    findings: list[Finding] = []
    for file, named in collect(paths):
        found = checker.file(file, named=named)
        if found is not None:
            files += 1
            findings += found
    return Report(files, tuple(sorted(set(findings))))


def unsound(path: Path, private: Path | None = None) -> list[Finding]:
    """Every error that keeps a definition from being run, where its shape is sound; empty where it can be run.

    A name that leads nowhere, a reading that leads back to itself or too many combinations of readings would end in
    an exception, or in an answer that nobody meant.
    """
    found = _Checker(private).text(path)
    errors = (one for one in found if one.level == "error" and one.code < _OF_RULES_THAT_RUN)
    # A vocabulary that is gone is told where it is looked up, with what else depends on it.
    return sorted(one for one in errors if one.code != UnknownVocabularyVersion.code)


class _Checker:
    """Reads and judges files; remembers the definitions that case files ask for again."""

    def __init__(self, private: Path | None = None) -> None:
        self._private = private.absolute() if private is not None else None
        self._definitions: dict[Path, tuple[DefinitionFile | None, list[Finding]]] = {}

    def _around(self, standing: Standing) -> Surroundings:
        return surroundings_of(standing.root, private=standing.root == self._private)

    def file(self, path: Path, *, named: bool) -> list[Finding] | None:
        """The findings of one file; None where it is no file of a registry, and nobody said it was."""
        standing = standing_of(path)
        if standing.kind == "definition":
            return self._definition(path)[1]
        try:
            document = read_yaml(shown(path))
        except InvalidInput as error:
            return list(error.findings)
        kind = standing.kind or kind_by_content(document)
        if kind is None:
            return [document.finding((), *UNKNOWN_FILE)] if named or standing.steps else None
        if kind == "definition":
            return self._definition(path, document)[1]
        if kind == "lock":
            surroundings = self._around(standing)
            lock = LockFile(document, standing, surroundings.lock or Lock(path), surroundings)
            return [finding for rule in rules_of(LockRule) for finding in rule.findings(lock)]
        return check_shape(document, kind) or list(self._judge(kind, document, standing))

    def _judge(self, kind: FileKind, document: Document, standing: Standing) -> Iterator[Finding]:
        if kind == "cases":
            yield from self._cases(document, standing)
        elif kind == "vocabulary":
            vocabulary = VocabularyFile(document, standing, self._around(standing))
            for rule in rules_of(VocabularyRule):
                yield from rule.findings(vocabulary)
        elif kind == "history":
            yield from self._history(document, standing)
        elif kind == "reports":
            for report_rule in rules_of(ReportRule):
                yield from report_rule.findings(ReportFile(document, self._around(standing)))

    # Histories ----------------------------------------------------------------------------------

    def _history(self, document: Document, standing: Standing) -> Iterator[Finding]:
        vocabularies = self._around(standing).vocabularies
        if vocabularies is not None:
            try:
                history_from(document, vocabularies)
            except InvalidInput as error:
                yield from error.findings
        for rule in rules_of(HistoryRule):
            yield from rule.findings(HistoryFile(document, standing))

    # Definitions --------------------------------------------------------------------------------

    def _definition(self, path: Path, document: Document | None = None) -> tuple[DefinitionFile | None, list[Finding]]:
        """A definition with its findings; it is None where it is not sound enough to be run."""
        key = path.absolute()
        if key not in self._definitions:
            try:
                document = document or read_yaml(shown(path))
                self._definitions[key] = self._judge_definition(document, standing_of(path))
            except InvalidInput as error:
                self._definitions[key] = None, list(error.findings)
        return self._definitions[key]

    def _judge_definition(self, document: Document, standing: Standing) -> tuple[DefinitionFile | None, list[Finding]]:
        findings = check_shape(document, "definition")
        if findings:
            return None, findings
        subject, findings, can_be_bound = self._read_definition(document, standing)
        if can_be_bound:
            for bound in rules_of(BoundRule):
                findings += bound.findings(subject)
        can_be_run = can_be_bound and not has_errors(findings, before=_OF_RULES_THAT_RUN)
        if can_be_run:
            for step in rules_of(StepRule):
                findings += step.findings(subject)
        return subject if can_be_run else None, findings

    def _read_definition(self, document: Document, standing: Standing) -> tuple[DefinitionFile, list[Finding], bool]:
        """A definition whose shape is sound, what its text alone shows to be wrong, and whether it has rule trees."""
        definition = build_definition(document.value, family=standing.family, digest=document.digest)
        subject = DefinitionFile(document, definition, standing, self._around(standing))
        findings = list(subject.parts.misfits)
        can_be_bound = definition.is_executable and not findings
        for rule in rules_of(DefinitionRule):
            found = list(rule.findings(subject))
            can_be_bound = can_be_bound and not (found and rule.prevents_binding)
            findings += found
        return subject, findings, can_be_bound

    def text(self, path: Path) -> list[Finding]:
        """What the text of a definition whose shape is sound shows to be wrong."""
        return self._read_definition(read_yaml(shown(path)), standing_of(path))[1]

    # Cases --------------------------------------------------------------------------------------

    def _cases(self, document: Document, standing: Standing) -> Iterator[Finding]:
        surroundings = self._around(standing)
        beside = standing.file.with_name("definition.yaml")
        definition = self._definition(beside)[0] if beside.is_file() else None
        subject = CasesFile(document, standing, surroundings, definition)
        prevented = set()
        for rule in rules_of(CasesRule):
            for finding in rule.findings(subject):
                prevented.add(rule.prevents)
                yield finding
        vocabularies = definition.vocabularies if definition is not None else surroundings.vocabularies
        if vocabularies is None or "reading" in prevented:
            return
        try:
            cases = read_cases(document.path, vocabularies)
        except InvalidInput as error:
            yield from error.findings
            return
        if definition is not None and "running" not in prevented:
            subject = CasesFile(document, standing, surroundings, definition, cases)
            for run_rule in rules_of(RunCasesRule):
                yield from run_rule.findings(subject)


def has_errors(findings: Iterable[Finding], *, before: str) -> bool:
    """Whether an error was found whose code comes before the given one."""
    return any(finding.level == "error" and finding.code < before for finding in findings)
