"""The figures from which synthetic persons are made; all of them stand in a data file, with their sources."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isclose
from random import Random
from typing import Any

from trd_registry.loading.data_root import data_root
from trd_registry.loading.document import Document, Path
from trd_registry.loading.schema import check_shape
from trd_registry.loading.yaml_reader import read_yaml
from trd_registry.model.finding import Finding, InvalidInput

#: The figures that are used where none are named.
DEFAULT = "stepwise-care"


class Chance:
    """All chance of one simulation: drawn from one seed, the same on every machine and in every version of Python."""

    def __init__(self, seed: int) -> None:
        # Of this generator only random() is used: it alone is promised to stay the same.
        self._next = Random(seed).random  # noqa: S311  nothing is kept secret by it

    def happens(self, figure: Mapping[str, Any]) -> bool:
        """Whether something of this share happens."""
        return bool(self._next() < figure["share"])

    def one_of(self, figure: Mapping[str, Any]) -> str:
        """One of the values of a figure."""
        values: Mapping[str, float] = figure["one_of"]
        return list(values)[self.position(list(values.values()))]

    def position(self, shares: Sequence[float]) -> int:
        """The position of one of these shares, as often as it says."""
        drawn = self._next()
        for number, share in enumerate(shares):
            drawn -= share
            if drawn < 0:
                return number
        return max(number for number, share in enumerate(shares) if share > 0)

    def weighted(self, weights: Sequence[float]) -> int:
        """The position of one of these weights, as often as its part of their sum."""
        whole = sum(weights)
        return self.position([one / whole for one in weights])

    def whole(self, figure: Mapping[str, Any]) -> int:
        """A whole number within the ranges of a figure."""
        low, high = self._range(figure)
        return int(low) + int(self._next() * (int(high) - int(low) + 1))

    def half(self, figure: Mapping[str, Any]) -> float:
        """A number of halves within the ranges of a figure."""
        low, high = self._range(figure)
        return low + int(self._next() * (2 * (high - low) + 1)) / 2

    def _range(self, figure: Mapping[str, Any]) -> tuple[float, float]:
        chosen = figure["within"][self.position([one["share"] for one in figure["within"]])]
        return chosen["from"], chosen["to"]


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one file."""

    document: Document

    @property
    def data(self) -> Mapping[str, Any]:
        """The plain data of the file."""
        value: Mapping[str, Any] = self.document.value
        return value

    def __getitem__(self, name: str) -> Mapping[str, Any]:
        figure: Mapping[str, Any] = self.data["figures"][name]
        return figure

    @property
    def reference(self) -> str:
        """Name, version and digest."""
        return f"{self.name} {self.document.digest}"

    @property
    def name(self) -> str:
        """Name and version."""
        return f"{self.data['simulation']}@{self.data['version']}"


def load_figures(name: str = DEFAULT) -> Figures:
    """The figures of this name. Raises InvalidInput where the file is not as it must be or shares do not add up."""
    document = read_yaml(data_root() / "definitions" / "simulation" / f"{name}.yaml")
    findings = check_shape(document, "simulation") or _shares(document)
    if findings:
        raise InvalidInput(findings)
    return Figures(document)


def _shares(document: Document) -> list[Finding]:
    """Findings where alternatives do not come to one, or a source is not listed."""
    findings: list[Finding] = []
    data = document.value
    figures: list[tuple[Path, Mapping[str, Any]]] = [(("figures", name), one) for name, one in data["figures"].items()]
    for number, step in enumerate(data["steps"]):
        figures += [(("steps", number, name), one) for name, one in step.items() if name != "treatments"]
        for place, option in enumerate(step["treatments"]):
            path: Path = ("steps", number, "treatments", place)
            figures.append((path, option))
            figures += [((*path, name), option[name]) for name in ("remission", "response") if name in option]
    for path, figure in figures:
        shares = list(figure.get("one_of", {}).values()) + [one["share"] for one in figure.get("within", ())]
        if shares and not isclose(sum(shares), 1):
            message = f"The shares come to {sum(shares):g}, not to 1."
            findings.append(document.finding(path, "TRD207", message, "Correct the shares."))
        if figure.get("source", "") not in ("", *data["sources"]):
            findings.append(document.finding((*path, "source"), "TRD320", "No such source is listed.", "List it."))
    return findings
