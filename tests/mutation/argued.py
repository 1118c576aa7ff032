"""Changes that nothing notices, each with why that is so, read from ``argued.yaml``."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from trd_registry.loading.yaml_reader import read_yaml

FILE = Path(__file__).with_name("argued.yaml")


@dataclass(frozen=True)
class Argument:
    """Why nothing notices a change."""

    #: ``proved`` by the solver, ``argued`` in words, or ``open``: a case may still be wanted.
    kind: str
    why: str


@cache
def argued() -> Mapping[tuple[str, str], Argument]:
    """``id@version`` and change -> why nothing notices it."""
    document: Mapping[str, Any] = read_yaml(FILE).value
    return {
        (reference, change): Argument(group["kind"], group["why"])
        for group in document["groups"]
        for reference, changes in group["changes"].items()
        for change in changes
    }


@cache
def untried() -> frozenset[str]:
    """``id@version`` of the released definitions of which not every change was tried yet."""
    return frozenset(read_yaml(FILE).value["untried"])
