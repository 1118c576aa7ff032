"""What several definitions say of the same histories, and on which they differ."""

import html
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from trd_registry.evaluating.result import Result
from trd_registry.model.definition import Definition
from trd_registry.model.history import History


@dataclass(frozen=True, slots=True)
class Comparison:
    """Results by history and definition, both in the order given; a table in a notebook."""

    #: ``id@version`` of each definition.
    definitions: tuple[str, ...]
    #: Id of a history -> its results, one for each definition, in their order.
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


def compare(
    histories: Sequence[History], definitions: Sequence[Definition], judge: Callable[[History, Definition], Result]
) -> Comparison:
    """Judges every history by every definition, each with the vocabularies that it pins, as ``judge`` sees to."""
    results = {history.id: tuple(judge(history, definition) for definition in definitions) for history in histories}
    return Comparison(tuple(definition.reference for definition in definitions), results)


def _cell(result: Result) -> str:
    if result.applicable is False:
        return "not applicable"
    if result.verdict is not None:
        return result.verdict.replace("_", " ")
    return html.escape(str(result.score) if result.score is not None else " or ".join(result.stages or ()))
