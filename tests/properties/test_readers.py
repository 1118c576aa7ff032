"""Every reader takes or refuses whatever it is given: `fuzzing.readers` says what that means.

The examples are the same in every run. ``TRD_FUZZ=20000`` tries so many new ones of each instead.
"""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuzzing.readers import READERS
from fuzzing.seeds import seeds
from properties.spoiling import spoilt_bytes, spoilt_documents

#: Reader -> the form in which its documents are spoilt; the others are spoilt as bytes alone.
FORMS = {
    "history": "yaml", "definition": "yaml", "private": "yaml", "cases": "yaml", "vocabulary": "yaml",
    "concepts": "yaml", "declaration": "yaml", "receipt": "json", "fhir": "json", "results": "json",
}  # fmt: skip

#: Examples of each reader in an ordinary run, where one takes longer than some milliseconds.
FEW = {"fhir": 4, "ndjson": 4, "trials": 4, "excel": 6, "flat-parquet": 4, "redcap": 4, "omop": 2,
    "definition": 15, "receipt": 6, "cases": 12,
       "private": 15, "cohort-csv": 8, "cohort-parquet": 8, "vocabulary": 3, "results": 8}  # fmt: skip

LONG = int(os.environ.get("TRD_FUZZ", "0"))


def profile(reader: str) -> settings:
    return settings(
        max_examples=LONG or FEW.get(reader, 30),
        derandomize=not LONG,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


def tried(reader: str, inputs: st.SearchStrategy[bytes]) -> None:
    @given(inputs)
    @profile(reader)
    def once(data: bytes) -> None:
        with tempfile.TemporaryDirectory() as folder:
            READERS[reader](data, Path(folder))

    once()


@pytest.mark.parametrize("reader", READERS)
def test_spoilt_bytes_are_taken_or_refused(reader: str) -> None:
    tried(reader, spoilt_bytes(seeds(reader)))


@pytest.mark.parametrize("reader", FORMS)
def test_spoilt_documents_are_taken_or_refused(reader: str) -> None:
    tried(reader, spoilt_documents(seeds(reader), FORMS[reader]))


@pytest.mark.parametrize("reader", [reader for reader in READERS if reader not in ("definition", "private", "results")])
def test_sound_inputs_are_taken(reader: str, tmp_path: Path) -> None:
    """Otherwise the tests above would spoil what is refused anyway."""
    data = seeds(reader)[0]
    taken = READERS[reader](data, tmp_path)
    assert taken or reader == "vocabulary"


def test_a_private_definition_is_taken(tmp_path: Path) -> None:
    assert READERS["private"](seeds("private")[0], tmp_path)
