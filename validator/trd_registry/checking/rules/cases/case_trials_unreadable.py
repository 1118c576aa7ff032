"""The trials of a case are not a list of trials or templates."""

from collections.abc import Iterator, Mapping
from typing import Any

from trd_registry.checking.rule import CasesRule
from trd_registry.checking.subjects import CasesFile
from trd_registry.loading.document import Path
from trd_registry.model.finding import Finding


class CaseTrialsUnreadable(CasesRule):
    """The trials of a case are not a list of trials or templates."""

    code = "TRD609"
    title = "The trials of a case are not a list of trials or templates"
    why = "The history of the case cannot be put together."
    remedy = "Write a list; each entry is the name of a template, {like: NAME, ...} or a trial."
    prevents = "reading"

    def findings(self, subject: CasesFile) -> Iterator[Finding]:
        data = subject.document.value
        for path, trials in _lists(data):
            if not isinstance(trials, list):
                yield self.at(subject.document, path, "This is not a list.")
                continue
            for index, trial in enumerate(trials):
                like = trial.get("like", "") if isinstance(trial, dict) else trial
                if not isinstance(like, str):
                    yield self.at(
                        subject.document, (*path, index), "This is neither a trial nor the name of a template."
                    )


def _lists(data: Mapping[str, Any]) -> Iterator[tuple[Path, Any]]:
    if "trials" in data.get("base", {}):
        yield ("base", "trials"), data["base"]["trials"]
    for index, case in enumerate(data["examples"]):
        if "trials" in case["history"]:
            yield ("examples", index, "history", "trials"), case["history"]["trials"]
