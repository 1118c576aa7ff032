"""What several definitions say of the same histories, and on which they differ."""

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from trd_registry.evaluating.evaluate import evaluate
from trd_registry.evaluating.result import Result
from trd_registry.model.definition import Definition
from trd_registry.model.history import History
from trd_registry.model.vocabulary import Vocabularies


@dataclass(frozen=True, slots=True)
class Comparison:
    """Results by history and definition, both in the order given."""

    definitions: tuple[str, ...]
    results: Mapping[str, tuple[Result, ...]]

    def differing(self) -> list[str]:
        """The histories on which some definition says met and another not met."""
        return [
            history
            for history, results in self.results.items()
            if {"met", "not_met"} <= {result.verdict for result in results}
        ]

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{html.escape(name)}</th>" for name in ("history", *self.definitions))
        rows = "".join(
            f"<tr><th>{html.escape(history)}</th>" + "".join(f"<td>{_cell(one)}</td>" for one in results) + "</tr>"
            for history, results in self.results.items()
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def compare(histories: Sequence[History], definitions: Sequence[Definition], vocabularies: Vocabularies) -> Comparison:
    """Judges every history by every definition. Raises NotExecutable for a record."""
    results = {
        history.id: tuple(evaluate(history, definition, vocabularies) for definition in definitions)
        for history in histories
    }
    return Comparison(tuple(definition.reference for definition in definitions), results)


def _cell(result: Result) -> str:
    if result.applicable is False:
        return "not applicable"
    if result.verdict is not None:
        return result.verdict.replace("_", " ")
    return html.escape(str(result.score) if result.score is not None else " or ".join(result.stages or ()))
