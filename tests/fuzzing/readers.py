"""Every reader as a function of bytes, with the law that each of them keeps.

``READERS[name](data, folder)`` hands the bytes to one reader, and what was read to whatever uses it. It returns whether
they were taken. An exception other than RegistryError is a fault of the reader; so is a finding without a place, a row
that is not accounted for, or a folder that was left behind.
"""

import json
import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import cache
from pathlib import Path

from trd_registry.api import registry
from trd_registry.cases.reading import read_cases
from trd_registry.checking.check import check, unsound
from trd_registry.evaluating.evaluate import evaluate
from trd_registry.loading.history import history_from
from trd_registry.loading.private import PrivateRegistry
from trd_registry.loading.registry import Registry
from trd_registry.loading.yaml_reader import parse_yaml
from trd_registry.model.definition import Definition
from trd_registry.model.errors import RegistryError
from trd_registry.model.finding import InvalidInput
from trd_registry.model.history import History
from trd_registry.receipts.histories import Histories
from trd_registry.receipts.reading import read_receipt
from trd_registry.receipts.verifying import verify

Reader = Callable[[bytes, Path], bool]

READERS: dict[str, Reader] = {}

#: Definitions that between them ask for most of what a history can say.
JUDGES = ("conway-2017", "msm-2018", "markowitz-2022", "atr-2016", "hagg-2020-mgh-s")


class _NoDefinitions(Registry):
    """What the definitions can be given by an import is tested elsewhere, and takes a second."""

    def released(self) -> list[Definition]:
        return []


@cache
def _importing() -> Registry:
    return _NoDefinitions()


@cache
def judges() -> tuple[Definition, ...]:
    """Those of `JUDGES` that are there."""
    there = {one.partition("@")[0] for one in registry().references()}
    return tuple(registry().get(name) for name in JUDGES if name in there)


@cache
def patient() -> History:
    """Somebody for a definition to judge."""
    text = (
        b"history: 1\nid: x\ncomplete: none\ntrials: [{treatment: sertraline, weeks: {at_least: 3}}, {modality: ect}]\n"
    )
    return history_from(parse_yaml(text, "x.yaml"), registry().vocabularies)


def reader(name: str) -> Callable[[Reader], Reader]:
    """Registers a reader; what it refuses must be refused with a place."""

    def kept(read: Reader) -> Reader:
        def told(data: bytes, folder: Path) -> bool:
            try:
                return read(data, folder)
            except InvalidInput as error:
                assert error.findings, "nothing was found, and yet it was refused"
                for one in error.findings:
                    assert one.line >= 1, one
                    assert one.column >= 1, one
                    assert one.message, one
                    assert one.remedy, one
            except RegistryError as error:
                assert error.message
            assert not (folder / "out").exists(), "a refused input left something behind"
            return False

        READERS[name] = told
        return told

    return kept


@reader("history")
def _(data: bytes, folder: Path) -> bool:
    history = history_from(parse_yaml(data, "x.yaml"), registry().vocabularies)
    for one in judges():
        evaluate(history, one, registry().vocabularies_for(one), ask=len(history.trials) < 4)
    return True


def _written(data: bytes, folder: Path, *steps: str) -> Path:
    path = folder.joinpath("definitions", *steps)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


@reader("definition")
def _(data: bytes, folder: Path) -> bool:
    path = _written(data, folder, "consensus", "made-up", "1.0.0", "definition.yaml")
    found = check([path], folder).findings
    assert all(one.line >= 1 and one.column >= 1 and one.message for one in found)
    return not any(one.level == "error" for one in found)


@reader("private")
def _(data: bytes, folder: Path) -> bool:
    _written(data, folder, "consensus", "made-up", "1.0.0", "definition.yaml")
    known = PrivateRegistry(folder, registry(), unsound=lambda path: unsound(path, folder))
    known.refuse_what_is_taken()
    definition = known.get("made-up")
    if definition.is_executable:
        evaluate(*_pinned(known, definition))
    return True


def _pinned(known: Registry, definition: Definition) -> tuple[History, Definition, object]:
    history, vocabularies = known.as_pinned(patient(), definition)
    return history, definition, vocabularies


@reader("cases")
def _(data: bytes, folder: Path) -> bool:
    path = folder / "cases.yaml"
    path.write_bytes(data)
    read_cases(path, registry().vocabularies)
    return True


@reader("vocabulary")
def _(data: bytes, folder: Path) -> bool:
    path = _written(data, folder, "vocabularies", "made-up", "1.0.0.yaml")
    return not check([path], folder).errors


@reader("concepts")
def _(data: bytes, folder: Path) -> bool:
    path = _written(data, folder, "concepts", "made-up", "1.0.0.yaml")
    return not check([path], folder).errors


@reader("receipt")
def _(data: bytes, folder: Path) -> bool:
    path = folder / "x.json"
    path.write_bytes(data)
    for one in read_receipt(path):
        verify(one, registry(), Histories(path, registry()))
    return True


def _accounted(folder: Path) -> bool:
    """Every row that was read was used, set aside or rejected; the cohort is removed."""
    counts = json.loads((folder / "source.json").read_text("utf-8"))["rows"]
    for table, one in counts.items():
        assert one["read"] == one["used"] + one["set_aside"] + one["rejected"], (table, one)
    shutil.rmtree(folder)
    return True


def _quiet(_: str) -> None:
    pass


def _fhir(data: bytes, folder: Path, ending: str) -> bool:
    from trd_registry.importing.fhir.importing import import_fhir
    from trd_registry.importing.fhir.options import Options

    path = folder / f"x.{ending}"
    path.write_bytes(data)
    options = Options(record_from=date(2016, 1, 1), record_to=date(2019, 12, 31))
    import_fhir(folder / "out", [path], options, _importing(), form="csv", check=False)
    return _accounted(folder / "out")


@reader("fhir")
def _(data: bytes, folder: Path) -> bool:
    return _fhir(data, folder, "json")


@reader("ndjson")
def _(data: bytes, folder: Path) -> bool:
    return _fhir(data, folder, "ndjson")


def _trials(data: bytes, folder: Path, ending: str) -> bool:
    from trd_registry.importing.tables.importing import TableOptions, import_tables

    path = folder / f"x.{ending}"
    path.write_bytes(data)
    options = TableOptions(files={"trials": path}, complete="none")
    import_tables(folder / "out", options, _importing(), form="csv", check=False, say=_quiet)
    return _accounted(folder / "out")


@reader("trials")
def _(data: bytes, folder: Path) -> bool:
    return _trials(data, folder, "csv")


@reader("excel")
def _(data: bytes, folder: Path) -> bool:
    return _trials(data, folder, "xlsx")


@reader("flat-parquet")
def _(data: bytes, folder: Path) -> bool:
    return _trials(data, folder, "parquet")


@reader("redcap")
def _(data: bytes, folder: Path) -> bool:
    """The dictionary, a line of four hashes, and the export."""
    from trd_registry.importing.redcap.importing import RedcapOptions, import_redcap

    dictionary, _, export = data.partition(b"####\n")
    (folder / "d.csv").write_bytes(dictionary)
    (folder / "e.csv").write_bytes(export)
    options = RedcapOptions(dictionary=folder / "d.csv", export=folder / "e.csv", complete="none")
    import_redcap(folder / "out", options, _importing(), form="csv", check=False, say=_quiet)
    return _accounted(folder / "out")


@reader("omop")
def _(data: bytes, folder: Path) -> bool:
    """Tables, each after a line with its name: ``#### person.csv``."""
    from trd_registry.importing.omop.importing import Choices, import_omop

    source = folder / "cdm"
    source.mkdir()
    for part in data.split(b"#### ")[1:]:
        name, _, text = part.partition(b"\n")
        with suppress(OSError, ValueError, UnicodeDecodeError):  # no name of a file
            plain = name.decode("ascii")
            if plain.replace("_", "").replace(".", "").isalnum():
                (source / plain).write_bytes(text)
    import_omop(folder / "out", Choices(str(source)), _importing(), form="csv", check=False)
    return _accounted(folder / "out")


def _cohort(data: bytes, folder: Path, ending: str) -> bool:
    from trd_registry.cohorts.folder.folder import Cohort

    made = folder / "cohort"
    made.mkdir()
    (made / "cohort.yaml").write_text("cohort: 1\ntitle: x\nsource: x\ncomplete: none\n", "utf-8")
    (made / "persons.csv").write_text("person,age\n1,40\n2,\n", "utf-8")
    (made / f"trials.{ending}").write_bytes(data)
    cohort = Cohort(made, registry().vocabularies)
    persons = [person.id for person in cohort.persons()]
    assert persons == ["1", "2"], persons
    lost = sum(one.table == "trials" for one in cohort.report.rejects)
    assert lost <= cohort.report.read["trials"]
    return True


@reader("cohort-csv")
def _(data: bytes, folder: Path) -> bool:
    return _cohort(data, folder, "csv")


@reader("cohort-parquet")
def _(data: bytes, folder: Path) -> bool:
    return _cohort(data, folder, "parquet")


@reader("declaration")
def _(data: bytes, folder: Path) -> bool:
    from trd_registry.cohorts.folder.declaration import read_declaration

    (folder / "cohort.yaml").write_bytes(data)
    read_declaration(folder, registry().vocabularies)
    return True


@reader("results")
def _(data: bytes, folder: Path) -> bool:
    """The label of the results of a cohort."""
    from trd_registry.cohorts.counting.evaluated import Evaluated

    (folder / "run.json").write_bytes(data)
    with Evaluated(folder):
        return True
