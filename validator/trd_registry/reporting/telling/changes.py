"""What an option of a reading changes in a rule: the statements that are new, gone, or joined in another way."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from trd_registry.english.bounds import listed
from trd_registry.reporting.telling.outline import Item, Section, item

#: Words over statements of which one is enough, and over those of which the first that is recorded decides.
ANY, FIRST = "at least one of these", "by the first of these"
_ONE_WAY = "as one of several ways, "
#: Up to so many statements that an option changes stand in one line; more are listed under it.
_ONE_LINE = 2
#: A change of so many sets of trials is told without naming each of them.
_TOO_MANY_TO_NAME = 3
_NO_RULE = "No rule on "
_NOTHING = "Changes nothing while the other readings stand at their defaults."


@dataclass(frozen=True, slots=True)
class Part:
    """What a rule says of one thing: a set of trials, a stage, an item of a score; of the whole, if it has no name."""

    about: str
    items: tuple[Item, ...]

    def statements(self) -> list[str]:
        """Its statements in order, without the headings over them."""
        told = (one for part in self.items for one in part.walk())
        return list(dict.fromkeys(one.text for one in told if not one.text.endswith(":")))


def parts_of(sections: Iterable[Section]) -> list[Part]:
    """The parts of a rule, in order; of one name, one part."""
    found: dict[tuple[str, str], list[Item]] = {}
    for section in sections:
        for one in section.items:
            found.setdefault((one.about, "" if one.about else section.title), []).append(one)
    return [Part(about, tuple(items)) for (about, _), items in found.items()]


def changes(base: Sequence[Part], other: Sequence[Part]) -> list[Item]:
    """What the rule says under an option and does not say by default; that nothing changes, if so."""
    if list(base) == list(other):
        return [item(_NOTHING)]
    told: dict[tuple[str, tuple[Item, ...]], list[str]] = {}
    for head, about, items in _changed(base, other):
        told.setdefault((head, items), []).append(about)
    has_one_part = len([one for one in other if one.about]) == 1
    is_everywhere = len(told) == 1 and all(len(abouts) > 1 for abouts in told.values())
    plain = has_one_part or is_everywhere
    return [_line(head, items, () if plain else abouts) for (head, items), abouts in told.items()]


def _changed(base: Sequence[Part], other: Sequence[Part]) -> Iterator[tuple[str, str, tuple[Item, ...]]]:
    """Head of a line, its part, statements: of each part what is new, else what is gone, else how it is joined."""
    everything = {text for part in other for text in part.statements()}
    for before, after in _paired(base, other):
        old, new = before.statements() if before else [], after.statements() if after else []
        about = (after or before or Part("", ())).about
        added = [text for text in new if text not in old]
        gone = [text for text in old if text not in new]
        if added:
            whole = tuple(_with_choices(after.items, added)) if after else ()
            yield "Then", _unless_told(about, after, added), _kept(whole)
        elif gone and (after is not None or not set(gone) <= everything):
            yield "Leaves out", _unless_told(about, before, gone), _items(gone)
        elif after is not None and before is not None and before.items != after.items:
            joined = tuple(_joined(before.items, after.items))
            yield "Then", _unless_told(about, after, [one.text for one in joined]), joined


def _unless_told(about: str, part: Part | None, texts: Sequence[str]) -> str:
    """The name of a part, unless the statements begin with it themselves."""
    heads = {one.text for one in part.items} if part else set()
    return "" if heads & set(texts) else about


def _paired(base: Sequence[Part], other: Sequence[Part]) -> Iterator[tuple[Part | None, Part | None]]:
    """The parts of both rules side by side: by name, those of the whole by their order."""

    def keyed(parts: Sequence[Part]) -> dict[tuple[str, int], Part]:
        unnamed = iter(range(len(parts)))
        return {(part.about, 0 if part.about else next(unnamed)): part for part in parts}

    left, right = keyed(base), keyed(other)
    for key in dict.fromkeys([*right, *left]):
        yield left.get(key), right.get(key)


def _joined(before: Sequence[Item], after: Sequence[Item]) -> Iterator[Item]:
    """The statements that are joined in another way, as deep inside as the difference lies."""
    for number, one in enumerate(after):
        if one in before:
            continue
        old = before[number] if number < len(before) else None
        if old is not None and old.text == one.text and len(old.items) == len(one.items):
            yield from _joined(old.items, one.items)
        else:
            yield one


def _with_choices(items: Sequence[Item], added: Sequence[str]) -> Iterator[Item]:
    """The added statements; alternatives of which one is enough are told as such, never as if all were needed."""
    for one in items:
        new = [part for part in one.items if any(inner.text in added for inner in part.walk())]
        if new and ANY in one.text and len(new) < len(one.items):
            yield from (Item(f"{_ONE_WAY}{part.text}", part.items) for part in new)
        elif new and (ANY in one.text or FIRST in one.text):
            yield one
        else:
            if one.text in added:
                yield item(one.text)
            yield from _with_choices(one.items, added)


def _kept(items: Sequence[Item]) -> tuple[Item, ...]:
    """Each once, as ends of a line; without what another of them says as well."""
    texts = [one.text for one in items]
    kept = (one for one in items if one.items or not _is_said_by_another(one.text, texts))
    return tuple(dict.fromkeys(one if one.items else item(one.text.rstrip(".:")) for one in kept))


def _items(texts: Sequence[str]) -> tuple[Item, ...]:
    return tuple(item(text.rstrip(".:")) for text in texts if not _is_said_by_another(text, texts))


def _line(head: str, items: Sequence[Item], abouts: Sequence[str]) -> Item:
    of = ""
    if abouts and all(abouts):
        few = len(abouts) < _TOO_MANY_TO_NAME
        of = f", of {listed(list(abouts), 'and')}" if few else f", in {len(abouts)} parts of the rule"
    if len(items) == 1 and items[0].items:
        return Item(f"{head}{of}: {items[0].text}", items[0].items)
    if len(items) <= _ONE_LINE and not any(one.items for one in items):
        return item(f"{head}{of}: {'; '.join(one.text for one in items)}")
    return item(f"{head}{of}:", items)


def _is_said_by_another(text: str, texts: Sequence[str]) -> bool:
    """Whether an absence of a rule is part of a wider one: of duration, where another is of dose or duration."""
    what = text.removeprefix(_NO_RULE).rstrip(".")
    return text.startswith(_NO_RULE) and any(
        other != text and other.startswith(_NO_RULE) and what in other.removeprefix(_NO_RULE).rstrip(".").split(" or ")
        for other in texts
    )
