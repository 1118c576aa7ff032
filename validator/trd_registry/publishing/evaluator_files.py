"""What the page "Run a history" loads: Python for the browser, and this program with the libraries it needs.

Python for the browser (Pyodide) is fetched from the npm registry while the site is built, in the version and with the
digest that ``site/pyodide.json`` pins, and never committed. Without it the site is built and the page says so.
"""

import io
import json
import tarfile
import zipfile
from collections.abc import Iterator
from importlib.metadata import files as files_of
from pathlib import Path

import trd_registry
from trd_registry.loading.bundle import bundle_of
from trd_registry.loading.registry import BUNDLE, Registry
from trd_registry.publishing.npm_package import fetch
from trd_registry.publishing.page import DataFile
from trd_registry.reporting.receipt import ENGINE, engine_version

ROOT = "run"
#: The files of Pyodide that a page loads.
_PYODIDE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
#: Libraries in pure Python that reading a history needs. rpds is compiled; a stand-in lies in `site/evaluator`.
_LIBRARIES = ("PyYAML", "jsonschema", "jsonschema-specifications", "referencing", "attrs")
#: Parts of the package that no page calls.
_LEFT_OUT = ("cli", "cases", "checking", "cohorts", "releasing", "receipts")
#: One date for every file, so that the same sources give the same archive.
_DATE = (2020, 1, 1, 0, 0, 0)


def evaluator_files(registry: Registry, sources: Path, cache: Path) -> Iterator[DataFile]:
    """Pyodide and the program. Raises NotFetched before anything is given out."""
    archive = _pyodide(sources, cache)
    for name in _PYODIDE:
        yield DataFile(f"{ROOT}/pyodide/{name}", archive[name])
    yield DataFile(f"{ROOT}/program.zip", _program(registry, sources))


def _pyodide(sources: Path, cache: Path) -> dict[str, bytes]:
    found = {}
    with tarfile.open(fetch(sources / "pyodide.json", cache)) as archive:
        for name in _PYODIDE:
            member = archive.extractfile(f"package/{name}")
            assert member is not None
            found[name] = member.read()
    return found


def _program(registry: Registry, sources: Path) -> bytes:
    """The package with all definitions in one checked file, the schemas, and the libraries."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(_contents(registry, sources)):
            archive.writestr(zipfile.ZipInfo(name, _DATE), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _contents(registry: Registry, sources: Path) -> Iterator[tuple[str, bytes]]:
    package = Path(trd_registry.__file__).parent
    for path in package.rglob("*.py"):
        inside = path.relative_to(package)
        if inside.parts[0] not in _LEFT_OUT:
            yield f"trd_registry/{inside.as_posix()}", path.read_bytes()
    bundle = json.dumps(bundle_of(registry), ensure_ascii=False, separators=(",", ":"))
    yield f"trd_registry/{BUNDLE}", bundle.encode()
    for path in (registry.root / "schema").glob("*.schema.json"):
        yield f"trd_registry/schema/{path.name}", path.read_bytes()
    yield "trd_registry/definitions/released.lock", registry.lock_path.read_bytes()
    # By this a receipt names the program that wrote it.
    told = f"Metadata-Version: 2.1\nName: {ENGINE}\nVersion: {engine_version()}\n"
    yield f"trd_registry-{engine_version()}.dist-info/METADATA", told.encode()
    for name in _LIBRARIES:
        yield from _library(name)
    yield "rpds.py", (sources / "evaluator" / "rpds.py").read_bytes()


def _library(name: str) -> Iterator[tuple[str, bytes]]:
    """The Python files and data of an installed library, without its tests and what is compiled."""
    for one in files_of(name) or ():
        inside = "/".join(one.parts)
        is_code = one.suffix in (".py", ".json") or one.name in ("METADATA", "core", "validation")
        if (is_code or "schemas" in one.parts) and not inside.startswith("..") and "tests" not in one.parts:
            yield inside, Path(str(one.locate())).read_bytes()
