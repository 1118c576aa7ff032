"""What holds of every history that can be: no fact where it has no meaning, no dates against each other."""

from collections.abc import Iterator, Sequence

from trd_registry.model.history import DAYS_A_WEEK
from trd_registry.model.interval import Interval
from trd_registry.witnessing.days import LONGEST_AGO
from trd_registry.witnessing.logic import Proposition, as_proposition, at_least, denied, every, solver, some
from trd_registry.witnessing.patient_points import SEVERITY
from trd_registry.witnessing.plausible import Plausible
from trd_registry.witnessing.space import Chosen, Slot, Space, options_with

AUGMENTATION = frozenset(["augmentation"])
MONTHS_A_YEAR = 12


def laws(space: Space, usual: Plausible) -> Iterator[Proposition]:
    """Propositions that the solver takes for granted."""
    for chosen in (*space.patient, *(point for slot in space.slots for point in slot.points)):
        yield chosen.one_only
    for first, second in zip(space.slots, space.slots[1:], strict=False):
        yield some([first.there, denied(second.there)])
    yield from _in_order(space)
    for slot in space.slots:
        yield from _meaningful(slot, space, usual)
        yield from _in_episode(slot, space)
        yield from _in_time(slot, space)
    yield from _attached(space)
    yield from _one_ongoing_drug(space)
    yield from _severity_told_once(space)
    yield from _ages(space)


def _in_order(space: Space) -> Iterator[Proposition]:
    """Trials stand in the order of the options of their treatment: in another order they are no other history."""
    z3 = solver()
    for first, second in zip(space.slots, space.slots[1:], strict=False):
        ours, theirs = first.by_fact["treatment"].taken, second.by_fact["treatment"].taken
        so_far: Proposition = False
        for number in range(len(ours) - 1):
            # The second trial may take an option only where the first has taken it or one before it.
            reached = z3.Bool(f"trial{first.number}.treatment.to{number}")
            yield reached == as_proposition(some([so_far, ours[number]]))
            yield some([denied(second.there), denied(theirs[number]), reached])
            so_far = reached


def augmenting(slot: Slot) -> Proposition:
    """That the trial is an augmentation."""
    treatment = slot.by_fact["treatment"]
    return treatment.among(options_with(treatment, "role", AUGMENTATION))


def _meaningful(slot: Slot, space: Space, usual: Plausible) -> Iterator[Proposition]:
    """A fact is told of the kinds of treatment of which it has a meaning, and of no other."""
    treatment = slot.by_fact["treatment"]
    for fact, modalities in usual.of.items():
        chosen = slot.by_fact.get(fact)
        if chosen is None or chosen is treatment:
            continue
        told = chosen.among(_stating(chosen, fact))
        of_kind = treatment.among(options_with(treatment, "modality", modalities))
        yield some([denied(told), of_kind])
        if fact not in space.asked.optional:
            yield some([told, denied(of_kind), chosen.among(_implied(chosen, fact))])


def _implied(chosen: Chosen, fact: str) -> list[int]:
    """The options that leave the fact out where a complete list then says that it is not so."""
    return [
        number for number, option in enumerate(chosen.point.options) if not option.piece and fact in option.facts[0]
    ]


def _stating(chosen: Chosen, fact: str) -> list[int]:
    return [number for number, option in enumerate(chosen.point.options) if fact in option.piece]


def _in_episode(slot: Slot, space: Space) -> Iterator[Proposition]:
    """In a first episode there is no earlier one, and what goes on is of the present one."""
    number, episode = space.by_fact.get("episode.number"), slot.by_fact.get("episode")
    if episode is not None:
        earlier = episode.among(options_with(episode, "episode", frozenset(["earlier"])))
        yield denied(every([_ongoing(slot), earlier]))
    if number is None or episode is None:
        return
    first = [at for at, option in enumerate(number.point.options) if option.piece == {"episode": {"number": 1}}]
    yield some([denied(number.among(first)), episode.among(options_with(episode, "episode", frozenset(["current"])))])


def _in_time(slot: Slot, space: Space) -> Iterator[Proposition]:
    """Dates in order, as far apart as the trial was long; one that goes on has not ended."""
    if slot.began is None:
        return
    yield every([slot.began >= slot.ended, slot.ended >= 0, slot.began >= 0, slot.began <= LONGEST_AGO])
    duration = slot.by_fact["weeks"]
    for number, option in enumerate(duration.point.options):
        weeks = option.facts[0].get("weeks")
        taken = every([space.dated, duration.taken[number]])
        if not isinstance(weeks, Interval):
            yield denied(taken) if option.piece else True
            continue
        days = weeks.lower * DAYS_A_WEEK
        if abs(days - round(days)) > 1e-6:
            yield denied(taken)
        else:
            yield some([denied(taken), slot.began - slot.ended == round(days)])
    ongoing = _ongoing(slot)
    yield some([denied(space.dated), denied(ongoing), slot.ended == 0])


def _ongoing(slot: Slot) -> Proposition:
    outcome = slot.by_fact["stopped"]
    return outcome.among(options_with(outcome, "stopped", frozenset(["ongoing"])))


def _one_ongoing_drug(space: Space) -> Iterator[Proposition]:
    """Two antidepressants that go on must say how they are given together."""
    going_on = []
    for slot in space.slots:
        treatment = slot.by_fact["treatment"]
        drugs = options_with(treatment, "modality", frozenset(["antidepressant"]))
        bare = [number for number in drugs if "role" not in treatment.point.options[number].piece]
        going_on.append(every([slot.there, _ongoing(slot), treatment.among(bare)]))
    yield denied(at_least(going_on, 2))


def _attached(space: Space) -> Iterator[Proposition]:
    """An augmentation is added to one trial at most, which is there and is none itself."""
    for (one, other), link in space.links.items():
        agent, base = space.slots[one], space.slots[other]
        yield some([denied(link), every([agent.there, augmenting(agent), base.there, denied(augmenting(base))])])
        again = [space.links[one, third.number] for third in space.slots if third.number not in (one, other)]
        yield some([denied(link), denied(some(again))])


def _severity_told_once(space: Space) -> Iterator[Proposition]:
    """A degree stands for all scores, and is not told beside one."""
    degree = space.by_fact.get(SEVERITY)
    if degree is None:
        return
    told = degree.among([at for at, option in enumerate(degree.point.options) if option.piece])
    for chosen in space.patient:
        if chosen.point.name.startswith("episode.score."):
            score = chosen.among([at for at, option in enumerate(chosen.point.options) if option.piece])
            yield denied(every([told, score]))


def _ages(space: Space) -> Iterator[Proposition]:
    """The illness began neither after today nor before birth, and the episode not before the illness."""
    yield from _never(space, "illness.onset_age", "patient.age", lambda onset, age: onset > age)
    yield from _never(space, "illness.years", "patient.age", lambda years, age: years > age)
    yield from _never(
        space, "episode.months", "illness.years", lambda months, years: months > (years + 1) * MONTHS_A_YEAR
    )


def _never(space: Space, one: str, other: str, is_impossible: object) -> Iterator[Proposition]:
    assert callable(is_impossible)
    first, second = space.by_fact.get(one), space.by_fact.get(other)
    if first is None or second is None:
        return
    for number, value in _numbers(first, one):
        bad = [at for at, against in _numbers(second, other) if is_impossible(value, against)]
        yield denied(every([first.taken[number], second.among(bad)]))


def _numbers(chosen: Chosen, fact: str) -> Sequence[tuple[int, float]]:
    found = []
    for number, option in enumerate(chosen.point.options):
        value = option.facts[0].get(fact)
        if isinstance(value, Interval) and value.is_exact:
            found.append((number, value.lower))
    return found
