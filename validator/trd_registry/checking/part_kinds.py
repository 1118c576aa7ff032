"""The kinds of part that rules are made of, what stands inside each, and where the schema describes it."""

from collections.abc import Mapping, Sequence
from typing import Literal

from trd_registry.model.pieces import COMPARATORS

Kind = Literal[
    "trial condition", "patient condition", "measure", "bands", "band", "item", "case", "stages", "rung", "trial set",
    "bounds", "dose", "figure", "plain", "reading", "condition name", "trial sets", "treatments", "classes",
    "dose table", "therapy list", "severity bands", "grouping name", "score test", "records",
]  # fmt: skip

LISTS: Mapping[str, Kind] = {"treatment": "treatments", "class": "classes", "evidence_based": "therapy list"}
PREFIX_SCHEMAS = {"comorbidity": "/$defs/truthTest", "ruled_out": "/$defs/ruledOut"}
RECORD_KINDS: Mapping[str, Kind] = {
    "of": "trial condition",
    "free_of": "trial condition",
    "gap": "bounds",
    "together": "figure",
    "free_for": "figure",
    "observed_before": "figure",
    "observed_after": "figure",
}
SCORE_PREFIXES = ("start_score.", "end_score.", "episode.score.")

#: What stands under which keys of a part, and where its schema describes that if it does so itself.
CONTENTS: Mapping[Kind, tuple[tuple[Sequence[str], Kind, str], ...]] = {
    "bounds": ((COMPARATORS, "figure", ""),),
    "score test": ((COMPARATORS, "figure", ""),),
    "dose": ((("meets",), "dose table", "/properties/meets"), (COMPARATORS, "figure", "")),
    "band": ((("from", "above", "to", "below", "points"), "figure", ""),),
    "trial set": ((("eligible", "adequate", "failed", "proven"), "trial condition", ""),),
    "stages": (
        (("ladder",), "plain", "/properties/ladder"),
        (("of",), "measure", ""),
        (("bands",), "bands", ""),
    ),
    "rung": ((("when",), "patient condition", ""),),
}

#: Where the schema describes each kind of part.
SCHEMAS: Mapping[Kind, str] = {
    "trial condition": "/$defs/trialCondition",
    "patient condition": "/$defs/patientCondition",
    "measure": "/$defs/measure",
    "bands": "/$defs/bands",
    "item": "/$defs/item",
    "stages": "/properties/stages",
    "bounds": "/$defs/numberTest",
    "score test": "/$defs/numberTest",
    "figure": "/$defs/figure",
    "trial sets": "/$defs/names",
}
