"""What codes mean, as tables of the working database: from the concept sets and from the vocabulary of treatments."""

from collections.abc import Sequence
from typing import Any

from trd_registry.cohorts.needs import needed
from trd_registry.importing.concepts import ConceptSet, load_concepts, plain
from trd_registry.model.vocabulary import Vocabularies

#: The concept sets that are read.
SETS = ("conditions", "procedures", "scores", "sexes", "settings", "units", "combinations", "local-forms")

#: Modalities that are given as a drug.
_DRUGS = ("antidepressant", "augmentation", "psychedelic", "other")

#: The system of a concept id itself.
OMOP = "omop"


def load_meanings(database: Any, vocabularies: Vocabularies, codes: dict[str, Any]) -> dict[str, str]:
    """Makes the tables ``meaning``, ``vocabulary_system`` and ``treatment_code``.

    Args:
        database: The working database.
        vocabularies: Names of treatments, and the scales.
        codes: The treatments of the vocabulary as they stand in its file, for their codes.

    Returns the version of every concept set by its name.
    """
    database.execute(
        "CREATE TABLE meaning (concepts VARCHAR, ord INTEGER, system VARCHAR, code VARCHAR, match VARCHAR, "
        "means VARCHAR, modality VARCHAR, laterality VARCHAR)"
    )
    database.execute("CREATE TABLE vocabulary_system (concepts VARCHAR, vocabulary_id VARCHAR, system VARCHAR)")
    used = {}
    for name in SETS:
        one = load_concepts(name)
        used[name] = one.reference
        _put(database, name, one)
    _scales(database, vocabularies)
    _treatments(database, codes)
    return used


def _put(database: Any, name: str, concepts: ConceptSet) -> None:
    rows = [
        (name, number, one.system, plain(one.code), one.match, one.means,
         one.also.get("modality"), one.also.get("laterality"))
        for number, one in enumerate(concepts.entries)
    ]  # fmt: skip
    _insert(database, "meaning", rows)
    names = [
        (name, str(other), key)
        for key, one in concepts.data["systems"].items()
        for other in one.get("names", ())
        if "/" not in str(other)
    ]
    _insert(database, "vocabulary_system", names)


def _scales(database: Any, vocabularies: Vocabularies) -> None:
    """The range of each scale: a score outside it cannot be one."""
    rows = [(name, float(one.lower), float(one.upper)) for name, one in vocabularies.scales.items()]
    database.execute("CREATE TABLE scale_range (scale VARCHAR, least DOUBLE, most DOUBLE)")
    _insert(database, "scale_range", rows)


def _treatments(database: Any, codes: dict[str, Any]) -> None:
    """Codes and names of the drugs among the treatments: system ``atc``, ``rxnorm``, ``omop`` or ``name``."""
    rows: set[tuple[str, str, str]] = set()
    for key, one in codes.items():
        if one["modality"] not in _DRUGS:
            continue
        known = one.get("codes", {})
        rows |= {("atc", code.casefold(), key) for code in known.get("atc", ())}
        rows |= {(system, str(known[system]), key) for system in ("rxnorm", "omop") if system in known}
        rows |= {("name", _name(name), key) for name in (key, one["name"], *one.get("synonyms", ()))}
    database.execute("CREATE TABLE treatment_code (system VARCHAR, code VARCHAR, treatment VARCHAR)")
    _insert(database, "treatment_code", sorted(rows))


def _name(text: str) -> str:
    return " ".join(text.casefold().replace("-", " ").split())


def _insert(database: Any, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Adds rows at once; one by one takes longer than everything else."""
    if not rows:
        return
    arrow = needed("pyarrow")
    columns = [list(column) for column in zip(*rows, strict=True)]
    database.register("given", arrow.table(columns, names=[f"c{number}" for number in range(len(columns))]))
    database.execute(f"INSERT INTO {table} SELECT * FROM given")
    database.unregister("given")
