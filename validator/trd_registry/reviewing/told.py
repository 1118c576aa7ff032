"""What a reviewer is told of one changed definition: what it does, beside what its author says it does."""

from collections.abc import Iterator, Sequence
from textwrap import shorten

from trd_registry.cases.suite import suite_of
from trd_registry.comparing.behaviour import Situation
from trd_registry.comparing.dimensions.computing import dimensions_of
from trd_registry.comparing.versus import versus
from trd_registry.loading.registry import Registry
from trd_registry.model.definition import Definition
from trd_registry.releasing.situations import judge_with, situations_for
from trd_registry.reporting.definition_text import definition_in_words
from trd_registry.reporting.versus_text import as_table
from trd_registry.reporting.versus_words import answer_in_words, counts_in_words, explained
from trd_registry.reviewing.neighbours import Neighbour
from trd_registry.reviewing.page import Block, Items, Part, Table, Text

#: Lines of cases and of what no case shows.
SHOWN = 8
#: Characters of one cell of the table of dimensions; the rule in English tells all of it.
CELL = 160


def rule_part(definition: Definition, registry: Registry) -> Block:
    """The rule in English, as ``trd show`` tells it: generated from the rules, not written by the author."""
    return Block("The rule in English", tuple(definition_in_words(definition, registry.vocabularies_for(definition))))


def dimensions_part(definition: Definition, neighbours: Sequence[Neighbour], registry: Registry) -> Table:
    """Every computed dimension beside those of the nearest definitions; a star marks what a reading changes."""
    columns = [definition, *(one.definition for one in neighbours)]
    found = [dimensions_of(one, registry.vocabularies_for(one)) for one in columns]
    head = ["dimension", "this", *(f"{one.definition.id} ({one.alike})" for one in neighbours)]
    rows = []
    for name, own in found[0].all.items():
        cells = [f"{shorten(one[name].says, CELL)}{'*' if one[name].otherwise else ''}" for one in found]
        rows.append((own.title, *cells))
    return Table(tuple(head), tuple(rows))


def verdicts_part(definition: Definition, situations: Sequence[Situation], registry: Registry) -> Table:
    """What it says of every reference patient, under default readings."""
    judge = judge_with(registry)
    rows = []
    for one in situations:
        result = judge(one.history, definition)
        rows.append((one.name, "not readable with its vocabularies" if result is None else answer_in_words(result)))
    return Table(("reference patient", "answer"), tuple(rows))


def cases_parts(definition: Definition, registry: Registry) -> Iterator[Part]:
    """How many worked cases hold, which do not, and what no case shows."""
    suite = suite_of(registry, definition)
    broken = [one for one in suite.outcomes if not one.passed]
    coverage = suite.coverage
    yield Text(
        f"{len(suite.outcomes) - len(broken)} of {len(suite.outcomes)} worked cases pass; they show "
        f"{coverage.wanted - len(coverage.missing)} of {coverage.wanted} things that a case can show."
    )
    if broken:
        yield Items(tuple(f"Fails: {one.case.name} ({'; '.join(one.differences)})" for one in broken[:SHOWN]))
    if coverage.missing:
        more = len(coverage.missing) - SHOWN
        lines = [f"No case: {one.removeprefix('no case shows ')}" for one in coverage.missing[:SHOWN]]
        yield Items((*lines, *([f"and {more} more (trd test {definition.id} --uncovered)"] if more > 0 else [])))


def difference_parts(before: Definition, after: Definition, registry: Registry) -> Iterator[Part]:
    """What the change does: which histories get another answer than from the version before, and why."""
    definitions = [before, after] if before.reference != after.reference else [after]
    situations = situations_for(registry, definitions)
    found = versus(before, after, situations.all, judge_with(registry), situations.notes)
    if found.is_same:
        yield Text("Comments or the order of keys alone have changed: the document says the same.")
        return
    yield Text(f"Beside {before.reference} of the base branch: {counts_in_words(found)}")
    if before.reference != after.reference:
        yield Block(f"What has changed since {before.reference}", tuple(as_table(found, words=True)))
        return
    # Two texts under one version: their numbers say nothing of a step.
    changes = [f"{one.place}: {one.left} -> {one.right}" for one in found.need.changes]
    reasons = [line for one in found.explained for line in ("", *explained(one))]
    yield Block("What has changed under this version", (*changes, *reasons))


def reference_situations(definition: Definition, registry: Registry) -> Sequence[Situation]:
    """The reference patients."""
    return situations_for(registry, [definition]).references
