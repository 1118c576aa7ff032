"""The form offers every fact of a history that a reader can fill in, in plain words."""

from trd_registry.loading.schema import schema_of
from trd_registry.publishing.history_form import (
    SECTIONS,
    complete_kinds,
    first_trial_fields,
    form_sections,
    other_trial_fields,
)

PLACES = schema_of("history")["properties"]
TRIAL = PLACES["trials"]["items"]["properties"]
FIELDS = [*(one for fields in form_sections().values() for one in fields), *first_trial_fields(), *other_trial_fields()]


def test_every_fact_of_the_sections_has_a_field() -> None:
    wanted = {f"{section}.{name}" for section in SECTIONS for name in PLACES[section]["properties"]}
    assert {one.path for one in FIELDS if "." in one.path} == wanted - {"episode.score"}


def test_every_fact_of_a_trial_has_one_field_but_the_names_of_trials() -> None:
    shown = [one.path for one in FIELDS if "." not in one.path]
    assert sorted(shown) == sorted(set(TRIAL) - {"id", "augments"})


def test_the_labels_say_nothing_of_how_text_is_written() -> None:
    for one in FIELDS:
        assert one.label
        assert not any(sign in one.label for sign in ("{", "a list", "Leave it out", "a number", "_")), one


def test_the_options_are_those_of_the_schema() -> None:
    (response,) = [one for one in FIELDS if one.path == "response"]
    assert (response.kind, list(response.options)) == ("choice", TRIAL["response"]["else"]["enum"])
    (severity,) = [one for one in FIELDS if one.path == "episode.severity"]
    assert severity.options[:4] == ("none", "minimal", "subsyndromal", "mild")
    assert set(severity.options) == set(PLACES["episode"]["properties"]["severity"]["else"]["else"]["enum"])


def test_every_kind_that_can_be_listed_in_full_can_be_ticked() -> None:
    assert "psychotherapy" in complete_kinds()
    assert list(complete_kinds()) == PLACES["complete"]["else"]["else"]["properties"]["life"]["else"]["items"]["enum"]


def test_how_a_value_is_entered_follows_from_the_schema() -> None:
    kinds = {one.path: one.kind for one in FIELDS}
    asked = ("weeks", "dose", "treatment", "class", "stopped", "therapist_trained", "end_score", "start", "patient.age")
    expected = ("number", "dose", "treatment", "class", "choice", "truth", "score", "text", "number")
    assert tuple(kinds[one] for one in asked) == expected
