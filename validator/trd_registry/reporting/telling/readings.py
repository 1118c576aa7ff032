"""The readings of a definition: question, options, and what each option changes in the rule."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from trd_registry.english.bounds import listed
from trd_registry.model.definition import Definition, Reading
from trd_registry.reporting.telling.changes import Part, changes
from trd_registry.reporting.telling.outline import Item, item, sentence
from trd_registry.reporting.telling.provenance import locator_of

#: What is silent, by how much of the source was seen.
_SILENT = {"full-text": "The publication is silent.", "abstract": "The abstract is silent; the text was not seen."}
_SILENT_PART = "What was seen of the publication is silent."

#: The rule without marks, part by part, under given choices.
Telling = Callable[[Mapping[str, str]], list[Part]]


def readings_told(definition: Definition, parts: Telling | None) -> Iterator[Item]:
    """One item a reading, its options under it."""
    usual = definition.settle({})[0] if parts else {}
    base = parts(usual) if parts else []
    for reading in definition.readings.values():
        document = definition.document["readings"][reading.id]
        seen = str(definition.document["sources"].get(document.get("because", {}).get("source"), {}).get("seen", ""))
        yield item(_question(reading, document, seen), _options(reading, document, usual, base, parts))


def _question(reading: Reading, document: Mapping[str, Any], seen: str) -> str:
    because = document.get("because", {})
    where = f" [{because['source']}, {because['at']}]" if because else ""
    silent = f" {_SILENT.get(seen, _SILENT_PART)}" if reading.silent else ""
    note = f" {sentence(because['note'])}" if because.get("note") else ""
    return f"{reading.id}: {sentence(reading.asks)}{silent}{note}{where}"


def _options(
    reading: Reading,
    document: Mapping[str, Any],
    usual: Mapping[str, str],
    base: list[Part],
    parts: Telling | None,
) -> Iterator[Item]:
    for option in reading.options.values():
        said = document["options"][option.id]
        text = f"{option.id}{' (default)' if option.is_default else ''}"
        text += f": {sentence(option.why)}" if option.why else "."
        if said.get("used_by"):
            text += f" Used by {listed(said['used_by'], 'and')}."
        inside = [] if option.is_default and not _asks_nothing(said["value"]) else _locators(said["value"])
        text += "".join(dict.fromkeys([locator_of(said.get("from")), *inside]))
        changed: list[Item] = []
        if parts and usual[reading.id] != option.id:
            changed = changes(base, parts({**usual, reading.id: option.id}))
        yield item(text, changed)
    if reading.default is None:
        yield item("No default can be argued: the result spans all options.")


def _locators(value: Any) -> list[str]:
    """The locators inside an option that is not taken, whose rule is not told."""
    if isinstance(value, list):
        return [one for part in value for one in _locators(part)]
    if not isinstance(value, Mapping):
        return []
    own = [locator_of(value["from"])] if "from" in value else []
    return own + [one for key, part in value.items() if key != "from" for one in _locators(part)]


def _asks_nothing(value: Any) -> bool:
    """Whether an option imposes or admits nothing, so that the rule does not tell it."""
    return isinstance(value, Mapping) and (value.get("all") == [] or value.get("any") == [])
