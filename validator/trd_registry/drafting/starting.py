"""The files of a new definition, made from the template of its kind."""

from dataclasses import dataclass
from pathlib import Path

from trd_registry.drafting.filling import Scalar, fill
from trd_registry.loading.data_root import data_root
from trd_registry.loading.document import Path as Place
from trd_registry.loading.schema import check_value
from trd_registry.model.errors import RegistryError

KINDS = ("criterion", "stages", "tiers", "score", "phenotype")
STATUSES = ("draft", "record")

#: Of every definition that begins here.
FIRST_VERSION = "0.1.0"

#: Stands in the template of the encoders' log, which is no YAML.
_ID_IN_NOTES = "FILL-IN-THE-ID"

_SOURCE = "/properties/sources/additionalProperties/properties"

#: Answer -> where the schema says how it is written.
_PLACES = {
    "id": "/properties/id",
    "doi": f"{_SOURCE}/doi",
    "title": f"{_SOURCE}/title",
    "authors": f"{_SOURCE}/authors",
    "year": f"{_SOURCE}/year",
}


@dataclass(frozen=True, slots=True)
class Answers:
    """What is known of a definition before it is written; what is empty is left to be filled in."""

    id: str
    kind: str
    family: str
    status: str = "draft"
    doi: str = ""
    #: Of the publication, as printed.
    title: str = ""
    authors: str = ""
    #: Of the publication.
    year: int | None = None


def templates() -> Path:
    """The folder of the templates, one folder a kind; they may be copied by hand as well."""
    return data_root() / "schema" / "templates"


def started(answers: Answers) -> dict[str, str]:
    """File name (under the folder of the id) -> text. Raises RegistryError for an answer of the wrong form."""
    for name in ("id", "doi", "title", "authors", "year"):
        value = getattr(answers, name)
        if value:
            refuse_wrong_form(name, value)
    folder = templates() / ("record" if answers.status == "record" else answers.kind)
    files = {
        f"{FIRST_VERSION}/{path.name}": fill(path.read_text("utf-8"), _filled(answers))
        for path in sorted(folder.glob("*.yaml"), reverse=True)
    }
    files["notes.md"] = (templates() / "notes.md").read_text("utf-8").replace(_ID_IN_NOTES, answers.id)
    return files


def refuse_wrong_form(name: str, value: Scalar) -> None:
    """Raises RegistryError where the schema would not take an answer, such as ``id`` or ``doi``."""
    for _, message, remedy in check_value(value, "definition", _PLACES[name]):
        raise RegistryError(message.replace("`", ""), remedy)


def doi_of(text: str) -> str:
    """A DOI without what people write before it: ``https://doi.org/``, ``doi:``."""
    for prefix in ("https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/", "doi:"):
        if text.casefold().startswith(prefix):
            return text[len(prefix) :].strip()
    return text


def _filled(answers: Answers) -> dict[Place, Scalar]:
    """Where the answers stand in a definition and in its cases; what is not known stays to be filled in."""
    article: Place = ("sources", "article")
    known: dict[Place, Scalar | None] = {
        ("id",): answers.id,
        ("definition",): answers.id,
        ("kind",): answers.kind,
        ("year",): answers.year,
        (*article, "year"): answers.year,
        (*article, "title"): answers.title,
        (*article, "authors"): answers.authors,
        (*article, "doi"): answers.doi,
    }
    return {place: value for place, value in known.items() if value}
