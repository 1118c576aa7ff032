"""What is needed, and how the result is read: a criterion, stages, classes or a score."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import inf
from typing import Any

from trd_registry.english.bounds import bounds_in_words, listed
from trd_registry.english.lexicon import quoted
from trd_registry.english.teller import Teller
from trd_registry.model.interval import format_number
from trd_registry.model.rules import BandedStages, Criterion, Ladder, Outcome, Rung, Score, Tiers
from trd_registry.model.walking import constant
from trd_registry.reporting.telling.asked import Asking
from trd_registry.reporting.telling.outline import Item, Section, item, section, sentence
from trd_registry.reporting.telling.provenance import Provenance
from trd_registry.reporting.telling.score import ScoreTelling, stretch

NEEDED = "What is needed"
READ = "How the result is read"
NO_CUT = "No cut for treatment-resistant depression is given."
_MET_OR_NOT = "Met or not met; cannot tell where a fact that would decide is not recorded."
_ALWAYS_MET = "Met by everybody of whom it speaks; cannot tell where it is not known whether it speaks of the patient."


@dataclass(frozen=True, slots=True)
class OutcomeTelling:
    """Tells the outcome of one definition."""

    teller: Teller
    asking: Asking
    provenance: Provenance

    def sections(self, outcome: Outcome) -> list[Section]:
        """What is needed, then how the result is read."""
        tell = _TABLE.get(type(outcome))
        if tell is None:
            return [section(NEEDED, [item(sentence(self.teller.words(outcome)))])]
        return list(tell(self, outcome))

    def rungs(self, rungs: tuple[Rung, ...]) -> Iterator[Item]:
        """Stages or classes, each with its condition."""
        for rung in rungs:
            note = self.provenance.note(rung.place)
            one = self.asking.headed(
                f"{_stage(rung.name)}{self.provenance.located(rung.stated)} if", rung.when, f"{rung.name}: always"
            )
            last = (item(f"Note: {sentence(note)}"),) if note else ()
            yield Item(one.text, one.items + last, quoted(rung.name))


def _criterion(telling: OutcomeTelling, outcome: Criterion) -> Iterator[Section]:
    head = "The definition is met if"
    one = telling.asking.headed(head, outcome.condition, "Nothing is needed")
    yield section(NEEDED, [one])
    yield section(READ, [item(_ALWAYS_MET if constant(outcome.condition) is True else _MET_OR_NOT)])


def _ladder(telling: OutcomeTelling, outcome: Ladder) -> Iterator[Section]:
    how = {
        "cumulative": "Stages, the lowest first. Each stage needs those below it as well.",
        "highest": "Stages, the lowest first. The highest whose condition holds is the stage.",
    }[outcome.kind]
    yield section(NEEDED, [item(f"{how}{telling.provenance.marks(outcome)}"), *telling.rungs(outcome.rungs)])
    below = f"Below the first stage the result is {quoted(outcome.below)}."
    yield section(READ, [item(below), item(_cut(outcome.trd_from))])


def _banded_stages(telling: OutcomeTelling, outcome: BandedStages) -> Iterator[Section]:
    marks = telling.provenance.marks(outcome)
    bands = [item(f"{stretch(band)}: {_stage(band.name)}") for band in outcome.bands]
    measure = telling.teller.marked(outcome.measure)
    yield section(NEEDED, [item(f"The stage follows from {measure}{marks}:", bands)])
    yield section(READ, [item(_cut(outcome.trd_from))])


def _tiers(telling: OutcomeTelling, outcome: Tiers) -> Iterator[Section]:
    head = f"Classes; a patient may belong to several or to none.{telling.provenance.marks(outcome)}"
    yield section(NEEDED, [item(head), *telling.rungs(outcome.tiers)])
    names = [quoted(one.name) for one in outcome.tiers if one.name in outcome.trd]
    cut = f"Treatment-resistant depression is present in the class {listed(names)}." if names else NO_CUT
    yield section(READ, [item(cut)])


def _score(telling: OutcomeTelling, outcome: Score) -> Iterator[Section]:
    items = ScoreTelling(telling.teller, telling.provenance)
    yield section(NEEDED, [items.item(name, one) for name, one in outcome.items.items()])
    low, high = outcome.range
    reach = f"at least {format_number(low)}, without an upper end" if high == inf else _range(low, high)
    under = [item(f"The total of the items is {reach}{telling.provenance.marks(outcome)}.")]
    if outcome.bands:
        under.append(item("Bands:", [item(f"{stretch(band)}: {band.name}") for band in outcome.bands]))
    if outcome.trd:
        under.append(item(f"Treatment-resistant depression is present at {bounds_in_words(outcome.trd, 'points')}."))
    else:
        under.append(item(NO_CUT))
    yield section(READ, under)


def _range(low: float, high: float) -> str:
    return f"{format_number(low)} to {format_number(high)}"


def _stage(name: str) -> str:
    """``Stage II``; a name that says so itself is left as it is."""
    return name if any(letter.islower() for letter in name) and len(name) > 3 else f"Stage {name}"


def _cut(trd_from: str) -> str:
    return f"Treatment-resistant depression is present from {quoted(trd_from)} on." if trd_from else NO_CUT


#: Type of outcome -> how it is told; one entry for each type.
_TABLE: Mapping[type, Callable[[OutcomeTelling, Any], Iterator[Section]]] = {
    Criterion: _criterion,
    Ladder: _ladder,
    BandedStages: _banded_stages,
    Tiers: _tiers,
    Score: _score,
}
