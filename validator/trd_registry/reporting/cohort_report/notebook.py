"""The report in a notebook."""

import os
import re
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from trd_registry.cohorts.counting.evaluated import Evaluated
from trd_registry.reporting.cohort_report.material import Options
from trd_registry.reporting.cohort_report.page import introduction
from trd_registry.reporting.cohort_report.report import Report, make_report
from trd_registry.reporting.cohort_report.writing import write_report

#: Sections that a notebook shows; the others are in the page.
_SHOWN = ("prevalence", "agreement")

_FILE_LINK = re.compile(r'<a href="(?:tables|figures)/[^"]*">([^<]*)</a>')


class CohortReport:
    """What ``trd cohort report`` writes, as an object.

    As the last line of a cell it shows how many have TRD by which definition and how far the definitions agree::

        from trd_registry.cohorts import CohortReport

        report = CohortReport("results", definitions=["markowitz-2022", "ema-2013"])
        report
        report.table("agreement").to_pandas()   # any table, as a pyarrow table
        report.write("report")                  # the page and all files

    Args:
        path: The folder that ``trd cohort evaluate`` wrote.
        definitions: ``id`` or ``id@version`` of those that the page sets against each other; a choice is made where
            none are named. Tables have all.
        reclassify: Pairs of definitions whose reclassification is shown.
        min_cell: Counts from 1 to one less than this are suppressed.

    Raises RegistryError and InvalidInput, when it is first shown, where the folder cannot be used, and where a
    definition that is named was not run.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        definitions: Sequence[str] = (),
        reclassify: Sequence[tuple[str, str]] = (),
        min_cell: int = 0,
    ) -> None:
        self._path = path
        self._options = Options(tuple(definitions), tuple(reclassify), min_cell)

    @cached_property
    def _report(self) -> Report:
        with Evaluated(self._path) as evaluated:
            return make_report(evaluated, self._options)

    @property
    def tables(self) -> list[str]:
        """The names of the tables."""
        return list(self._report.tables)

    def table(self, name: str) -> Any:
        """One table as a pyarrow table; raises KeyError for a name that is not in `tables`."""
        return self._report.tables[name].as_arrow()

    def figure(self, name: str) -> str:
        """One figure as SVG text; raises KeyError where there is none of this name."""
        return self._report.figures[name].svg

    def write(self, folder: str | os.PathLike[str]) -> None:
        """Writes the page and all files into a new folder; raises RegistryError where it is there."""
        write_report(self._report, Path(folder))

    def _repr_html_(self) -> str:
        """The answers, how many have TRD by each definition, and how far the definitions agree."""
        report = self._report
        first = introduction(report.answers, is_synthetic=report.is_synthetic, least=report.least)
        shown = [one.as_html() for one in report.sections if one.id in _SHOWN]
        # Nothing is written yet, so that links to files would lead nowhere.
        return _FILE_LINK.sub(r"\1", "\n".join([*first, *shown]))
