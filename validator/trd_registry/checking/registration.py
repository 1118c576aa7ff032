"""Finds the rules by walking their folders, so that a new rule is one new file."""

import pkgutil
from collections.abc import Callable
from functools import cache
from importlib import import_module
from inspect import isabstract
from types import ModuleType
from typing import Any, TypeVar, cast

from trd_registry.checking import rules
from trd_registry.checking.rule import Rule

LAYERS = ("references", "meaning", "provenance", "cases", "release")

AnyRule = TypeVar("AnyRule", bound=Rule[Any])


@cache
def all_rules() -> tuple[Rule[Any], ...]:
    """One instance of every rule, in the order of their codes."""
    found: list[Rule[Any]] = []
    for layer in LAYERS:
        package = import_module(f"{rules.__name__}.{layer}")
        for module in sorted(pkgutil.iter_modules(package.__path__), key=lambda one: one.name):
            found += _rules_in(import_module(f"{package.__name__}.{module.name}"))
    return tuple(sorted(found, key=lambda rule: rule.code))


def rules_of(kind: Callable[[], AnyRule]) -> tuple[AnyRule, ...]:
    """The rules of one kind, such as DefinitionRule."""
    # An abstract class may be named here, though never called; for a type checker it is a callable.
    assert isinstance(kind, type)
    return tuple(cast("AnyRule", rule) for rule in all_rules() if isinstance(rule, kind))


def _rules_in(module: ModuleType) -> list[Rule[Any]]:
    return [
        value()
        for value in vars(module).values()
        if isinstance(value, type)
        and issubclass(value, Rule)
        and value.__module__ == module.__name__
        and not isabstract(value)
    ]
