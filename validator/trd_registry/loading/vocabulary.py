"""Builds the vocabularies from their files."""

from collections.abc import Mapping
from math import inf
from typing import Any

from trd_registry.model.interval import EVERYTHING, Interval
from trd_registry.model.vocabulary import (
    BandSet,
    DoseTable,
    ResponseCategory,
    TherapyList,
    Treatment,
    Vocabularies,
)

Json = Mapping[str, Any]


def build_vocabularies(files: Mapping[str, Json]) -> Vocabularies:
    """All vocabularies together, from their checked documents by name."""
    built: dict[str, Any] = {"versions": {name: file["version"] for name, file in sorted(files.items())}}
    built["dose_tables"] = {}
    for name, file in files.items():
        match file["kind"]:
            case "treatments":
                built |= _treatments(file)
            case "dose-table":
                built["dose_tables"][name] = _dose_table(name, file)
            case "psychotherapies":
                built["therapy_lists"] = {key: _therapy_list(key, entry) for key, entry in file["lists"].items()}
            case "scales":
                built |= _scales(file)
    return Vocabularies(**built)


def _treatments(file: Json) -> dict[str, Any]:
    treatments = {}
    for key, entry in file["treatments"].items():
        names = (key, entry["name"], *entry.get("synonyms", ()), *entry.get("codes", {}).get("atc", ()))
        treatments[key] = Treatment(key, entry["name"], entry["modality"], entry["class"], names)
    classes = {key: entry["modality"] for key, entry in file["classes"].items()}
    class_names = {key: entry["name"] for key, entry in file["classes"].items()}
    return {"treatments": treatments, "classes": classes, "class_names": class_names}


def _dose_table(name: str, file: Json) -> DoseTable:
    minimum = {key: float(cell["minimum"]) for key, cell in file["cells"].items() if "minimum" in cell}
    return DoseTable(name, file["version"], file["title"], minimum, file.get("evidence", ""))


def _therapy_list(key: str, entry: Json) -> TherapyList:
    members = frozenset(member["treatment"] for member in entry["members"])
    return TherapyList(key, entry["title"], members, entry["evidence"])


def _scales(file: Json) -> dict[str, Any]:
    ranges: dict[str, Interval] = {}
    bands: dict[str, list[BandSet]] = {}
    remission: dict[str, float] = {}
    for scale, entry in file["scales"].items():
        lowest, highest = entry.get("range", (-inf, inf))
        ranges[scale] = Interval(float(lowest), float(highest))
        for name, band_set in entry.get("bands", {}).items():
            categories = tuple(
                (category["name"], float(category["from"]), float(category["to"]))
                for category in band_set["categories"]
            )
            source = file["sources"].get(band_set.get("source"), {}).get("title", "")
            bands.setdefault(name, []).append(BandSet(scale, categories, band_set["evidence"], source))
        for cut in entry.get("cuts", ()):
            if cut["name"] == "remission" and "at_most" in cut and not cut.get("alternative"):
                remission.setdefault(scale, float(cut["at_most"]))
    responses = {
        name: ResponseCategory(bounded(entry["improvement"]), entry.get("remission"))
        for name, entry in file["response_categories"]["categories"].items()
    }
    return {
        "scales": ranges,
        "scale_names": {scale: entry["name"] for scale, entry in file["scales"].items()},
        "severity_bands": {name: tuple(sets) for name, sets in bands.items()},
        "responses": responses,
        "remission_cuts": remission,
    }


def bounded(value: float | Mapping[str, float], within: Interval = EVERYTHING) -> Interval:
    """An interval from a number or from bounds such as ``{at_least: 25, below: 50}``.

    Raises ValueError where nothing can lie within the bounds.
    """
    if not isinstance(value, Mapping):
        return Interval.exactly(float(value))
    lower, lower_open = within.lower, within.lower_open
    upper, upper_open = within.upper, within.upper_open
    if "at_least" in value or "above" in value:
        lower, lower_open = float(value.get("at_least", value.get("above", 0))), "above" in value
    if "at_most" in value or "below" in value:
        upper, upper_open = float(value.get("at_most", value.get("below", 0))), "below" in value
    return Interval(lower, upper, lower_open, upper_open)
