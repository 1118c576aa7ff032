"""A multiverse in words: for the terminal, as Markdown and as CSV."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap

from trd_registry.comparing.multiverse.multiverse import Multiverse, Outcome
from trd_registry.comparing.multiverse.turning import Change
from trd_registry.evaluating.result import Result
from trd_registry.model.definition import Definition
from trd_registry.reporting.tables import escape, safe, wrapped_row
from trd_registry.reporting.words import NOTICE, value_in_words, verdict_in_words

#: So many changes of readings are named for each definition, and so many answers, where not all are asked for.
FEW = 3


@dataclass(frozen=True, slots=True)
class Told:
    """One history under one definition: as usual, and under all combinations."""

    definition: Definition
    result: Result
    found: Multiverse


def terminal_lines(title: str, several: Sequence[Told], *, every: bool, width: int = 80) -> list[str]:
    """Lines for a terminal: one row a definition, and under it which readings turn the verdict."""
    head = ("definition", "verdict", "under other readings")
    names = [_name(one) for one in several]
    first = max(len(one) for one in (head[0], *names))
    second = max(len(one) for one in (head[1], *(verdict_in_words(one.result) for one in several)))
    widths = (first, second, max(width - first - second - 4, 16))
    lines = [*wrap(title, width), "", *wrapped_row(head, widths), "  ".join("-" * size for size in widths)]
    for one, name in zip(several, names, strict=True):
        lines += wrapped_row((name, verdict_in_words(one.result), summary(one, every=every)), widths)
        for told in details(one, every=every):
            lines += wrap(told, width, initial_indent="    ", subsequent_indent="      ", break_on_hyphens=False)
    same = sum(one.found.is_the_same for one in several)
    if len(several) > 1:
        lines += ["", *wrap(f"The same under all readings: {same} of {len(several)} definitions.", width)]
    return [*lines, "", NOTICE]


def markdown_lines(title: str, several: Sequence[Told], *, every: bool) -> list[str]:
    """A Markdown table."""
    head = ("definition", "verdict", "under other readings", "what turns it")
    lines = [f"## {escape(title)}", "", "| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    for one in several:
        turns = "<br>".join(escape(told) for told in details(one, every=every))
        cells = [escape(cell) for cell in (_name(one), verdict_in_words(one.result), summary(one, every=every))]
        lines.append("| " + " | ".join([*cells, turns]) + " |")
    return [*lines, "", f"*{NOTICE}*", ""]


CSV_HEAD = (
    "history", "definition", "version", "verdict", "combinations", "judged", "met", "not_met", "indeterminate",
    "out_of_scope", "no_verdict", "score_lower", "score_upper", "stages", "turned_by", "turned_together_by", "fixed",
)  # fmt: skip


def csv_text(several: Sequence[Told]) -> str:
    """One row a history and definition; several values in a cell are parted by semicolons."""
    from trd_registry.evaluating.plain_values import pair

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(CSV_HEAD)
    for one in several:
        found, result = one.found, one.result
        scores = [pair(each.result.score) for each in found.outcomes if each.result.score is not None]
        lowest = min((low for low, _ in scores if low is not None), default=None)
        open_end = any(high is None for _, high in scores)
        highest = None if open_end else max((high for _, high in scores if high is not None), default=None)
        stages = dict.fromkeys(name for each in found.outcomes for name in each.result.stages or ())
        writer.writerow(
            [
                safe(result.history), result.definition, result.version, result.verdict or "", found.combinations,
                found.judged, *(_number(found, word) for word in CSV_HEAD[6:11]),
                "" if lowest is None else f"{lowest:g}", "" if highest is None else f"{highest:g}", ";".join(stages),
                ";".join(_options(change) for change in found.single),
                ";".join(_options(change) for change in found.together),
                ";".join(f"{name}={option}" for name, option in found.fixed.items()),
            ]
        )  # fmt: skip
    return out.getvalue()


def _number(found: Multiverse, word: str) -> int:
    return sum(one.combinations for one in found.outcomes if _word(one.result) == word)


def _word(result: Result) -> str:
    return "out_of_scope" if result.applicable is False else result.verdict or "no_verdict"


def summary(one: Told, *, every: bool = False) -> str:
    """What all combinations say: the same, or how many say what."""
    found = one.found
    if not found.varied:
        return "nothing to vary: " + ("every reading is fixed" if found.fixed else "it has no readings")
    covered = _covered(found)
    if found.is_the_same:
        inside = value_in_words(found.outcomes[0].result) if one.result.applicable is not False else ""
        beside = f": {inside}" if inside and inside != value_in_words(one.result) else ""
        return f"the same under {covered}{beside}"
    shown = found.outcomes if every else found.outcomes[:FEW]
    parts = [f"{_says(each)} {each.combinations:,}" for each in shown]
    left = len(found.outcomes) - len(shown)
    parts += (
        [f"{left} other answers {sum(each.combinations for each in found.outcomes[len(shown) :]):,}"] if left else []
    )
    return f"{'; '.join(parts)} of {covered.removeprefix('all ')}"


def _says(outcome: Outcome) -> str:
    verdict, value = verdict_in_words(outcome.result), value_in_words(outcome.result)
    if outcome.result.applicable is False:
        return verdict
    if outcome.result.verdict is None:
        return value or verdict
    return f"{verdict} ({value})" if value else verdict


def _covered(found: Multiverse) -> str:
    if found.is_complete:
        return f"all {found.combinations:,} combinations"
    return (
        f"{found.judged:,} combinations drawn of {found.combinations:,} (too many to judge all; every single change "
        "was judged as well)"
    )


def details(one: Told, *, every: bool = False) -> Iterator[str]:
    """Which readings turn the answer: single ones with their questions, or else the smallest sets."""
    found = one.found
    if found.single:
        names = list(dict.fromkeys(name for change in found.single for name in change.options))
        for name in names if every else names[:FEW]:
            turns = "; ".join(
                f"{change.options[name]} gives {_after(change)}" for change in found.single if name in change.options
            )
            yield f"turned by {name} ({one.definition.readings[name].asks}) {turns}"
        if len(names) > FEW and not every:
            yield f"and by {len(names) - FEW} more readings alone: {', '.join(names[FEW:])}"
        return
    shown = found.together if every else found.together[:FEW]
    for change in shown:
        yield f"turned by {len(change.options)} readings together: {_options(change)} gives {_after(change)}"
    left = len(found.together) - len(shown)
    if left or found.more:
        yield f"and by {'more than ' if found.more else ''}{left} other such sets of readings"
    if not found.is_complete and not found.single and not found.is_the_same:
        yield "no single reading turns it; which do together was not worked out"


def _after(change: Change) -> str:
    result: Result = change.says
    if result.applicable is False or result.verdict is not None:
        return verdict_in_words(result)
    return value_in_words(result)


def _options(change: Change) -> str:
    return " and ".join(f"{name}={option}" for name, option in change.options.items())


def _name(one: Told) -> str:
    return one.result.reference + (" (draft)" if one.result.status == "draft" else "")
