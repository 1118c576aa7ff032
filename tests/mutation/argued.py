"""Changes that nothing notices and nothing needs to notice, each with the argument; read from ``argued.yaml``."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from trd_registry.loading.yaml_reader import read_yaml

FILE = Path(__file__).with_name("argued.yaml")


@cache
def argued() -> Mapping[tuple[str, str], str]:
    """``id@version`` and change -> why no answer changes (``no witness``: shown by the solver) or why it is left."""
    document: Mapping[str, Any] = read_yaml(FILE).value
    return {
        (reference, change): group["why"]
        for group in document["groups"]
        for reference, changes in group["changes"].items()
        for change in changes
    }
