"""The answer of a definition under every combination of its readings, as one diagram."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any as Json

from trd_registry.comparing.multiverse.diagrams import Diagram
from trd_registry.comparing.multiverse.lifting import Choices, Lifter, Space
from trd_registry.evaluating.context import Context
from trd_registry.evaluating.membership import Assessor
from trd_registry.evaluating.outcomes import Judgement, judge, judge_total
from trd_registry.evaluating.passing import Pass, merge
from trd_registry.evaluating.records.build import build
from trd_registry.evaluating.result import Result
from trd_registry.evaluating.trace import Trace
from trd_registry.model.binding import OUTCOMES, bind_groupings, bind_outcome, bind_records
from trd_registry.model.definition import Definition
from trd_registry.model.history import History
from trd_registry.model.interval import ZERO, Interval
from trd_registry.model.nodes import All
from trd_registry.model.rules import Ladder, Rung, Score, Tiers
from trd_registry.model.truth import Truth, all_of
from trd_registry.model.vocabulary import Vocabularies


@dataclass(frozen=True, slots=True)
class Answer:
    """What a definition says under one combination; the parts are those of `Result`."""

    applicable: Truth
    verdict: Truth = None
    gives_verdict: bool = True
    score: Interval | None = None
    bands: tuple[str, ...] | None = None
    stages: tuple[str, ...] | None = None
    order: tuple[str, ...] = ()
    tiers: tuple[tuple[str, Truth], ...] | None = None

    @classmethod
    def of(cls, applicable: Truth, judged: Judgement) -> "Answer":
        """Of a judgement, without its trace."""
        tiers = None if judged.tiers is None else tuple(judged.tiers.items())
        parts = (judged.score, judged.bands, judged.stages, judged.order)
        return cls(applicable, judged.verdict, judged.gives_verdict, *parts, tiers)

    @property
    def judgement(self) -> Judgement:
        """The judgement that it was made of, without the trace."""
        tiers = None if self.tiers is None else dict(self.tiers)
        return Judgement(
            _NO_TRACE, self.verdict, self.gives_verdict, self.score, self.bands, self.stages, self.order, tiers
        )


_NO_TRACE = Trace("", "", None)


def result_of(answers: Sequence[Answer], history: History, definition: Definition) -> Result:
    """One result that holds all these answers, as where a reading is left open; without trace and readings."""
    choices = dict.fromkeys(definition.readings, "")
    passes = [Pass(choices, Trace("", "", one.applicable), one.judgement) for one in answers]
    return replace(merge(history, definition, passes), readings={}, alternatives=())


def merged(answers: Sequence[Answer], history: History, definition: Definition) -> Answer:
    """The same as an answer."""
    found = result_of(answers, history, definition)
    if found.applicable is False:
        return _OUT
    return Answer(
        found.applicable,
        {"met": True, "not_met": False}.get(found.verdict or ""),
        any(one.gives_verdict and one.applicable is not False for one in answers),
        found.score,
        found.bands,
        found.stages,
        tuple(dict.fromkeys(name for one in answers for name in one.order)),
        None if found.tiers is None else tuple(found.tiers.items()),
    )


def answers_of(definition: Definition, history: History, vocabularies: Vocabularies, space: Space) -> Diagram:
    """An `Answer` for every combination.

    Raises TooLarge where more would have to be kept than the space allows.
    """
    document = definition.document
    # What trials are made of decides everything after it: one history for each way to settle these readings.
    first = {key: document[key] for key in ("records", "groupings") if key in document}
    bare = Lifter(document, space, history, vocabularies, groupings={}, settled={})

    def under(choices: Choices) -> Diagram:
        seen, index = history, None
        if "records" in document:
            built = build(history, bind_records(document, choices), vocabularies)
            seen, index = built.history, built.index_trace
        lifter = Lifter(
            document, space, seen, vocabularies, groupings=bind_groupings(document, choices), settled=choices
        )
        return _answers(document, lifter, space, index)

    return bare.over(first, under)


def _answers(document: Mapping[str, Json], lifter: Lifter, space: Space, index: Trace | None) -> Diagram:
    scope = lifter.of_patient(document["scope"]) if "scope" in document else space.diagrams.value(True)
    found: Truth = True if index is None else index.value  # type: ignore[assignment]  # whether there is one

    def answer(applicable: Truth, judged: Answer) -> Answer:
        inside = all_of([found, applicable])
        return Answer(inside, **{name: getattr(judged, name) for name in _PARTS}) if inside is not False else _OUT

    return lifter.combined(answer, scope, _outcome(document, lifter))


_PARTS = ("verdict", "gives_verdict", "score", "bands", "stages", "order", "tiers")
#: Out of scope nothing else is said.
_OUT = Answer(False)


def _outcome(document: Mapping[str, Json], lifter: Lifter) -> Diagram:
    """What the rules give, as an `Answer` of a patient in scope."""
    kind = next(key for key in OUTCOMES if key in document)
    if kind == "criterion":
        return lifter.combined(lambda truth: Answer(True, truth), lifter.of_patient(document[kind]))
    return lifter.unfolded(document[kind], lambda section, choices: _of_kind(document, kind, section, choices, lifter))


def _of_kind(document: Mapping[str, Json], kind: str, section: Json, choices: Choices, lifter: Lifter) -> Diagram:
    parts = next((name for name in ("items", "rungs", "classes") if name in section), "")
    if parts and _is_plain(section[parts]):
        return (_score if parts == "items" else _rungs)(document, section, parts, choices, lifter)
    return lifter.over(section, lambda more: _whole(document, kind, more, lifter), choices)


def _is_plain(parts: Json) -> bool:
    """Whether the parts of an outcome stand there themselves, not in a reading."""
    if isinstance(parts, Mapping):
        return "reading" not in parts
    return not any("reading" in one for one in parts)


def _whole(document: Mapping[str, Json], kind: str, choices: Choices, lifter: Lifter) -> Diagram:
    outcome = bind_outcome(document, kind, choices)
    return lifter.given_sets(outcome, lambda context: Answer.of(True, judge(outcome, context)))


def _rungs(document: Mapping[str, Json], section: Json, parts: str, choices: Choices, lifter: Lifter) -> Diagram:
    """Stages or classes, each with a condition of its own."""
    held = [lifter.of_patient(one["when"], choices) for one in section[parts]]
    # Conditions that ask for nothing stand for those that were judged; the interpreter finds their truth kept.
    stand_ins = tuple(All(place="", parts=()) for _ in held)
    rungs = tuple(
        Rung(name=one["name"], when=when, place="", stated=None)
        for one, when in zip(section[parts], stand_ins, strict=True)
    )

    def under(choices: Choices) -> Diagram:
        outcome: Ladder | Tiers
        if parts == "classes":
            outcome = Tiers(place="", tiers=rungs, trd=frozenset(section.get("trd", [])))
        else:
            taken = section["ladder"]
            kind: Json = taken if isinstance(taken, str) else _option(document, taken["reading"], choices)
            outcome = Ladder(
                place="", kind=kind, below=section["below"], rungs=rungs, trd_from=section.get("trd_from", "")
            )

        def judged(*truths: Truth) -> Answer:
            context = Context(History(""), Vocabularies(), {}, {}, Assessor())
            context.judged |= {id(one): Trace("", "", truth) for one, truth in zip(stand_ins, truths, strict=True)}
            return Answer.of(True, judge(outcome, context))

        return lifter.combined(judged, *held)

    return lifter.over({key: part for key, part in section.items() if key != parts}, under, choices)


def _option(document: Mapping[str, Json], reading: str, choices: Choices) -> Json:
    return document["readings"][reading]["options"][choices[reading]]["value"]


def _score(document: Mapping[str, Json], section: Json, parts: str, choices: Choices, lifter: Lifter) -> Diagram:
    """The items one by one, and their sum."""
    total = lifter.combined(lambda: ZERO)
    for name, raw in section[parts].items():
        alone = {**document, "score": {"items": {name: raw}, "range": [0, None]}}

        def item(choices: Choices, alone: Mapping[str, Json] = alone) -> Diagram:
            outcome = bind_outcome(alone, "score", choices)
            return lifter.given_sets(outcome, lambda context: judge(outcome, context).score)

        total = lifter.combined(Interval.plus, total, lifter.over(raw, item, choices))
    rest = {key: part for key, part in section.items() if key != parts}

    def under(choices: Choices) -> Diagram:
        outcome = bind_outcome({**document, "score": {**rest, "items": {}}}, "score", choices)
        assert isinstance(outcome, Score)
        return lifter.combined(lambda score: Answer.of(True, judge_total(outcome, score)), total)

    return lifter.over(rest, under, choices)
