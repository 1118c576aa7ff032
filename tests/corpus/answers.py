"""Digests of what every released definition answers to the frozen histories: ``python tests/corpus/answers.py``.

One line a definition, over the first forty histories. Definitions that are released and histories of the corpus never
change, so a line never changes either, on any platform, unless the interpreter or the form of a result does. A newly
released definition gets a line by ``python tests/corpus/answers.py > tests/corpus/answers.sha256``.
"""

import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from trd_registry.api import registry
from trd_registry.evaluating.evaluate import evaluate
from trd_registry.loading.history import load_history
from trd_registry.model.definition import Definition
from trd_registry.model.history import History
from trd_registry.reporting.result_json import result_as_json

HERE = Path(__file__).parent

#: The histories that are judged: later ones would change every line.
LAST = 40


def histories() -> list[History]:
    """The frozen histories, by their numbers."""
    paths = sorted(path for path in HERE.glob("*.yaml") if int(path.name[:2]) <= LAST)
    return [load_history(path, registry().vocabularies) for path in paths]


def digest(definition: Definition, patients: Sequence[History]) -> str:
    """Of all that a definition answers to the histories, traces included."""
    found = hashlib.sha256()
    for history in patients:
        patient, vocabularies = registry().as_pinned(history, definition)
        told = result_as_json(evaluate(patient, definition, vocabularies, ask=False))
        # What names the program, not the answer.
        told.pop("engine", None)
        told.pop("missing", None)
        found.update(json.dumps(told, sort_keys=True, ensure_ascii=True).encode())
    return found.hexdigest()


def main() -> None:
    """Prints the file."""
    patients = histories()
    print(f"# histories 01 to {LAST}; written by tests/corpus/answers.py")
    for reference in registry().references():
        definition = registry().get(reference)
        if definition.status == "released":
            print(f"{digest(definition, patients)}  {reference}")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
