"""Whether anything notices a changed definition: its worked cases, `trd check`."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from mutation.change import Change
from mutation.changes import changes_of
from trd_registry.cases.case import Case
from trd_registry.cases.reading import read_cases
from trd_registry.cases.running import differences
from trd_registry.checking.check import _Checker
from trd_registry.checking.standing import standing_of
from trd_registry.evaluating.evaluate import evaluate, settled_rules
from trd_registry.loading.definition import build_definition
from trd_registry.loading.registry import Registry
from trd_registry.loading.yaml_reader import read_yaml
from trd_registry.model.definition import Definition
from trd_registry.model.errors import RegistryError
from trd_registry.model.rules import Rules

#: What comes of rules that cannot be built or run.
UNUSABLE = (RegistryError, LookupError, ValueError, TypeError, AttributeError, StopIteration, RecursionError)


@dataclass(frozen=True)
class Caught:
    """By what a change was noticed."""

    #: ``cases`` or ``check``.
    by: str
    #: The sentence of the case, the codes of the findings.
    says: str


class Subject:
    """One definition with its cases, to be tried with one change after the other.

    The digests of released files are left out of it: they notice every change, whatever it means.
    """

    def __init__(self, registry: Registry, definition: Definition) -> None:
        self.registry, self.definition = registry, definition
        self.vocabularies = registry.vocabularies_for(definition)
        self.cases = read_cases(registry.cases_path(definition), self.vocabularies).cases
        #: Cases that noticed something are asked first: the next change is likely to be near.
        self._order = list(self.cases)

    def changes(self) -> Iterator[Change]:
        """Every change to try."""
        return changes_of(self.definition.document, self.vocabularies)

    def changed(self, change: Change) -> Definition:
        """The definition with one change, under the name of the original."""
        one = self.definition
        return build_definition(change.applied(one.document), family=one.family, digest=one.digest)

    def caught(self, change: Change) -> Caught | None:
        """What notices the change; None where nothing does."""
        mutant = self.changed(change)
        try:
            case = self._failing(mutant)
        except (
            RegistryError,
            LookupError,
            ValueError,
            TypeError,
            AttributeError,
            StopIteration,
            RecursionError,
        ) as error:
            # No rules can be built of it: then the check has to say so.
            noticed = self._found_by_check(change)
            if noticed is None:
                raise AssertionError(f"{self.definition.reference} cannot be run after {change}") from error
            return noticed
        if case is not None:
            return Caught("cases", case.name)
        return self._found_by_check(change)

    def _failing(self, mutant: Definition) -> Case | None:
        """A case whose answer is not the expected one."""
        differ: dict[tuple[tuple[str, str], ...], bool] = {}
        for at, case in enumerate(self._order):
            key = tuple(sorted(case.readings.items()))
            if key not in differ:
                differ[key] = self.rules(mutant, case.readings) != self.rules(self.definition, case.readings)
            if differ[key] and any(differences(case.expect, self._judged(case, mutant))):
                self._order.insert(0, self._order.pop(at))
                return case
        return None

    def rules(self, definition: Definition, readings: Mapping[str, str]) -> list[Rules]:
        """The rule trees under these readings, one for every combination that is left open."""
        return settled_rules(definition, readings)

    def _judged(self, case: Case, mutant: Definition) -> Any:
        asks = not {"missing", "decisive"}.isdisjoint(case.expect)
        return evaluate(case.history, mutant, self.vocabularies, case.readings, ask=asks)

    # The check ----------------------------------------------------------------------------------

    @cached_property
    def _file(self) -> Any:
        return read_yaml(self.registry.file_of(self.definition.reference))

    @cached_property
    def _standing(self) -> Any:
        return standing_of(self.registry.file_of(self.definition.reference))

    def _codes(self, document: Mapping[str, Any]) -> Counter[str]:
        _, findings = _Checker()._judge_definition(replace(self._file, value=document), self._standing)
        return Counter(finding.code for finding in findings)

    @cached_property
    def _usual_codes(self) -> Counter[str]:
        return self._codes(self.definition.document)

    def _found_by_check(self, change: Change) -> Caught | None:
        new = self._codes(change.applied(self.definition.document)) - self._usual_codes
        return Caught("check", ", ".join(sorted(new))) if new else None
