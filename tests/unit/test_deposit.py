"""What archives are told: valid by their schemas, of the version of the package, and without an unchecked DOI."""

import importlib.util
import json
from pathlib import Path

import pytest

from trd_registry.api import registry as shared_registry
from trd_registry.loading.data_root import data_root
from trd_registry.loading.registry import Registry
from trd_registry.model.errors import RegistryError
from trd_registry.reporting.citing.deposit import Deposit, as_datacite, as_zenodo, deposit_of

ROOT = data_root()
VERSIONS = ROOT / ".github" / "scripts" / "versions.py"

#: The properties of Zenodo's deposit schema that are used here; it allows no others than its own.
ZENODO = {
    "title", "version", "upload_type", "access_right", "license", "creators", "description", "keywords", "notes",
    "related_identifiers",
}  # fmt: skip

if not (ROOT / "CITATION.cff").is_file():
    pytest.skip("an installed package does not carry CITATION.cff", allow_module_level=True)


@pytest.fixture(scope="module")
def deposit() -> Deposit:
    return deposit_of(shared_registry())


def kept(name: str) -> dict:
    return json.loads((ROOT / name).read_text("utf-8"))


def test_datacite_accepts_it(deposit: Deposit) -> None:
    from datacite.schema45 import validator

    assert list(validator.iter_errors(as_datacite(deposit))) == []
    assert list(validator.iter_errors({**as_datacite(deposit), "publicationYear": None}))


def test_zenodo_gets_only_what_it_knows(deposit: Deposit) -> None:
    made = as_zenodo(deposit)
    assert set(made) == ZENODO
    assert {one["relation"] for one in made["related_identifiers"]} == {"isDocumentedBy", "isDerivedFrom"}


@pytest.mark.parametrize(("name", "write"), [(".zenodo.json", as_zenodo), ("datacite.json", as_datacite)])
def test_the_files_are_in_step_but_for_the_contents(name: str, write, deposit: Deposit) -> None:
    """A definition more does not make them wrong between releases; the release workflow compares all of them."""
    contents = {"description", "descriptions", "related_identifiers", "relatedIdentifiers", "publicationYear"}
    made, found = write(deposit), kept(name)
    assert found.keys() == made.keys()
    assert {key: found[key] for key in found.keys() - contents} == {key: made[key] for key in made.keys() - contents}


def test_a_doi_that_nobody_has_checked_is_left_out(deposit: Deposit) -> None:
    unchecked = set()
    checked = set()
    for one in shared_registry().latest():
        source = one.document["sources"][one.document["defined_by"]]
        if "doi" in source:
            recalled = "doi" in source.get("identifiers_recalled", ())
            (unchecked if recalled else checked).add(source["doi"].lower())
    assert unchecked
    assert set(deposit.dois) == checked


def test_all_files_name_one_version_and_a_tag_must_be_it(capsys: pytest.CaptureFixture[str]) -> None:
    spec = importlib.util.spec_from_file_location("versions", VERSIONS)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found = module.versions(ROOT)
    assert len(set(found.values())) == 1, found
    version = found["pyproject.toml"]
    assert module.main(f"v{version}") == 0
    assert module.main(version) == 1
    assert module.main(f"v{version}.1") == 1
    assert f"CITATION.cff has version '{version}'" in capsys.readouterr().out


def test_without_a_citation_nothing_is_made_up(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match=r"There is no CITATION\.cff"):
        deposit_of(Registry(tmp_path))
