"""Which trials are in a trial set: the four questions, asked of every trial."""

from trd_registry.evaluating.context import Context, Members, Membership
from trd_registry.evaluating.trace import Trace
from trd_registry.evaluating.trial_conditions import judge_trial
from trd_registry.model.history import Trial
from trd_registry.model.nodes import Condition, looks_at_other_trials
from trd_registry.model.rules import TrialSet
from trd_registry.model.truth import all_of


class Assessor:
    """Judges trials, and keeps the judgement of a trial that does not change.

    To find out which missing fact would decide, a history is judged many times with one fact changed;
    all its other trials stay the same objects. Sets that look at other trials too are judged anew.

    What is kept is found by the identity of what it is about; that is held on to, because the identity of an object
    that is gone may become that of another.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[int, int], Membership] = {}
        self._met: dict[tuple[int, int], Trace] = {}
        self._elsewhere: dict[int, bool] = {}
        self._possible: dict[tuple[int, int], tuple[Membership, ...]] = {}
        self._held: list[object] = []

    def _looks_elsewhere(self, node: Condition) -> bool:
        if id(node) not in self._elsewhere:
            self._held.append(node)
            self._elsewhere[id(node)] = looks_at_other_trials(node)
        return self._elsewhere[id(node)]

    def condition(self, node: Condition, trial: Trial, context: Context) -> Trace:
        """Judges one condition on one trial."""
        if self._looks_elsewhere(node):
            return judge_trial(node, trial, context)
        key = (id(node), id(trial))
        if key not in self._met:
            self._held.append(trial)
            self._met[key] = judge_trial(node, trial, context)
        return self._met[key]

    def members(self, trial_set: TrialSet, context: Context) -> Members:
        """Judges every listed trial, and every sort of trial that may exist unlisted."""
        listed = tuple(self._assess(trial_set, trial, context) for trial in context.history.trials)
        return Members(listed, self._unlisted(trial_set, context))

    def _unlisted(self, trial_set: TrialSet, context: Context) -> tuple[Membership, ...]:
        """The stand-ins that could be in the set; they depend on what the record lists in full, and on nothing else."""
        history = context.history
        told = history.complete if history.beyond is None else history.beyond
        key = (id(trial_set), id(told))
        if key in self._possible and not self._is_about_others(trial_set):
            return self._possible[key]
        possible = (trial for trial in context.unlisted if not _is_excluded(trial_set, trial, context))
        self._held += [trial_set, told]
        self._possible[key] = tuple(self._assess(trial_set, trial, context) for trial in possible)
        return self._possible[key]

    def _is_about_others(self, trial_set: TrialSet) -> bool:
        return any(self._looks_elsewhere(node) for _, node in trial_set.questions)

    def _assess(self, trial_set: TrialSet, trial: Trial, context: Context) -> Membership:
        key = (id(trial_set), id(trial))
        kept = self._kept.get(key)
        if kept is not None:
            return kept
        found = _assess_trial(trial_set, trial, context)
        if not self._is_about_others(trial_set):
            self._held += [trial_set, trial]
            self._kept[key] = found
        return found


def _is_excluded(trial_set: TrialSet, trial: Trial, context: Context) -> bool:
    """Whether some question is answered no. A stand-in that cannot exist is told nowhere, so one no is enough."""
    return any(judge_trial(condition, trial, context).value is False for _, condition in trial_set.questions)


def _assess_trial(trial_set: TrialSet, trial: Trial, context: Context) -> Membership:
    answers = []
    for question, condition in trial_set.questions:
        answer = judge_trial(condition, trial, context)
        answers.append(Trace(question, f"{trial_set.place}/{question}", answer.value, children=(answer,)))
    belongs = all_of(answer.value for answer in answers)  # type: ignore[misc]  # conditions yield truths
    says = {"set": trial_set.name, "trial": trial.place, "treatment": trial.label or trial.id}
    trace = Trace.of(trial_set, belongs, says, tuple(answers))
    return Membership(trial, belongs, trace)
