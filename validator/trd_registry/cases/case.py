"""A worked case: a history and what a definition must say of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from trd_registry.model.history import History


@dataclass(frozen=True, slots=True)
class Case:
    """One case, its templates filled in."""

    name: str
    history: History
    readings: Mapping[str, str]
    expect: Mapping[str, Any]
    #: Its number in the file, from zero.
    index: int


@dataclass(frozen=True, slots=True)
class CaseFile:
    """All cases of one version of a definition."""

    path: str
    definition: str
    cases: tuple[Case, ...]
