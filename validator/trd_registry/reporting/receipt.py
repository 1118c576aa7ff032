"""A result as a receipt: all that it takes to run it again (schema/result.schema.json)."""

from importlib.metadata import PackageNotFoundError, version
from pathlib import PurePath

from trd_registry.evaluating.result import Result
from trd_registry.loading.origin import LOOKED_UP, Origin
from trd_registry.loading.registry import Registry
from trd_registry.model.definition import Definition
from trd_registry.model.history import History
from trd_registry.reporting.result_json import Json, result_as_json

ENGINE = "trd-registry"


def receipt_of(result: Result, history: History, definition: Definition, registry: Registry) -> Json:
    """The result with the file and the digest of its history, the vocabularies and the program."""
    written = result_as_json(result)
    written["vocabulary_digests"] = vocabulary_digests(definition, registry)
    if isinstance(history.origin, Origin):
        document = history.origin.document
        written["input"] = {"file": PurePath(document.path).as_posix(), "digest": document.digest}
    written["engine"] = {"name": ENGINE, "version": engine_version()}
    return written


def vocabulary_digests(definition: Definition, registry: Registry) -> dict[str, str]:
    """``name@version`` -> digest: what the definition pins, and what its histories are read with."""
    latest = {name: registry.latest_vocabularies[name] for name in LOOKED_UP}
    used = {**latest, **definition.pins}
    return {f"{name}@{used[name]}": registry.vocabulary_file(name, used[name]).digest for name in sorted(used)}


def engine_version() -> str:
    """The version of this program; empty in a checkout that was never installed."""
    try:
        return version(ENGINE)
    except PackageNotFoundError:
        return ""
