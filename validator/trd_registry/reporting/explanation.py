"""A result as a tree a reader can follow: what was asked, where it stands, what was found."""

from collections.abc import Iterator, Sequence

from trd_registry.evaluating.result import Result
from trd_registry.evaluating.trace import Trace
from trd_registry.model.definition import Definition
from trd_registry.model.interval import Interval
from trd_registry.model.nodes import MeasureTest, Statement
from trd_registry.model.truth import Truth
from trd_registry.reporting.english import in_words, kind_of
from trd_registry.reporting.words import range_in_words, truth_in_words, value_in_words, verdict_in_words

_MARKS = {True: "+", False: "-", None: "?"}


def explanation(result: Result, definition: Definition) -> list[str]:
    """Lines for a terminal. ``+`` is met or counts, ``-`` not met, ``?`` cannot tell."""
    lines = [f"{result.reference}  {definition.title}", f"  {_headline(result)}"]
    if result.status == "draft":
        lines.append("  DRAFT: some of its rules are recalled; nobody has checked them against the publication.")
    for reading, option in result.readings.items():
        taken = option or f"open, spans {', '.join(definition.readings[reading].options)}"
        usual = definition.readings[reading].default
        lines.append(f"  reading {reading}: {taken}{' (default)' if option is not None and option == usual else ''}")
    lines.append("")
    if result.scope is not None:
        lines += ["  scope", *_indented(_tree(result.scope, definition), 4)]
    if result.applicable is not False:
        traces: Sequence[tuple[str, Trace]] = [("rule", result.trace)]
        if result.alternatives:
            traces = [(_taken(choices, result), trace) for choices, trace in result.alternatives]
        for heading, trace in traces:
            lines += [f"  {heading}", *_indented(_tree(trace, definition), 4)]
    lines += _missing(result)
    return lines


def _headline(result: Result) -> str:
    value = value_in_words(result)
    return f"{verdict_in_words(result).upper()}{': ' + value if value else ''}"


def _taken(choices: object, result: Result) -> str:
    open_ones = [name for name, option in result.readings.items() if option is None]
    assert isinstance(choices, dict)
    return "read as " + ", ".join(f"{name}={choices[name]}" for name in open_ones)


def _missing(result: Result) -> Iterator[str]:
    if not result.missing:
        return
    decisive = [one.fact for one in result.missing if one.decisive]
    others = [one.fact for one in result.missing if not one.decisive]
    yield ""
    yield "  missing"
    yield from (f"    {fact}  (could decide alone)" for fact in decisive)
    yield from (f"    {fact}" for fact in others)


def _indented(lines: Iterator[str], by: int) -> Iterator[str]:
    return (" " * by + line for line in lines)


# The tree ----------------------------------------------------------------------------------------

_TRIALS = ("TrialSet", "Trial")
_QUESTIONS = {
    "eligible": ("not eligible", "eligible?"),
    "adequate": ("not adequate", "adequate?"),
    "failed": ("not failed", "failed?"),
    "proven": ("not proven as asked", "proven as asked?"),
}


def _tree(trace: Trace, definition: Definition) -> Iterator[str]:
    yield _line(trace)
    for child in _shown_children(trace):
        yield from _indented(_trial(child) if child.node in _TRIALS else _tree(child, definition), 2)


def _shown_children(trace: Trace) -> Iterator[Trace]:
    """What is worth a line: a test on a count shows the trials, not the count again."""
    for child in trace.children:
        if isinstance(trace.rule, MeasureTest) or child.node == "Criterion":
            yield from _shown_children(child)
        else:
            yield child


def _trial(trace: Trace) -> Iterator[str]:
    """A trial on one line where it counts; else with what speaks against it, or what is not known."""
    name = f"{trace.says['trial']} {trace.says.get('treatment', '')}".rstrip()
    assert not isinstance(trace.value, Interval | frozenset)
    word = {True: "counts", False: "does not count", None: "cannot tell"}[trace.value]
    yield f"{_MARKS[trace.value]} {name}: {word}"
    if trace.value is not True:
        for reason in dict.fromkeys(_reasons(trace, trace.value)):
            yield f"    {reason}"


def _reasons(trace: Trace, value: Truth) -> Iterator[str]:
    """The leaves that made a trial count not, or not surely; of several questions, the first that did."""
    deciding = [child for child in trace.children if child.value is value]
    for child in deciding[:1] if trace.node == "TrialSet" and value is False else deciding:
        if child.node in _QUESTIONS:
            heading = _QUESTIONS[child.node][0 if value is False else 1]
            for leaf in _deciding_leaves(child, value):
                yield f"{heading} {in_words(leaf.rule)}{_found(leaf)}" if leaf.rule else heading
        elif child.children:
            yield from _reasons(child, value)
        elif child.rule is not None:
            yield f"{in_words(child.rule)}{_found(child)}"


def _deciding_leaves(trace: Trace, value: Truth) -> Iterator[Trace]:
    inside = [child for child in trace.children if child.value is value]
    if trace.node == "Not":
        inside = list(trace.children)
    if not inside:
        yield trace
    for child in inside:
        yield from _deciding_leaves(child, value)


def _line(trace: Trace) -> str:
    value = trace.value
    mark = "=" if isinstance(value, Interval | frozenset) else _MARKS[value]
    words = _words(trace)
    name = f"{trace.id}: " if trace.id and trace.id not in words else ""
    return f"{mark} {name}{words}{_found(trace)}{_where(trace.stated)}"


def _words(trace: Trace) -> str:
    says = trace.says
    fixed = {"Ladder": "stages", "BandedStages": "stages", "Tiers": "tiers", "All": "all of", "Any": "any of"}
    if trace.node in fixed:
        return fixed[trace.node]
    if trace.node in ("Rung", "Tier"):
        return str(says["name"])
    if trace.node == "TrialPoints":
        return f"{says['trial']} {says.get('treatment', '')}: {_value(trace.value)} points"
    if trace.node == "Case":
        return f"{says['name'] or 'case'} ({says['points']:g} points)"
    if "item" in says:
        return f"{says['item']}: {_value(trace.value)} points"
    if trace.node == "Score":
        return f"total {_value(trace.value)}"
    return in_words(trace.rule) if trace.rule is not None else trace.node


def _found(trace: Trace) -> str:
    parts = []
    if "found" in trace.says and trace.node != "Score":
        parts.append(_recorded(trace.says["found"], str(trace.says.get("fact", ""))))
    if trace.says.get("asserted"):
        parts.append("as judged by the rater")
    if trace.says.get("minimum") is not None:
        parts.append(f"minimum {trace.says['minimum']:g} mg/day")
    if trace.says.get("unlisted"):
        parts.append("further trials may exist that are not listed")
    return f" [{'; '.join(parts)}]" if parts else ""


def _recorded(found: object, fact: str) -> str:
    """What the history says; the whole range of a fact means that it says nothing."""
    if isinstance(found, Interval):
        known = kind_of(fact)
        unknown = Interval() if known is None else known.range
        return "not recorded" if found == unknown else f"found {range_in_words(found)}"
    if isinstance(found, frozenset):
        known = kind_of(fact)
        told = known is None or found != known.domain
        return f"found {' or '.join(sorted(found))}" if told and len(found) <= 4 else "not recorded"
    return "not recorded" if found is None else "found no" if found is False else "found yes"


def _value(value: Truth | Interval | frozenset[str]) -> str:
    if isinstance(value, Interval):
        return range_in_words(value)
    return ", ".join(sorted(value)) if isinstance(value, frozenset) else truth_in_words(value)


def _where(stated: Statement | None) -> str:
    return f"  <{stated.source}, {stated.at}; {stated.evidence}>" if stated is not None else ""
