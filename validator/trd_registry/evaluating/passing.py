"""One pass of settled rules over a history, and the merging of passes where readings are left open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from trd_registry.evaluating.context import Context
from trd_registry.evaluating.membership import Assessor
from trd_registry.evaluating.outcomes import Judgement, judge
from trd_registry.evaluating.patient_conditions import judge_patient
from trd_registry.evaluating.result import Result, Verdict
from trd_registry.evaluating.trace import Trace
from trd_registry.model.definition import Definition
from trd_registry.model.history import History
from trd_registry.model.interval import hull
from trd_registry.model.rules import Rules
from trd_registry.model.truth import Truth, all_of
from trd_registry.model.vocabulary import Vocabularies


@dataclass(frozen=True, slots=True)
class Pass:
    """What the rules say of the history under one combination of readings."""

    choices: Mapping[str, str]
    scope: Trace | None
    judgement: Judgement

    @property
    def applicable(self) -> Truth:
        """Whether the history is in scope; a definition that states no scope speaks of everybody."""
        if self.scope is None:
            return True
        assert self.scope.value is None or isinstance(self.scope.value, bool)
        return self.scope.value


def run_pass(
    history: History, rules: Rules, vocabularies: Vocabularies, assessor: Assessor, index: Trace | None = None
) -> Pass:
    """Judges the history once. The assessor may have judged other states of the same history before.

    ``index`` tells whether a phenotype has found the event it counts from; without one the patient is
    not among those it speaks of.
    """
    context = Context(history, vocabularies, rules.trials, rules.groupings, assessor)
    asked = [index] if index is not None else []
    if rules.scope is not None:
        asked.append(judge_patient(rules.scope, context))
    return Pass(rules.choices, _together(asked), judge(rules.outcome, context))


def _together(asked: Sequence[Trace]) -> Trace | None:
    if len(asked) < 2:
        return asked[0] if asked else None
    value = all_of(one.value for one in asked)  # type: ignore[misc]  # both are truths
    return Trace("Scope", "/scope", value, children=tuple(asked))


def merge(history: History, definition: Definition, passes: Sequence[Pass]) -> Result:
    """One result that holds every pass: what all agree on is certain, the rest spans them."""
    first = passes[0]
    applicable = agreed([one.applicable for one in passes])
    result = Result(
        history=history.id,
        definition=definition.id,
        version=definition.version,
        digest=definition.digest,
        status=definition.status,
        private=definition.private,
        kind=definition.kind,
        applicable=applicable,
        verdict=None,
        readings={name: _same([one.choices[name] for one in passes]) for name in definition.readings},
        trace=first.judgement.trace,
        scope=first.scope,
        vocabularies=definition.pins,
        alternatives=tuple((one.choices, one.judgement.trace) for one in passes) if len(passes) > 1 else (),
    )
    if applicable is False:
        return result
    inside = [one.judgement for one in passes if one.applicable is not False]
    scores = [one.score for one in inside if one.score is not None]
    return replace(
        result,
        verdict=_verdict(inside),
        score=hull(scores) if scores else None,
        bands=_in_order([(one.bands, one.order) for one in inside]),
        stages=_in_order([(one.stages, one.order) for one in inside]),
        tiers=_tiers(inside),
    )


def agreed(truths: Sequence[Truth]) -> Truth:
    """The truth on which all agree, or unknown."""
    return truths[0] if len(set(truths)) == 1 else None


def _verdict(judgements: Sequence[Judgement]) -> Verdict | None:
    if not any(one.gives_verdict for one in judgements):
        return None
    verdict = agreed([one.verdict for one in judgements])
    return "indeterminate" if verdict is None else "met" if verdict else "not_met"


def _same(options: Sequence[str]) -> str | None:
    return options[0] if len(set(options)) == 1 else None


def _in_order(
    found: Sequence[tuple[tuple[str, ...] | None, tuple[str, ...]]],
) -> tuple[str, ...] | None:
    """All names that any pass found possible, in the order of the definition."""
    given = [names for names, _ in found if names is not None]
    if not given:
        return None
    order = list(dict.fromkeys(name for _, names in found for name in names))
    return tuple(sorted({name for names in given for name in names}, key=order.index))


def _tiers(judgements: Sequence[Judgement]) -> dict[str, Truth] | None:
    given = [one.tiers for one in judgements if one.tiers is not None]
    if not given:
        return None
    return {name: agreed([tiers.get(name) for tiers in given]) for name in given[0]}
