"""What is missing most, and what collecting it would settle."""

from trd_registry.english.facts import kind_of
from trd_registry.english.lexicon import plain
from trd_registry.reporting.cohort_report.cells import HIDDEN, Cell, Count
from trd_registry.reporting.cohort_report.material import Material
from trd_registry.reporting.cohort_report.section import Section, files, folded, paragraph
from trd_registry.reporting.cohort_report.suppressing import is_small
from trd_registry.reporting.cohort_report.table import Column, Table

#: Facts on the page, over all definitions and for each of those that are set against each other.
_OVERALL, _EACH = 15, 5

_COLUMNS = (
    Column("definition", "definition", "text"),
    Column("version", "version", "text"),
    Column("fact", "fact", "text"),
    Column("meaning", "meaning", "text"),
    Column("persons", "open for"),
    Column("decisive", "would settle alone for"),
)

_SUMMARY = (
    Column("meaning", "what is missing", "text"),
    Column("fact", "as the record names it", "text"),
    Column("definitions", "definitions that wait for it"),
    Column("open", "open answers"),
    Column("decisive", "settled by it alone"),
)


def missing_section(material: Material) -> Section:
    """A table of facts by definition, and one over all of them."""
    title = "What is missing, and what it would settle"
    size = material.evaluated.sample
    if size == 0 or is_small(size, material.least):
        words = "Not worked out" if size == 0 else f"Withheld: the sample has fewer than {material.least} persons"
        return Section("missing", title, [paragraph(f"{words}. It is asked for with trd cohort evaluate --sample.")])
    rows: list[tuple[Cell, ...]] = []
    sums: dict[str, list[int]] = {}
    for row in material.evaluated.rows(
        "FROM {missing} ORDER BY decisive DESC, persons DESC, definition, version, fact"
    ):
        persons, decisive = _told(row["persons"], row["decisive"], size, material.least)
        rows.append((row["definition"], row["version"], row["fact"], in_words(row["fact"]), persons, decisive))
        if isinstance(persons, int) and isinstance(decisive, int):
            entry = sums.setdefault(row["fact"], [0, 0, 0])
            entry[:] = [entry[0] + 1, entry[1] + persons, entry[2] + decisive]
    # In order of their figures those that are suppressed would stand between others that give them away.
    rows.sort(key=lambda row: (True, *row[:3]) if row[4] is HIDDEN else (False,))
    table = Table("missing", "Missing facts by definition", _COLUMNS, tuple(rows), material.least > 1)
    order = sorted(sums.items(), key=lambda one: (-one[1][2], -one[1][1], one[0]))
    summary = Table(
        "missing_facts",
        "Missing facts over all definitions",
        _SUMMARY,
        tuple((in_words(fact), fact, *counts) for fact, counts in order),
    )
    first = Table("first", summary.caption, _SUMMARY, summary.rows[:_OVERALL])
    html = [
        paragraph(
            f"Worked out for a sample of {size:,} of {material.persons:,} persons, the same at every run, because it "
            "takes far longer than the answers themselves. An answer is one person under one definition. “Settled by "
            "it alone” counts the open answers that some value of this one fact would settle, all else staying as it "
            "is; which value it will have is not known, and facts that settle an answer only together are not counted."
        ),
        first.as_html(),
    ]
    if material.least > 1:
        html.append(paragraph("Counts that are suppressed are not in these sums.", small=True))
    for ran in material.featured:
        mine = [row for row in rows if row[:2] == (ran.definition, ran.version)][:_EACH]
        if mine:
            each = Table("each", f"What {ran.reference} lacks most", _COLUMNS, tuple(mine))
            html.append(
                folded(
                    f"{ran.definition}: what it lacks most", each.as_html(["meaning", "fact", "persons", "decisive"])
                )
            )
    html.append(files("missing_facts", "missing"))
    return Section("missing", title, html, [summary, table])


def _told(persons: int, decisive: int, size: int, least: int) -> tuple[Count, Count]:
    """Both counts, or neither where one of them, their difference or the rest of the sample is small."""
    parts = (persons, decisive, persons - decisive, size - persons)
    return (HIDDEN, HIDDEN) if any(is_small(one, least) for one in parts) else (persons, decisive)


#: What may be lacking of a record.
_RECORD = {
    "before": "what lies before its first day",
    "after": "what lies after its last day",
}


def in_words(fact: str) -> str:
    """A kind of fact for people: ``trials.weeks`` is ``trial: time on treatment at the stated dose``."""
    if fact.startswith("trials[") and fact.endswith("]"):
        return f"whether all trials are listed: {plain(fact[7:-1])}"
    section, _, name = fact.partition(".")
    if section == "trials" and name:
        known = kind_of(name)
        return f"of a trial: {_short(known.says) if known else plain(name)}"
    if fact.startswith("records[") and fact.endswith("]"):
        return f"the record of dispensings and diagnoses: {_RECORD.get(fact[8:-1], plain(fact[8:-1]))}"
    if section == "readings":
        return f"how the definition is read: {plain(name)}"
    if section in ("comorbidity", "ruled_out"):
        return f"{'comorbid condition' if section == 'comorbidity' else 'why not given'}: {plain(name)}"
    known = kind_of(fact)
    return _short(known.says) if known else plain(fact.replace(".", ": ")).replace("_", " ")


def _short(says: str) -> str:
    text = says.split(";", maxsplit=1)[0].rstrip(". ")
    return text[:1].lower() + text[1:]
