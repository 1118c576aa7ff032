"""Agreement of two definitions: the figures are those of libraries that others use and keep."""

import warnings

import pytest

from trd_registry.comparing.agreement import PairTable, cohen_kappa, gwet_ac1, percent_agreement

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from statsmodels.stats.inter_rater import cohens_kappa
    from statsmodels.stats.proportion import proportion_confint

TABLES = [
    PairTable(40, 5, 7, 48),
    PairTable(90, 4, 5, 1),
    PairTable(1, 2, 3, 4),
    PairTable(3, 30, 20, 47),
    PairTable(900_000, 20_000, 70_000, 10_000),
]

Z = 1.959963984540054


@pytest.mark.parametrize("table", TABLES)
def test_kappa_and_its_interval_are_those_of_statsmodels(table: PairTable) -> None:
    theirs = cohens_kappa([[table.both, table.first], [table.second, table.neither]])
    ours = cohen_kappa(table)
    assert ours.value == pytest.approx(theirs.kappa, abs=1e-12)
    assert ours.lower == pytest.approx(max(-1, theirs.kappa_low), abs=1e-9)
    assert ours.upper == pytest.approx(min(1, theirs.kappa_upp), abs=1e-9)


@pytest.mark.parametrize("table", [*TABLES, PairTable(5, 0, 0, 5), PairTable(0, 3, 4, 0)])
def test_percent_agreement_has_the_interval_of_statsmodels(table: PairTable) -> None:
    alike = table.both + table.neither
    lower, upper = proportion_confint(alike, table.persons, method="wilson")
    ours = percent_agreement(table)
    assert (ours.value, ours.lower, ours.upper) == pytest.approx((alike / table.persons, lower, upper))


#: Worked examples that others published: cells, share judged alike, kappa, as they were rounded there.
PUBLISHED = [
    # Feinstein and Cicchetti, J Clin Epidemiol 1990;43:543-549: the same share alike, and a kappa that falls by half.
    ((40, 9, 6, 45), 0.85, 0.70, 2),
    ((80, 10, 5, 5), 0.85, 0.32, 2),
    # Gerstman, Epidemiology Kept Simple, example 10.1: readings of X-rays.
    ((1467, 782, 1309, 16232), 0.894, 0.524, 3),
]


@pytest.mark.parametrize(("cells", "share", "kappa", "digits"), PUBLISHED)
def test_published_examples_come_out_as_published(
    cells: tuple[int, int, int, int], share: float, kappa: float, digits: int
) -> None:
    table = PairTable(*cells)
    assert round(percent_agreement(table).value or 0, digits) == share
    assert round(cohen_kappa(table).value or 0, digits) == kappa


def test_what_chance_explains_is_less_to_ac1_than_to_kappa_where_few_meet_a_definition() -> None:
    # The second example of Feinstein and Cicchetti: AC1 takes 2 x 0.875 x 0.125 for chance, kappa 0.78.
    assert gwet_ac1(PairTable(80, 10, 5, 5)).value == pytest.approx((0.85 - 0.21875) / (1 - 0.21875))


#: Table, AC1 and its standard error as the Python package irrCAC 0.4.4 gives them (`CAC(...).gwet()`, 8 digits). It is
#: not installed for the tests: it holds numpy back to a version that newer Pythons do not have.
IRRCAC = [
    ((40, 5, 7, 48), 0.76152623, 0.06511428),
    ((90, 4, 5, 1), 0.89955918, 0.03496231),
    ((1, 2, 3, 4), 0.08256881, 0.36881637),
    ((0, 5, 5, 0), -1.0, 0.0),
    ((10, 0, 0, 10), 1.0, 0.0),
    ((3, 30, 20, 47), 0.16219839, 0.11344951),
    ((15, 19, 6, 46), 0.48546129, 0.09882898),
    ((25, 30, 9, 5), -0.04282116, 0.13734603),
    ((58, 18, 51, 48), 0.21399512, 0.07435402),
    ((23, 17, 49, 11), -0.30126183, 0.10046895),
]


@pytest.mark.parametrize(("cells", "ac1", "error"), IRRCAC)
def test_ac1_and_its_interval_are_those_of_irrcac(cells: tuple[int, int, int, int], ac1: float, error: float) -> None:
    ours = gwet_ac1(PairTable(*cells))
    assert ours.value == pytest.approx(ac1, abs=1e-7)
    if error == 0:
        assert (ours.lower, ours.upper) == (None, None)
    else:
        assert ours.lower == pytest.approx(max(-1, ac1 - Z * error), abs=1e-6)
        assert ours.upper == pytest.approx(min(1, ac1 + Z * error), abs=1e-6)


def test_all_in_one_cell_leaves_kappa_undefined_and_not_one() -> None:
    assert cohen_kappa(PairTable(50, 0, 0, 0)).value is None
    assert cohen_kappa(PairTable(0, 0, 0, 50)).value is None
    assert gwet_ac1(PairTable(0, 0, 0, 50)) == gwet_ac1(PairTable(50, 0, 0, 0))
    assert gwet_ac1(PairTable(50, 0, 0, 0)).value == 1
    assert gwet_ac1(PairTable(50, 0, 0, 0)).lower is None


def test_without_persons_nothing_is_defined() -> None:
    nobody = PairTable(0, 0, 0, 0)
    assert [one(nobody).value for one in (percent_agreement, cohen_kappa, gwet_ac1)] == [None, None, None]


def test_everybody_alike_has_an_interval_of_the_share_alone() -> None:
    share = percent_agreement(PairTable(10, 0, 0, 10))
    assert (share.value, share.upper) == (1, 1)
    assert share.lower == pytest.approx(20 / (20 + Z**2))
    assert cohen_kappa(PairTable(10, 0, 0, 10)).lower is None
