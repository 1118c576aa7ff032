"""The entrance: every dimension of a definition, by default and under the other options of its readings."""

from collections.abc import Callable, Mapping

from trd_registry.comparing.dimensions import (
    adequacy,
    circumstances,
    class_rule,
    counting,
    failure,
    intolerance,
    patient,
    result,
    roles,
)
from trd_registry.comparing.dimensions.subject import Subject
from trd_registry.comparing.dimensions.value import Dimension, Dimensions, Otherwise, Value
from trd_registry.model.definition import Definition
from trd_registry.model.vocabulary import Vocabularies

#: Id -> title and what computes it, in the order in which they are shown. A new dimension is one entry.
DIMENSIONS: Mapping[str, tuple[str, Callable[[Subject], Value]]] = {
    "result": ("Result", result.result_kind),
    "trials-needed": ("Trials needed", counting.number_needed),
    "counted": ("What is counted", counting.what_is_counted),
    "class-rule": ("Different classes", class_rule.class_rule),
    "duration": ("Shortest adequate trial", adequacy.duration),
    "dose": ("Dose rule", adequacy.dose),
    "adherence": ("Adherence", adequacy.adherence),
    "failure": ("Failed if", failure.response_cut),
    "intolerance": ("Stop for intolerance", intolerance.intolerance),
    "episode": ("Episode of the trials", circumstances.episode),
    "prospective": ("Prospective proof", circumstances.prospective),
    "psychotherapy": ("Psychotherapy", roles.psychotherapy),
    "ect": ("ECT", roles.ect),
    "neurostimulation": ("Other neurostimulation", roles.neurostimulation),
    "augmentation": ("Augmentation", roles.augmentation),
    "severity": ("Severity", patient.severity),
    "episode-duration": ("Length of the episode", patient.episode_duration),
    "function": ("Function", patient.function),
    "comorbidity": ("Psychosis, comorbidity", patient.comorbidity),
    "age": ("Age", patient.age),
    "polarity": ("Diagnosis", patient.polarity),
}


def dimensions_of(definition: Definition, vocabularies: Vocabularies) -> Dimensions:
    """All dimensions; none for a record, whose rules are not known.

    Readings are varied one at a time, the others at their defaults. A reading without a default leaves
    open what hangs on it: every one of its options is then listed.
    """
    if not definition.is_executable:
        return Dimensions(definition.reference)
    usual = definition.settle({})[0]
    base = _values(definition, usual, vocabularies)
    others: list[tuple[str, str, Mapping[str, Value]]] = []
    for reading in definition.readings.values():
        for option in reading.options:
            if option != usual[reading.id]:
                found = _values(definition, {**usual, reading.id: option}, vocabularies)
                others.append((reading.id, option, found))
    return Dimensions(
        definition.reference,
        {name: _dimension(name, definition, usual, base[name], others) for name in DIMENSIONS},
    )


def values_of(definition: Definition, vocabularies: Vocabularies) -> Mapping[str, Value]:
    """Every dimension under default readings alone, a tenth of the work; none for a record.

    A reading without a default is taken by its first option.
    """
    if not definition.is_executable:
        return {}
    return _values(definition, definition.settle({})[0], vocabularies)


def _values(definition: Definition, choices: Mapping[str, str], vocabularies: Vocabularies) -> Mapping[str, Value]:
    titles = {name: str(one["title"]) for name, one in definition.document.get("trials", {}).items() if "title" in one}
    subject = Subject(definition.rules(choices), vocabularies, titles)
    return {name: compute(subject) for name, (_, compute) in DIMENSIONS.items()}


def _dimension(
    name: str,
    definition: Definition,
    usual: Mapping[str, str],
    value: Value,
    others: list[tuple[str, str, Mapping[str, Value]]],
) -> Dimension:
    different = [
        Otherwise(reading, option, values[name])
        for reading, option, values in others
        if values[name].says != value.says
    ]
    undecided = [
        one for one in dict.fromkeys(each.reading for each in different) if definition.readings[one].default is None
    ]
    first = [Otherwise(reading, usual[reading], value) for reading in undecided]
    silent = dict.fromkeys(one.reading for one in different if definition.readings[one.reading].silent)
    return Dimension(name, DIMENSIONS[name][0], None if undecided else value, (*first, *different), tuple(silent))
