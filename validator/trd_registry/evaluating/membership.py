"""Which trials are in a trial set: the four questions, asked of every trial."""

from trd_registry.evaluating.context import Context, Members, Membership
from trd_registry.evaluating.trace import Trace
from trd_registry.evaluating.trial_conditions import judge_trial
from trd_registry.model.history import Trial
from trd_registry.model.nodes import TrialSet
from trd_registry.model.truth import all_of


def assess(trial_set: TrialSet, context: Context) -> Members:
    """Judges every listed trial, and every sort of trial that may exist unlisted."""
    listed = tuple(_assess_trial(trial_set, trial, context) for trial in context.history.trials)
    stand_ins = (_assess_trial(trial_set, trial, context) for trial in context.history.unlisted)
    return Members(listed, tuple(one for one in stand_ins if one.belongs is not False))


def _assess_trial(trial_set: TrialSet, trial: Trial, context: Context) -> Membership:
    answers = []
    for question, condition in trial_set.questions:
        answer = judge_trial(condition, trial, context)
        answers.append(Trace(question, f"{trial_set.place}/{question}", answer.value, children=(answer,)))
    belongs = all_of(answer.value for answer in answers)  # type: ignore[misc]  # conditions yield truths
    says = {"set": trial_set.name, "trial": trial.place, "treatment": trial.label or trial.id}
    trace = Trace.of(trial_set, belongs, says, tuple(answers))
    return Membership(trial, belongs, trace)
