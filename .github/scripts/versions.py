"""Refuses a tag that is not the version which the package and everything that describes it name."""

import json
import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def versions(root: Path) -> dict[str, str]:
    """File -> the version that it names."""
    citation = re.search(r"^version: *[\"']?([^\"'\s]+)", (root / "CITATION.cff").read_text("utf-8"), re.MULTILINE)
    return {
        "pyproject.toml": tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["version"],
        "CITATION.cff": citation[1] if citation else "",
        ".zenodo.json": json.loads((root / ".zenodo.json").read_text("utf-8"))["version"],
        "datacite.json": json.loads((root / "datacite.json").read_text("utf-8"))["version"],
    }


def main(tag: str, root: Path = ROOT) -> int:
    """Says which file names another version than the tag; 1 where one does."""
    wrong = {name: found for name, found in versions(root).items() if f"v{found}" != tag}
    for name, found in wrong.items():
        print(f"The tag is {tag!r}, but {name} has version {found!r}.")  # noqa: T201
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
