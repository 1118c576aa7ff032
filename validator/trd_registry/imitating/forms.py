"""The forms in which a synthetic cohort can be made, and how each is read again."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from shlex import quote

from trd_registry.cohorts.simulating.label import Label
from trd_registry.cohorts.simulating.made_up import Person
from trd_registry.cohorts.simulating.writing import Writer, write_form

#: The file in every folder that is no cohort folder, to be read by people.
LABEL = "SYNTHETIC.txt"


@dataclass(frozen=True, slots=True)
class Form:
    """One form."""

    #: The module that writes it, with its function ``write``.
    module: str
    says: str
    #: The command that reads it: source (a path, quoted), label and the folder of the cohort -> command.
    read: Callable[[Path, Label, str], str]


def _at(folder: Path, name: str = "") -> str:
    return quote(str(folder / name))


def _evaluate(folder: Path, _: Label, __: str) -> str:
    return f"trd cohort evaluate {_at(folder)} -o {quote(f'{folder}-results')}"


def _omop(folder: Path, _: Label, target: str) -> str:
    return f"trd import omop {_at(folder)} -o {target}"


def _fhir(folder: Path, label: Label, target: str) -> str:
    data = label.figures.data
    covers = " ".join(f"--covers {one}" for one in ("dispensings", "diagnoses", "procedures"))
    return f"trd import fhir {_at(folder)} --from {data['first_day']} --to {data['last_day']} {covers} -o {target}"


def _dispensings(folder: Path, _: Label, target: str) -> str:
    files = f"{_at(folder, 'dispensings.csv')} --persons {_at(folder, 'persons.csv')}"
    return f"trd import dispensings {files} --covers dispensings -o {target}"


def _trials(folder: Path, label: Label, target: str) -> str:
    others = " ".join(f"--{one} {_at(folder, f'{one}.csv')}" for one in ("persons", "episodes", "measurements"))
    return f"trd import trials {_at(folder, 'trials.csv')} {others} --complete {_complete(label)} -o {target}"


def _excel(folder: Path, label: Label, target: str) -> str:
    return f"trd import trials {_at(folder, 'histories.xlsx')} --complete {_complete(label)} -o {target}"


def _redcap(folder: Path, label: Label, target: str) -> str:
    files = f"{_at(folder, 'dictionary.csv')} {_at(folder, 'export.csv')}"
    return f"trd import redcap {files} --complete {_complete(label)} -o {target}"


def _complete(label: Label) -> str:
    said = label.figures.data["complete"]
    return said if isinstance(said, str) else ",".join(said)


FORMS = {
    "cohort": Form("cohort_folder", "a cohort folder of Parquet tables, which holds everything", _evaluate),
    "cohort-csv": Form("cohort_csv", "the same in CSV", _evaluate),
    "omop": Form("omop", "tables of the OMOP common data model 5.4", _omop),
    "fhir": Form("fhir", "a bulk export of FHIR R4 (NDJSON)", _fhir),
    "dispensings": Form("dispensings", "a flat file of dispensings, with one of persons", _dispensings),
    "trials": Form("trials", "a long table of trials, with persons, episodes and scores", _trials),
    "excel": Form("excel", "the Excel template, filled in", _excel),
    "redcap": Form("redcap", "a REDCap data dictionary and its flat export", _redcap),
}


def write_in(name: str, folder: Path, label: Label) -> str:
    """Makes the persons and writes them in one form; the folder appears whole or not at all.

    Args:
        name: One of FORMS.
        folder: Must not be there; its parent must.
        label: How many persons, from which seed and figures.

    Returns the command that reads it. Raises RegistryError where the folder is there or an extra is missing.
    """
    form = FORMS[name]
    write: Writer = import_module(f"trd_registry.imitating.{form.module}").write
    read = form.read(folder, label, quote(f"{folder}-cohort"))

    def labelled(made: Path, persons: Iterable[Person], said: Label) -> None:
        write(made, persons, said)
        if form.read is not _evaluate:
            (made / LABEL).write_text(f"{said.text}Read it with: {read}\n", encoding="utf-8")

    write_form(folder, labelled, label)
    return read
