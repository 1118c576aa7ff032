"""Finds out which treatment a trial is of, and so its class and modality."""

from collections.abc import Mapping, Sequence
from typing import Any

from trd_registry.loading.document import Path
from trd_registry.loading.notebook import Notebook
from trd_registry.model.errors import suggest
from trd_registry.model.facts import MODALITIES, Value
from trd_registry.model.history import Trial
from trd_registry.model.vocabulary import Treatment, Vocabularies


def check_same_treatment(trials: Sequence[Trial], notebook: Notebook) -> None:
    """Notes where two trials give one treatment that is not listed another class or modality."""
    for fact in ("class", "modality"):
        said: dict[frozenset[str], Trial] = {}
        for number, trial in enumerate(trials):
            name, value = trial.choice("treatment"), trial.facts.get(fact)
            if name is None or len(name) != 1 or not isinstance(value, frozenset):
                continue
            before = said.setdefault(name, trial)
            other = before.facts[fact]
            if isinstance(other, frozenset) and not value & other:
                message = f"{trial.label} is {_one_of(value)} here and {_one_of(other)} in {before.place}."
                remedy = "Correct one of them: a treatment has one class."
                notebook.note(("trials", number, fact), "TRD305", message, remedy)


def _one_of(values: frozenset[str]) -> str:
    return " or ".join(sorted(values))


class TreatmentReader:
    """Looks names up in the treatments vocabulary; a drug that is not listed must state its class."""

    def __init__(self, vocabularies: Vocabularies, notebook: Notebook) -> None:
        self._treatments = vocabularies.treatments
        self._classes = vocabularies.classes
        self._names = vocabularies.treatment_names
        self._notebook = notebook

    def take(self, facts: dict[str, Value], here: Path, entry: Mapping[str, Any]) -> None:
        """Adds treatment, class and modality, as far as the entry and the vocabulary know them."""
        self._check_classes(here, facts.get("class"))
        stated = entry.get("treatment", [])
        names = [stated] if isinstance(stated, str) else stated
        ids = [self.identify((*here, "treatment"), name, entry) for name in names]
        if ids and None not in ids:
            facts["treatment"] = frozenset(one for one in ids if one is not None)
        known = [self._treatments[one] for one in ids if one is not None and one in self._treatments]
        if known and len(known) == len(ids):
            self._take_listed(facts, here, known)
        else:
            self._take_stated(facts)

    def identify(self, path: Path, name: str, entry: Mapping[str, Any]) -> str | None:
        """The id of a treatment; of one that is not listed, a name of its own; None (and a note) else."""
        found = self._names.find(name)
        if found is not None:
            return found
        kind = name.casefold().replace(" ", "-")
        for fact, known in (("modality", MODALITIES), ("class", self._classes)):
            if kind in known:
                message = f"{name!r} is a {fact} of treatments, not a treatment."
                self._notebook.note(path, "TRD301", message, f"Write `{fact}: {kind}` where the name is not known.")
                return None
        nearest = self._names.nearest(name)
        if entry.get("class") or (entry.get("modality") and nearest is None):
            return f"unlisted: {name.casefold()}"
        remedy = (
            f"Did you mean {nearest!r}?"
            if nearest is not None
            else "Check the spelling; for a treatment that is not listed, state its `class` as well."
        )
        self._notebook.note(path, "TRD301", f"There is no treatment {name!r} in the vocabulary.", remedy)
        return None

    def known(self, name: str) -> str | None:
        """The id of a treatment in the vocabulary by its name; None where it is not in it."""
        return self._names.find(name)

    def modality_of(self, treatment: str | None) -> str | None:
        """The modality of a treatment by its id; None where it is not in the vocabulary."""
        known = self._treatments.get(treatment or "")
        return known.modality if known is not None else None

    def _check_classes(self, here: Path, stated: Value) -> None:
        for one in sorted(stated) if isinstance(stated, frozenset) else ():
            if one not in self._classes:
                remedy = suggest(one, list(self._classes)).capitalize() or "See: trd show treatments"
                self._notebook.note((*here, "class"), "TRD306", f"There is no class {one!r}.", remedy)

    def _take_listed(self, facts: dict[str, Value], here: Path, known: list[Treatment]) -> None:
        """Class and modality from the vocabulary, narrowed by what the entry states itself."""
        listed = {
            "class": frozenset(one.treatment_class for one in known),
            "modality": frozenset(one.modality for one in known),
        }
        for fact, possible in listed.items():
            stated = facts.get(fact)
            if not isinstance(stated, frozenset):
                facts[fact] = possible
            elif stated & possible:
                facts[fact] = stated & possible
            else:
                name = " or ".join(one.name for one in known)
                message = f"{name} is listed as {', '.join(sorted(possible))}, not as {', '.join(sorted(stated))}."
                self._notebook.note((*here, fact), "TRD305", message, f"Leave `{fact}` out: the vocabulary knows it.")

    def _take_stated(self, facts: dict[str, Value]) -> None:
        """Of a treatment that is not listed, the class tells the modality."""
        classes = facts.get("class")
        if not isinstance(classes, frozenset) or "modality" in facts:
            return
        modalities = frozenset(self._classes[one] for one in classes if one in self._classes)
        if modalities:
            facts["modality"] = modalities
