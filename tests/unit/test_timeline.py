"""The timeline shows what is known, and how well, in a picture that reads itself aloud."""

from dataclasses import replace
from math import inf
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

from trd_registry.api import registry as shared_registry
from trd_registry.cli.main import main
from trd_registry.evaluating.evaluate import evaluate
from trd_registry.evaluating.result import Result
from trd_registry.evaluating.trace import Trace
from trd_registry.loading.history import load_history
from trd_registry.loading.registry import Registry
from trd_registry.model.dates import PartialDate
from trd_registry.model.history import History, Trial
from trd_registry.model.interval import Interval
from trd_registry.reporting import svg
from trd_registry.reporting.timeline.axis import calendar_axis, schematic_axis
from trd_registry.reporting.timeline.chart import rows_of
from trd_registry.reporting.timeline.counting import Counts, counted_trials
from trd_registry.reporting.timeline.grid import GridRow, blocks, draw_block
from trd_registry.reporting.timeline.modality import look_of
from trd_registry.reporting.timeline.picture import timeline_svg
from trd_registry.reporting.timeline.spans import Span, calendar_spans, schematic_spans
from trd_registry.reporting.timeline.words import (
    course_in_words,
    date_in_words,
    improvement_in_words,
    name_in_words,
    outcome_in_words,
)

SVG = "{http://www.w3.org/2000/svg}"

WIDOW = """
history: 1
id: widow
as_of: 2021-05-26
complete: [antidepressant, augmentation, ect, psychotherapy]
episode: {onset: 2019-11, number: 2}
trials:
  - {treatment: escitalopram, dose: 20 mg/day, weeks: 8, improvement: 15}
  - {treatment: venlafaxine, weeks: {at_least: 6}, response: partial}
  - {treatment: interpersonal-psychotherapy, sessions: 12, therapist_trained: true, response: none}
"""


@pytest.fixture(scope="module")
def registry() -> Registry:
    return shared_registry()


@pytest.fixture
def draw(registry, tmp_path):
    """Draws a history given as YAML by one definition."""

    def drawn(text: str, *names: str) -> str:
        path = tmp_path / "history.yaml"
        path.write_text(text, encoding="utf-8")
        history = load_history(path, registry.vocabularies)
        definitions = [registry.get(name) for name in names or ("markowitz-2022",)]
        results = [evaluate(history, one, registry.vocabularies) for one in definitions]
        return timeline_svg(history, definitions, results, registry.vocabularies)

    return drawn


def trial(**facts: object) -> Trial:
    start, end = facts.pop("start", None), facts.pop("end", None)
    return Trial(
        "trial-1", "trials[1]", facts, "x",
        None if start is None else PartialDate.parse(start), None if end is None else PartialDate.parse(end),
    )  # fmt: skip


def described(picture: str) -> str:
    found = ET.fromstring(picture).find(f"{SVG}desc")
    assert found is not None
    return found.text or ""


class TestPicture:
    def test_it_is_named_described_and_sized(self, draw) -> None:
        root = ET.fromstring(draw(WIDOW))
        assert ("img", "1280") == (root.get("role"), root.get("width"))
        assert f"0 0 1280 {root.get('height')}" == root.get("viewBox")
        assert [f"{SVG}title", f"{SVG}desc"] == [child.tag for child in root][:2]

    def test_the_description_holds_the_table_in_words(self, draw) -> None:
        """Every trial with its figures, unknown ones named, and every definition with its marks."""
        said = described(draw(WIDOW))
        assert "Trial 1: escitalopram (antidepressant): 20 mg/day, 8 weeks; 15 % better." in said
        assert "Trial 2: venlafaxine (antidepressant): dose not stated, at least 6 weeks;" in said
        assert "Trial 3: interpersonal psychotherapy (psychotherapy): 12 sessions, length not stated;" in said
        assert "markowitz-2022@1.0.0: " in said
        assert "3 interpersonal psychotherapy: counts" in said
        assert "Dates not known" in said

    def test_the_same_input_gives_the_same_bytes(self, draw) -> None:
        assert draw(WIDOW) == draw(WIDOW)

    def test_text_from_outside_stays_text(self, draw) -> None:
        """Markup, control characters and marks that turn the writing round cannot get out of their place."""
        picture = draw(
            'history: 1\nid: x\ntitle: "</title><script>alert(1)</script>\\u0007\\u202e"\ncomplete: all\n'
            'trials: [{treatment: "<b onload=x>]]>&", class: ssri}]\n'
        )
        root = ET.fromstring(picture)
        assert {"svg", "title", "desc", "rect", "text", "g", "path", "circle", "line"} >= {
            one.tag.removeprefix(SVG) for one in root.iter()
        }
        assert "\u202e" not in picture
        assert "<b onload=x>]]>&" in described(picture)

    def test_nothing_is_loaded_from_elsewhere(self, draw) -> None:
        picture = draw(WIDOW).replace('xmlns="http://www.w3.org/2000/svg"', "")
        assert not [word for word in ("http", "url(", "href", "<style", "<script") if word in picture]

    def test_no_trial_is_said(self, draw) -> None:
        picture = draw("history: 1\nid: x\ncomplete: all\n")
        assert "No trial is listed." in picture
        ET.fromstring(picture)

    def test_real_dates_leave_out_the_notice(self, draw) -> None:
        """It appears for the undated trials alone, if there are any."""
        dated = "history: 1\nid: x\ncomplete: all\ntrials:\n  - {treatment: bupropion, start: 2021-03, end: 2021-06}\n"
        assert "Dates not known" not in draw(dated)
        assert "Dates not known for these" in draw(dated + "  - {treatment: lithium}\n")

    def test_many_trials_fit_in_blocks(self, draw) -> None:
        """Each column is numbered once, whatever their number."""
        many = "history: 1\nid: x\ncomplete: all\ntrials:\n" + "  - {treatment: bupropion, weeks: 8}\n" * 30
        picture = draw(many)
        assert "trial 30, bupropion:" in picture
        assert [(0, 15), (15, 30)] == blocks(30)
        assert [(0, 0)] == blocks(0)
        assert [(0, 24)] == blocks(24)

    def test_a_long_name_is_cut_and_kept_in_full(self, draw) -> None:
        name = "a preparation " * 8
        picture = draw(f"history: 1\nid: x\ncomplete: all\ntrials: [{{treatment: '{name.strip()}', class: ssri}}]\n")
        assert f"<title>{name.strip()}</title>a preparation" in picture
        assert "…</text>" in picture


class TestWords:
    @pytest.mark.parametrize(
        ("change", "expected"),
        [
            (Interval.exactly(15), "15 % better"),
            (Interval.exactly(-10), "10 % worse"),
            (Interval.exactly(0), "unchanged"),
            (Interval(25, 50, upper_open=True), "25 to below 50 % better"),
            (Interval(-inf, 25, upper_open=True), "less than 25 % better"),
            (Interval(50, 100), "at least 50 % better"),
            (Interval(-inf, 100), ""),
            (Interval(-inf, 0), "not better"),
        ],
    )
    def test_improvement(self, change, expected) -> None:
        assert expected == improvement_in_words(change)

    def test_unknowns_are_named(self) -> None:
        drug = trial(modality=frozenset(["antidepressant"]))
        assert "dose not stated, length not stated" == course_in_words(drug)
        assert "outcome not stated" == outcome_in_words(drug)
        assert "sessions not stated, length not stated" == course_in_words(trial(modality=frozenset(["ect"])))

    def test_a_rater_is_quoted_as_a_rater(self) -> None:
        judged = trial(modality=frozenset(["antidepressant"]), dose_adequate=True, duration_adequate=False)
        assert "dose judged adequate, judged too short" == course_in_words(judged)
        assert "judged failed, stopped: intolerance" == outcome_in_words(
            trial(judged_failed=True, stopped=frozenset(["intolerance"]))
        )

    def test_the_word_of_the_history_follows_the_usual_name(self, registry) -> None:
        brand = Trial("t", "trials[1]", {"treatment": frozenset(["fluoxetine"])}, "Prozac")
        assert "fluoxetine (Prozac)" == name_in_words(brand, registry.vocabularies)
        assert "treatment not named" == name_in_words(Trial("t", "trials[1]", {}), registry.vocabularies)

    @pytest.mark.parametrize(
        ("day", "expected"), [("2019", "2019"), ("2019-11", "Nov 2019"), ("2021-05-26", "26 May 2021")]
    )
    def test_a_date_is_as_exact_as_it_is_known(self, day, expected) -> None:
        assert expected == date_in_words(PartialDate.parse(day))

    def test_a_kind_that_may_be_one_of_two_is_not_stated(self) -> None:
        assert "kind not stated" == look_of(trial(modality=frozenset(["light", "ect"]))).word


class TestSpans:
    def test_partial_dates_leave_an_uncertain_rim(self) -> None:
        """A trial from March to June ran for certain from the last of March to the first of June."""
        [span] = calendar_spans([trial(start="2021-03", end="2021-06")], History("x"))
        days = [
            PartialDate.parse(day).first.toordinal() for day in ("2021-03-01", "2021-06-30", "2021-03-31", "2021-06-01")
        ]
        assert days == [span.first, span.last, span.sure_from, span.sure_to]

    def test_an_unknown_length_is_open_and_never_certain(self) -> None:
        [span] = calendar_spans([trial(start="2021-03-01")], History("x"))
        assert (True, None) == (span.open_end, span.sure_from)

    def test_nothing_is_drawn_after_the_day_of_the_record(self) -> None:
        history = History("x", as_of=PartialDate.parse("2021-03-20"))
        [span] = calendar_spans([trial(start="2021-03-01", weeks=Interval(8, 10))], history)
        assert PartialDate.parse("2021-03-20").first.toordinal() == span.last

    def test_an_ongoing_trial_lasts_until_the_day_of_the_record(self) -> None:
        history = History("x", as_of=PartialDate.parse("2021-06-30"))
        [span] = calendar_spans([trial(start="2021-03-01", stopped=frozenset(["ongoing"]))], history)
        assert (False, span.last) == (span.open_end, span.sure_to)

    def test_a_trial_known_by_its_end_reaches_back(self) -> None:
        [span] = calendar_spans([trial(end="2021-03-15", weeks=Interval.exactly(2))], History("x"))
        assert PartialDate.parse("2021-03-01").first.toordinal() == span.first

    def test_undated_trials_lie_end_to_end(self) -> None:
        """Certain up to the least number of weeks, possible up to the most, open where there is no most."""
        spans = schematic_spans([trial(weeks=Interval.exactly(8)), trial(weeks=Interval(6, 10)), trial()])
        assert Span(0, 8, 0, 8) == spans[0]
        assert Span(8, 18, 8, 14) == spans[1]
        assert (18, None, True) == (spans[2].first, spans[2].sure_from, spans[2].open_end)


class TestAxis:
    @pytest.mark.parametrize("years", [0, 1, 3, 10, 60])
    def test_marks_are_few_and_inside(self, years) -> None:
        first = PartialDate.parse("1960-05-17").first.toordinal()
        axis = calendar_axis([first, first + 365 * years], 100, 600)
        assert len(axis.marks) <= 12
        assert all(100 <= axis.at(moment) <= 600 for moment, _ in axis.marks)

    def test_weeks_begin_at_zero(self) -> None:
        axis = schematic_axis(20, 100, 600)
        assert ((0.0, "0"), 100) == (axis.marks[0], axis.at(0))


class TestCounting:
    def test_a_trial_counts_where_any_set_has_it(self, registry, tmp_path) -> None:
        """Drugs of unknown proof cannot be told; the therapy counts although it is no drug trial."""
        path = tmp_path / "widow.yaml"
        path.write_text(WIDOW, encoding="utf-8")
        history = load_history(path, registry.vocabularies)
        result = evaluate(history, registry.get("markowitz-2022"), registry.vocabularies)
        counts = counted_trials(result, history.trials)
        assert True is counts[2].value
        assert ["cannot tell", "cannot tell"] == [one.word for one in counts[:2]]
        assert "trials[1].prospective" in counts[0].open_facts

    def test_readings_left_open_must_agree(self):
        """A trial counts only if it does under every option."""
        traces = [Trace("TrialSet", "/t", value, {"trial": "trials[1]"}) for value in (True, False)]
        spanning = result(alternatives=(({"r": "a"}, traces[0]), ({"r": "b"}, traces[1])))
        assert [None] == [one.value for one in counted_trials(spanning, (trial(),))]

    def test_a_further_condition_is_part_of_counting(self):
        """A trial in the set that the count then leaves out does not count."""
        inner = Trace("TrialSet", "/t", True, {"trial": "trials[1]"})
        outer = Trace("Trial", "/c", False, {"trial": "trials[1]"}, children=(inner,))
        assert [False] == [one.value for one in counted_trials(result(trace=outer), (trial(),))]


def result(**parts: object) -> Result:
    """A result of which only the given parts matter."""
    plain = {
        "history": "x", "definition": "d", "version": "1.0.0", "digest": "", "status": "released", "kind": "stages",
        "applicable": True, "verdict": None, "readings": {}, "trace": Trace("All", "/", True),
    }  # fmt: skip
    return Result(**{**plain, **parts})


class TestSaying:
    @pytest.mark.parametrize(
        ("parts", "expected"),
        [
            ({"verdict": "met"}, "met"),
            ({"verdict": "not_met", "stages": ("none",)}, "not met, stage none"),
            ({"verdict": "indeterminate", "stages": ("I", "II", "III")}, "cannot tell, stages I to III"),
            ({"stages": ("below stage 1", "stage 1")}, "below stage 1 or stage 1"),
            ({"score": Interval(5, 8), "bands": ("mild", "moderate")}, "score 5 to 8, mild or moderate"),
            ({"applicable": None, "stages": ("I",)}, "stage I, if in scope"),
            ({"applicable": False, "stages": ("I",)}, "not applicable"),
        ],
    )
    def test_the_answer_in_few_words(self, registry, parts, expected):
        assert expected == GridRow(registry.get("markowitz-2022"), result(**parts), ()).saying_briefly

    def test_what_is_not_released_says_so(self, registry):
        draft = replace(registry.get("markowitz-2022"), status="draft")
        assert "draft markowitz-2022@1.0.0" == GridRow(draft, result(), ()).name

    def test_out_of_scope_has_no_marks(self, registry):
        """The definition does not speak of the patient, so it neither counts a trial nor leaves it out."""
        definition, row = (
            registry.get("markowitz-2022"),
            rows_of(History("x", trials=(trial(),)), registry.vocabularies),
        )
        outside = GridRow(definition, result(applicable=False), (Counts(True),))
        assert "markowitz-2022@1.0.0: not applicable to this patient." == outside.sentence(row)
        assert "<circle" not in "".join(draw_block([outside], row, (0, 1), 0))


class TestText:
    def test_a_cut_never_exceeds_the_width(self) -> None:
        shown = svg.fit("W" * 500, 200, 14)
        assert svg.width_of(shown, 14) <= 200
        assert shown.endswith("…")

    def test_coordinates_have_no_trailing_zero(self) -> None:
        assert ["3", "2.5", "0"] == [svg.number(one) for one in (3.0, 2.46, -0.01)]


class TestCommand:
    @pytest.fixture
    def history(self, tmp_path) -> Path:
        path = tmp_path / "widow.yaml"
        path.write_text(WIDOW, encoding="utf-8")
        return path

    def run(self, *arguments: object):
        return CliRunner().invoke(main, ["timeline", *map(str, arguments), "-d", "markowitz-2022"])

    def test_it_writes_one_file_and_leaves_nothing_beside_it(self, history, tmp_path) -> None:
        found = self.run(history, "-o", tmp_path / "out.svg")
        assert (0, "") == (found.exit_code, found.stdout)
        assert ["out.svg", "widow.yaml"] == sorted(path.name for path in tmp_path.iterdir())

    def test_stdout_holds_the_same_bytes(self, history, tmp_path) -> None:
        self.run(history, "-o", tmp_path / "out.svg")
        assert (tmp_path / "out.svg").read_bytes() == self.run(history, "-o", "-").stdout_bytes

    def test_a_missing_folder_is_refused(self, history, tmp_path) -> None:
        found = self.run(history, "-o", tmp_path / "none" / "out.svg")
        assert 2 == found.exit_code
        assert "There is no folder" in found.stderr
        assert not (tmp_path / "none").exists()

    def test_an_invalid_history_writes_nothing(self, tmp_path) -> None:
        """Not even over a picture that is already there."""
        bad, out = tmp_path / "bad.yaml", tmp_path / "out.svg"
        bad.write_text("history: 1\n", encoding="utf-8")
        out.write_text("before", encoding="utf-8")
        assert 3 == self.run(bad, "-o", out).exit_code
        assert "before" == out.read_text(encoding="utf-8")

    def test_the_same_definition_named_twice_is_shown_once(self, history) -> None:
        found = CliRunner().invoke(
            main, ["timeline", str(history), "-o", "-", "-d", "markowitz-2022", "-d", "markowitz-2022@1.0.0"]
        )
        assert 1 == described(found.stdout).count("markowitz-2022@1.0.0: ")
