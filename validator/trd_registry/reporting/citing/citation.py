"""What a citation of a definition holds: the paper, the encoding and the registry, never one without the others."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Protocol

from trd_registry.model.definition import Definition
from trd_registry.reporting.citing.address import (
    BASE_ADDRESS,
    REGISTRY_AUTHORS,
    REGISTRY_NAME,
    REGISTRY_TITLE,
    permanent_address,
)
from trd_registry.reporting.citing.names import Name
from trd_registry.reporting.citing.reference import Reference, reference_of

#: What a reader must be told of an encoding that is not simply released.
STATUS_WORDS = {
    "record": "record: bibliography only, no executable rules",
    "draft": "draft: some rules have not been checked against a source",
    "superseded": "superseded by a later version",
    "withdrawn": "withdrawn",
}


class Cited(Protocol):
    """What every style can write: a definition or a vocabulary with what is cited beside it."""

    @property
    def references(self) -> tuple[Reference, ...]:
        """The entries of a bibliography."""
        ...

    @property
    def numbered(self) -> tuple[Reference, ...]:
        """The entries of a list in which the registry has a number of its own."""
        ...

    @property
    def notes(self) -> tuple[str, ...]:
        """What whoever cites this should know and would not see in the citation."""
        ...


@dataclass(frozen=True, slots=True)
class Citation:
    """One version of a definition with all that is cited beside it."""

    definition: Definition
    paper: Reference
    encoding: Reference
    registry: Reference
    #: SWHID of the definition file; None where the file itself is not at hand.
    swhid: str | None
    #: Readings settled otherwise than by default, with the option taken.
    changed_readings: Mapping[str, str]
    #: Parts of the paper's reference that nobody has checked, and that are therefore left out.
    left_out: tuple[str, ...]

    @property
    def references(self) -> tuple[Reference, Reference]:
        """The two entries of a bibliography; the second names the registry as its place of publication."""
        return self.paper, self.encoding

    @property
    def numbered(self) -> tuple[Reference, ...]:
        """The entries of a list in which the registry has a number of its own."""
        return self.paper, self.encoding, self.registry

    @property
    def notes(self) -> tuple[str, ...]:
        """What whoever cites this should know and would not see in the citation."""
        notes = []
        if self.left_out:
            notes.append(f"Left out, because nobody has checked it yet: {', '.join(self.left_out)} of the publication.")
        if self.definition.private:
            notes.append(f"{self.definition.reference} is published nowhere: nobody can look it up by this citation.")
        if self.definition.status in STATUS_WORDS:
            notes.append(f"{self.definition.reference} is not a released definition ({status_words(self.definition)}).")
        return tuple(notes)


def cite(
    definition: Definition,
    readings: Mapping[str, str] | None = None,
    swhid: str | None = None,
    released: str | None = None,
) -> Citation:
    """Gathers what is cited with a definition.

    Args:
        definition: Any version; records and drafts are marked as what they are.
        readings: The option taken for a reading; every other one is left at its default.
        swhid: The content identifier of the definition file, where it is at hand.
        released: The day on which the version was released (ISO), where it is kept; it gives the year of the encoding.

    Raises:
        UnknownReading: for a reading or option that the definition does not have.
    """
    chosen = readings or {}
    definition.settle(chosen)
    changed = {name: option for name, option in chosen.items() if option != definition.readings[name].default}
    source = definition.document["defined_by"]
    paper, left_out = reference_of(f"{definition.id}-{source}", definition.document["sources"][source])
    encoding = _encoding(definition, changed, swhid, released)
    return Citation(definition, paper, encoding, registry_reference(), swhid, changed, left_out)


def status_words(definition: Definition) -> str:
    """What the status of an encoding means for whoever cites it; empty for a released one."""
    words = ["private: published nowhere"] * definition.private
    return "; ".join([*words, *([STATUS_WORDS[definition.status]] if definition.status in STATUS_WORDS else [])])


def _encoding(definition: Definition, changed: Mapping[str, str], swhid: str | None, released: str | None) -> Reference:
    notes = [status_words(definition), f"{definition.reference}, {definition.digest}", swhid or ""]
    if changed:
        notes.append("readings: " + ", ".join(f"{name}={option}" for name, option in sorted(changed.items())))
    marks = ["PRIVATE"] * definition.private + [definition.status.upper()] * (definition.status != "released")
    mark = "".join(f"; {one}" for one in marks)
    return Reference(
        key=f"trd-registry-{definition.id}-{definition.version}",
        type="encoding",
        title=f"{definition.title} ({definition.id}{mark}), encoded as data",
        # Who wrote a private file and where it can be had, its owner must say.
        authors=() if definition.private else (Name(REGISTRY_AUTHORS),),
        publisher="" if definition.private else REGISTRY_NAME,
        year=int(released[:4]) if released else None,
        version=definition.version,
        url="" if definition.private else permanent_address(definition),
        note="; ".join(note for note in notes if note),
    )


def registry_reference() -> Reference:
    """The registry as a whole, in the version that is installed."""
    try:
        installed = version("trd-registry")
    except PackageNotFoundError:  # run from a checkout that was never installed
        installed = ""
    return Reference(
        key="trd-registry",
        type="registry",
        title=REGISTRY_TITLE,
        authors=(Name(REGISTRY_AUTHORS),),
        version=installed,
        url=f"{BASE_ADDRESS}/",
    )
