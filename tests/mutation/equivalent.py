"""Whether a change that nothing noticed changes any answer at all, asked of the solver."""

from collections.abc import Iterator, Mapping

from mutation.change import Change
from mutation.trying import Subject
from trd_registry.model.definition import Definition
from trd_registry.model.errors import RegistryError
from trd_registry.witnessing.contrast import contrast
from trd_registry.witnessing.sides import NotSearchable, Side
from trd_registry.witnessing.told_by_solver import Undecided
from trd_registry.witnessing.witness import NotConfirmed


def difference(subject: Subject, change: Change) -> str:
    """``same rules``, ``no witness``, ``witness`` or why neither could be shown.

    ``no witness``: on no completely known history within the bound of `trd witness` do the two differ, under any
    choice of options under which their rules differ.
    """
    mutant = subject.changed(change)
    choices = list(choices_apart(subject, mutant))
    if not choices:
        return "same rules"
    for readings in choices:
        try:
            left, right = (Side.of(one, subject.registry, readings) for one in (subject.definition, mutant))
            found = contrast(left, right, subject.registry)
        except (NotSearchable, Undecided, NotConfirmed) as error:
            return f"not searchable: {error}"
        except RegistryError as error:
            return f"not decided: {error}"
        if not found.are_equivalent:
            return f"witness: {next(one.witness.data for one in found.directions if one.witness is not None)}"
    return "no witness"


def choices_apart(subject: Subject, mutant: Definition) -> Iterator[Mapping[str, str]]:
    """Where the rules differ: by default, under single other options, or, where under none, under pairs of them."""
    readings = subject.definition.readings.values()
    options = [(one.id, option) for one in readings for option in one.options if option != one.default]
    singles: list[dict[str, str]] = [{}, *({reading: option} for reading, option in options)]
    apart = [one for one in singles if _differ(subject, mutant, one)]
    if not apart:
        pairs = ({one[0]: one[1], two[0]: two[1]} for one in options for two in options if one[0] < two[0])
        apart = [one for one in pairs if _differ(subject, mutant, one)]
    yield from apart


def _differ(subject: Subject, mutant: Definition, readings: Mapping[str, str]) -> bool:
    return subject.rules(mutant, readings) != subject.rules(subject.definition, readings)
