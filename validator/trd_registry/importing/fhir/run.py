"""What becomes of every resource that was gathered: it is used, set aside or rejected."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from trd_registry.importing.fhir.courses import Statement, statement_of, trials_of
from trd_registry.importing.fhir.drugs import Drugs
from trd_registry.importing.fhir.elements import check_unmodified, part, parts
from trd_registry.importing.fhir.encounters import Encounters
from trd_registry.importing.fhir.entries import Entries
from trd_registry.importing.fhir.gathering import Gathered
from trd_registry.importing.fhir.identity import pointer_of
from trd_registry.importing.fhir.medications import Medications
from trd_registry.importing.fhir.options import Options
from trd_registry.importing.fhir.outcomes import PassedOver, Refused
from trd_registry.importing.fhir.patients import Patients, person_cells
from trd_registry.importing.fhir.present import PresentScores
from trd_registry.importing.fhir.scores import Score, Scores
from trd_registry.importing.fhir.store import CONTRADICTED, COPY, DELETED, OLDER, Kept
from trd_registry.importing.source_row import SourceRow
from trd_registry.importing.target import Target
from trd_registry.loading.registry import Registry
from trd_registry.model.errors import RegistryError

_T = TypeVar("_T")

#: Lists to which a resource of a type belongs: one that cannot be used leaves them incomplete.
_LISTS: Mapping[str, tuple[str, ...]] = {
    "MedicationDispense": ("dispensings",),
    "MedicationRequest": ("dispensings",),
    "MedicationStatement": ("trials",),
    "Procedure": ("procedures",),
    "Condition": ("diagnoses",),
}

#: The table of the cohort that a resource of a type fills.
_TABLES: Mapping[str, str] = {
    "MedicationDispense": "dispensings",
    "MedicationRequest": "dispensings",
    "Procedure": "procedures",
    "Condition": "diagnoses",
}

_FATES = {
    COPY: "a copy of the same resource",
    OLDER: "an older version of a resource",
    DELETED: "deleted at its source",
}


class Run:
    """One import, when everything has been gathered."""

    def __init__(self, gathered: Gathered, options: Options, registry: Registry, target: Target) -> None:
        self._gathered, self._options, self._target = gathered, options, target
        self._patients = Patients(gathered.aliases, gathered.bases)
        self._medications = Medications(Drugs(registry), gathered.aliases)
        self._encounters = Encounters(gathered.store, gathered.aliases)
        self._entries = Entries(self._medications, self._encounters, options)
        self._scores = Scores(registry)
        #: Patients whose names or links cannot be read.
        self._unread: dict[str, Refused] = {}
        #: Trials that were made from statements.
        self.trials = 0
        #: Versions of the lists that were asked.
        self.references = tuple(
            dict.fromkeys(
                (
                    *self._medications.drugs.references, *self._entries.conditions.references,
                    *self._entries.procedures.references, *self._scores.references, self._encounters.reference,
                )
            )
        )  # fmt: skip

    def read(self) -> None:
        """Everything, patients first: entries refer to them."""
        self._read_patients()
        for kept in self._gathered.store.of("Medication"):
            if not kept.fate:
                self._medications.add(kept.key, kept.resource)
        self._read_entries()
        self._read_statements()
        self._read_scores()
        self._read_referred("Medication", self._medications.referred, "no entry that is read refers to it")
        self._read_referred("Encounter", self._encounters.used, "no diagnosis takes a setting or a day from it")

    def _read_patients(self) -> None:
        for kept in self._gathered.store.of("Patient"):
            if kept.fate in ("", CONTRADICTED):
                try:
                    self._patients.add(kept.key, kept.resource)
                except Refused as refused:
                    self._unread[kept.key] = refused
        if not self._patients.number:
            raise RegistryError("There is no Patient in the sources.", "Add them: they say who is in the cohort.")
        for kept in self._gathered.store.of("Patient"):
            self._read_patient(kept)

    def _read_patient(self, kept: Kept) -> None:
        row = self._target.row("Patient", kept.place, self._patients.person_of(kept.key))
        if kept.fate == CONTRADICTED:
            self._target.refuse_person(row, "IMP4", _contradicted(kept))
        elif kept.fate:
            self._target.set_aside(row, _FATES[kept.fate])
        elif self._patients.is_replaced(kept.key):
            self._target.set_aside(row, "replaced by another patient, to whom its entries belong")
        else:
            try:
                if kept.key in self._unread:
                    raise self._unread[kept.key]
                check_unmodified(kept.resource)
                cells = person_cells(kept.resource, self._options.day)
            except Refused as refused:
                self._target.refuse_person(row, refused.code, refused.reason, refused.element)
            else:
                self._target.add(row, "persons", cells)

    def _read(self, kept: Kept, says: Callable[[Kept], _T], use: Callable[[SourceRow, _T], None]) -> None:
        """One resource that is about a patient.

        Args:
            kept: The resource.
            says: What it says; raises PassedOver or Refused.
            use: What is done with that, once it is known to be about somebody of the cohort.
        """
        kind = kept.resource["resourceType"]
        lists = _LISTS.get(kind, ())
        person, problem = self._subject(kept)
        row = self._target.row(kind, kept.place, person)
        try:
            said = self._said(kept, says, person, problem)
        except PassedOver as passed:
            self._target.set_aside(row, passed.reason, passed.what[:200])
        except Refused as refused:
            self._target.reject(row, refused.code, refused.reason, refused.element, lists=lists)
        else:
            use(row, said)

    def _said(self, kept: Kept, says: Callable[[Kept], _T], person: str, problem: str) -> _T:
        """What a resource says. What is not about the subject is passed over, whatever else is wrong with it."""
        if kept.fate in _FATES:
            raise PassedOver(_FATES[kept.fate])
        said = says(kept)
        if kept.may_be_modified:
            check_unmodified(kept.resource)
        if kept.fate == CONTRADICTED:
            raise Refused("IMP4", _contradicted(kept))
        if problem:
            raise Refused("IMP5" if person else "ROW2", problem, "subject")
        return said

    def _subject(self, kept: Kept) -> tuple[str, str]:
        try:
            return self._patients.meant(part(kept.resource, "subject"))
        except Refused as refused:
            return "", refused.reason

    def _read_entries(self) -> None:
        entries = self._entries
        #: Orders whose supply is used.
        supplied: set[str] = set()

        def supply(kept: Kept) -> Mapping[str, Any]:
            cells = entries.dispensing(kept.resource)
            supplied.update(self._orders_of(kept))
            return cells

        def order(kept: Kept) -> Mapping[str, Any]:
            if not self._options.requests_as_dispensings:
                raise PassedOver("an order, which is no supply")
            if kept.key in supplied:
                raise PassedOver("an order whose supply is there")
            return entries.order(kept.resource)

        readers: Mapping[str, Callable[[Kept], Mapping[str, Any]]] = {
            "MedicationDispense": supply,
            "MedicationRequest": order,
            "Procedure": lambda kept: entries.procedure(kept.resource),
            "Condition": lambda kept: entries.diagnosis(kept.resource),
        }
        for kind, says in readers.items():
            for kept in self._gathered.store.of(kind):
                self._read(kept, says, self._add)

    def _add(self, row: SourceRow, cells: Mapping[str, Any]) -> None:
        self._target.add(row, _TABLES[row.table], cells)

    def _orders_of(self, kept: Kept) -> Iterator[str]:
        """The orders that a dispensing was made for."""
        if self._options.requests_as_dispensings:
            for one in parts(kept.resource, "authorizingPrescription"):
                pointer = pointer_of(one, "MedicationRequest")
                if pointer is not None and pointer.key:
                    yield self._gathered.aliases.get(pointer.key, pointer.key)

    def _read_statements(self) -> None:
        found: dict[tuple[str, str], list[Statement]] = defaultdict(list)

        def use(row: SourceRow, statement: Statement) -> None:
            found[row.person, statement.drug["treatment"]].append(replace(statement, row=row))

        for kept in self._gathered.store.of("MedicationStatement"):
            self._read(kept, lambda kept: statement_of(kept.resource, self._medications), use)
        for statements in found.values():
            for group, cells in trials_of(statements):
                rows = [one.row for one in group if one.row is not None]
                if self._target.add(rows[0], "trials", cells):
                    self.trials += 1
                    for row in rows[1:]:
                        self._target.use(row)
                else:
                    for row in rows[1:]:
                        told = "The statement of the same course beside it cannot be used."
                        self._target.reject(row, "IMP4", told, lists=("trials",))

    def _read_scores(self) -> None:
        present = PresentScores(self._options, self._target)
        readers: Mapping[str, Callable[[Kept], list[Score]]] = {
            "Observation": lambda kept: self._scores.of_observation(kept.resource),
            "QuestionnaireResponse": lambda kept: self._scores.of_answers(kept.resource),
        }
        for kind, says in readers.items():
            for kept in self._gathered.store.of(kind):
                self._read(kept, says, present.offer)
        present.settle()

    def _read_referred(self, kind: str, referred: set[str], otherwise: str) -> None:
        """Resources that are about nobody themselves: used where one that is read took something from them."""
        for kept in self._gathered.store.of(kind):
            row = self._target.row(kind, kept.place)
            if kept.fate == CONTRADICTED:
                self._target.reject(row, "IMP4", _contradicted(kept), lists=())
            elif kept.fate:
                self._target.set_aside(row, _FATES[kept.fate])
            elif kept.key in referred:
                self._target.use(row)
            else:
                self._target.set_aside(row, otherwise)


def _contradicted(kept: Kept) -> str:
    return f"{kept.key[:80]} is there in several forms, and which is the newest cannot be told."
