"""The readings: every question on which publications are silent or ambiguous, and who settles it how."""

from typing import Any

from trd_registry.publishing.page import Page
from trd_registry.publishing.shelf import Shelf


def readings_page(shelf: Shelf) -> Page:
    """One part for every id of a reading, those of most definitions first."""
    found: dict[str, dict[str, Any]] = {}
    for one in shelf.latest:
        for reading in one.readings.values():
            entry = found.setdefault(reading.id, {"id": reading.id, "asks": reading.asks, "options": {}, "number": 0})
            entry["number"] += 1
            for option in reading.options.values():
                by = entry["options"].setdefault(option.id, {"defaults": [], "others": []})
                by["defaults" if option.is_default else "others"].append({"id": one.id, "short": one.document["short"]})
    ordered = sorted(found.values(), key=lambda entry: (-entry["number"], entry["id"]))
    return Page(
        "readings/",
        "Readings",
        "Every point on which a publication is silent or ambiguous, how it can be settled, and which definitions take "
        "which option by default.",
        "readings.html",
        {"readings": ordered},
    )
