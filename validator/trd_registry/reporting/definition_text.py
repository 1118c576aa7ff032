"""A definition told in words, generated from its rules, so that the words cannot drift from them."""

from collections.abc import Iterator, Mapping
from functools import reduce
from textwrap import wrap

from trd_registry.model.definition import Definition
from trd_registry.model.interval import format_number
from trd_registry.model.nodes import All, Condition, Node, Statement
from trd_registry.model.rules import (
    Band,
    BandedStages,
    BandItem,
    CaseItem,
    CountItem,
    Criterion,
    Ladder,
    Rules,
    Score,
    ScoreItem,
    Tiers,
    TrialItem,
    TrialSet,
)
from trd_registry.reporting.english import bounds_in_words, in_words

WIDTH = 80
_ASKED = {"eligible": "looked at", "adequate": "adequate if", "failed": "failed if", "proven": "proven if"}


def definition_in_words(definition: Definition) -> list[str]:
    """Lines of at most 80 columns: heading, rule by default readings, readings, sources, what is wanted."""
    document = definition.document
    lines = [
        f"{definition.reference}  {definition.title}",
        ", ".join([definition.kind, str(definition.year), document["standing"].replace("-", " "), definition.status]),
        "",
        *wrap(document["summary"], WIDTH),
        "",
    ]
    if definition.is_executable:
        lines += _rules(definition)
    lines += _readings(definition)
    lines += _sources(definition)
    for wanted in document.get("wanted", ()):
        lines += _item(f"wanted: {wanted_in_words(wanted)}", 0)
    return lines


def wanted_in_words(wanted: str | Mapping[str, str]) -> str:
    """What is missing and where it stands."""
    return wanted if isinstance(wanted, str) else f"{wanted['what']} ({wanted['in']}, {wanted['at']})"


def _rules(definition: Definition) -> Iterator[str]:
    rules = definition.rules(definition.settle({})[0])
    titles = {name: str(entry.get("title", name)) for name, entry in definition.document.get("trials", {}).items()}
    for line in _rule_lines(rules):
        told = reduce(lambda text, name: text.replace(f"`{name}`", titles[name]), titles, line)
        indent = len(told) - len(told.lstrip())
        yield from wrap(told, WIDTH, subsequent_indent=" " * (indent + 2), break_on_hyphens=False) or [""]


def _rule_lines(rules: Rules) -> Iterator[str]:
    if rules.scope is not None:
        yield "Speaks of"
        yield from _condition(rules.scope, 2)
    for trial_set in rules.trials.values():
        yield from _trial_set(trial_set)
    yield ""
    match rules.outcome:
        case Criterion() as outcome:
            yield "Treatment-resistant if"
            yield from _condition(outcome.condition, 2)
        case Ladder() as outcome:
            how = "each stage needs those below it" if outcome.kind == "cumulative" else "the highest that holds"
            yield f"Stages ({how}; below the first: {outcome.below}){_cut(outcome.trd_from)}"
            for rung in outcome.rungs:
                yield f"  {rung.name}{_where(rung.stated)}"
                yield from _condition(rung.when, 4)
        case BandedStages() as outcome:
            yield f"Stages by {in_words(outcome.measure)}{_cut(outcome.trd_from)}"
            yield from (f"  {_band(band)}: {band.name}" for band in outcome.bands)
        case Tiers() as outcome:
            yield "Classes"
            for tier in outcome.tiers:
                yield f"  {tier.name}{_where(tier.stated)}"
                yield from _condition(tier.when, 4)
        case Score() as outcome:
            yield from _score(outcome)
    yield ""


def _trial_set(trial_set: TrialSet) -> Iterator[str]:
    yield f"Counted as `{trial_set.name}`{_where(trial_set.stated)}"
    asked = dict(trial_set.questions)
    for question, word in _ASKED.items():
        if question in asked:
            yield f"  {word}"
            yield from _condition(asked[question], 4)
        else:
            yield f"  {word}: not asked"


def _condition(node: Condition, indent: int) -> Iterator[str]:
    """A conjunction as a list, anything else as one line."""
    if isinstance(node, All) and len(node.parts) > 1:
        for part in node.parts:
            yield from _condition(part, indent)
        return
    yield f"{' ' * indent}- {in_words(node)}{_by(node)}{_where(node.stated)}"


def _by(node: Node) -> str:
    return f" (reading {', '.join(node.readings)})" if node.readings else ""


def _where(stated: Statement | None) -> str:
    return f" [{stated.source}, {stated.at}; {stated.evidence}]" if stated is not None else ""


def _cut(trd_from: str) -> str:
    return f"; treatment-resistant from {trd_from}" if trd_from else "; the authors give no cut for resistance"


def _score(score: Score) -> Iterator[str]:
    low, high = (format_number(end) if abs(end) != float("inf") else "no upper end" for end in score.range)
    cut = f"treatment-resistant from {bounds_in_words(score.trd)}" if score.trd else "no cut for resistance"
    yield f"Score {low} to {high}; {cut}"
    for name, item in score.items.items():
        yield f"  {name}{_where(item.stated)}"
        yield from (f"    {line}" for line in _item_lines(item))
    yield from (f"  {_band(band)} points: {band.name}" for band in score.bands)


def _item_lines(item: ScoreItem) -> Iterator[str]:
    match item:
        case BandItem():
            yield f"by {in_words(item.measure)}"
            yield from (f"{_band(band)}: {format_number(band.points)}" for band in item.bands)
        case CaseItem():
            for case in item.cases:
                yield f"- {format_number(case.points)} if {case.name + ': ' if case.name else ''}{in_words(case.when)}"
            yield f"- {format_number(item.otherwise)} otherwise"
        case TrialItem():
            yield f"for each {' or '.join(f'`{name}`' for name in item.of)}"
            yield from (f"- {format_number(case.points)} if {in_words(case.when)}" for case in item.cases)
        case CountItem():
            ceiling = "" if item.ceiling == float("inf") else f", at most {format_number(item.ceiling)}"
            yield f"- {format_number(item.points)} for each: {in_words(item.measure)}{ceiling}"


def _band(band: Band) -> str:
    parts = []
    if band.lower != -float("inf"):
        parts.append(f"{'above' if band.lower_open else 'from'} {format_number(band.lower)}")
    if band.upper != float("inf"):
        parts.append(f"{'below' if band.upper_open else 'up to'} {format_number(band.upper)}")
    return " ".join(parts) or "any"


def _readings(definition: Definition) -> Iterator[str]:
    if definition.readings:
        yield "Readings: points on which the publication is silent or ambiguous"
    for reading in definition.readings.values():
        yield from _item(f"{reading.id}: {reading.asks}{' (the publication is silent)' if reading.silent else ''}", 2)
        for option in reading.options.values():
            mark = " (default)" if option.is_default else ""
            yield from _item(f"{option.id}{mark}{': ' + option.why if option.why else ''}", 4)
        if reading.default is None:
            yield "      no default: the result spans all options"
    yield ""


def _sources(definition: Definition) -> Iterator[str]:
    yield "Sources"
    for key, source in definition.document["sources"].items():
        names = [source.get("authors", ""), source["title"], source.get("container", ""), str(source["year"])]
        where = f"doi:{source['doi']}" if "doi" in source else source.get("url", "")
        text = ". ".join(name for name in names if name)
        yield from _item(f"{key}: {text}. {where} (seen: {source['seen'].replace('-', ' ')})", 2)
    yield ""


def _item(text: str, indent: int) -> list[str]:
    pad = " " * indent
    return wrap(text, WIDTH, initial_indent=pad, subsequent_indent=pad + "  ", break_on_hyphens=False)
