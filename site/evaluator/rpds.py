"""Stands in for the compiled library rpds where Python runs in a browser: the part that JSON Schema validation uses.

Maps, sets and lists that are never changed: every change gives a new one. Small and plain, not fast.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any, Self


class HashTrieMap(Mapping):  # type: ignore[type-arg]
    """A mapping of which every change gives a new one."""

    def __init__(self, value: Any = (), /, **named: Any) -> None:
        self._held: dict[Hashable, Any] = dict(value, **named)

    @classmethod
    def convert(cls, value: Any) -> "HashTrieMap":
        """The value itself, if it is one already."""
        return value if isinstance(value, cls) else cls(value)

    def __getitem__(self, key: Hashable) -> Any:
        return self._held[key]

    def __iter__(self) -> Iterator[Hashable]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def __hash__(self) -> int:
        return hash(frozenset(self._held.items()))

    def insert(self, key: Hashable, value: Any) -> "HashTrieMap":
        """With one entry more."""
        return HashTrieMap({**self._held, key: value})

    def remove(self, key: Hashable) -> "HashTrieMap":
        """Without an entry; raises KeyError where there is none."""
        left = dict(self._held)
        del left[key]
        return HashTrieMap(left)

    def discard(self, key: Hashable) -> "HashTrieMap":
        """Without an entry, if there is one."""
        return self.remove(key) if key in self._held else self

    def update(self, *others: Any, **named: Any) -> "HashTrieMap":
        """With the entries of others."""
        changed = dict(self._held)
        for one in others:
            changed.update(one)
        return HashTrieMap({**changed, **named})


class HashTrieSet(frozenset):  # type: ignore[type-arg]
    """A set of which every change gives a new one."""

    def insert(self, value: Hashable) -> "HashTrieSet":
        """With one member more."""
        return HashTrieSet([*self, value])

    def remove(self, value: Hashable) -> "HashTrieSet":
        """Without a member; raises KeyError where it is none."""
        if value not in self:
            raise KeyError(value)
        return HashTrieSet(one for one in self if one != value)

    def discard(self, value: Hashable) -> "HashTrieSet":
        """Without a member, if it is one."""
        return HashTrieSet(one for one in self if one != value)

    def update(self, *others: Iterable[Hashable]) -> "HashTrieSet":
        """With the members of others."""
        return HashTrieSet(self.union(*others))


class List(tuple):  # type: ignore[type-arg]
    """A list that grows at its front."""

    __slots__ = ()

    def __new__(cls, *values: Any) -> Self:
        """Of an iterable, or of the values themselves."""
        inside = values[0] if len(values) == 1 and isinstance(values[0], Iterable) else values
        return super().__new__(cls, inside)

    def push_front(self, value: Any) -> "List":
        """With one value more, at the front."""
        return List([value, *self])

    def drop_first(self) -> "List":
        """Without the first value."""
        return List(list(self)[1:])

    @property
    def first(self) -> Any:
        """The first value; raises IndexError where there is none."""
        return self[0]

    @property
    def rest(self) -> "List":
        """All but the first."""
        return List(list(self)[1:])
