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
from trd_registry.reporting.cohort_report.suppressing import is_small
from trd_registry.reporting.cohort_report.table import Table


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
        f"certainly have TRD, depending on the definition; by half of the definitions it is {percent(median(shares))} or "
        f"less. If what is missing from the records turned out so, it could be up to {percent(upper[-1])}."
    )


def _by_which(material: Material, whole: Sequence[_Whole]) -> str:
    if len(whole) < 2:
        return ""
    most = max(whole, key=lambda one: (one.met, one.name))
    nobody = sum(not one.met for one in whole)
    said = f"Most certainly have it by {most.name} ({most.title}): {most.met:,} of {material.persons:,}."
    compared = [one for one in whole if one.name in {other.ran.definition for other in material.compared}]
    others = [one for one in compared if one is not most and one.met]
    if others:
        listed = sorted(others, key=lambda one: (-one.met, one.name))
        shown = [listed[0], *listed[1:][-1:]]
        said += (
            " Of those that are set against each other here, "
            + " and ".join(f"{one.name} is certainly met by {one.met:,}" for one in shown)
            + "."
        )
    if nobody:
        said += (
            f" Nobody certainly meets {nobody:,} of the definitions, often because the records lack what they ask for."
        )
    return said


def _how_far(material: Material) -> str:
    pairs = []
    for one, other in combinations(material.compared, 2):
        crossed = material.crossing(one.ran.reference, other.ran.reference)
        if not any(is_small(count, material.least) for count in crossed.values()):
            known = pair_table(crossed)
            pairs.append((known.persons, percent_agreement(known), cohen_kappa(known), gwet_ac1(known)))
    pairs = [one for one in pairs if one[0]]
    if not pairs:
        return ""
    count = counted(len(pairs), "pair")
    which = f"Over the {count} of definitions set against each other here" if len(pairs) > 1 else "The two definitions"
    shares = [one[0] / material.persons for one in pairs]
    alike = [one[1].value for one in pairs if one[1].value is not None]
    kappas = [one[2].value for one in pairs if one[2].value is not None]
    if len(pairs) == 1:
        told = f"{which} can both be worked out for {percent(shares[0])} of the persons, and judge {percent(alike[0])} of these alike"
        return told + (f" (kappa {_figure(kappas[0])})." if kappas else ".")
    said = (
        f"{which}, both can be worked out for {percent(median(shares))} of the persons (median), and {percent(median(alike))} "
        f"of these are judged alike"
    )
    if not kappas:
        return f"{said}."
    return (
        f"{said}. Beyond chance they agree far less: Cohen's kappa has a median of {_figure(median(kappas))} and runs from "
        f"{_figure(min(kappas))} to {_figure(max(kappas))}."
        if median(kappas) < median(alike) - 0.2
        else f"{said} (Cohen's kappa: median {_figure(median(kappas))}, from {_figure(min(kappas))} to {_figure(max(kappas))})."
    )


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
        f" In a sample of {counted(material.evaluated.sample, 'person')}, what would alone settle most answers is "
        f"{meaning}: {settled:,} of the {in_words(is_open)} for which it is not known."
    )


def _figure(value: Cell) -> str:
    return in_words(value, "coefficient")
