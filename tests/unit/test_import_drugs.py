"""Which treatment a drug of a source is."""

import pytest

from trd_registry.importing.drugs import OTHER_ATC, OTHER_NAME, Drugs
from trd_registry.model.vocabulary import Vocabularies


@pytest.fixture(scope="module")
def drugs(vocabularies: Vocabularies) -> Drugs:
    return Drugs(vocabularies)


@pytest.mark.parametrize(
    ("atc", "name", "treatment"),
    [
        ("N06AB06", "", "sertraline"),
        ("n06ab06", "", "sertraline"),
        ("", "Zoloft", "sertraline"),
        ("", "SERTRALINE HCL 50MG TAB", "sertraline"),
        ("", "24 HR venlafaxine 150 MG Extended Release Oral Capsule [Effexor]", "venlafaxine"),
        ("N05AN01", "", "lithium"),
    ],
)
def test_a_drug_is_found_by_code_name_brand_or_a_name_in_a_text(
    atc: str, name: str, treatment: str, drugs: Drugs
) -> None:
    assert drugs.find(atc, name).cells == {"treatment": treatment}


def test_a_drug_that_is_not_listed_keeps_its_code_and_the_classes_it_may_have(drugs: Drugs) -> None:
    assert drugs.find("N06AB99", "").cells == {"treatment": "N06AB99", "class": "ssri|sari"}


@pytest.mark.parametrize(
    ("atc", "name", "reason"),
    [("A10BA02", "", OTHER_ATC), ("", "Metformin 500 mg", OTHER_NAME), ("", "light therapy", OTHER_NAME)],
)
def test_another_drug_is_set_aside(atc: str, name: str, reason: str, drugs: Drugs) -> None:
    assert drugs.find(atc, name).aside == reason


@pytest.mark.parametrize(
    ("atc", "name", "says"),
    [
        ("N06AB", "", "a group"),
        ("N06", "", "a group"),
        ("N6AB06", "", "not written as an ATC code"),
        ("", "Sertralin 50", "did you mean 'sertraline'"),
        ("", "amitriptyline and sertraline", "several treatments"),
        ("N06AB06", "fluoxetine", "the name says fluoxetine"),
        ("", "", "No drug is named"),
    ],
)
def test_a_drug_that_may_matter_and_cannot_be_told_is_refused(atc: str, name: str, says: str, drugs: Drugs) -> None:
    found = drugs.find(atc, name)
    assert says in found.refused
    assert not found.cells


def test_names_within_texts_can_be_left_out(vocabularies: Vocabularies) -> None:
    assert not Drugs(vocabularies, within_texts=False).find("", "sertraline 50 mg").cells
