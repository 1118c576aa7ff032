"""On which day a version was released, kept beside the lock: the lock says what never changes, this says since when."""

import re
from collections.abc import Mapping
from pathlib import Path

from trd_registry.loading.yaml_reader import read_yaml

#: Beside the lock; a line for each version: ``conway-2017@1.0.0: 2026-11-22``.
DATES = "released.dates"

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_dates(path: Path) -> Mapping[str, str]:
    """Key as in the lock -> ISO date (UTC). Empty where there is no such file; a line that holds no date is left out.

    Raises InvalidInput where the file cannot be read.
    """
    if not path.is_file():
        return {}
    lines = read_yaml(path).value
    if not isinstance(lines, Mapping):
        return {}
    return {key: day for key, day in lines.items() if isinstance(day, str) and _DAY.fullmatch(day)}
