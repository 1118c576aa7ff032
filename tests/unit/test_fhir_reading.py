"""Files, lines, bundles, and what is damaged in them."""

import gzip
import json

import pytest

from fhir_data import bundle, diagnosed, dispensed, patient, write_json, write_lines
from trd_registry.importing.fhir import reading, sources
from trd_registry.importing.fhir.json_text import parse_json
from trd_registry.importing.fhir.reading import Pages, read_source
from trd_registry.importing.fhir.sources import find_sources
from trd_registry.model.errors import RegistryError
from trd_registry.model.finding import InvalidInput

P, D = patient(), dispensed("d1", "2019-01-01")


def read(path, pages=None):
    files, _ = find_sources([path])
    return [one for source in files for one in read_source(source, pages or Pages())]


def ids(found):
    return [one.resource.get("id") for one in found]


@pytest.mark.parametrize("kind", ["collection", "searchset", "transaction", "batch"])
@pytest.mark.parametrize("indent", [None, 1])
def test_every_resource_of_a_bundle_is_found_with_its_place(tmp_path, kind, indent):
    path = write_json(tmp_path / "b.json", bundle(kind, P, D), indent=indent)
    found = read(path)
    assert ids(found) == ["p1", "d1"]
    assert [one.place for one in found] == ["b.json entry 1", "b.json entry 2"]


@pytest.mark.parametrize("name", ["x.ndjson", "x.json", "x.jsonl"])
def test_lines_are_read_one_by_one_whatever_the_file_is_called(tmp_path, name):
    found = read(write_lines(tmp_path / name, [P, "", D]))
    assert ids(found) == ["p1", "d1"]
    assert found[1].place.endswith((":3", ":2"))


def test_a_file_of_one_resource_and_lines_that_are_bundles_are_read(tmp_path):
    assert ids(read(write_json(tmp_path / "p.json", P, indent=2))) == ["p1"]
    found = read(write_lines(tmp_path / "b.ndjson", [bundle("collection", P), bundle("collection", D)]))
    assert [(one.resource["id"], one.place) for one in found] == [
        ("p1", "b.ndjson:1 entry 1"), ("d1", "b.ndjson:2 entry 1"),
    ]  # fmt: skip


def test_packed_files_are_read_as_they_are(tmp_path):
    for name, text in {
        "a.ndjson.gz": json.dumps(P),
        "b.json.gz": json.dumps(bundle("collection", D), indent=1),
    }.items():
        (tmp_path / name).write_bytes(gzip.compress(text.encode()))
    assert ids(read(tmp_path)) == ["p1", "d1"]


def test_a_packed_file_that_is_cut_off_is_refused(tmp_path):
    whole = gzip.compress(json.dumps(P).encode() * 50)
    for name, raw in {"cut.ndjson.gz": whole[:-12], "not.ndjson.gz": b"{}"}.items():
        (tmp_path / name).write_bytes(raw)
        with pytest.raises(InvalidInput, match="TRD101"):
            read(tmp_path / name)


def test_a_line_that_is_damaged_has_its_place_and_the_others_are_read(tmp_path):
    found = read(write_lines(tmp_path / "x.ndjson", [P, '{"resourceType": "Patient", "id": }', D]))
    assert ids(found) == ["p1", None, "d1"]
    assert (found[1].code, found[1].place) == ("TRD105", "x.ndjson:2:35")


def test_a_document_that_is_damaged_names_file_line_and_column(tmp_path):
    path = tmp_path / "b.json"
    path.write_text('{\n "resourceType": "Bundle",\n "type": "collection",,\n}', encoding="utf-8")
    with pytest.raises(InvalidInput) as caught:
        read(path)
    finding = caught.value.findings[0]
    assert (finding.path, finding.line, finding.column, finding.code) == (str(path), 3, 23, "TRD105")


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b'{"a": 1, "a": 2}', "TRD106"),
        (b'{"a": NaN}', "TRD105"),
        (b'{"a": Infinity}', "TRD105"),
        (b'{"a": "\xff"}', "TRD103"),
        (b"   ", "TRD104"),
        (b'{"a": "\x01"}', "TRD105"),
        (b'{"a": "\\ud83d"}', "TRD103"),
        (b"[" * 5_000 + b"]" * 5_000, "TRD110"),
        (b"[" * 200_000, "TRD110"),
        (b'{"a":' * 150 + b"1" + b"}" * 150, "TRD110"),
    ],
)
def test_json_that_programs_read_differently_or_that_is_nested_without_end_is_refused(raw, code):
    with pytest.raises(InvalidInput, match=code):
        parse_json(raw, "x.json")


def test_a_whole_character_in_two_escapes_is_read():
    assert parse_json(b'{"a": "\\ud83d\\ude00"}', "x.json") == {"a": "\U0001f600"}


def test_a_number_of_thousands_of_digits_is_no_trap():
    assert parse_json(b'{"a": ' + b"9" * 10_000 + b"}", "x.json")["a"] > 1e300


def test_the_column_of_bytes_that_are_no_text_is_told():
    with pytest.raises(InvalidInput) as caught:
        parse_json(b'{"a":\n "\xff"}', "x.json", first_line=7)
    assert (caught.value.findings[0].line, caught.value.findings[0].column) == (8, 3)


def test_a_byte_order_mark_is_no_fault(tmp_path):
    path = tmp_path / "b.ndjson"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(P).encode() + b"\r\n" + json.dumps(D).encode())
    assert ids(read(path)) == ["p1", "d1"]


def test_lines_and_documents_have_a_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "LINE_BYTES", 500)
    monkeypatch.setattr(reading, "DOCUMENT_BYTES", 2_000)
    long = {**P, "text": {"status": "generated", "div": "x" * 600}}
    found = read(write_lines(tmp_path / "x.ndjson", [P, long, D]))
    assert [(one.code, one.resource.get("id")) for one in found] == [("", "p1"), ("TRD102", None), ("", "d1")]
    with pytest.raises(InvalidInput, match="TRD102"):
        read(write_json(tmp_path / "y.json", bundle("collection", *[P] * 50), indent=1))


def test_a_bundle_of_history_is_refused_and_one_within_another_is_read(tmp_path):
    history = {"resourceType": "Bundle", "type": "history", "entry": [{"resource": P}]}
    with pytest.raises(InvalidInput, match="history"):
        read(write_json(tmp_path / "h.json", history))
    assert [one.code for one in read(write_lines(tmp_path / "h.ndjson", [history, P]))] == ["TRD204", ""]
    inner = bundle("searchset", P)
    assert ids(read(write_json(tmp_path / "n.json", bundle("collection", inner)))) == ["p1"]


@pytest.mark.parametrize("entry", [3, {"resource": 3}, {"resource": {"id": "x"}}, {"resource": []}])
def test_an_entry_that_is_no_resource_is_told_by_its_place(tmp_path, entry):
    path = write_json(
        tmp_path / "b.json", {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": P}, entry]}
    )
    found = read(path)
    assert (ids(found)[0], found[1].place, bool(found[1].problem)) == ("p1", "b.json entry 2", True)


def test_entries_without_a_resource_and_logs_of_an_export_are_passed_over(tmp_path):
    log = {"exportId": "1", "timestamp": "2024-01-01", "eventId": "kickoff", "eventDetail": {}}
    manifest = {"transactionTime": "2024-01-01", "request": "x", "output": []}
    found = read(write_lines(tmp_path / "x.ndjson", [log, manifest, {"a": 1}]))
    assert [(bool(one.passed), one.code) for one in found] == [(True, ""), (True, ""), (False, "TRD202")]
    deleting = bundle("transaction", {"request": {"method": "DELETE", "url": "Patient/p1"}},
                      {"request": {"method": "GET", "url": "Patient"}})  # fmt: skip
    found = read(write_json(tmp_path / "t.json", deleting))
    assert [(one.deletes, bool(one.passed)) for one in found] == [("Patient/p1", False), ("", True)]


def test_a_file_that_is_no_fhir_is_passed_over_in_a_folder_and_told_where_it_was_named(tmp_path):
    path = write_json(tmp_path / "about.json", {"made": "today"}, indent=1)
    assert [one.passed for one in read(tmp_path)] == ["a file of JSON that is no FHIR resource"]
    assert [one.code for one in read(path)] == ["TRD202"]
    write_json(path, {"resourceType": 7})
    assert [one.code for one in read(tmp_path)] == ["TRD202"]


def test_pages_of_a_search_that_were_not_read_are_counted(tmp_path):
    def page(own, following):
        links = [{"relation": "self", "url": own}, *([{"relation": "next", "url": following}] if following else [])]
        return {**bundle("searchset", P), "link": links}

    pages = Pages()
    read(write_json(tmp_path / "1.json", page("a?p=1", "a?p=2")), pages)
    assert pages.missing() == 1
    read(write_json(tmp_path / "2.json", page("a?p=2", None)), pages)
    assert pages.missing() == 0


def test_files_have_the_shortest_name_that_tells_them_apart(tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        write_lines(tmp_path / folder / "Patient.ndjson", [P])
    write_lines(tmp_path / "readme.txt", [])
    files, passed = find_sources([tmp_path, tmp_path / "a"])
    assert [one.name for one in files] == ["a/Patient.ndjson", "b/Patient.ndjson"]
    assert [path.name for path in passed] == ["readme.txt"]


def test_what_is_not_there_or_no_json_is_told(tmp_path):
    write_lines(tmp_path / "x.xml", ["<Patient/>"])
    for path, told in {tmp_path / "no": "no file", tmp_path / "x.xml": "not read", tmp_path: "no FHIR data"}.items():
        with pytest.raises(RegistryError, match=told):
            find_sources([path])
    assert sources.find_sources([write_json(tmp_path / "c.json", diagnosed("c", "2019-01-01"))])[0]
