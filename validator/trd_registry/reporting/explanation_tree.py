"""The tree of an explanation: a line for every node, trials told once and then referred to."""

from collections.abc import Iterator

from trd_registry.english.facts import kind_of
from trd_registry.english.teller import Teller
from trd_registry.evaluating.trace import Trace
from trd_registry.model.interval import Interval
from trd_registry.model.nodes import All, Any, MeasureTest, Statement, TrialMeasure
from trd_registry.model.truth import Truth
from trd_registry.reporting.words import points_in_words, range_in_words

_MARKS = {True: "+", False: "-", None: "?"}
_TRIALS = ("TrialSet", "Trial")
_QUESTIONS = {
    "eligible": ("not eligible, asked is: ", "eligible? asked is: "),
    "adequate": ("not adequate, asked is: ", "adequate? asked is: "),
    "failed": ("not failed, asked is: ", "failed? asked is: "),
    "proven": ("not proven, asked is: ", "proven? asked is: "),
}


class ExplanationTree:
    """Tells one trace. Several counts of the same trials are told once."""

    def __init__(self, teller: Teller, index: str = "") -> None:
        self._teller = teller
        #: What the index event of a phenotype is: ``the first dispensing in which ...``.
        self._index = index
        self._told: set[tuple[object, ...]] = set()

    def lines(self, trace: Trace) -> Iterator[str]:
        """The lines of a trace and all below it, each step indented by two."""
        if trace.node == "Case" and len(trace.children) == 1:
            yield f"{_line(self._teller, trace)}: {_bare(self._teller, trace.children[0])}"
            trace = trace.children[0]
        else:
            yield self._index_line(trace) if trace.node == "Index" else _line(self._teller, trace)
        for child in self._shown(trace):
            inner = _trial(self._teller, child) if child.node in _TRIALS else self.lines(child)
            yield from (f"  {line}" for line in inner)
        if self._is_repeated(trace):
            yield "  (trials as above)"
        for child in trace.children if isinstance(trace.rule, MeasureTest) else ():
            self._told.add(_same_trials(child))

    def _index_line(self, trace: Trace) -> str:
        """Whether the event was found from which days are counted, and on which day."""
        what = self._index or f"the first {trace.says.get('index', 'entry')}"
        day = trace.says.get("day")
        if trace.value is True:
            said = f"the index event was found: {what}{f', on {day}' if day else ', on a day that is not known'}"
        else:
            found = "no index event was found" if trace.value is False else "it is not known which is the index event"
            said = f"{found}; asked is {what}"
        return f"{_MARKS[trace.value]} {said}{_where(trace.stated)}"  # type: ignore[index]  # a truth

    def _shown(self, trace: Trace) -> Iterator[Trace]:
        """What is worth a line: a test on a count shows the trials, not the count again."""
        if self._is_repeated(trace):
            return
        for child in trace.children:
            if isinstance(trace.rule, MeasureTest) or child.node == "Criterion":
                yield from self._shown(child)
            else:
                yield child

    def _is_repeated(self, trace: Trace) -> bool:
        measured = [child for child in trace.children if isinstance(child.rule, TrialMeasure)]
        return bool(measured) and all(_same_trials(child) in self._told for child in measured)


def _same_trials(trace: Trace) -> tuple[object, ...]:
    """What a measure looks at: its sets and its further condition."""
    rule = trace.rule
    return (rule.of, rule.where) if isinstance(rule, TrialMeasure) else (id(trace),)


def _trial(teller: Teller, trace: Trace) -> Iterator[str]:
    """A trial on one line where it counts; else with what speaks against it, or what is not known."""
    name = f"{trace.says['trial']} {trace.says.get('treatment', '')}".rstrip()
    assert not isinstance(trace.value, Interval | frozenset)
    word = {True: "counts", False: "does not count", None: "cannot tell"}[trace.value]
    yield f"{_MARKS[trace.value]} {name}: {word}"
    if trace.value is not True:
        yield from (f"    {reason}" for reason in dict.fromkeys(_reasons(teller, trace, trace.value)))


def _reasons(teller: Teller, trace: Trace, value: Truth) -> Iterator[str]:
    """The leaves that made a trial count not, or not surely; of several questions, the first that did."""
    deciding = [child for child in trace.children if child.value is value]
    for child in deciding[:1] if trace.node == "TrialSet" and value is False else deciding:
        if child.node in _QUESTIONS:
            heading = _QUESTIONS[child.node][0 if value is False else 1]
            yield from (f"{heading}{_bare(teller, leaf)}" for leaf in _deciding_leaves(child, value))
        elif child.children:
            yield from _reasons(teller, child, value)
        else:
            yield _bare(teller, child)


def _deciding_leaves(trace: Trace, value: Truth) -> Iterator[Trace]:
    inside = list(trace.children) if trace.node == "Not" else [one for one in trace.children if one.value is value]
    if not inside and not _is_vacuous(trace):
        yield trace
    for child in inside:
        yield from _deciding_leaves(child, value)


def _is_vacuous(trace: Trace) -> bool:
    """Whether the node asks nothing, as the option of a reading that imposes nothing does."""
    return isinstance(trace.rule, All | Any) and not trace.rule.parts


def _bare(teller: Teller, trace: Trace) -> str:
    return f"{teller.words(trace.rule) if trace.rule else trace.node}{_found(trace)}"


def _line(teller: Teller, trace: Trace) -> str:
    value = trace.value
    mark = "=" if isinstance(value, Interval | frozenset) else _MARKS[value]
    words = _words(teller, trace)
    name = f"{trace.id}: " if trace.id and trace.id not in words else ""
    return f"{mark} {name}{words}{_found(trace)}{_where(trace.stated)}"


def _words(teller: Teller, trace: Trace) -> str:
    says, value = trace.says, trace.value
    fixed = {
        "Ladder": "stages",
        "BandedStages": "stages",
        "Tiers": "tiers",
        "All": "all of",
        "Any": "any of",
        "Scope": "all of",
    }
    if trace.node in fixed and not _is_vacuous(trace):
        return fixed[trace.node]
    if trace.node in ("Rung", "Tier"):
        return str(says["name"])
    if trace.node == "Case":
        return f"{says['name']} ({points_in_words(Interval.exactly(says['points']))})".lstrip()
    if isinstance(value, Interval):
        if trace.node == "TrialPoints":
            return f"{says['trial']} {says.get('treatment', '')}: {points_in_words(value)}"
        if "item" in says:
            return f"{says['item']}: {points_in_words(value)}"
        if trace.node == "Score":
            return f"total {range_in_words(value)}"
    return teller.words(trace.rule) if trace.rule is not None else trace.node


def _found(trace: Trace) -> str:
    parts = []
    if "found" in trace.says and trace.node != "Score":
        parts.append(_recorded(trace.says["found"], str(trace.says.get("fact", ""))))
    if trace.says.get("asserted"):
        parts.append("as judged by the rater")
    if trace.says.get("minimum") is not None:
        parts.append(f"minimum {trace.says['minimum']:g} mg/day")
    measured = trace.children if isinstance(trace.rule, MeasureTest) else ()
    unlisted = trace.says.get("unlisted") or any(child.says.get("unlisted") for child in measured)
    if unlisted and not trace.is_settled:
        parts.append("further trials may exist that are not listed")
    return f" [{'; '.join(parts)}]" if parts else ""


def _recorded(found: object, fact: str) -> str:
    """What the history says; the whole range of a fact means that it says nothing."""
    known = kind_of(fact)
    if isinstance(found, Interval):
        unknown = Interval() if known is None else known.range
        return "not recorded" if found == unknown else f"found {range_in_words(found)}"
    if isinstance(found, frozenset):
        told = known is None or found != known.domain
        return f"found {' or '.join(sorted(found))}" if told and len(found) <= 4 else "not recorded"
    return "not recorded" if found is None else f"recorded: {'yes' if found else 'no'}"


def _where(stated: Statement | None) -> str:
    return f"  <{stated.source}, {stated.at}; {stated.evidence}>" if stated is not None else ""
