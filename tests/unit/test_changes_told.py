"""What ``trd show`` says that an option of a reading changes."""

from trd_registry.reporting.telling.changes import changes, parts_of
from trd_registry.reporting.telling.layout import as_text
from trd_registry.reporting.telling.outline import Item, Outline, Section, item, section


def set_of(name: str, *texts: str) -> Item:
    """A set of trials as it is told: its title, the questions under it."""
    return Item(f"A trial is counted as {name}:", tuple(item(text) for text in texts), name)


def told(base: list[Item], other: list[Item]) -> list[str]:
    """What is said when the first rule becomes the second."""
    left, right = (parts_of([section("What counts as a trial", items)]) for items in (base, other))
    return as_text(Outline("", (), (Section("", tuple(changes(left, right))),)))[3:]


def test_what_is_said_of_one_set_and_no_longer_of_another_is_a_change() -> None:
    drug, ect = set_of("drug", "It failed."), set_of("ECT", "It failed.")
    assert told([drug, ect], [drug, set_of("ECT", "It need not have failed.")]) == [
        "  Then, of ECT: It need not have failed"
    ]


def test_what_only_goes_is_left_out() -> None:
    drug, ect = set_of("drug", "It failed."), set_of("ECT", "It failed.", "It was long.")
    assert told([drug, ect], [drug, set_of("ECT", "It was long.")]) == ["  Leaves out, of ECT: It failed"]


def test_and_for_or_is_a_change() -> None:
    def joined(how: str) -> Item:
        parts = (item("It was long."), item("It was strong."))
        return Item("A trial is counted as drug:", (Item(f"Adequate if {how}:", parts),), "drug")

    assert told([joined("all of this holds")], [joined("at least one of these holds")]) == [
        "  Then: Adequate if at least one of these holds:",
        "    - It was long.",
        "    - It was strong.",
    ]


def test_a_change_in_every_set_is_said_once() -> None:
    base = [set_of(name, "Four weeks.") for name in ("one", "two", "three")]
    other = [set_of(name, "Six weeks.") for name in ("one", "two", "three")]
    assert told(base, other) == ["  Then: Six weeks"]


def test_the_same_rule_is_said_to_be_the_same() -> None:
    drug = set_of("drug", "It failed.")
    assert told([drug], [drug]) == ["  Changes nothing while the other readings stand at their defaults."]
