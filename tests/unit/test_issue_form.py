"""A filled-in issue form becomes a record, or is refused with its lines."""

from pathlib import Path

import pytest
import yaml

from acceptance.cli import trd
from trd_registry.checking.check import check
from trd_registry.loading.data_root import data_root
from trd_registry.loading.yaml_reader import parse_yaml
from trd_registry.model.finding import InvalidInput
from trd_registry.reviewing.issue_form import FIELDS, NOTHING, REQUIRED, read_form
from trd_registry.reviewing.issue_record import KINDS, KNOWN, STANDINGS, as_yaml, record_of

FORM = data_root() / ".github" / "ISSUE_TEMPLATE" / "definition.yml"

ANSWERS = {
    "name": "Two-step rule of Müller",
    "summary": "A rule for outpatients:\n\nwho has TRD after two drugs.",
    "family": "consensus",
    "kind": "criterion",
    "standing": "proposed",
    "title": 'When "enough" is enough: a rule',
    "authors": "Müller K, Ó Briain S",
    "container": "Journal of Made-up Studies",
    "year": "2024",
    "doi": "https://doi.org/10.1234/made.up-1",
    "known": "I have the whole publication",
    "trials": "Two antidepressants of different classes",
    "trials-at": "p. 3, Box 1",
    "nonresponse": "Less than 50 % better on the HAMD-17: no response",
    "nonresponse-at": "p. 4",
    "open": "Whether the current episode is meant",
    "own-words": "- [X] Everything above is in my own words; no sentence is copied from the publication.",
}


def body(**instead: str | None) -> str:
    """As GitHub writes it, with its line ends."""
    answers = {**ANSWERS, **{key.replace("_", "-"): value for key, value in instead.items()}}
    parts = [f"### {label}\n\n{answers.get(field) or NOTHING}" for field, label in FIELDS.items()]
    return "\n\n".join(parts).replace("\n", "\r\n")


def record(**instead: str | None) -> dict:
    return record_of(read_form(body(**instead)), ())


def refused(**instead: str | None) -> str:
    with pytest.raises(InvalidInput) as caught:
        record_of(read_form(body(**instead)), {"conway-2017"})
    return str(caught.value)


def test_the_form_has_these_labels_and_choices() -> None:
    if not FORM.is_file():
        pytest.skip("an installed package does not carry the form")
    fields = [one for one in yaml.safe_load(FORM.read_text("utf-8"))["body"] if one["type"] != "markdown"]
    assert {one["id"]: one["attributes"]["label"] for one in fields} == dict(FIELDS)
    assert [one["id"] for one in fields] == list(FIELDS)
    asked = [one["id"] for one in fields if one.get("validations", {}).get("required")]
    assert tuple(asked) == REQUIRED
    options = {one["id"]: tuple(one["attributes"]["options"]) for one in fields if one["type"] == "dropdown"}
    assert (options["kind"], options["standing"], options["known"]) == (KINDS, STANDINGS, tuple(KNOWN))


def test_a_record_holds_what_was_said_and_wants_the_rest() -> None:
    made = record()
    assert (made["id"], made["family"], made["status"]) == ("muller-2024", "consensus", "record")
    assert made["sources"]["publication"]["doi"] == "10.1234/made.up-1"
    assert made["summary"] == "A rule for outpatients: who has TRD after two drugs."
    assert [one["from"]["at"] for one in made["known"]] == ["p. 3, Box 1", "p. 4"]
    assert {one["from"]["evidence"] for one in made["known"]} == {"primary"}
    wanted = [one["what"] for one in made["wanted"]]
    assert wanted == [
        "How long an adequate treatment lasts",
        "Which dose is adequate",
        "Whether the current episode is meant",
    ]


def test_what_another_publication_reports_is_secondary_and_from_there() -> None:
    made = record(known="Another publication reports it (named below)", report_title="A review", report_year="2025")
    assert made["sources"]["publication"]["seen"] == "not-seen"
    assert {(one["from"]["source"], one["from"]["evidence"]) for one in made["known"]} == {("report", "secondary")}


def test_what_is_remembered_is_recalled_with_its_bibliography() -> None:
    made = record(known="From memory", trials_at=None)
    assert {one["from"]["evidence"] for one in made["known"]} == {"recalled"}
    assert "doi" in made["sources"]["publication"]["identifiers_recalled"]


@pytest.mark.parametrize(
    ("instead", "said"),
    [
        ({"year": "next year"}, "'next year' is no year"),
        ({"doi": "see the web page"}, "is no DOI"),
        ({"family": "definitions/../.."}, "is not one of the form's"),
        ({"id": "../../etc"}, "can be no id"),
        ({"id": "conway-2017"}, "the registry has 'conway-2017' already"),
        ({"authors": "李明"}, "can be no id"),
        ({"trials_at": None}, "it is not said where the answer stands"),
        ({"title": None}, "Title of the publication: there is no answer"),
        ({"own_words": "- [ ] Everything above"}, "the box is not ticked"),
        ({"known": "Another publication reports it (named below)"}, "Name the publication that reports the definition"),
        ({"summary": "word " * 500}, "where 1,900 can be kept"),
        ({"summary": "x\n\n### DOI\n\n10.1/evil"}, "The heading 'DOI' stands twice"),
    ],
)
def test_what_cannot_be_used_is_refused_with_the_field(instead: dict, said: str) -> None:
    assert said in refused(**instead)


@pytest.mark.parametrize("text", ["", "hello", "### DOI\n\n10.1/x", "x" * 80_000])
def test_another_body_is_no_form(text: str) -> None:
    with pytest.raises(InvalidInput):
        read_form(text)


@pytest.mark.parametrize(
    "evil",
    [
        "no",
        "012",
        "1.10",
        "- a: &x [*x]",
        "x: y # z",
        "@everyone `id` $(id) ${{ github.token }}",
        '"; rm -rf / #',
        "a\\nb \\x00 \\u2028",
        "--- !!python/object:os.system",
        "'single' \"double\"",
        "soft\u00adhyphen \u202eturned \u2028 line",
        "🙂 …",
        "# not a comment, " * 20,
    ],
)
def test_any_words_come_back_from_the_file(evil: str) -> None:
    made = record(summary=evil, name=evil, trials=evil, trials_at=evil)
    text = as_yaml(made, 12)
    read = parse_yaml(text.encode(), "definition.yaml").value
    assert read == {key: value for key, value in made.items() if key != "family"}
    assert "\u202e" not in text


def test_the_command_writes_a_record_that_passes_its_check(tmp_path: Path) -> None:
    (tmp_path / "body.md").write_text(body(), encoding="utf-8", newline="")
    run = trd("from-issue", tmp_path / "body.md", "--number", 12, "-o", tmp_path / "out")
    place = "definitions/consensus/muller-2024/0.1.0/definition.yaml"
    assert (run.code, run.out) == (0, f"{place}\n")
    assert [one for one in check([tmp_path / "out" / place]).findings if one.level == "error"] == []
    again = trd("from-issue", tmp_path / "body.md", "--number", 12, "-o", tmp_path / "out")
    assert again.code != 0
    assert "is there already" in again.err


def test_the_command_names_the_line_of_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "body.md").write_text(body(year="soon"), encoding="utf-8", newline="")
    run = trd("from-issue", tmp_path / "body.md", "--number", 12, "-o", tmp_path / "out")
    line = body().split("\r\n").index("### Year") + 1
    assert run.code == 3
    assert f"body.md:{line}:1 FORM Year: 'soon' is no year." in run.err
    assert not (tmp_path / "out").exists()
