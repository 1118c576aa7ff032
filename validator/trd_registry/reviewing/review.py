"""The entrance: two checkouts in, a review out. The head's files are read as data, never imported or run."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from errno import ENOTDIR
from pathlib import Path

from trd_registry.checking.check import check
from trd_registry.checking.readiness import REFUSED
from trd_registry.loading.registry import Registry, version_key
from trd_registry.loading.yaml_reader import read_yaml
from trd_registry.model.definition import Definition
from trd_registry.model.errors import RegistryError
from trd_registry.model.finding import Finding, InvalidInput
from trd_registry.reviewing.annotations import worst_first
from trd_registry.reviewing.changes import Changed, Changes, Place
from trd_registry.reviewing.neighbours import Nearness, nearest_by_dimensions
from trd_registry.reviewing.page import Items, Part, Review, Section, Table, Text
from trd_registry.reviewing.refusals import refusals, released_by
from trd_registry.reviewing.staging import as_in_head, locked_files, set_aside, staged
from trd_registry.reviewing.told import (
    cases_parts,
    difference_parts,
    dimensions_part,
    reference_situations,
    rule_part,
    verdicts_part,
)
from trd_registry.reviewing.tree import tree_of

#: Definitions told of in full, and files checked; a pull request beyond that is for several reviews.
MAX_TOLD, MAX_CHECKED = 12, 200
#: Lines of a list of files, and of the table of findings.
MAX_LISTED, MAX_FINDINGS = 40, 25

_DISCLAIMER = (
    "Written by a program from the files of this pull request; a maintainer decides. What is shown of a definition "
    "is computed from its rules by the base branch's code."
)


def review(base: Path, head: Path, nearness: Nearness = nearest_by_dimensions) -> Review:
    """What a pull request does to the registry.

    Args:
        base: A checkout of the branch that it is to be merged into.
        head: A checkout of what it would become: untrusted.
        nearness: Finds the definitions to show beside a new one.

    Raises:
        NotADirectoryError: where one of the folders is not there, or the base holds no definitions.
    """
    changes = Changes(tree_of(base), tree_of(head))
    if not (base / "definitions").is_dir():
        raise NotADirectoryError(ENOTDIR, "There is no such folder", str(base / "definitions"))
    with staged(changes) as root:
        return _Reviewer(changes, root, nearness).review()


class _Reviewer:
    def __init__(self, changes: Changes, root: Path, nearness: Nearness) -> None:
        self._changes = changes
        self._root = root
        self._nearness = nearness
        self._before = Registry(changes.base.root)

    def review(self) -> Review:
        checked = [as_in_head(one, self._root) for one in self._checked()]
        errors = {one.path for one in checked if one.level == "error" and one.code < "TRD5"}
        self._set_aside(errors)
        self._registry = Registry(self._root)
        refused = [as_in_head(one, self._root) for one in refusals(self._changes, self._root)]
        findings = list(dict.fromkeys([*refused, *checked]))
        sections = [self._summary(findings), *self._findings(findings), *self._people()]
        sections += [self._told(place, errors) for place in self._changes.places[:MAX_TOLD]]
        if len(self._changes.places) > MAX_TOLD:
            rest = tuple(one.reference for one in self._changes.places[MAX_TOLD:])
            sections.append(Section("Definitions not told of here", (Items(rest),)))
        return Review(tuple(findings), tuple(sections))

    def _set_aside(self, errors: set[str]) -> None:
        """What cannot be used, and released vocabularies that were altered, keep nothing else from being judged."""
        vocabularies = {one.path for one in self._changes.data if one.standing.kind == "vocabulary"}
        released = locked_files(self._changes.base)
        # A case file is read for its own definition alone, and its fault is said there.
        away = {path for path in errors if not path.endswith("/cases.yaml")} | (vocabularies & released)
        set_aside(self._changes, self._root, away)
        try:
            _ = Registry(self._root).vocabularies
        except (RegistryError, ValueError):
            # Each is sound, and together they are not.
            set_aside(self._changes, self._root, vocabularies)

    # What is found ------------------------------------------------------------------------------

    def _checked(self) -> tuple[Finding, ...]:
        """The check of the changed files, and of the cases and rules that stand beside them."""
        paths = dict.fromkeys(one.path for one in self._changes.checked[:MAX_CHECKED])
        beside = [place.file(name) for place in self._changes.places for name in ("definition.yaml", "cases.yaml")]
        paths |= dict.fromkeys(path for path in beside if (self._root / path).is_file())
        files = [self._root / path for path in paths if (self._root / path).is_file()]
        return check(files).findings if files else ()

    def _findings(self, findings: list[Finding]) -> Iterator[Section]:
        if findings:
            ordered = worst_first(findings)[:MAX_FINDINGS]
            rows = tuple(
                (f"{one.path}:{one.line}:{one.column}", f"{one.code} {one.level}", f"{one.message} {one.remedy}")
                for one in ordered
            )
            parts: list[Part] = [Table(("where", "code", "what, and what to do"), rows)]
            if len(findings) > len(ordered):
                parts.append(Text(f"And {len(findings) - len(ordered)} more: trd check shows them all."))
            yield Section("Findings", tuple(parts))

    def _summary(self, findings: list[Finding]) -> Section:
        refused = sum(one.code == REFUSED for one in findings)
        errors = sum(one.level == "error" for one in findings) - refused
        warnings = len(findings) - errors - refused
        if not self._changes.all:
            said = "No file differs from the base branch."
        elif refused:
            said = f"Refused: {refused} of the changes may not be made in any pull request; see the findings."
        elif errors:
            said = f"Not yet: {errors} of the findings are errors."
        else:
            said = "No errors."
        counted = f"{len(self._changes.checked)} files checked, {errors} errors, {warnings} warnings."
        lines: list[Part] = [Text(f"{said} {counted}"), Text(_DISCLAIMER)]
        if len(self._changes.checked) > MAX_CHECKED:
            lines.append(Text(f"Only the first {MAX_CHECKED} changed files were checked."))
        released = released_by(self._changes)
        if released:
            says = f"It releases {', '.join(released[:MAX_LISTED])}. Only a maintainer does that."
            lines.append(Text(says))
        return Section("What this pull request does to the registry", tuple(lines))

    def _people(self) -> Iterator[Section]:
        """What no program has read."""
        unread = [*self._changes.outside, *self._changes.unread]
        gone = [one for one in self._changes.data if one.how == "removed" and one.is_yaml]
        parts: list[Part] = []
        if unread:
            parts.append(Text("Not read here: a person must review these."))
            parts.append(_listed(unread))
        if gone:
            parts += [Text("Taken away."), _listed(gone)]
        if parts:
            yield Section("For a person", tuple(parts))

    # What is told of a definition ---------------------------------------------------------------

    def _told(self, place: Place, errors: set[str]) -> Section:
        how = self._changes.how(place.file("definition.yaml"))
        title = f"{place.reference}: {_HOW[how]}"
        if place.file("definition.yaml") in errors:
            return Section(title, (Text("It is told of here once its errors are gone."),))
        try:
            definition = self._registry.get(place.reference)
        except RegistryError as error:
            return Section(title, (Text(f"It cannot be told of: {_first(error)}"),))
        parts: list[Part] = [Text(f"{definition.title} ({definition.kind}, {definition.status}, {definition.year})")]
        if not definition.is_executable:
            parts += [Text("A record: it has no rules to run."), rule_part(definition, self._registry)]
            return Section(title, tuple(parts))
        steps: list[Callable[[], Iterator[Part]]] = [
            lambda: cases_parts(definition, self._registry),
            lambda: self._cases_taken_away(place),
        ]
        if how is not None:
            steps += [lambda: self._compared(definition, how), lambda: self._behaviour(definition)]
        for step in steps:
            try:
                parts += step()
            except RegistryError as error:
                parts.append(Text(f"Not shown, because a file cannot be used: {_first(error)}"))
        return Section(title, tuple(parts))

    def _behaviour(self, definition: Definition) -> Iterator[Part]:
        neighbours = self._nearness(definition, self._registry)
        yield dimensions_part(definition, neighbours, self._registry)
        yield Text("A star: another option of a reading says otherwise. Under default readings:")
        yield verdicts_part(definition, reference_situations(definition, self._registry), self._registry)
        yield rule_part(definition, self._registry)

    def _compared(self, definition: Definition, how: str) -> Iterator[Part]:
        before = self._predecessor(definition, how)
        if before is not None:
            yield from difference_parts(before, definition, self._registry)

    def _predecessor(self, definition: Definition, how: str) -> Definition | None:
        """The same version in the base, or the one below it; None where the definition is new."""
        if how == "changed":
            return self._before.get(definition.reference)
        versions = [one.partition("@")[2] for one in self._before.references() if one.startswith(f"{definition.id}@")]
        below = [one for one in versions if version_key(one) < version_key(definition.version)]
        return self._before.get(f"{definition.id}@{max(below, key=version_key)}") if below else None

    def _cases_taken_away(self, place: Place) -> Iterator[Part]:
        path = place.file("cases.yaml")
        if self._changes.how(path) != "changed":
            return
        before, after = (_case_texts(root / path) for root in (self._changes.base.root, self._root))
        other = [name for name, text in before.items() if after.get(name) != text]
        if other:
            yield Text("Cases of the base branch that are gone or say otherwise; a reviewer asks why:")
            yield Items(tuple(other[:MAX_LISTED]))


_HOW = {
    "added": "a new version",
    "changed": "changed",
    "removed": "its rules are gone",
    None: "its worked cases have changed",
}


def _listed(changed: Sequence[Changed]) -> Items:
    """The files; of a folder with many of them how many, so that it buries no other."""
    folders = Counter(one.path.partition("/")[0] for one in changed)
    many = {name: count for name, count in folders.items() if count > MAX_LISTED // 2}
    lines = [f"{one.path} ({one.how})" for one in changed if one.path.partition("/")[0] not in many]
    lines += [f"{name}/: {count} files" for name, count in many.items()]
    more = len(lines) - MAX_LISTED
    return Items((*lines[:MAX_LISTED], *([f"and {more} more"] if more > 0 else [])))


def _case_texts(path: Path) -> dict[str, str]:
    try:
        value = read_yaml(path).value
    except InvalidInput:
        return {}
    cases = value.get("cases") if isinstance(value, dict) else None
    return {str(one.get("name")): repr(one) for one in cases or () if isinstance(one, dict)}


def _first(error: RegistryError) -> str:
    return error.message.splitlines()[0]
