"""What nobody has been able to establish yet, in order of worth: for a reader who has the papers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trd_registry.model.definition import Definition

#: What each degree of worth means, the greatest first.
WORTH: Mapping[str, str] = {
    "high": "The rules cannot run, or run wrongly, without it",
    "middle": "A reading would be settled by it",
    "low": "A detail",
}

#: How a source can be had, the easiest first.
ACCESS: Mapping[str, str] = {
    "open": "open access",
    "authors": "from the authors",
    "library": "through a library",
    "unknown": "access not known",
}

_STATUSES = ("record", "draft", "released", "superseded", "withdrawn")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One fact that is missing, and where it stands."""

    definition: str
    status: str
    what: str
    source: str
    at: str
    worth: str
    access: str

    @property
    def order(self) -> tuple[int, int, int, str]:
        """Worth first; then whether anything can run without it; then how easily it can be had."""
        return (
            list(WORTH).index(self.worth),
            _STATUSES.index(self.status),
            list(ACCESS).index(self.access),
            self.definition,
        )


def wanted_of(definitions: Sequence[Definition]) -> list[Wanted]:
    """Everything that is wanted, in order of worth."""
    return sorted((one for definition in definitions for one in _of(definition)), key=lambda one: one.order)


def _of(definition: Definition) -> Iterator[Wanted]:
    for entry in definition.document.get("wanted", ()):
        if isinstance(entry, str):
            yield Wanted(definition.id, definition.status, entry, "", "", "low", "unknown")
        else:
            source = _named(definition.document["sources"][entry["in"]])
            yield Wanted(
                definition.id, definition.status, entry["what"], source, entry["at"], entry["worth"], entry["access"]
            )


def _named(source: Mapping[str, Any]) -> str:
    """A source in a few words: first author and year, or its title; and the shortest way to it."""
    authors = str(source.get("authors", "")).partition(",")[0]
    name = f"{authors} {source['year']}" if authors else f"{source['title']} ({source['year']})"
    if "doi" in source and "doi" not in source.get("identifiers_recalled", ()):
        return f"{name}, doi:{source['doi']}"
    return f"{name}, {source['url']}" if "url" in source else name


def wanted_page(definitions: Sequence[Definition]) -> str:
    """The page, in Markdown."""
    found = wanted_of(definitions)
    records = {one.definition for one in found if one.status == "record"}
    count = f"{len(found)} facts are wanted for {len({one.definition for one in found})} definitions, "
    count += f"{len(records)} of them records, of which no rule can run until then."
    lines = [
        "# Wanted",
        "",
        "Facts that would complete a definition, and where they stand. Whoever has one of these papers can add them:",
        "CONTRIBUTING.md says how. Made by `trd list --wanted`.",
        "",
        count,
    ]
    for worth, meaning in WORTH.items():
        group = [one for one in found if one.worth == worth]
        if group:
            lines += ["", f"## {meaning} ({len(group)})", ""]
            lines += ["| definition | status | what is wanted | where it stands | access |", "|---|---|---|---|---|"]
            lines += [_row(one) for one in group]
    return "\n".join(lines) + "\n"


def _row(one: Wanted) -> str:
    where = f"{one.source}: {one.at}" if one.source else "see the definition"
    cells = (f"`{one.definition}`", one.status, one.what, where, ACCESS[one.access])
    return "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |"
