"""The page on imports tells every code that an import gives."""

from trd_registry.importing.tally import IMPORT_CODES
from trd_registry.loading.data_root import data_root


def test_every_code_is_explained_in_the_same_words() -> None:
    page = (data_root() / "schema" / "IMPORTS.md").read_text("utf-8")
    told = [line for line in page.splitlines() if line.startswith("| IMP")]
    assert told == [f"| {code} | {meaning} |" for code, meaning in IMPORT_CODES.items()]
