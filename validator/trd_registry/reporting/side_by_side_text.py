"""Several definitions on the reference histories: for the terminal, as Markdown and as JSON."""

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import Any

from trd_registry.comparing.side_by_side import SideBySide
from trd_registry.comparing.similarity import Likeness, answer_of
from trd_registry.evaluating.result import Result
from trd_registry.model.definition import Definition
from trd_registry.reporting.relation_words import relation_in_words
from trd_registry.reporting.words import NOTICE, value_in_words, verdict_in_words
from trd_registry.witnessing.relations import Relations

WIDTH = 80
HEAD = ("pair", "alike", "kappa", "open", "apart")

LEGEND = (
    "Alike: of the histories that both decide, those on which both say the same. Open: one of the two cannot tell. "
    "Apart: one does not speak of the patient, or gives no cut. The reference histories were made to show disputes: "
    "a share of them is no prevalence."
)


def as_table(found: SideBySide, relations: Relations, *, every: bool = False) -> list[str]:
    """Lines of at most 80 columns; ``every`` lists the histories on which all agree too."""
    number = len(found.histories)
    lines = [f"{len(found.definitions)} definitions on {number} reference histories, at default readings", ""]
    lines += [f"  {'alike':>9}  {'kappa':>5}  {'open':>4}  {'apart':>5}  pair"]
    for one in found.pairs:
        alike, kappa, left_open, apart = _figures(one)
        lines += _hanging(f"  {alike:>9}  {kappa:>5}  {left_open:>4}  {apart:>5}  ", f"{one.left} and {one.right}")
    lines += ["", *wrap(LEGEND, WIDTH), "", *_by_rules(found, relations)]
    names = list(found.histories) if every else found.differing()
    lines += wrap(_count(found, names, every=every), WIDTH)
    for name in names:
        lines += ["", name]
        for definition, result in zip(found.definitions, found.results[name], strict=True):
            lines += wrap(
                f"  {_name(definition)}: {_told(result)}", WIDTH, subsequent_indent="      ", break_on_hyphens=False
            )
    return [*lines, "", NOTICE]


def as_markdown(found: SideBySide, relations: Relations, *, every: bool = False) -> list[str]:
    """Two tables: the pairs, and the histories."""
    lines = ["| " + " | ".join(HEAD) + " |", "| --- | ---: | ---: | ---: | ---: |"]
    lines += [f"| {one.left} and {one.right} | " + " | ".join(_figures(one)) + " |" for one in found.pairs]
    names = list(found.histories) if every else found.differing()
    lines += ["", LEGEND, ""]
    lines += [line.replace("  ", "- ", 1) if line.startswith("  ") else line for line in _by_rules(found, relations)]
    lines += [_count(found, names, every=every), ""]
    lines += ["| history | " + " | ".join(map(_reference, found.definitions)) + " |"]
    lines += ["| --- |" + " --- |" * len(found.definitions)]
    lines += [f"| {name} | " + " | ".join(map(_told, found.results[name])) + " |" for name in names]
    return [*lines, "", NOTICE]


def as_json(found: SideBySide, relations: Relations) -> dict[str, Any]:
    """Everything: all pairs and all histories."""
    return {
        "definitions": [one.reference for one in found.definitions],
        "pairs": [
            {
                "left": one.left,
                "right": one.right,
                "both": one.table.both,
                "left_alone": one.table.first,
                "right_alone": one.table.second,
                "neither": one.table.neither,
                "open": one.open,
                "apart": one.apart,
                "kappa": one.kappa,
                "share": one.agreement.value,
                "share_however_the_open_are_settled": list(one.bounds),
            }
            for one in found.pairs
        ],
        "by_rules": [
            {"one": one, "other": other, "relation": relations.between(one, other)} for one, other in _ordered(found)
        ],
        "differing": found.differing(),
        "histories": {name: [answer_of(one).kind for one in row] for name, row in found.results.items()},
    }


def _ordered(found: SideBySide) -> list[tuple[str, str]]:
    """Every pair in both directions."""
    return [each for one in found.pairs for each in ((one.left, one.right), (one.right, one.left))]


def _by_rules(found: SideBySide, relations: Relations) -> Iterator[str]:
    """What the rules imply for every history, not for the reference histories alone."""
    told = [said for pair in _ordered(found) if (said := relation_in_words(relations, *pair))]
    if told:
        bound = f"By the rules, for every history with up to {relations.trials} trials (trd witness ID ID shows whom):"
        yield from wrap(bound, WIDTH)
        for said in told:
            yield from wrap(said, WIDTH, initial_indent="  ", subsequent_indent="      ", break_on_hyphens=False)
        yield ""


def _figures(one: Likeness) -> tuple[str, str, str, str]:
    kappa = "-" if one.kappa is None else f"{one.kappa:.2f}"
    return f"{one.alike} of {one.decided}", kappa, str(one.open), str(one.apart)


def _count(found: SideBySide, names: Sequence[str], *, every: bool) -> str:
    if every:
        return f"All {len(names)} histories:"
    if not names:
        return "On no reference history is one met and another not."
    order = ", the shortest first" if len(names) > 1 else ""
    return f"On {len(names)} of {len(found.histories)} one is met and another not{order}:"


def _name(definition: Definition) -> str:
    return definition.id + (" (draft)" if definition.status == "draft" else "")


def _reference(definition: Definition) -> str:
    return definition.reference + (" (draft)" if definition.status == "draft" else "")


def _told(result: Result | None) -> str:
    if result is None:
        return "cannot be read with the vocabularies it pins"
    value = "" if result.applicable is False else value_in_words(result)
    return verdict_in_words(result) + (f", {value}" if value else "")


def _hanging(begin: str, text: str) -> Iterator[str]:
    for number, line in enumerate(wrap(text, WIDTH - len(begin), break_on_hyphens=False) or [""]):
        yield (" " * len(begin) if number else begin) + line
