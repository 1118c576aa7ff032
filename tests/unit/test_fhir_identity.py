"""Which resource is meant, and which of several is the one to use."""

import itertools

import pytest

from trd_registry.importing.fhir.identity import Name, name_of, pointer_of
from trd_registry.importing.fhir.store import CONTRADICTED, COPY, DELETED, OLDER, Store
from trd_registry.model.finding import InvalidInput


@pytest.mark.parametrize(
    ("resource", "url", "name"),
    [
        ({"id": "1"}, "", Name("Patient/1")),
        ({"id": "1"}, "https://a.org/fhir/Patient/1", Name("Patient/1", "https://a.org/fhir/")),
        ({}, "https://a.org/fhir/Patient/1", Name("Patient/1", "https://a.org/fhir/")),
        ({}, "urn:uuid:0b8", Name("Patient/0b8")),
        ({}, "urn:isbn:0/8", Name("urn:isbn:0/8")),
        ({"id": "1"}, "urn:uuid:0b8", Name("Patient/1")),
        ({}, "", None),
        ({"id": 1}, "", None),
        ({"id": "with space"}, "", None),
        ({"id": "x" * 65}, "", None),
    ],
)
def test_a_resource_is_called_by_its_id_or_its_urn(resource, url, name):
    assert name_of({"resourceType": "Patient", **resource}, url) == name


@pytest.mark.parametrize(
    ("reference", "told"),
    [
        ({"reference": "Patient/1"}, "Patient/1"),
        ({"reference": "Patient/1/_history/2"}, "Patient/1"),
        ({"reference": "http://a.org/r4/Patient/1"}, "Patient/1"),
        ({"reference": "urn:uuid:0b8"}, "urn:uuid:0b8"),
        ({"reference": "#p"}, "#p"),
        ({"reference": "Patient?identifier=http://a.org|7"}, "http://a.org|7"),
        ({"identifier": {"system": "http://a.org", "value": "7"}}, "http://a.org|7"),
    ],
)
def test_references_of_every_form_are_followed(reference, told):
    found = pointer_of(reference, "Patient")
    assert found is not None
    assert found.told == told


@pytest.mark.parametrize(
    "reference",
    [{}, {"display": "Ann"}, {"reference": "Group/1"}, {"reference": "Patient?name=Ann"}, {"reference": 7},
     {"identifier": {"system": "x"}}, {"reference": "javascript:alert(1)"}],
)  # fmt: skip
def test_a_reference_that_names_nobody_is_not_followed(reference):
    assert pointer_of(reference, "Patient") is None


@pytest.fixture
def store(tmp_path):
    made = Store(tmp_path)
    yield made
    made.close()


def fates(store, *versions):
    """What becomes of several forms of one resource: (content, versionId, lastUpdated)."""
    for number, (content, version, updated) in enumerate(versions):
        meta = {key: value for key, value in {"versionId": version, "lastUpdated": updated}.items() if value}
        store.add(Name("Patient/1"), f"x:{number}", {"resourceType": "Patient", "gender": content}, meta)
    store.settle()
    return [kept.fate for kept in store.of("Patient")]


CASES = {
    "equal": ([("a", "", ""), ("a", "", "")], {"a": ["", COPY]}),
    "versions": ([("a", "9", ""), ("b", "10", "")], {"a": [OLDER], "b": [""]}),
    "instants": ([("a", "x", "2020-01-01T00:00:00Z"), ("b", "y", "2020-01-01T00:30:00+01:00")],
                 {"a": [""], "b": [OLDER]}),
    "newest twice": ([("a", "1", ""), ("b", "2", ""), ("b", "2", "")], {"a": [OLDER], "b": ["", COPY]}),
    "no order": ([("a", "", ""), ("b", "", "")], {"a": [CONTRADICTED], "b": [CONTRADICTED]}),
    "one version, two contents": ([("a", "2", ""), ("b", "2", "")], {"a": [CONTRADICTED], "b": [CONTRADICTED]}),
    "a moment without zone orders nothing": ([("a", "", "2020-01-01"), ("b", "", "2020-01-02")],
                                             {"a": [CONTRADICTED], "b": [CONTRADICTED]}),
}  # fmt: skip


@pytest.mark.parametrize(("versions", "expected"), CASES.values(), ids=CASES)
def test_the_newest_form_is_used_in_whatever_order_they_come(tmp_path, versions, expected):
    for number, order in enumerate(itertools.permutations(versions)):
        (tmp_path / str(number)).mkdir()
        store = Store(tmp_path / str(number))
        found: dict[str, list[str]] = {}
        for (content, *_), fate in zip(order, fates(store, *order), strict=True):
            found.setdefault(content, []).append(fate)
        store.close()
        assert {content: sorted(them) for content, them in found.items()} == expected


def test_what_its_source_deleted_is_not_used(store):
    store.delete("Patient/1")
    assert fates(store, ("a", "1", "")) == [DELETED]


def test_resources_of_two_servers_with_one_name_are_refused(store):
    for base in ("https://a.org/", "https://b.org/"):
        store.add(Name("Patient/1", base), base, {"resourceType": "Patient"}, {})
    with pytest.raises(InvalidInput, match="two servers"):
        store.settle()
