"""A cohort folder settled by statements is the one that is settled person by person, to the bit."""

import csv
from collections import defaultdict
from pathlib import Path
from random import Random
from typing import Any

import pytest

from cohort_tables import Rows, as_rows, write_cohort, write_table
from properties.gappy import gappy_history
from properties.settling import assert_same
from trd_registry.cohorts.simulating.figures import load_figures
from trd_registry.cohorts.simulating.writing import write_simulation
from trd_registry.loading.data_root import data_root
from trd_registry.loading.yaml_reader import read_yaml
from trd_registry.model.vocabulary import Vocabularies

CORPUS = Path(__file__).parents[1] / "corpus"


def write_groups(folder: Path, documents: list[dict[str, Any]], **declared: Any) -> list[Path]:
    """Histories as cohort folders, one for each thing they say of their lists."""
    groups: dict[tuple[str, str], Rows] = defaultdict(lambda: defaultdict(list))
    for number, document in enumerate(documents):
        group = groups[str(document["complete"]), document.get("trials_in", "")]
        for table, rows in as_rows(f"p{number:04}", document).items():
            group[table] += rows
    folders = []
    for number, ((complete, trials_in), rows) in enumerate(groups.items()):
        says = {"complete": complete, **({"trials_in": trials_in} if trials_in else {}), **declared}
        folders.append(write_cohort(folder / str(number), {"trials": [], **rows}, **says))
    return folders


@pytest.mark.parametrize("seed", [1, 2])
def test_of_simulated_persons(seed: int, tmp_path: Path, vocabularies: Vocabularies) -> None:
    write_simulation(tmp_path / "cohort", 150, seed, load_figures(), "test")
    assert assert_same(tmp_path / "cohort", vocabularies) == 1


def test_of_written_histories(tmp_path: Path, vocabularies: Vocabularies) -> None:
    files = [*CORPUS.glob("*.yaml"), *(data_root() / "definitions" / "histories").glob("*.yaml")]
    documents = [read_yaml(path).value for path in sorted(files)]
    shares = [assert_same(folder, vocabularies) for folder in write_groups(tmp_path, documents)]
    assert sum(shares) / len(shares) > 0.7


def test_of_random_histories(tmp_path: Path, vocabularies: Vocabularies) -> None:
    random = Random("settled")
    documents = [gappy_history(random) for _ in range(1500)]
    for document in documents:
        # Few of the lists, so that many persons share a folder.
        document["complete"] = random.choice(
            ("all", "none", ["antidepressant", "augmentation"], {"current-episode": ["combination", "antidepressant"]})
        )
        if random.random() < 0.3:
            document["trials_in"] = "current-episode"
    shares = [assert_same(folder, vocabularies, persons=100) for folder in write_groups(tmp_path, documents)]
    assert min(shares) > 0.2
