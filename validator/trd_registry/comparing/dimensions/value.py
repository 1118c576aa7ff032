"""What the rules say on one dimension, by default and under the other options of readings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Value:
    """One answer."""

    #: Short and stable, for tables and for comparing: ``2``, ``below-50``, ``required``.
    code: str
    #: In words.
    says: str


NOT_ASKED = Value("not-asked", "not asked")


def stage_name(name: str) -> str:
    """``stage II``; a name that says so itself is left as it is."""
    return name if any(letter.islower() for letter in name) or len(name) > 3 else f"stage {name}"


def not_applicable(why: str) -> Value:
    """The answer of a definition to which the question cannot be put."""
    return Value("n/a", f"not applicable ({why})")


@dataclass(frozen=True, slots=True)
class Otherwise:
    """The answer under an option that is not the default."""

    reading: str
    option: str
    value: Value


@dataclass(frozen=True, slots=True)
class Dimension:
    """One dimension of one definition."""

    id: str
    title: str
    #: None where it hangs on a reading without a default; all options are then listed.
    value: Value | None
    otherwise: tuple[Otherwise, ...] = ()
    #: Readings on which the answer hangs and on which the publication is silent: what stands there is the registry's.
    silent: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """The code by default, or ``open``."""
        return self.value.code if self.value else "open"

    @property
    def says(self) -> str:
        """The answer by default in words."""
        return self.value.says if self.value else "open: it hangs on a point for which no reading can be argued"

    @property
    def readings(self) -> tuple[str, ...]:
        """The readings on which the answer hangs."""
        return tuple(dict.fromkeys(one.reading for one in self.otherwise))

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "title": self.title,
            "value": self.code,
            "says": self.says,
            "silent": list(self.silent),
            "otherwise": [
                {"reading": one.reading, "option": one.option, "value": one.value.code, "says": one.value.says}
                for one in self.otherwise
            ],
        }


@dataclass(frozen=True, slots=True)
class Dimensions:
    """All dimensions of one definition; empty for a record, of which none is known."""

    definition: str
    all: Mapping[str, Dimension] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Dimension:
        """The dimension of this id."""
        return self.all[name]

    def __bool__(self) -> bool:
        return bool(self.all)

    def as_json(self) -> dict[str, Any]:
        """Plain data; empty for a record."""
        return {name: one.as_json() for name, one in self.all.items()}
