"""What a definition counts as a trial: the four questions, answered or said to be left open."""

from collections.abc import Iterable, Iterator

from trd_registry.english.bounds import listed
from trd_registry.english.lexicon import Lexicon, quoted
from trd_registry.english.trial_facts import VALUES
from trd_registry.model.nodes import Condition, SeverityIs
from trd_registry.model.rules import Grouping, Rules, TrialSet
from trd_registry.model.walking import constant, facts_in, possible_values, walk
from trd_registry.reporting.telling.asked import Asking
from trd_registry.reporting.telling.outline import Item, item, sentence
from trd_registry.reporting.telling.provenance import Provenance, locator

_HEADINGS = {"eligible": "Eligible if", "adequate": "Adequate if", "failed": "Failed if", "proven": "Proven if"}

#: What is said where a question is not asked at all, or asks nothing under the default of a reading.
_UNASKED = {
    "eligible": "Every treatment is eligible",
    "adequate": "No rule on dose or duration",
    "failed": "The trial need not have failed",
    "proven": "No proof is asked",
}
_DRUGS = {"antidepressant", "augmentation", "psychedelic"}
_OF_DOSE = {"dose", "dose_adequate", "serum_level", "titrated_to_tolerance"}
_OF_DURATION = {"weeks", "days", "sessions", "duration_adequate"}


def trials_told(trials: Iterable[TrialSet], asking: Asking, provenance: Provenance, lexicon: Lexicon) -> Iterator[Item]:
    """One item for each set of trials, the questions under it."""
    for one in trials:
        never = [node for _, node in one.questions if constant(node) is False]
        if never:
            inside = [part for node in never for part in walk(node) if constant(part) is False]
            by = provenance.by_default([name for part in inside for name in part.readings])
            where = "" if provenance.is_silent else "".join(dict.fromkeys(locator(part.stated) for part in walk(one)))
            name = lexicon.set_names([one.name])
            yield Item(f"No trial is counted as {name}{by}{where}.", about=name)
            continue
        asking.speak_of(possible_values(one.eligible, "modality"))
        under = [part for question in _HEADINGS for part in _question(one, question, asking)]
        asking.speak_of(None)
        note = provenance.note(one.place)
        if note:
            under.append(item(f"Note: {sentence(note)}"))
        name = lexicon.set_names([one.name])
        title = f"A trial is counted as {name} on these terms{provenance.located(one.stated)}:"
        yield Item(title, tuple(under), name)


def _question(one: TrialSet, question: str, asking: Asking) -> Iterator[Item]:
    node: Condition | None = getattr(one, question)
    if node is None and question == "adequate":
        yield from (item(text) for text in _unasked_parts(one))
    elif node is None and question == "failed":
        yield item(f"{_UNASKED[question]}.")
    if node is None:
        return
    if question == "adequate" and constant(node) is True:
        by = asking.by_default(node)
        yield from (item(f"{text.removesuffix('.')}{by}.") for text in _unasked_parts(one))
        return
    yield asking.headed(_HEADINGS[question], node, _UNASKED[question])
    if question == "adequate":
        yield from (item(text) for text in _unasked_parts(one))


def _unasked_parts(one: TrialSet) -> Iterator[str]:
    """What a rule of adequacy leaves open: the dose of a drug, the duration or number of sessions."""
    asked = facts_in(one.eligible) | facts_in(one.adequate)
    modalities = possible_values(one.eligible, "modality")
    dose = not asked & _OF_DOSE and (modalities is None or bool(modalities & _DRUGS))
    duration = not asked & _OF_DURATION
    if dose or duration:
        yield f"No rule on {' or '.join(['dose'] * dose + ['duration'] * duration)}."


def bands_told(rules: Rules, lexicon: Lexicon) -> Iterator[Item]:
    """How scores are read as degrees of severity, for each division that is used."""
    used = dict.fromkeys(name for node in walk(rules) if isinstance(node, SeverityIs) for name in node.bands)
    for name in used:
        told = lexicon.severity_bands(name)
        if told:
            yield item(f"Severity bands of {quoted(lexicon.bands_source(name))}:", [item(one) for one in told])
    if used:
        yield item(
            "Where scores give different degrees, or one lies between two bands, each of the degrees stays possible."
        )


def groupings_told(groupings: Iterable[Grouping], provenance: Provenance, lexicon: Lexicon) -> Iterator[Item]:
    """What counts as one class, for each grouping that is used."""
    for one in groupings:
        groups: dict[str, list[str]] = {}
        for name, group in one.classes.items():
            groups.setdefault(group, []).append(lexicon.treatment_class(name))
        for name, group in one.modalities.items():
            groups.setdefault(group, []).append(f"{VALUES['modality'].get(name, name)}, whatever its class")
        under = [item(f"{group}: {listed(members)}") for group, members in groups.items()]
        rest = f"{one.rest}: every other class" if one.rest else "every other class stays a class of its own"
        note = provenance.note(f"/groupings/{one.name}")
        under += [item(rest), *([item(f"Note: {sentence(note)}")] if note else [])]
        where = provenance.locator_at(f"/groupings/{one.name}")
        yield item(f"Classes grouped by {quoted(one.name)}{where}; each group counts once:", under)
