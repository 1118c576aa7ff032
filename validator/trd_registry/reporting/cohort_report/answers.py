"""What the report comes to, in a few sentences that stand before everything else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median

from trd_registry.comparing.agreement import cohen_kappa, gwet_ac1, percent_agreement
from trd_registry.reporting.cohort_report.agreement import pair_table
from trd_registry.reporting.cohort_report.cells import Cell, counted, in_words, percent
from trd_registry.reporting.cohort_report.material import Material
from trd_registry.reporting.cohort_report.prevalence import Prevalence
from trd_registry.reporting.cohort_report.table import Table

#: A kappa that is by so much below the share judged alike is said to be mostly chance.
_FAR_LESS = 0.3


@dataclass(frozen=True, slots=True)
class Answer:
    """One question that every reader has, and what these results say."""

    question: str
    says: str


@dataclass(frozen=True, slots=True)
class _Whole:
    """A definition of which nothing is suppressed."""

    name: str
    title: str
    met: int
    undecided: int


def answers(material: Material, found: Mapping[str, Prevalence], tables: Mapping[str, Table]) -> list[Answer]:
    """The questions in their order; figures that are suppressed take no part, nor does what follows from them.

    Args:
        material: The counts.
        found: Reference -> who has TRD by it, as it is shown.
        tables: The tables of the report by name, as they are shown.
    """
    whole = [
        _Whole(one.ran.definition, one.ran.title, one.met, one.undecided)
        for one in found.values()
        if not one.is_touched and isinstance(one.met, int) and isinstance(one.undecided, int)
    ]
    said = [
        Answer("How many have TRD?", _how_many(material, whole)),
        Answer("By which definition?", _by_which(material, whole)),
        Answer("How far do they agree?", _how_far(material)),
        Answer("How much of the answer is missing data?", _how_much(material, whole, tables)),
    ]
    return [one for one in said if one.says]


def _how_many(material: Material, whole: Sequence[_Whole]) -> str:
    definitions = len(material.evaluated.definitions)
    judged = len(material.judged)
    who = f"{counted(material.persons, 'person')} {'was' if material.persons == 1 else 'were'} judged by "
    what = (
        counted(definitions, "published definition")
        if definitions == judged
        else (
            f"{counted(definitions, 'published definition')} and staging methods, {judged:,} of which say who has TRD"
        )
    )
    if not whole:
        return f"{who}{what}."
    shares = sorted(one.met / material.persons for one in whole)
    upper = sorted((one.met + one.undecided) / material.persons for one in whole)
    if len(whole) == 1:
        return (
            f"{who}{what}. {percent(shares[0])} of them certainly have TRD"
            f"{f', and up to {percent(upper[0])} if what is missing turned out so' if upper[0] > shares[0] else ''}."
        )
    return (
        f"{who}{what}. There is no one number: from {percent(shares[0])} to {percent(shares[-1])} of the persons "
        f"certainly have TRD, depending on the definition; by half of the definitions it is {percent(median(shares))} "
        "or "
        f"less. If what is missing from the records turned out so, it could be up to {percent(upper[-1])}."
    )


def _by_which(material: Material, whole: Sequence[_Whole]) -> str:
    if len(whole) < 2:
        return ""
    most = max(whole, key=lambda one: (one.met, one.name))
    said = f"Most certainly have it by {most.name} ({most.title}): {most.met:,} of {material.persons:,}."
    names = {one.ran.definition for one in material.compared}
    compared = sorted((one for one in whole if one.name in names), key=lambda one: (one.met, one.name))
    if len(compared) > 1 and len(compared) < len(whole):
        first, last = compared[0], compared[-1]
        said += (
            f" By the {counted(len(compared), 'definition')} that are set against each other here it is from "
            f"{first.met:,} ({first.name}) to {last.met:,} ({last.name})."
        )
    nobody = [one for one in whole if not one.met]
    if nobody:
        still = sum(one.undecided > 0 for one in nobody)
        said += f" {counted(len(nobody), 'definition')} {'is' if len(nobody) == 1 else 'are'} certainly met by nobody"
        said += f"; by {still:,} of these it cannot be told of some persons." if still else "."
    return said


def _how_far(material: Material) -> str:
    pairs = []
    for one, other in combinations(material.compared, 2):
        pair = (one.ran.reference, other.ran.reference)
        if not material.is_withheld(*pair):
            known = pair_table(material.crossing(*pair))
            pairs.append((known.persons, percent_agreement(known), cohen_kappa(known), gwet_ac1(known)))
    pairs = [one for one in pairs if one[0]]
    if not pairs:
        return ""
    shares = [one[0] / material.persons for one in pairs]
    alike = [one[1].value for one in pairs if one[1].value is not None]
    kappas = [one[2].value for one in pairs if one[2].value is not None]
    if len(pairs) == 1:
        kappa = f" (kappa {_figure(kappas[0])})" if kappas else ""
        return (
            f"Both definitions can be worked out for {percent(shares[0])} of the persons, and {percent(alike[0])} of "
            f"these are judged alike{kappa}."
        )
    shown = " and not suppressed" if material.least > 1 else ""
    said = (
        f"Over the {counted(len(pairs), 'pair')} of definitions that are set against each other here{shown}, both can "
        f"be worked out for {percent(median(shares))} of the persons (median), and {percent(median(alike))} of these "
        "are judged alike"
    )
    if not kappas:
        return f"{said}."
    runs = f"has a median of {_figure(median(kappas))} and runs from {_figure(min(kappas))} to {_figure(max(kappas))}."
    if median(kappas) < median(alike) - _FAR_LESS:
        return f"{said}. Most of that is what chance would give: Cohen's kappa {runs}"
    return f"{said}. Cohen's kappa, which takes off what chance would give, {runs}"


def _how_much(material: Material, whole: Sequence[_Whole], tables: Mapping[str, Table]) -> str:
    if not whole:
        return ""
    every = len(whole) * material.persons
    undecided = sum(one.undecided for one in whole)
    if not undecided:
        return "None: every answer is settled."
    middle = median(one.undecided / material.persons for one in whole)
    most = max(whole, key=lambda one: (one.undecided, one.name))
    of_all = (
        "all answers" if len(whole) == len(material.judged) else f"the answers of {counted(len(whole), 'definition')}"
    )
    said = f"{percent(undecided / every)} of {of_all} (a person under a definition) cannot be told from the records"
    if len(whole) > 1:
        said += (
            f"; by half of the definitions it is open for {percent(middle)} of the persons or more, by {most.name} for "
            f"{percent(most.undecided / material.persons)}"
        )
    return f"{said}.{_first_fact(material, tables)}"


def _first_fact(material: Material, tables: Mapping[str, Table]) -> str:
    """The fact that alone would settle most answers of the sample."""
    if "missing_facts" not in tables or not tables["missing_facts"].rows:
        return ""
    meaning, _, _, is_open, settled = tables["missing_facts"].rows[0]
    if not isinstance(settled, int) or not settled:
        return ""
    return (
        f" In a sample of {counted(material.evaluated.sample, 'person')}, most answers would be settled alone by "
        f"“{meaning}”: {settled:,} of the {in_words(is_open)} for which it is open."
    )


def _figure(value: Cell) -> str:
    return in_words(value, "coefficient")
