"""The version says less than has changed."""

from collections.abc import Iterator

from trd_registry.checking.rule import StepRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.comparing.versions import next_version
from trd_registry.model.finding import Finding


class BumpTooSmall(StepRule):
    """The version says less than has changed."""

    code = "TRD704"
    title = "The version says less than has changed"
    why = "Whoever relies on the version number would take other results for the same ones."
    remedy = "Give it the version that the change needs."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        step = subject.step
        if step is None or step.is_large_enough:
            return
        message = (
            f"From {step.old} to {step.new} is {step.taken.name}, but {step.need.bump.name} is needed. {step.reason}"
        )
        remedy = f"Call it {next_version(step.old, step.need.bump)}, in the file and by its folder."
        yield self.at(subject.document, ("version",), message, remedy)
