"""A definition as published here: what it is, where it comes from, its readings, and its rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import product
from math import prod
from typing import Any

from trd_registry.model.binding import bind
from trd_registry.model.errors import TooManyCombinations, UnknownOption, UnknownReading
from trd_registry.model.rules import Rules

#: Combinations of readings without a default: as many as can be run for one history without a wait.
MAX_COMBINATIONS = 256

#: A YAML document after strict loading: mappings, lists, strings, numbers, truths and null.
Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Option:
    """One way to settle a reading."""

    id: str
    #: The argument for it, and who used it.
    why: str
    #: Whether it is taken where nothing else is asked for.
    is_default: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """A point on which the publication is silent or ambiguous."""

    id: str
    #: The question that the publication leaves open.
    asks: str
    #: The ways to settle it, by their ids.
    options: Mapping[str, Option]
    #: Whether the publication says nothing at all on it.
    silent: bool

    @property
    def default(self) -> str | None:
        """The option taken unless another is asked for; None where no default can be argued."""
        return next((option.id for option in self.options.values() if option.is_default), None)


@dataclass(frozen=True)
class Definition:
    """One version of one definition, as `Registry.get` gives it."""

    id: str
    #: Semantic version of the encoding.
    version: str
    #: ``criterion``, ``stages``, ``tiers``, ``score`` or ``phenotype``.
    kind: str
    #: ``record``, ``draft``, ``released``, ``superseded`` or ``withdrawn``.
    status: str
    #: ``staging``, ``consensus``, ``regulatory``, ``payer``, ``eligibility`` or ``phenotypes``.
    family: str
    #: Of the method, in words.
    title: str
    #: Of the publication that defines it.
    year: int
    #: ``sha256:`` and the digest of the file.
    digest: str
    #: The whole file after reading: rules, readings, and the sources of each.
    document: Document
    #: The points on which the publication is silent or ambiguous, by their ids.
    readings: Mapping[str, Reading] = field(default_factory=dict)
    #: Whether it comes from a private folder beside the registry, and is published nowhere.
    private: bool = False
    #: Rule trees built so far, by the options taken.
    _bound: dict[tuple[str, ...], Rules] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def reference(self) -> str:
        """``id@version``, the name under which it is cited."""
        return f"{self.id}@{self.version}"

    @property
    def is_executable(self) -> bool:
        """Whether it can judge a history; a record cannot."""
        return self.status != "record"

    def settle(self, chosen: Mapping[str, str]) -> list[dict[str, str]]:
        """Every combination of options that the chosen ones and the defaults leave open.

        One combination, unless a reading without a default was not chosen. Raises UnknownReading for
        a reading or option that the definition does not have, and TooManyCombinations where there are more than
        `MAX_COMBINATIONS`.
        """
        for reading, option in chosen.items():
            if reading not in self.readings:
                raise UnknownReading(self.reference, reading, list(self.readings))
            if option not in self.readings[reading].options:
                raise UnknownOption(self.reference, reading, option, list(self.readings[reading].options))
        choices = []
        for one in self.readings.values():
            taken = chosen.get(one.id, one.default)
            choices.append([taken] if taken is not None else list(one.options))
        if prod(map(len, choices)) > MAX_COMBINATIONS:
            raise TooManyCombinations(self.reference, MAX_COMBINATIONS)
        return [dict(zip(self.readings, combination, strict=True)) for combination in product(*choices)]

    def rules(self, choices: Mapping[str, str]) -> Rules:
        """The rule tree with every reading settled as given."""
        key = tuple(choices[reading] for reading in self.readings)
        if key not in self._bound:
            self._bound[key] = bind(self.document, choices)
        return self._bound[key]

    @property
    def pins(self) -> Mapping[str, str]:
        """The vocabularies it refers to, each with its version."""
        pins: Mapping[str, str] = self.document.get("uses", {})
        return pins
