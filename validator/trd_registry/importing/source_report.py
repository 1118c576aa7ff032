"""Tells what an import did, and what its source can never settle: for people, and as data."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trd_registry.importing.declared import Declared
from trd_registry.importing.importer import Importer, Judged
from trd_registry.importing.opened import Opened
from trd_registry.importing.tally import Tally

#: Things set aside that the page names.
_MOST = 100

_SAID = {True: "yes", False: "no", None: ""}

_SYNTHETIC = "Synthetic: the persons were made up by a program."

_ANSWERS = {
    "yes": "can be answered wherever its rows state what is asked",
    "in part": "can be answered in part",
    "no": "cannot be answered",
}


@dataclass(frozen=True)
class Summary:
    """One import, done."""

    importer: Importer
    #: What still holds for all.
    declared: Declared
    tally: Tally
    #: Table of the cohort -> rows.
    written: Mapping[str, int]
    opened: Opened
    assumed: Sequence[str]
    judged: Judged
    #: Lists that were declared complete, for all or for some.
    claimed: frozenset[str]

    def lines(self) -> Iterator[str]:
        """In short, for the screen."""
        yield from self.tally.lines()
        yield "Written: " + ", ".join(f"{number:,} {table}" for table, number in self.written.items()) + "."
        if self.declared.synthetic:
            yield _SYNTHETIC
        yield from self.open_lists()
        yield from (f"Assumed: {one}" for one in self.assumed)
        never = [one.short for one in self.judged.facts if one.level == "no"]
        if never:
            yield f"Never settled by this source ({len(never)} of {len(self.judged.facts)} facts): {'; '.join(never)}."
        for answer, says in _ANSWERS.items():
            found = [one for one in self.judged.definitions.values() if one.answer == answer]
            yield f"{len(found)} of {len(self.judged.definitions)} released definitions {says}."
        yield "Which, and why: SOURCE.md in the folder."

    def open_lists(self) -> Iterator[str]:
        """Lists that are not complete, since rows could not be used."""
        for name in sorted(self.opened.everybody & self.claimed):
            yield f"{name} is not taken for complete for anybody: a row that was not used may be anybody's."
        for name, number in self.opened.counts().items():
            if name not in self.claimed or name in self.opened.everybody:
                continue
            yield f"{name} is not taken for complete for {number:,} {'person' if number == 1 else 'persons'}."


def write_summary(folder: Path, summary: Summary) -> None:
    """Writes ``SOURCE.md`` for people and ``source.json`` for programs."""
    (folder / "source.json").write_text(
        json.dumps(_data(summary), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    (folder / "SOURCE.md").write_text("\n".join(_page(summary)) + "\n", encoding="utf-8")


def _data(summary: Summary) -> dict[str, Any]:
    tally, judged = summary.tally, summary.judged
    return {
        "importer": summary.importer.reference,
        "program": summary.importer.program,
        "source": summary.declared.source,
        "synthetic": summary.declared.synthetic,
        "mapping": summary.declared.mapping,
        "assumed": list(summary.assumed),
        "rows": {
            table: {
                "read": one.read, "used": one.used, "used_in_part": one.in_part,
                "set_aside": one.set_aside, "rejected": one.rejected,
            }
            for table, one in tally.tables.items()
        },
        "written": dict(summary.written),
        "set_aside": [
            {"table": table, "reason": reason, "what": what, "rows": number}
            for (table, reason, what), number in tally.aside.most_common()
        ],
        "rejected": [
            {"table": table, "code": code, "rejects": number} for (table, code), number in sorted(tally.codes.items())
        ],
        "not_complete": {"everybody": sorted(summary.opened.everybody), "persons": summary.opened.counts()},
        "facts": [
            {"fact": one.id, "name": one.name, "level": one.level, "why": one.why, "cells": one.cells}
            for one in judged.facts
        ],
        "definitions": [
            {
                "definition": reference.partition("@")[0], "version": reference.partition("@")[2],
                "answer": one.answer, "can_be_met": one.can_be_met, "can_be_excluded": one.can_be_excluded,
                "lacks": [list(lack) for lack in one.lacks],
            }
            for reference, one in judged.definitions.items()
        ],
    }  # fmt: skip


def _page(summary: Summary) -> Iterator[str]:
    judged = summary.judged
    yield f"# {summary.declared.title}"
    yield f"\nSource: {summary.declared.source}. Imported with {summary.importer.reference}.\n"
    if summary.declared.synthetic:
        yield f"{_SYNTHETIC}\n"
    yield "## What became of every row\n\n```text"
    yield from summary.tally.lines()
    yield "```\n"
    yield "Written: " + ", ".join(f"{number:,} {table}" for table, number in summary.written.items()) + "."
    yield from (f"\n{one}" for one in summary.open_lists())
    yield from _aside(summary)
    if summary.declared.mapping:
        yield "\n## Mapping\n\n| here | in the source |\n|---|---|"
        yield from (f"| {_cell(key)} | {_cell(value)} |" for key, value in summary.declared.mapping.items())
    if summary.assumed:
        yield "\n## Assumed\n"
        yield from (f"- {one}" for one in summary.assumed)
    yield "\n## What this source records\n"
    yield "The levels are judgements about the kind of source; `no` can never be settled by it.\n"
    yield "| fact | recorded | why | cells |\n|---|---|---|--:|"
    order = {"no": 0, "sometimes": 1, "usually": 2}
    for fact in sorted(judged.facts, key=lambda one: order[one.level]):
        cells = "" if fact.cells is None else f"{fact.cells:,}"
        yield f"| {_cell(fact.name)} | {fact.level} | {_cell(fact.why)} | {cells} |"
    yield "\n## How far each definition can be answered\n"
    yield "At its default readings. What is missing stands beside it; of facts joined by `or`, one would do. Whether"
    yield "TRD can be found, and ruled out, in some persons: empty where that cannot be said.\n"
    yield "| definition | answer | found | ruled out | for want of |\n|---|---|---|---|---|"
    for reference, verdict in judged.definitions.items():
        lacks = "; ".join(" or ".join(judged.name_of(fact) for fact in lack) for lack in verdict.lacks)
        found, excluded = (_SAID[one] for one in (verdict.can_be_met, verdict.can_be_excluded))
        yield f"| {reference} | {verdict.answer} | {found} | {excluded} | {_cell(lacks)} |"


def _aside(summary: Summary) -> Iterator[str]:
    """What was set aside, so that somebody can see whether anything of the subject is among it."""
    told = [(what, reason, number) for (_, reason, what), number in summary.tally.aside.most_common() if what]
    if told:
        yield "\n## Set aside\n"
        if len(told) > _MOST:
            yield f"The {_MOST} most frequent of {len(told):,}; all stand in `source.json`.\n"
        yield "| what | why | rows |\n|---|---|--:|"
        yield from (f"| {_cell(what)} | {_cell(reason)} | {number:,} |" for what, reason, number in told[:_MOST])


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
