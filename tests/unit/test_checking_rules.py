"""The rules as a family, and what they leave alone."""

from pathlib import Path

from trd_registry.checking import rules
from trd_registry.checking.catalogue import LAYERS, entries
from trd_registry.checking.check import check
from trd_registry.checking.registration import all_rules
from trd_registry.checking.standing import standing_of

RULES = Path(rules.__file__).parent

#: A sound definition; each test changes what it is about.
SOUND = """
id: example-2020
version: 1.0.0
kind: criterion
status: released
standing: proposed
title: Example
short: Example 2020
year: 2020
summary: An example.
sources:
  article: {title: An example, year: 2020, type: article, doi: 10.1000/example, seen: full-text}
defined_by: article
uses: {treatments: 1.0.0, scales: 1.0.0}
trials:
  drug:
    eligible: {modality: antidepressant}
    adequate: {weeks: {at_least: 6}}
    from: {source: article, at: page 1, evidence: primary}
criterion: {count: drug, at_least: 2, from: {source: article, at: page 1, evidence: primary}}
"""


def codes_of(text: str, folder: Path) -> list[str]:
    path = folder / "example.yaml"
    path.write_text(text)
    return [one.code for one in check([path]).findings]


def test_every_rule_file_holds_the_rule_of_its_name() -> None:
    files = {path.stem for path in RULES.glob("*/*.py") if path.stem != "__init__"}
    names = {type(rule).__module__.rpartition(".")[2]: type(rule).__name__ for rule in all_rules()}
    assert set(names) == files
    assert {module.replace("_", "") for module in names} == {name.lower() for name in names.values()}


def test_a_rule_stands_in_the_folder_of_its_layer_and_speaks_in_sentences() -> None:
    layers = {"references": "3", "meaning": "4", "provenance": "5", "cases": "6", "release": "7"}
    for rule in all_rules():
        assert rule.code[3] == layers[type(rule).__module__.split(".")[-2]], rule.code
    for entry in entries():
        assert entry.code[3] in LAYERS
        assert not entry.title.endswith("."), entry.code
        assert entry.why.endswith("."), entry.code
        assert entry.remedy.endswith("."), entry.code


def test_a_sound_definition_gives_nothing(tmp_path: Path) -> None:
    assert codes_of(SOUND, tmp_path) == []


def test_several_layers_report_at_once(tmp_path: Path) -> None:
    text = SOUND.replace("count: drug", "count: durg").replace(
        ", evidence: primary}\ncriterion", ", evidence: recalled}\ncriterion"
    )
    assert codes_of(text, tmp_path) == ["TRD317", "TRD504", "TRD316"]


def test_rules_are_not_bound_while_a_name_leads_nowhere(tmp_path: Path) -> None:
    text = SOUND.replace("at_least: 2", "at_least: 3, at_most: 2").replace("at_least: 6", "at_least: {reading: weeks}")
    assert codes_of(text, tmp_path) == ["TRD310"]


def test_an_option_must_have_the_shape_of_the_place_its_reading_stands_in(tmp_path: Path) -> None:
    reading = """readings:
  weeks:
    asks: How long?
    because: {source: article, at: page 1}
    options:
      words: {value: six}
      figure: {value: 6}
trials:"""
    text = SOUND.replace("trials:", reading).replace("{at_least: 6}", "{at_least: {reading: weeks}}")
    assert codes_of(text, tmp_path) == ["TRD203"]


def test_a_source_on_every_part_is_a_source_for_the_whole(tmp_path: Path) -> None:
    stated = "from: {source: article, at: page 1, evidence: primary}"
    parts = f"criterion: {{all: [{{count: drug, at_least: 2, {stated}}}, {{patient.age: {{at_least: 18}}{{}}}}]}}\n"
    head = SOUND[: SOUND.index("criterion: {count")]
    assert codes_of(head + parts.replace("{}", ""), tmp_path) == ["TRD501"]
    assert codes_of(head + parts.replace("{}", f", {stated}"), tmp_path) == []


def test_bands_of_whole_numbers_may_leave_out_what_lies_between(tmp_path: Path) -> None:
    score = """score:
  items:
    failures:
      of: {count: drug}
      bands: [{from: 0, to: 2, points: 1}, {from: 3, points: 2}]
      from: {source: article, at: page 1, evidence: primary}
  range: [1, 2]
"""
    head = SOUND[: SOUND.index("criterion: {count")].replace("kind: criterion", "kind: score")
    assert codes_of(head + score, tmp_path) == []
    assert codes_of(head + score.replace("{count: drug}", "episode.months"), tmp_path) == ["TRD317", "TRD411"]


def test_where_a_file_stands_is_told_by_the_folder_definitions() -> None:
    place = standing_of(Path("/r/definitions/staging/msm-2009/1.0.0/cases.yaml"))
    assert (place.kind, place.family, place.name, place.version) == ("cases", "staging", "msm-2009", "1.0.0")
    assert standing_of(Path("/r/definitions/vocabularies/scales/1.0.0.yaml")).version == "1.0.0"
    assert standing_of(Path("/r/definitions/histories/widow.yaml")).kind == "history"
    assert standing_of(Path("/r/elsewhere/widow.yaml")).kind is None


def test_the_cut_for_trd_is_sought_among_the_stages_of_its_own_option(tmp_path: Path) -> None:
    """A stage of another option is not there when this one is taken; nothing could be judged then."""
    at = "from: {source: article, at: page 1, evidence: primary}"
    rungs = [
        f"{{name: {name}, when: {{count: drug, at_least: {number}}}, {at}}}"
        for number, name in enumerate(("I", "II"), 1)
    ]
    ladders = [
        f"{{ladder: highest, below: none, trd_from: II, rungs: [{', '.join(some)}]}}" for some in (rungs, rungs[:1])
    ]
    text = (
        SOUND.replace("kind: criterion", "kind: stages").partition("criterion: {count")[0]
        + f"""
stages: {{reading: ladder}}
readings:
  ladder:
    asks: Which ladder?
    because: {{source: article, at: page 1}}
    options:
      both: {{value: {ladders[0]}, why: Two stages., default: true, {at}}}
      one: {{value: {ladders[1]}, why: One stage., {at}}}
"""
    )
    assert codes_of(text, tmp_path) == ["TRD336"]
