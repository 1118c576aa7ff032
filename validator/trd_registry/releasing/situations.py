"""The histories on which two versions are compared: the frozen corpus, the reference histories, all worked cases."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from trd_registry.cases.reading import read_cases
from trd_registry.comparing.behaviour import Judge, Situation
from trd_registry.evaluating.evaluate import evaluate
from trd_registry.evaluating.result import Result
from trd_registry.loading.data_root import data_root
from trd_registry.loading.history import load_history
from trd_registry.loading.registry import Registry
from trd_registry.model.definition import Definition
from trd_registry.model.finding import InvalidInput
from trd_registry.model.history import History

#: In a checkout; an installed package does not carry the tests.
CORPUS = Path("tests", "corpus")
REFERENCES = Path("definitions", "histories")


@dataclass(frozen=True, slots=True)
class Situations:
    """Histories to run versions on, and what should be there and is not."""

    all: tuple[Situation, ...]
    notes: tuple[str, ...] = ()

    @property
    def references(self) -> tuple[Situation, ...]:
        """The reference histories alone, which are named for the disputes they show."""
        return tuple(one for one in self.all if one.origin == "reference")


def situations_for(registry: Registry, definitions: Sequence[Definition]) -> Situations:
    """Every history at hand. A registry without a corpus or histories of its own uses the published ones.

    Raises InvalidInput where a case file or history does not pass its checks.
    """
    corpus, references = _folder(registry.root, CORPUS), _folder(registry.root, REFERENCES)
    notes = [] if corpus else [f"There is no frozen corpus here ({CORPUS.as_posix()}): it is not among the histories."]
    found: list[Situation] = []
    for folder, origin in ((corpus, "corpus"), (references, "reference")):
        if folder is not None:
            found += [Situation(one.id, origin, one) for one in _histories(folder, registry)]  # type: ignore[arg-type]
    for definition in definitions:
        found += _cases(registry, definition)
    return Situations(tuple(found), tuple(notes))


def judge_with(registry: Registry) -> Judge:
    """Judges by a definition with the vocabularies that it pins."""

    def judge(history: History, definition: Definition) -> Result | None:
        try:
            patient, vocabularies = registry.as_pinned(history, definition)
        except InvalidInput:
            return None
        return evaluate(patient, definition, vocabularies)

    return judge


def _folder(root: Path, inside: Path) -> Path | None:
    for folder in (root / inside, data_root() / inside):
        if folder.is_dir():
            return folder
    return None


def _histories(folder: Path, registry: Registry) -> Iterator[History]:
    for path in sorted(folder.glob("*.yaml")):
        yield load_history(path, registry.vocabularies)


def _cases(registry: Registry, definition: Definition) -> Iterator[Situation]:
    """The histories of its worked cases, under default readings like every other."""
    path = registry.cases_path(definition)
    if not path.is_file():
        return
    for case in read_cases(path, registry.vocabularies_for(definition)).cases:
        yield Situation(f"{definition.reference}: {case.name}", "case", case.history)
