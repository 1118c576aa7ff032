"""Trials from statements that a drug was taken."""

import pytest

from trd_registry.importing.fhir.courses import Statement, trials_of


def said(start="", end="", dose=None):
    return Statement({"treatment": "sertraline"}, start, end, {"dose": dose} if dose else {})


def trials(*statements):
    return [(len(group), cells["start"], cells["end"], cells.get("dose")) for group, cells in trials_of(statements)]


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([said("2019-01-01", "2019-02-01", 50)], [(1, "2019-01-01", "2019-02-01", 50)]),
        ([said("2019-01-01", "2019-02-01"), said("2019-03-01", "2019-04-01")],
         [(1, "2019-01-01", "2019-02-01", None), (1, "2019-03-01", "2019-04-01", None)]),
        ([said("2019-01-01", "2019-02-01"), said("2019-02-01", "2019-04-01")], [(2, "2019-01-01", "2019-04-01", None)]),
        ([said("2019-01-01", "2019-06-01"), said("2019-02-01", "2019-04-01")], [(2, "2019-01-01", "2019-06-01", None)]),
        ([said("2019-01-01"), said("2019-05-01", "2019-06-01")], [(2, "", "", None)]),
        ([said("2019-01", "2019-02"), said("2019-02", "2019-04")], [(2, "", "", None)]),
        ([said("2019", "2019"), said("2020-01", "2020-02")],
         [(1, "2019", "2019", None), (1, "2020-01", "2020-02", None)]),
        ([said("2019", "2019", 50), said("2019", "2019", 50)], [(2, "2019", "2019", 50)]),
        ([said("2019", "2019", 50), said("2019", "2019", 100)], [(2, "2019", "2019", None)]),
        ([said(), said()], [(2, "", "", None)]),
        ([said(), said("2019-01-01", "2019-02-01", 50)], [(2, "2019-01-01", "2019-02-01", 50)]),
        ([said(end="2019-02-01"), said("2018-01-01", "2018-02-01")], [(2, "", "", None)]),
    ],
)  # fmt: skip
def test_statements_that_may_speak_of_one_time_are_one_trial(statements, expected):
    assert trials(*statements) == expected
    assert sorted(trials(*reversed(statements))) == sorted(expected)
