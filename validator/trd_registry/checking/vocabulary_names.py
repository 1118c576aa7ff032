"""Which vocabularies a definition refers to, and how sure they are."""

from collections.abc import Iterator

from trd_registry.checking.parts import Parts
from trd_registry.loading.document import Path
from trd_registry.model.vocabulary import Vocabularies

#: Needed for every history whatever the rules: names of treatments, and what a response category says.
ALWAYS_USED = ("treatments", "scales")


def used_vocabularies(parts: Parts) -> Iterator[tuple[Path, str]]:
    """Each place where the rules refer to a vocabulary, with its name."""
    for part in parts.of("treatments", "classes"):
        yield part.path, "treatments"
    for part in parts.of("dose table"):
        yield part.path, str(part.value)
    for part in parts.of("therapy list"):
        # ``evidence_based: true`` asks a rater, not a list.
        if isinstance(part.value, str):
            yield part.path, "psychotherapies"
    for part in parts.of("severity bands", "score test"):
        yield part.path, "scales"


def recalled_bindings(parts: Parts, vocabularies: Vocabularies) -> Iterator[tuple[Path, str]]:
    """The tables, lists and band sets named by the rules that nobody has checked, with where they are named."""
    for part in parts.of("dose table", "therapy list", "severity bands"):
        for path, name in part.names:
            if _evidence(part.kind, name, vocabularies) == "recalled":
                yield path, name


def _evidence(kind: str, name: str, vocabularies: Vocabularies) -> str:
    """How sure a table, list or band set is; empty where nothing is said of it."""
    if kind == "dose table" and name in vocabularies.dose_tables:
        return vocabularies.dose_tables[name].evidence
    if kind == "therapy list" and name in vocabularies.therapy_lists:
        return vocabularies.therapy_lists[name].evidence
    sets = vocabularies.severity_bands.get(name, ()) if kind == "severity bands" else ()
    return "recalled" if any(one.evidence == "recalled" for one in sets) else ""
