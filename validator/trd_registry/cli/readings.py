"""Reads ``--reading ID:READING=OPTION``."""

from collections.abc import Sequence

from trd_registry.model.definition import Definition
from trd_registry.model.errors import RegistryError, UnknownOption, UnknownReading


def split_readings(given: Sequence[str], definitions: Sequence[Definition]) -> dict[str, dict[str, str]]:
    """Definition id -> reading -> option.

    Raises RegistryError for text of another form or a definition that is not being run, and
    UnknownReading for a reading or option that the definition does not have.
    """
    by_id = {definition.id: definition for definition in definitions}
    chosen: dict[str, dict[str, str]] = {}
    for text in given:
        name, colon, rest = text.partition(":")
        reading, equals, option = rest.partition("=")
        if not (name and colon and reading and equals and option):
            raise RegistryError(
                f"--reading {text} is not written as ID:READING=OPTION.", "Example: trsm-1997:ladder=highest-rung"
            )
        definition = by_id.get(name.partition("@")[0])
        if definition is None:
            raise RegistryError(f"--reading {text} is for a definition that is not run.", f"Add: -d {name}")
        if reading not in definition.readings:
            raise UnknownReading(definition.reference, reading, list(definition.readings))
        if option not in definition.readings[reading].options:
            raise UnknownOption(definition.reference, reading, option, list(definition.readings[reading].options))
        if chosen.get(definition.id, {}).get(reading, option) != option:
            raise RegistryError(f"--reading {name}:{reading} is settled in two ways.", "Settle it once.")
        chosen.setdefault(definition.id, {})[reading] = option
    return chosen
