"""Results as tables: for the terminal, as Markdown and as CSV."""

import csv
import io
from collections.abc import Sequence
from shutil import get_terminal_size
from textwrap import wrap

from trd_registry.evaluating.result import Result
from trd_registry.reporting.words import NOTICE, missing_in_words, value_in_words, verdict_in_words

#: From how many definitions on a common gap is worth a hint.
HINT_FROM = 3

HEAD = ("definition", "verdict", "result", "missing")


def rows(results: Sequence[Result]) -> list[tuple[str, str, str, str]]:
    """One row a result: reference (drafts and private ones marked), verdict, value, what is missing."""
    return [
        (
            result.reference + mark_of(result),
            verdict_in_words(result),
            value_in_words(result),
            missing_in_words(result),
        )
        for result in results
    ]


def mark_of(result: Result) -> str:
    """What stands behind the name of a definition that is a draft, or published nowhere."""
    words = ["private"] * result.private + ["draft"] * (result.status == "draft")
    return f" ({' '.join(words)})" if words else ""


def terminal_table(title: str, results: Sequence[Result], *, width: int | None = None) -> list[str]:
    """Lines for a terminal of 80 columns or more; what is missing stands under its row."""
    width = max(60, min(width or get_terminal_size((80, 24)).columns, 120))
    of_records = _waiting_for_records(results)
    body = rows([one for one in results if one not in of_records])
    first = max(len(row[0]) for row in (HEAD, *body))
    second = max(len(row[1]) for row in (HEAD, *body))
    widths = (first, second, max(width - first - second - 4, 16))
    lines = [*wrap(title, width), "", *wrapped_row(HEAD[:3], widths), "  ".join("-" * size for size in widths)]
    for *cells, missing in body:
        lines += wrapped_row(cells, widths)
        lines += wrap(missing, width, initial_indent="    ", subsequent_indent="      ", break_on_hyphens=False)
    return [*lines, *_hint(results, width), *_about_records(of_records, width), "", NOTICE]


def _waiting_for_records(results: Sequence[Result]) -> list[Result]:
    """The phenotypes that cannot tell because the history holds no records, where there are so many that they crowd."""
    found = [one for one in results if any(missing.fact == "records" for missing in one.missing)]
    return found if HINT_FROM <= len(found) < len(results) else []


def _about_records(results: Sequence[Result], width: int) -> list[str]:
    """Those left out of the table, each by its name."""
    if not results:
        return []
    names = ", ".join(one.reference for one in results)
    told = (
        f"{len(results)} phenotypes cannot tell: they read dated dispensings and diagnoses (`records`), which this "
        f"history does not hold: {names}"
    )
    return ["", *wrap(told, width, break_on_hyphens=False)]


def _hint(results: Sequence[Result], width: int) -> list[str]:
    """The one thing that would help most, where several definitions wait for it."""
    waiting = sum(any(one.fact.endswith("].episode") for one in result.missing) for result in results)
    if waiting < HINT_FROM:
        return []
    hint = (
        f"{waiting} definitions ask in which episode the trials were given. If all were given in the current one, "
        "say so once: trials_in: current-episode"
    )
    return ["", *wrap(hint, width, break_on_hyphens=False)]


def wrapped_row(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    """The lines of one row, each cell wrapped within its width."""
    cells = [wrap(text, size, break_on_hyphens=False) or [""] for text, size in zip(row, widths, strict=True)]
    height = max(len(cell) for cell in cells)
    padded = [cell + [""] * (height - len(cell)) for cell in cells]
    return [
        "  ".join(text.ljust(size) for text, size in zip(line, widths, strict=True)).rstrip()
        for line in zip(*padded, strict=True)
    ]


def markdown_table(title: str, results: Sequence[Result]) -> list[str]:
    """A Markdown table."""
    lines = [f"## {escape(title)}", "", "| " + " | ".join(HEAD) + " |", "|" + " --- |" * len(HEAD)]
    lines += ["| " + " | ".join(escape(cell) for cell in row) + " |" for row in rows(results)]
    return [*lines, "", f"*{NOTICE}*", ""]


def escape(text: str) -> str:
    """Text for a cell of a Markdown table."""
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")


CSV_HEAD = (
    "history", "definition", "version", "status", "kind", "applicable", "verdict", "score_lower", "score_upper",
    "bands", "stages", "tiers", "missing", "decisive", "readings",
)  # fmt: skip


def csv_rows(results: Sequence[Result], *, head: bool = True) -> str:
    """Results as CSV; several values in a cell are parted by semicolons, what is not given is empty."""
    from trd_registry.evaluating.plain_values import pair, word

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if head:
        writer.writerow(CSV_HEAD)
    for one in results:
        lower, upper = pair(one.score) if one.score is not None else (None, None)
        writer.writerow(
            [
                safe(one.history), one.definition, one.version, f"{'private ' * one.private}{one.status}", one.kind,
                "unknown" if one.applicable is None else str(one.applicable).lower(),
                one.verdict or "", _cell(lower), _cell(upper),
                ";".join(one.bands or ()), ";".join(one.stages or ()),
                ";".join(f"{name}={word(value)}" for name, value in (one.tiers or {}).items()),
                ";".join(missing.fact for missing in one.missing),
                ";".join(missing.fact for missing in one.missing if missing.decisive),
                ";".join(f"{name}={option or '*'}" for name, option in one.readings.items()),
            ]
        )  # fmt: skip
    return out.getvalue()


def _cell(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def safe(text: str) -> str:
    """A cell that a spreadsheet will not take for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text
