"""Which trials a definition counts: read from the trace of its result."""

from collections.abc import Iterator
from dataclasses import dataclass

from trd_registry.evaluating.result import Result
from trd_registry.evaluating.trace import Trace
from trd_registry.model.history import Trial
from trd_registry.model.truth import Truth, any_of


@dataclass(frozen=True, slots=True)
class Counts:
    """Whether one trial counts in any number that a definition takes, and which unknown facts it hangs on."""

    value: Truth
    open_facts: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        """counts, does not count or cannot tell."""
        return "cannot tell" if self.value is None else "counts" if self.value else "does not count"


def counted_trials(result: Result, trials: tuple[Trial, ...]) -> list[Counts]:
    """For every trial in order, whether the definition counts it.

    Where a reading was left open, a trial counts only if it does under every option, and cannot be told
    if the options disagree.
    """
    traces = [trace for _, trace in result.alternatives] or [result.trace]
    under_each = [_by_trial(trace) for trace in traces]
    return [_agreed([found.get(trial.place, Counts(False)) for found in under_each]) for trial in trials]


def _by_trial(trace: Trace) -> dict[str, Counts]:
    found: dict[str, list[Trace]] = {}
    for one in _verdicts_on_trials(trace):
        found.setdefault(str(one.says["trial"]), []).append(one)
    return {place: _any(traces) for place, traces in found.items()}


def _verdicts_on_trials(trace: Trace) -> Iterator[Trace]:
    """The outermost entries on single trials: what a count looks at, its further condition included."""
    if trace.node in ("TrialSet", "Trial"):
        yield trace
        return
    for child in trace.children:
        yield from _verdicts_on_trials(child)


def _any(traces: list[Trace]) -> Counts:
    value = any_of(trace.value for trace in traces)  # type: ignore[misc]  # membership is a truth
    gaps = {gap.fact: None for trace in traces for gap in trace.open_gaps()} if value is None else {}
    return Counts(value, tuple(gaps))


def _agreed(options: list[Counts]) -> Counts:
    if len({one.value for one in options}) == 1:
        return options[0]
    return Counts(None, tuple(dict.fromkeys(fact for one in options for fact in one.open_facts)))
