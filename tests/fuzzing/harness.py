"""Fuzzes one reader, guided by which code an input reaches: see README.md for how to run it."""

import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import atheris

with atheris.instrument_imports(include=["trd_registry"]):
    from fuzzing import readers

HERE = Path(__file__).parent


def main() -> None:
    """``harness.py READER [options of libFuzzer] [folders of inputs]``."""
    name, *options = sys.argv[1:]
    read = readers.READERS[name]
    work = Path(tempfile.mkdtemp(prefix=f"trd-fuzz-{name}-"))

    def once(data: bytes) -> None:
        folder = work / "input"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        read(data, folder)

    atheris.Setup([sys.argv[0], *options], once)
    try:
        atheris.Fuzz()
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
