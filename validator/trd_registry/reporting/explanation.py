"""A result as a tree a reader can follow: what was asked, where it stands, what was found."""

from collections.abc import Iterator, Sequence
from textwrap import wrap

from trd_registry.english.in_words import lexicon_of, teller_for
from trd_registry.evaluating.result import Result
from trd_registry.evaluating.trace import Trace
from trd_registry.model.definition import Definition
from trd_registry.model.record_rules import RecordRules
from trd_registry.model.vocabulary import Vocabularies
from trd_registry.reporting.explanation_tree import ExplanationTree
from trd_registry.reporting.telling.records import index_event
from trd_registry.reporting.words import value_in_words, verdict_in_words

WIDTH = 80


def explanation(result: Result, definition: Definition, vocabularies: Vocabularies | None = None) -> list[str]:
    """Lines of at most 80 columns. ``+`` is met or counts, ``-`` not met, ``?`` cannot tell, ``=`` a value."""
    teller = teller_for(lexicon_of(definition, vocabularies))
    records = _records(result, definition)
    teller.of_regimens = records is not None and records.are_regimens
    lines = [f"{result.reference}  {definition.title}", f"  {_headline(result)}"]
    if result.private:
        lines.append("  PRIVATE: it comes from a private folder and is published nowhere.")
    if result.status == "draft":
        lines.append("  DRAFT: some of its rules are recalled; nobody has checked them against the publication.")
    lines += _readings(result, definition)
    lines.append("")
    if result.scope is not None:
        index = index_event(records.index, teller) if records is not None and records.index is not None else ""
        lines += ["  scope", *_indented(ExplanationTree(teller, index).lines(result.scope), 4)]
    if result.applicable is not False:
        for heading, trace in _passes(result):
            lines += [f"  {heading}", *_indented(ExplanationTree(teller).lines(trace), 4)]
    lines += _missing(result)
    return [part for line in lines for part in _fitted(line)]


def _headline(result: Result) -> str:
    value = value_in_words(result)
    return f"{verdict_in_words(result).upper()}{': ' + value if value else ''}"


def _readings(result: Result, definition: Definition) -> Iterator[str]:
    """The options taken, those that are not the default first."""
    others = {name: option for name, option in result.readings.items() if option != definition.readings[name].default}
    for name, option in others.items():
        yield f"  reading {name}: {option}"
    for name, option in result.readings.items():
        if option is None:
            yield f"  reading {name}: open, spans {', '.join(definition.readings[name].options)}"
    usual = [f"{name}={option}" for name, option in result.readings.items() if name not in others and option]
    if usual:
        yield f"  readings by default: {', '.join(usual)}"


def _records(result: Result, definition: Definition) -> RecordRules | None:
    """How trials are built from a record, for a phenotype that does so."""
    taken = {name: option for name, option in result.readings.items() if option}
    return definition.rules(definition.settle(taken)[0]).records


def _passes(result: Result) -> Sequence[tuple[str, Trace]]:
    """The rule; or, where a reading was left open, the rule under each of its options."""
    if not result.alternatives:
        return [("rule", result.trace)]
    left_open = [name for name, option in result.readings.items() if option is None]
    return [
        ("read as " + ", ".join(f"{name}={choices[name]}" for name in left_open), trace)
        for choices, trace in result.alternatives
    ]


def _missing(result: Result) -> Iterator[str]:
    if not result.missing:
        return
    yield ""
    yield "  missing"
    yield from (f"    {one.fact}{'  (could decide alone)' if one.decisive else ''}" for one in result.missing)


def _indented(lines: Iterator[str], by: int) -> Iterator[str]:
    return (" " * by + line for line in lines)


def _fitted(line: str) -> list[str]:
    """The line wrapped under itself."""
    indent = " " * (len(line) - len(line.lstrip()) + 4)
    return wrap(line, WIDTH, subsequent_indent=indent, break_on_hyphens=False, drop_whitespace=True) or [""]
