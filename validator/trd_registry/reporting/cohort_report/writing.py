"""Writes a report: a page, its tables and its figures, all of them or none."""

from pathlib import Path

from trd_registry.cohorts.needs import needed
from trd_registry.cohorts.whole_folder import whole_folder
from trd_registry.reporting.cohort_report.report import Report


def write_report(report: Report, folder: Path) -> None:
    """Writes ``report.html``, ``tables/``, ``figures/``, ``methods.txt`` and ``citations.bib``.

    Args:
        report: What is written.
        folder: Must not be there yet.

    Raises RegistryError where the folder is there or cannot be made.
    """
    write = needed("pyarrow.parquet").write_table
    with whole_folder(folder) as beside:
        (beside / "tables").mkdir()
        (beside / "figures").mkdir()
        for name, table in report.tables.items():
            (beside / "tables" / f"{name}.csv").write_text(table.as_csv(), encoding="utf-8", newline="")
            write(table.as_arrow(), str(beside / "tables" / f"{name}.parquet"), compression="zstd")
        for name, figure in report.figures.items():
            (beside / "figures" / f"{name}.svg").write_text(figure.svg, encoding="utf-8")
        for name, text in report.texts.items():
            (beside / name).write_text(text, encoding="utf-8")
        (beside / "report.html").write_text(report.as_html(), encoding="utf-8")
