"""Puts the files of a new definition where they belong: all of them or none, and never over another file."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from trd_registry.loading.data_root import data_root
from trd_registry.model.errors import RegistryError

#: What an editor and its user need of the schemas in a private folder, which may be moved or shared.
SCHEMAS = (
    "definition.schema.json",
    "cases.schema.json",
    "history.schema.json",
    "vocabulary.schema.json",
    "DEFINITION.md",
    "HISTORY.md",
)


def place(folder: Path, files: Mapping[str, str]) -> list[Path]:
    """Writes files under the folder of a definition, which need not be there; each top-level part of it must be new.

    Returns the files in their order. Raises RegistryError where something stands there already, and OSError where it
    cannot be written; nothing is left then.
    """
    parts = sorted({name.partition("/")[0] for name in files})
    is_new = not folder.exists()
    for part in parts:
        if os.path.lexists(folder / part):
            raise RegistryError(
                f"{folder / part} is there already.", "Nothing was written; edit it, or take another id."
            )
    beside = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    made: list[Path] = []
    try:
        for name, text in files.items():
            path = beside / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        if is_new:
            beside.rename(folder)
        else:
            for part in parts:
                (beside / part).rename(folder / part)
                made.append(folder / part)
    except OSError:
        for one in made:
            shutil.rmtree(one) if one.is_dir() else one.unlink()
        raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return [folder / name for name in files]


def place_schemas(root: Path) -> list[Path]:
    """Copies the schemas that the first line of each file names to a private folder that has none; returns them.

    They are for editors alone: `trd check` always uses its own.
    """
    if (root / "schema").exists():
        return []
    published = data_root() / "schema"
    root.mkdir(parents=True, exist_ok=True)
    return place(root, {f"schema/{name}": (published / name).read_text("utf-8") for name in SCHEMAS})
