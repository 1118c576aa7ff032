"""Runs a recorded result again and tells what is not the same, and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from trd_registry.comparing.multiverse.multiverse import multiverse
from trd_registry.evaluating.evaluate import evaluate
from trd_registry.loading.origin import LOOKED_UP
from trd_registry.loading.registry import Registry
from trd_registry.model.definition import Definition
from trd_registry.model.errors import RegistryError, UnknownVocabulary
from trd_registry.model.finding import InvalidInput
from trd_registry.model.vocabulary import Vocabularies
from trd_registry.receipts.differences import result_differences
from trd_registry.receipts.histories import Found, Histories
from trd_registry.receipts.reading import Recorded
from trd_registry.reporting.multiverse_json import multiverse_as_json
from trd_registry.reporting.receipt import engine_version
from trd_registry.reporting.result_json import result_as_json


@dataclass(frozen=True, slots=True)
class Verified:
    """What became of one result."""

    recorded: Recorded
    #: What is not what it was, each a sentence; a result that differs is told last.
    deviations: tuple[str, ...]
    #: Said, but no failure by itself: another version of the program that gives the same results.
    remarks: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether everything is the same."""
        return not self.deviations


def verify(recorded: Recorded, registry: Registry, histories: Histories) -> Verified:
    """Runs one result again with the definition, readings, vocabularies and history that it names."""
    remarks = tuple(_engine(recorded))
    try:
        definition = registry.get(recorded.reference)
    except RegistryError as error:
        return Verified(recorded, (f"definition: {error}",), remarks)
    deviations = [*_definition(recorded, definition), *_readings(recorded, definition)]
    versions, of_vocabularies = _vocabularies(recorded, definition, registry)
    deviations += of_vocabularies
    found = histories.find(recorded)
    if found is None:
        remedy = "name it with --history"
        deviations.append(f"history: {recorded.history} was not found in {histories.looked_in(recorded)}; {remedy}")
        return Verified(recorded, tuple(deviations), remarks)
    deviations += _history(recorded, found)
    try:
        again = _run(recorded, definition, registry.vocabularies_at(versions), histories, found)
    except InvalidInput as error:
        first = error.findings[0]
        deviations.append(f"history: it cannot be read any more: {first} {first.remedy}")
    except RegistryError as error:
        deviations.append(f"result: it cannot be run again: {error}")
    else:
        deviations += (f"result: {one}" for one in result_differences(recorded.written, again))
    return Verified(recorded, tuple(deviations), remarks)


def _run(
    recorded: Recorded, definition: Definition, vocabularies: Vocabularies, histories: Histories, found: Found
) -> dict[str, object]:
    history = histories.load(found, vocabularies)
    chosen = {
        name: option
        for name, option in recorded.readings.items()
        if option is not None and name in definition.readings and option in definition.readings[name].options
    }
    again: dict[str, object] = result_as_json(evaluate(history, definition, vocabularies, chosen))
    if "multiverse" in recorded.written:
        fixed = {name: option for name, option in recorded.fixed.items() if name in definition.readings}
        again["multiverse"] = multiverse_as_json(multiverse(history, definition, vocabularies, fixed))
    return again


def _engine(recorded: Recorded) -> Iterator[str]:
    here = engine_version()
    if recorded.engine is not None and recorded.engine != here:
        yield f"engine: version {recorded.engine} made it, this is version {here}"


def _definition(recorded: Recorded, definition: Definition) -> Iterator[str]:
    if definition.digest != recorded.digest:
        yield f"definition: {recorded.reference} was {recorded.digest}, its file is {definition.digest}"


def _readings(recorded: Recorded, definition: Definition) -> Iterator[str]:
    for name, option in recorded.readings.items():
        reading = definition.readings.get(name)
        if reading is None:
            yield f"reading: {recorded.reference} has no reading {name} any more"
        elif option is None:
            if reading.default is not None:
                yield f"reading: {name} was left open and is now {reading.default} by default"
        elif option not in reading.options:
            yield f"reading: {name} has no option {option} any more; there is {', '.join(reading.options)}"
    for name, reading in definition.readings.items():
        if name not in recorded.readings:
            yield f"reading: {name} is new; {reading.default or 'every option'} was taken"


def _vocabularies(
    recorded: Recorded, definition: Definition, registry: Registry
) -> tuple[Mapping[str, str], list[str]]:
    """The versions to run with, and where they or their digests are not what was recorded."""
    was = {**recorded.pins, **dict(key.rsplit("@", 1) for key in recorded.vocabularies if "@" in key)}
    would_be = {**{name: registry.latest_vocabularies.get(name, "") for name in LOOKED_UP}, **definition.pins}
    versions: dict[str, str] = dict(definition.pins)
    deviations = []
    for name, version in sorted(was.items()):
        if name in definition.pins and definition.pins[name] != version:
            deviations.append(f"vocabulary: {name} was {version}, the definition now pins {definition.pins[name]}")
            continue
        try:
            digest = registry.vocabulary_file(name, version).digest
        except (UnknownVocabulary, InvalidInput):
            now = would_be.get(name) or "none"
            deviations.append(f"vocabulary: {name} {version} cannot be used any more; there is {now}")
            continue
        versions[name] = version
        known = recorded.vocabularies.get(f"{name}@{version}", digest)
        if known != digest:
            deviations.append(f"vocabulary: {name} {version} was {known}, its file is {digest}")
    return versions, deviations


def _history(recorded: Recorded, found: Found) -> Iterator[str]:
    if recorded.file_digest is not None and found.document.digest != recorded.file_digest:
        yield f"history: {found.path} was {recorded.file_digest}, it is {found.document.digest}"
