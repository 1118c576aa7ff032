"""The made-up person of the sheet ``example``: it is shown, and never read back."""

from collections.abc import Mapping
from typing import Any

EXAMPLE: Mapping[str, list[dict[str, Any]]] = {
    "persons": [{"person": "P-001", "as_of": "2024-06-30", "age": 47, "sex": "female",
                 "disorder": "major-depressive-disorder", "psychotic_features": "no"}],
    "episodes": [{"person": "P-001", "onset": "2022-11", "number": 2}],
    "trials": [
        {"person": "P-001", "id": "t1", "treatment": "sertraline", "episode": "current", "start": "2022-12",
         "end": "2023-03", "dose": 150, "weeks": 12, "adherent": "yes", "response": "partial"},
        {"person": "P-001", "id": "t2", "treatment": "venlafaxine", "episode": "current", "start": "2023-04-02",
         "dose": 225, "weeks_at_least": 8, "response": "none", "stopped": "inefficacy"},
        {"person": "P-001", "id": "t3", "treatment": "lithium", "role": "augmentation", "augments": "t2",
         "episode": "current", "weeks": 6, "serum_level": 0.7},
        {"person": "P-001", "id": "t4", "treatment": "cognitive behavioural therapy", "sessions": 14,
         "therapist_trained": "yes", "response": "none"},
    ],
    "measurements": [
        {"person": "P-001", "scale": "madrs", "at": "start", "trial": "t2", "score": 34},
        {"person": "P-001", "scale": "madrs", "at": "end", "trial": "t2", "score": 29},
        {"person": "P-001", "scale": "phq-9", "at": "present", "score": 19},
    ],
}  # fmt: skip
