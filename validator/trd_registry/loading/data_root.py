"""Finds the folders ``definitions`` and ``schema``: in a checkout, or inside the installed package."""

from functools import cache
from pathlib import Path


@cache
def data_root() -> Path:
    """The folder that holds ``definitions`` and ``schema``.

    A checkout wins over the copy in the wheel, because an editable install carries no copy. Raises
    FileNotFoundError when neither is there, which means a broken installation.
    """
    package = Path(__file__).resolve().parent.parent
    checkout = package.parent.parent
    for root in (checkout, package):
        if (root / "schema" / "definition.schema.json").is_file() and (root / "definitions").is_dir():
            return root
    raise FileNotFoundError(f"definitions and schema are missing beside {package}; install trd-registry again")
