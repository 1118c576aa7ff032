"""The highest count that trials of some modalities alone can reach: ECT is one class, however often it was given."""

from math import inf

from trd_registry.comparing.dimensions.subject import Subject
from trd_registry.model.nodes import Count, TherapyOnList, TrialMeasure
from trd_registry.model.walking import walk


def highest_count(subject: Subject, measure: TrialMeasure, kinds: frozenset[str]) -> float:
    """The highest count that trials of these modalities alone can reach."""
    if not isinstance(measure, Count) or not measure.distinct or not kinds:
        return inf if kinds else 0
    if measure.distinct == "modality":
        return len(kinds)
    known = subject.vocabularies.treatments
    entries = [(name, known[name]) for name in _admitted(subject, measure) if known[name].modality in kinds]
    if measure.distinct == "treatment":
        return len(entries) or inf
    if measure.distinct != "class":
        return inf
    grouping = subject.rules.groupings.get(measure.grouping)
    classes = {(entry.treatment_class, entry.modality) for _, entry in entries}
    return len({grouping.group(*one) if grouping else one[0] for one in classes}) or inf


def _admitted(subject: Subject, measure: TrialMeasure) -> frozenset[str]:
    """The treatments of the vocabulary that a set of the measure can hold."""
    key = ("admitted", measure.of, id(measure.where))
    if key not in subject.memo:
        found: set[str] = set()
        for name in measure.of:
            allowed = {fact: subject.values(name, measure.where, fact) for fact in ("treatment", "class", "modality")}
            lists = _lists(subject, name, measure)
            for treatment, entry in subject.vocabularies.treatments.items():
                facts = {"treatment": treatment, "class": entry.treatment_class, "modality": entry.modality}
                fits = all(values is None or facts[fact] in values for fact, values in allowed.items())
                if fits and all(treatment in members for members in lists):
                    found.add(treatment)
        subject.memo[key] = frozenset(found)
    admitted: frozenset[str] = subject.memo[key]
    return admitted


def _lists(subject: Subject, name: str, measure: TrialMeasure) -> list[frozenset[str]]:
    """The members of every list that a set asks its psychotherapies to be on."""
    key = ("lists", name, id(measure.where))
    if key not in subject.memo:
        known = subject.vocabularies.therapy_lists
        nodes = [node for node in walk(subject.narrowed(name, measure.where)) if isinstance(node, TherapyOnList)]
        subject.memo[key] = [known[node.list].members for node in nodes if node.list in known]
    found: list[frozenset[str]] = subject.memo[key]
    return found
