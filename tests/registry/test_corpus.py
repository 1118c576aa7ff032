"""The histories on which versions are compared are many, varied, and never edited."""

import hashlib
from pathlib import Path

import pytest

from trd_registry.evaluating.evaluate import evaluate
from trd_registry.loading.history import load_history
from trd_registry.loading.registry import Registry

CORPUS = Path(__file__).parents[1] / "corpus"
FILES = sorted(CORPUS.glob("*.yaml"))


def test_no_history_of_the_corpus_was_edited_added_or_lost() -> None:
    """Add histories under new numbers, with their lines in frozen.lock; never change one that is there."""
    lines = [line for line in (CORPUS / "frozen.lock").read_text("utf-8").splitlines() if not line.startswith("#")]
    frozen = dict(line.split(": ", 1) for line in lines)
    found = {path.name: f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}" for path in FILES}
    assert found == frozen


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_history_of_the_corpus_is_read_with_the_vocabularies_as_they_are(path: Path, registry: Registry) -> None:
    assert load_history(path, registry.vocabularies).id == f"corpus-{path.stem}"


@pytest.mark.parametrize("name", ["conway-2017", "markowitz-2022", "rybak-2021", "sforzini-2022", "stard-2006"])
def test_the_corpus_shows_every_verdict(name: str, registry: Registry) -> None:
    definition = registry.get(name)
    found = set()
    for path in FILES:
        history, vocabularies = registry.as_pinned(load_history(path, registry.vocabularies), definition)
        result = evaluate(history, definition, vocabularies)
        found.add("outside" if result.applicable is False else result.verdict)
    assert found >= {"met", "not_met", "indeterminate"}


def test_there_are_enough() -> None:
    assert len(FILES) >= 24
