"""How the statistics of agreement are made: their formulas, each with its source."""

from trd_registry.reporting.cohort_report.section import folded, paragraph
from trd_registry.reporting.cohort_report.table import Column, Table

_COLUMNS = (
    Column("statistic", "statistic", "text"),
    Column("formula", "formula", "text"),
    Column("source", "source", "text"),
)

#: Of the cells of two definitions: a both met, b the first alone, c the second alone, d neither; n all.
_ROWS = (
    ("percent agreement", "P = (a + d) / n", "a share"),
    (
        "its 95 % interval",
        "(P + z²/2n ± z √(P(1 \N{MINUS SIGN} P)/n + z²/4n²)) / (1 + z²/n), z = 1.96",
        "Wilson, J Am Stat Assoc 1927;22:209-212, doi:10.1080/01621459.1927.10502953",
    ),
    (
        "Cohen's kappa",
        "(P \N{MINUS SIGN} E) / (1 \N{MINUS SIGN} E), E = ((a + b)(a + c) + (c + d)(b + d)) / n²",
        "Cohen, Educ Psychol Meas 1960;20:37-46, doi:10.1177/001316446002000104",
    ),
    (
        "its 95 % interval",
        "kappa ± z √V, V the large-sample variance",
        "Fleiss, Cohen, Everitt, Psychol Bull 1969;72:323-327, doi:10.1037/h0028106",
    ),
    (
        "Gwet's AC1",
        "(P \N{MINUS SIGN} E) / (1 \N{MINUS SIGN} E), E = 2m(1 \N{MINUS SIGN} m), m = (2a + b + c) / 2n",
        "Gwet, Br J Math Stat Psychol 2008;61:29-48, doi:10.1348/000711006X126600",
    ),
    (
        "its 95 % interval",
        "AC1 ± z √V, V for a sample of persons and two fixed raters",
        "Gwet 2008, as above",
    ),
    (
        "lowest and highest possible",
        "over every way in which what is open may turn out",
        "this program, by an argument in comparing/agreement_bounds.py; its tests try every way in small cohorts",
    ),
)

_WORDS = """
The cells count the persons whom both definitions judge with certainty: a meet both, b the first alone, c the second
alone, d neither; n are all of these. Kappa is not defined where all persons are in one cell of agreement. Where the
variance is zero no interval is given. The persons of a cohort are taken for a random sample when an interval is read; a
cohort seldom is one.

“Lowest possible” and “highest possible” are bounds over all persons of whom both definitions may speak, for every way
in which missing facts, unknown scope included, may turn out. They are sharp for each pair, as far as the verdicts alone
tell: where one missing fact bears on both definitions, the truth lies in a narrower range.
"""


def method(pairs: int, *, withheld: bool) -> str:
    """What opens under the figure.

    Args:
        pairs: How many pairs the file has.
        withheld: Whether small counts are suppressed.
    """
    first, *words = _WORDS.strip().split("\n\n")
    words.append(f"The file has all {pairs:,} pairs." if pairs != 1 else "The file has this pair.")
    if withheld:
        words.append("A pair is withheld as a whole where any cell of its table of states is small.")
    formulas = Table("formulas", "Formulas and their sources", _COLUMNS, _ROWS)
    return folded(
        "How these figures are made", paragraph(first), formulas.as_html(), *(paragraph(one) for one in words)
    )
