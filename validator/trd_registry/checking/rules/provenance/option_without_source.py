"""An option brings in a figure without saying from where."""

from collections.abc import Iterator, Mapping
from typing import Any

from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.statements import statements
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.finding import Finding


class OptionWithoutSource(DefinitionRule):
    """An option brings in a figure without saying from where."""

    code = "TRD503"
    title = "An option brings in a figure without saying from where"
    why = "Where the publication is silent, a figure comes from another one, which must be named."
    remedy = "Add `from` to the option."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        for name, reading in subject.data.get("readings", {}).items():
            if not reading["because"].get("silent"):
                continue
            for key, option in reading["options"].items():
                if "from" not in option and _has_figure(option["value"]) and not any(statements(option["value"])):
                    path = ("readings", name, "options", key)
                    yield self.at(subject.document, path, f"Nothing says where the figure of {key!r} comes from.")


def _has_figure(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(_has_figure(one) for one in value.values())
    if isinstance(value, list):
        return any(_has_figure(one) for one in value)
    return isinstance(value, int | float) and not isinstance(value, bool)
