"""Named lists that definitions and histories refer to: treatments, dose tables, psychotherapies, scales."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property

from trd_registry.model.interval import Interval
from trd_registry.model.treatment_names import TreatmentNames


@dataclass(frozen=True, slots=True)
class Treatment:
    """One entry of the treatments vocabulary."""

    id: str
    name: str
    modality: str
    treatment_class: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DoseTable:
    """The lowest daily dose that one publication calls adequate, by treatment; an absent cell is not known."""

    id: str
    version: str
    title: str
    #: mg/day
    minimum: Mapping[str, float]
    evidence: str


@dataclass(frozen=True, slots=True)
class TherapyList:
    """The therapies that one source names as evidence-based."""

    id: str
    title: str
    members: frozenset[str]
    evidence: str


@dataclass(frozen=True, slots=True)
class BandSet:
    """How one source divides the scores of one scale into named degrees of severity (both ends included).

    Sources print whole scores; one between two bands, such as a mean, may be of either degree.
    """

    scale: str
    categories: tuple[tuple[str, float, float], ...]
    evidence: str
    #: The title of the source.
    source: str = ""

    def degrees(self, score: Interval) -> frozenset[str]:
        """Every degree that a score may be, or the scores between two bounds may be; empty beyond all bands."""
        return frozenset(name for name, reach in self.reaches if score.meet(reach) is not None)

    @property
    def reaches(self) -> tuple[tuple[str, Interval], ...]:
        """Each degree with all scores that may be of it: its band, and what lies between that and its neighbours."""
        return _reaches(self.categories)


@cache
def _reaches(categories: tuple[tuple[str, float, float], ...]) -> tuple[tuple[str, Interval], ...]:
    """Worked out once for each division: every score that is judged asks for it."""
    ordered = sorted(categories, key=lambda one: one[1])
    found = []
    for at, (name, lowest, highest) in enumerate(ordered):
        before = ordered[at - 1][2] if at else lowest
        after = ordered[at + 1][1] if at + 1 < len(ordered) else highest
        reach = Interval(min(before, lowest), max(after, highest), before < lowest, highest < after)
        found.append((name, reach))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class ResponseCategory:
    """What a category of response says in figures."""

    improvement: Interval
    remission: bool | None


@dataclass(frozen=True)
class Vocabularies:
    """Everything the definitions refer to by name, in one version each."""

    versions: Mapping[str, str] = field(default_factory=dict)
    treatments: Mapping[str, Treatment] = field(default_factory=dict)
    classes: Mapping[str, str] = field(default_factory=dict)
    dose_tables: Mapping[str, DoseTable] = field(default_factory=dict)
    therapy_lists: Mapping[str, TherapyList] = field(default_factory=dict)
    #: Name of a division into degrees of severity -> one band set for each scale it covers.
    severity_bands: Mapping[str, tuple[BandSet, ...]] = field(default_factory=dict)
    scales: Mapping[str, Interval] = field(default_factory=dict)
    responses: Mapping[str, ResponseCategory] = field(default_factory=dict)
    #: Scale -> the highest score that is remission, by the cut that is not marked as an alternative.
    remission_cuts: Mapping[str, float] = field(default_factory=dict)
    #: What classes and scales are called in full, for whoever tells a rule in words.
    class_names: Mapping[str, str] = field(default_factory=dict)
    scale_names: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def treatment_names(self) -> TreatmentNames:
        """Finds treatments by any of their names; made once, since every history looks names up."""
        return TreatmentNames((entry.id, entry.names) for entry in self.treatments.values())

    def band_sets(self, names: Iterable[str]) -> list[BandSet]:
        """The band sets of these names, at most one a scale: the first that is named."""
        by_scale: dict[str, BandSet] = {}
        for name in names:
            for band_set in self.severity_bands.get(name, ()):
                by_scale.setdefault(band_set.scale, band_set)
        return list(by_scale.values())
