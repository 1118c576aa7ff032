"""Walks the rules of a definition document as they are written, readings and named conditions included.

The walk goes wherever binding would go, but over every option of every reading at once, and knows of
each part what it is meant to be. So it can say of a name that it leads nowhere, and of an option that
it does not fit where its reading stands, before anything is bound.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from trd_registry.checking.part_kinds import (
    CONTENTS,
    LISTS,
    PREFIX_SCHEMAS,
    RECORD_KINDS,
    SCHEMAS,
    SCORE_PREFIXES,
    Kind,
)
from trd_registry.loading.document import Document, Path
from trd_registry.loading.schema import check_part
from trd_registry.model.binding_conditions import MEASURES
from trd_registry.model.facts import PATIENT_FACTS, TRIAL_FACTS
from trd_registry.model.finding import Finding
from trd_registry.model.pieces import ANNOTATIONS, COMPARATORS

#: More readings and named conditions inside one another than this, and nobody can follow them.
MAX_CHAIN = 24

#: Conditions inside one another, those that readings and names bring in counted.
MAX_DEPTH = 80


@dataclass(eq=False, slots=True)
class Part:
    """A part of the rules: where it stands, what it is meant to be, and what is inside it."""

    path: Path
    kind: Kind
    value: Any
    #: Where in the definition schema the shape of such a part is described.
    schema: str
    children: list["Part"] = field(default_factory=list)
    #: Nodes that binding makes of it, with every option counted.
    size: int = 1

    @property
    def names(self) -> list[tuple[Path, str]]:
        """The names written here, one or a list of them, with their paths."""
        if isinstance(self.value, str):
            return [(self.path, self.value)]
        if isinstance(self.value, list):
            return [((*self.path, index), one) for index, one in enumerate(self.value) if isinstance(one, str)]
        return []


class Parts:
    """All parts of one definition document, each once."""

    def __init__(self, document: Document) -> None:
        self._source = document
        self._document: Mapping[str, Any] = document.value
        self._known: dict[tuple[Path, Kind], Part] = {}
        self._compared: dict[tuple[Path, str], list[Finding]] = {}
        self._chain: list[tuple[str, str]] = []
        self._depth = 0
        #: References that lead back to themselves, or through too many others.
        self.endless: list[Part] = []
        self.roots: list[Part] = list(self._roots())

    def __iter__(self) -> Iterator[Part]:
        return iter(list(self._known.values()))

    def of(self, *kinds: Kind) -> Iterator[Part]:
        """The parts of these kinds that are written out, not supplied by a reading."""
        for part in self:
            if part.kind in kinds and not _is_reading(part.value):
                yield part

    @property
    def misfits(self) -> list[Finding]:
        """Where the value of an option or a named condition has not the shape of the place it is used in."""
        return [finding for found in self._compared.values() for finding in found]

    @property
    def size(self) -> int:
        """Nodes that binding would make at most."""
        return sum(root.size for root in self.roots)

    # The top --------------------------------------------------------------------------------------

    def _roots(self) -> Iterator[Part]:
        document = self._document
        if "scope" in document:
            yield self._part(("scope",), "patient condition", document["scope"])
        if "records" in document:
            yield self._part(("records",), "records", document["records"])
        for name, entry in document.get("trials", {}).items():
            yield self._part(("trials", name), "trial set", entry)
        if "criterion" in document:
            yield self._part(("criterion",), "patient condition", document["criterion"])
        if "stages" in document:
            yield self._part(("stages",), "stages", document["stages"])
        for index, tier in enumerate(document.get("tiers", {}).get("classes", ())):
            yield self._part(("tiers", "classes", index), "rung", tier)
        if "score" in document:
            yield from self._score(document["score"])

    def _records(self, records: Mapping[str, Any]) -> Iterator[Part]:
        for key in ("before", "after"):
            if key in records:
                yield self._part(("records", key), "plain", records[key], f"/properties/records/properties/{key}")
        for section in ("dispensings", "procedures", "index"):
            schema = f"/properties/records/properties/{section}/properties"
            for key, value in records.get(section, {}).items():
                kind = RECORD_KINDS.get(key, "plain")
                if key == "supply" and isinstance(value, Mapping) and "days" in value:
                    yield self._part(("records", section, key, "days"), "figure", value["days"])
                elif key not in ANNOTATIONS:
                    shape = f"{schema}/{key}" if kind == "plain" else ""
                    yield self._part(("records", section, key), kind, value, shape)

    def _score(self, score: Mapping[str, Any]) -> Iterator[Part]:
        for name, item in score["items"].items():
            yield self._part(("score", "items", name), "item", item)
        if "bands" in score:
            yield self._part(("score", "bands"), "bands", score["bands"])
        if "trd" in score:
            yield self._part(("score", "trd"), "bounds", score["trd"])

    # One part ---------------------------------------------------------------------------------------

    def _part(self, path: Path, kind: Kind, value: Any, schema: str = "") -> Part:
        known = self._known.get((path, kind))
        if known is not None:
            return known
        part = Part(path, kind, value, schema or SCHEMAS.get(kind, ""))
        self._known[path, kind] = part
        self._depth += 1
        if self._depth > MAX_DEPTH:
            self.endless.append(part)
        elif _is_reading(value):
            part.children = [self._reading(part, value["reading"])]
        else:
            part.children = list(self._inside(part))
        self._depth -= 1
        part.size = 1 + sum(child.size for child in part.children)
        return part

    def _reading(self, user: Part, name: str) -> Part:
        reference = Part((*user.path, "reading"), "reading", name, user.schema)
        self._known[reference.path, "reading"] = reference
        options = self._document.get("readings", {}).get(name, {}).get("options", {})
        values = [(("readings", name, "options", option, "value"), entry["value"]) for option, entry in options.items()]
        return self._follow(reference, ("reading", name), values, user.kind)

    def _named_condition(self, part: Part, kind: Kind) -> Part:
        name = part.value
        conditions = self._document.get("conditions", {})
        values = [(("conditions", name), conditions[name])] if name in conditions else []
        part.schema = SCHEMAS[kind]
        return self._follow(part, ("condition", name), values, kind)

    def _follow(self, reference: Part, step: tuple[str, str], values: Sequence[tuple[Path, Any]], kind: Kind) -> Part:
        if step in self._chain or len(self._chain) > MAX_CHAIN:
            self.endless.append(reference)
            return reference
        self._chain.append(step)
        for path, value in values:
            if self._has_shape(path, value, reference.schema):
                reference.children.append(self._part(path, kind, value, reference.schema))
        self._chain.pop()
        reference.size = 1 + sum(child.size for child in reference.children)
        return reference

    def _has_shape(self, path: Path, value: Any, schema: str) -> bool:
        """Whether a value brought in from elsewhere is what the schema asks for where it is used."""
        if (path, schema) not in self._compared:
            self._compared[path, schema] = check_part(self._source, path, value, "definition", schema)
        return not self._compared[path, schema]

    # What is inside -------------------------------------------------------------------------------------

    def _inside(self, part: Part) -> Iterator[Part]:
        value, path = part.value, part.path
        if part.kind in ("trial condition", "patient condition"):
            yield from self._condition(part)
        elif part.kind == "measure" and isinstance(value, Mapping):
            yield from self._measure(part)
        elif part.kind == "item":
            yield from self._item(part)
        elif part.kind == "records":
            yield from self._records(value)
        elif part.kind == "bands":
            for index, band in enumerate(value):
                yield self._part((*path, index), "band", band)
        for keys, kind, schema in CONTENTS.get(part.kind, ()):
            yield from self._pick(part, keys, kind, f"{part.schema}{schema}" if schema else "")
        if part.kind == "stages":
            for index, rung in enumerate(value.get("rungs", ())):
                yield self._part((*path, "rungs", index), "rung", rung)

    def _pick(self, part: Part, keys: Sequence[str], kind: Kind, schema: str = "") -> Iterator[Part]:
        for key in keys:
            if key in part.value:
                yield self._part((*part.path, key), kind, part.value[key], schema)

    def _condition(self, part: Part) -> Iterator[Part]:
        patient = part.kind == "patient condition"
        if patient and any(key in part.value for key in MEASURES):
            yield from self._measure(part)
            yield from self._pick(part, COMPARATORS, "figure")
            return
        for key, value in part.value.items():
            path = (*part.path, key)
            if key in ANNOTATIONS:
                continue
            if key in ("all", "any", "first_stated"):
                for index, one in enumerate(value):
                    yield self._part((*path, index), part.kind, one)
            elif key == "not":
                yield self._part(path, part.kind, value)
            elif key == "condition":
                yield self._named_condition(self._part(path, "condition name", value), part.kind)
            else:
                yield from self._leaf(path, key, value, patient=patient)

    def _leaf(self, path: Path, key: str, value: Any, *, patient: bool) -> Iterator[Part]:
        section = "patientCondition" if patient else "trialCondition"
        schema = f"/$defs/{section}/properties/{key}"
        facts = PATIENT_FACTS if patient else TRIAL_FACTS
        if key in ("followed_by", "preceded_by", "diagnosed"):
            yield from self._other_entries(path, key, value)
        elif key == "severity":
            yield self._part((*path, "among"), "plain", value["among"], f"{schema}/properties/among")
            if "bands" in value:
                bands = f"{schema}/properties/bands"
                yield self._part((*path, "bands"), "severity bands", value["bands"], bands)
        elif key == "dose":
            yield self._part(path, "dose", value, schema)
        elif key in LISTS and not patient:
            yield self._part(path, LISTS[key], value, schema)
        elif key.startswith(SCORE_PREFIXES):
            yield self._part(path, "score test", value)
        elif key in facts and facts[key].kind == "number":
            yield self._part(path, "bounds", value, schema)
        else:
            prefix = key.partition(".")[0]
            yield self._part(path, "plain", value, PREFIX_SCHEMAS.get(prefix, schema))

    def _other_entries(self, path: Path, key: str, value: Mapping[str, Any]) -> Iterator[Part]:
        schema = f"/$defs/trialCondition/properties/{key}/properties"
        if "of" in value:
            yield self._part((*path, "of"), "trial sets", value["of"])
        for inner in ("gap", "started_days_after", "started_days_before", "ended_days_before", "days_before"):
            if inner in value:
                yield self._part((*path, inner), "bounds", value[inner])
        for inner in ("within_days", *COMPARATORS):
            if inner in value:
                yield self._part((*path, inner), "figure", value[inner])
        for inner in ("distinct", "with_itself", "conditions", "setting"):
            if inner in value:
                yield self._part((*path, inner), "plain", value[inner], f"{schema}/{inner}")

    def _measure(self, part: Part) -> Iterator[Part]:
        section = "/$defs/patientCondition/properties"
        yield from self._pick(part, ("count", "of"), "trial sets")
        yield from self._pick(part, ("where",), "trial condition")
        yield from self._pick(part, ("distinct",), "plain", f"{section}/distinct")
        yield from self._pick(part, ("grouping",), "grouping name", f"{section}/grouping")
        yield from self._pick(part, ("days",), "bounds")
        for key in ("diagnoses", "setting"):
            yield from self._pick(part, (key,), "plain", f"{section}/{key}")

    def _item(self, part: Part) -> Iterator[Part]:
        value, path = part.value, part.path
        yield from self._pick(part, ("each",), "trial sets")
        yield from self._pick(part, ("where",), "trial condition")
        kind: Kind = "trial condition" if "each" in value else "patient condition"
        for index, case in enumerate(value.get("cases", ())):
            here = self._part((*path, "cases", index), "case", case)
            here.children = [
                self._part((*here.path, "when"), kind, case["when"]),
                self._part((*here.path, "points"), "figure", case["points"]),
            ]
            here.size = 1 + sum(child.size for child in here.children)
            yield here
        yield from self._pick(part, ("of",), "measure")
        yield from self._pick(part, ("bands",), "bands")
        yield from self._pick(part, ("points", "at_most", "otherwise"), "figure")


def _is_reading(value: Any) -> bool:
    return isinstance(value, Mapping) and isinstance(value.get("reading"), str)
