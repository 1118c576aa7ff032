"""Sets of names as bits of one whole number, and the sorts of trials that a list may leave out."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import product

from trd_registry.model.errors import RegistryError
from trd_registry.model.facts import COMPLETENESS_KINDS, EPISODES, MODALITIES
from trd_registry.model.history import History, Trial

#: So many names fit into one column.
WIDTH = 64


class TooManyNames(RegistryError):
    """More different names than one column of bits can hold."""


def positions(names: Iterable[str]) -> Mapping[str, int]:
    """The bit of every name: the last in the alphabet has the lowest.

    Of two sets with equally many names, the one that comes first in the alphabet is then the larger number: the
    order in which the smallest number of distinct values is worked out can be had from the bits alone.
    """
    ordered = sorted(set(names), reverse=True)
    if len(ordered) > WIDTH:
        raise TooManyNames(f"{len(ordered)} names, such as {ordered[-1]!r}: at most {WIDTH} fit")
    return {name: place for place, name in enumerate(ordered)}


@cache
def domain_positions(domain: frozenset[str]) -> Mapping[str, int]:
    """The same for a closed domain; asked for every cell, so worked out once for each."""
    return positions(domain)


def mask(names: Iterable[str], places: Mapping[str, int]) -> int:
    """The bits of these names; raises KeyError for one that has no place."""
    found = 0
    for name in names:
        found |= 1 << places[name]
    return found


#: Every sort of trial that may exist unlisted: modality, episode, and whether augmentation is listed in full there.
SORTS: Sequence[tuple[str, str, bool]] = tuple(product(MODALITIES, EPISODES, (False, True)))

_PLACE = {sort: place for place, sort in enumerate(SORTS)}


def unlisted_mask(history: History) -> int:
    """Which sorts of trials may exist without being listed, as bits in the order of `SORTS`."""
    found = 0
    for modality, episode in product(MODALITIES, EPISODES):
        if not history.lists_in_full(modality, episode):
            found |= 1 << _PLACE[(modality, episode, history.lists_in_full("augmentation", episode))]
    return found


def stand_ins() -> Mapping[int, Trial]:
    """The stand-in of every sort by its bit; a list of augmentations that is full leaves none of them out."""
    return {place: _stand_in(*sort) for sort, place in _PLACE.items() if sort[0] != "augmentation" or not sort[2]}


def _stand_in(modality: str, episode: str, augmentations_listed: bool) -> Trial:
    left_out = {modality} if augmentations_listed else {modality, "augmentation"}
    complete = {
        kind: frozenset(one for one in EPISODES if one != episode or kind not in left_out)
        for kind in COMPLETENESS_KINDS
    }
    found = History("", complete=complete).unlisted
    return next(trial for trial in found if trial.choice("modality") == frozenset([modality]))
