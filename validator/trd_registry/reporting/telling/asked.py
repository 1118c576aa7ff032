"""A condition as a list: what must hold together in one item each, alternatives under a heading of their own."""

from collections.abc import Iterator

from trd_registry.english.conditions import taken_to_hold, without_implied
from trd_registry.english.lexicon import plain, quoted
from trd_registry.english.of_kinds import last_word, possible_parts, reachable_parts
from trd_registry.english.teller import Teller
from trd_registry.model.nodes import All, Any, Condition, FirstStated, Node, Not
from trd_registry.model.walking import constant, walk
from trd_registry.reporting.telling.outline import Item, item, sentence
from trd_registry.reporting.telling.provenance import Provenance

#: Alternatives up to this length stand in one sentence.
_SHORT = 150


class Asking:
    """Lays out the conditions of one definition."""

    def __init__(self, teller: Teller, provenance: Provenance) -> None:
        self._teller = teller
        self._provenance = provenance
        #: Conditions that have been told at length under a name.
        self._told: dict[int, str] = {}

    def headed(self, head: str, node: Condition, empty: str) -> Item:
        """The condition under a heading: in one sentence if it is one thing, else as a list.

        ``empty`` is said, with the readings that make it so, where nothing is asked.
        """
        if constant(node) is True:
            return item(f"{empty}{self._provenance.by_default(named(node))}.")
        parts = self.items(node)
        if len(parts) > 1 or self._provenance.is_silent:
            return item(f"{head} all of this holds:", parts)
        text = f"{head} {parts[0].text}"
        return Item(text if parts[0].items else sentence(text), parts[0].items)

    def speak_of(self, kinds: frozenset[str] | None) -> None:
        """Which modalities the next conditions are about; None for any."""
        self._teller.about = kinds

    def by_default(self, node: Condition) -> str:
        """That the readings make a condition ask nothing, in brackets."""
        return self._provenance.by_default(named(node))

    def items(self, node: Condition) -> list[Item]:
        """One item for everything that must hold; what a reading leaves out by default stands with the readings."""
        silent: list[Node] = []
        found = list(self._conjunction(node, silent))
        if found or self._provenance.is_silent:
            return found
        return [item(f"nothing is asked{self._provenance.by_default([name for one in silent for name in named(one)])}")]

    def _conjunction(self, node: Condition, silent: list[Node]) -> Iterator[Item]:
        if constant(node) is True:
            silent.append(node)
            return
        if isinstance(node, Not) and isinstance(node.part, Any) and constant(node) is None:
            yield from self._conjunction(_none_of(node, node.part), silent)
            return
        if isinstance(node, All):
            own = self._provenance.marks(node)
            asked = without_implied(node.parts, self._teller)
            parts = [one for part in asked for one in self._conjunction(part, silent)]
            note = self._provenance.note(node.place)
            if len(parts) == 1:
                text = parts[0].text
                yield Item(text + ("" if text.endswith(own) else own) + _remark(note), parts[0].items)
            elif parts and (own or note or node.id):
                yield self._told_once(node, own, item(f"all of this holds{own}:{_remark(note)}", parts))
            else:
                yield from parts
            return
        yield self._one(node)

    def _told_once(self, node: Node, marks: str, told: Item) -> Item:
        """A named condition at length the first time, by its name after that."""
        if not node.id or self._provenance.is_silent:
            return told
        if self._told.get(id(node)) == node.id:
            return item(f"{quoted(plain(node.id))} holds, as above{marks}")
        self._told[id(node)] = node.id
        return Item(f"{quoted(plain(node.id))} holds, that is, {told.text}", told.items)

    def _one(self, node: Condition) -> Item:
        marks = self._provenance.marks(node)
        remark = _remark(self._provenance.note(node.place))
        if isinstance(node, Any):
            return self._alternatives(node, marks, remark)
        if isinstance(node, FirstStated) and len(self._teller.words(node)) > _SHORT:
            parts = self._in_turn(node)
            return item(f"by the first of these that is recorded{marks}:{remark}", parts)
        said = self._teller.words(node)
        return item(f"{said}{'' if said.endswith(marks) else marks}{remark}")

    def _in_turn(self, node: FirstStated) -> list[Item]:
        asked = reachable_parts(node, self._teller.always_stated)
        last = last_word(asked, self._teller.about)
        if last is None:
            return [self._as_one(part) for part in asked]
        return [*(self._as_one(part) for part in asked[:-1]), item(f"or else {taken_to_hold(holds=last)}")]

    def _alternatives(self, node: Any, marks: str, remark: str) -> Item:
        parts = [part for part in possible_parts(node, self._teller.about) if constant(part) is None]
        if not parts:
            return item(f"this is never so{marks}{remark}")
        if len(parts) == 1:
            found = self.items(parts[0])
            if len(found) > 1:
                return item(f"all of this holds{marks}:{remark}", found)
            return Item(f"{found[0].text}{marks}{remark}", found[0].items)
        told = self._teller.words(node)
        if len(told) <= _SHORT:
            return item(f"either {told}{marks}{remark}")
        return item(f"at least one of these holds{marks}:{remark}", [self._as_one(part) for part in parts])

    def _as_one(self, part: Condition) -> Item:
        """A part as a single item; several things that must hold together stand under a heading."""
        found = self.items(part)
        return found[0] if len(found) == 1 else item("all of these:", found)


def _none_of(denial: Not, denied: Any) -> All:
    """That none of several things holds, as so many denials that hold together."""
    parts = tuple(Not(place=part.place, part=part) for part in denied.parts)
    readings = tuple(dict.fromkeys([*denial.readings, *denied.readings]))
    stated = denial.stated or denied.stated
    return All(place=denial.place, id=denial.id, stated=stated, readings=readings, parts=parts)


def named(node: Node) -> list[str]:
    """The readings that leave a condition without anything to ask."""
    return [name for one in walk(node) if isinstance(one, All | Any) and not one.parts for name in one.readings]


def _remark(note: str) -> str:
    return f" ({note.rstrip('.')}.)" if note else ""
