"""Why a resource is not used: it is not about the subject, or it cannot be used."""

from dataclasses import dataclass


@dataclass(eq=False)
class PassedOver(Exception):
    """The resource says nothing that a cohort asks for, or says that nothing happened."""

    #: A few words, the same for all of the kind.
    reason: str
    #: What it was, such as its code; told apart in the counts.
    what: str = ""


@dataclass(eq=False)
class Refused(Exception):
    """The resource may say something that a cohort asks for, and cannot be used."""

    code: str
    #: One sentence.
    reason: str
    #: The element that is at fault; empty for the resource as a whole.
    element: str = ""


def malformed(element: str, told: str) -> Refused:
    """The element is not what FHIR says it is."""
    return Refused("TRD203", f"`{element}` is not as FHIR has it: {told}.", element)


#: Something may have happened, or not: the status does not say that it did.
UNCERTAIN = "IMP6"

#: A part that changes the meaning of the resource, and whose meaning is not known here.
MODIFIED = "IMP7"
