"""Which concepts of a table mean one of our conditions, procedures or scales: by code, by id or by the hierarchy."""

import re
from dataclasses import dataclass

from trd_registry.importing.concepts import load_concepts
from trd_registry.importing.omop.source import Source

#: What one concept is: one of ours, another one for certain, or one of which that cannot be told.
OURS, OTHER, UNTOLD, UNKNOWN = "ours", "other", "untold", "unknown"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of event: the table of the source, the concept set, and the columns that hold its concepts."""

    table: str
    concepts: str
    #: condition, procedure, measurement, observation or drug: the beginning of the names of columns.
    stem: str

    @property
    def of(self) -> str:
        """The columns of the standard concept, of the concept of the source, and of its code as text."""
        return self.stem


def count_codes(source: Source, kind: Kind) -> None:
    """Makes ``codes_TABLE``: every combination of concepts in the table, with its rows; one pass over it.

    c is the standard concept, sc that of the source (0 where there is none), v the text of the source where c is 0.
    """
    columns = source.columns(kind.table)
    concept = f"coalesce({columns.whole(f'{kind.stem}_concept_id')}, 0)"
    other = f"coalesce({columns.whole(f'{kind.stem}_source_concept_id')}, 0)"
    value = f"coalesce({columns.text(f'{kind.stem}_source_value')}, '')"
    source.database.execute(
        f"CREATE TABLE codes_{kind.table} AS SELECT {concept} AS c, CASE WHEN {concept} = 0 OR {_is_needed(kind)} "
        f"THEN {other} ELSE 0 END AS sc, CASE WHEN {concept} = 0 THEN {value} ELSE '' END AS v, count(*) AS n "
        f"FROM cdm_{kind.table} GROUP BY ALL"
    )


def _is_needed(kind: Kind) -> str:
    """Whether the concept of the source can say more than the standard one: not of drugs, whose products are many."""
    return "false" if kind.stem == "drug" else "true"


def key_of(source: Source, kind: Kind) -> str:
    """SQL that joins a row of the table (s) with its combination (d)."""
    columns = source.columns(kind.table)
    concept = f"coalesce({columns.whole(f'{kind.stem}_concept_id')}, 0)"
    other = f"coalesce({columns.whole(f'{kind.stem}_source_concept_id')}, 0)"
    value = f"coalesce({columns.text(f'{kind.stem}_source_value')}, '')"
    return (
        f"d.c = {concept} AND d.sc = CASE WHEN {concept} = 0 OR {_is_needed(kind)} THEN {other} ELSE 0 END "
        f"AND d.v = CASE WHEN {concept} = 0 THEN {value} ELSE '' END"
    )


def find_meanings(source: Source, kind: Kind, *, hierarchy: bool) -> None:
    """Makes ``told_TABLE`` (id, means, modality, laterality; means NULL: another) for every concept that can be told.

    Args:
        source: With ``codes_TABLE``.
        kind: What is looked for.
        hierarchy: Whether the source brings concept_ancestor.
    """
    run, table = source.database.execute, kind.table
    run(
        f"CREATE TABLE asked_{table} AS SELECT DISTINCT id, id AS via FROM (SELECT c AS id FROM codes_{table} "
        f"UNION SELECT sc FROM codes_{table}) WHERE id <> 0"
    )
    links, concept = source.columns("concept_relationship"), source.columns("concept")
    if source.has("concept_relationship"):
        # What a code of the source maps to tells what it is, where it says nothing itself.
        run(
            f"INSERT INTO asked_{table} SELECT DISTINCT a.id, {links.whole('concept_id_2')} FROM asked_{table} AS a "
            f"JOIN cdm_concept_relationship ON a.id = {links.whole('concept_id_1')} "
            f"WHERE {links.text('relationship_id')} = 'Maps to' AND {links.text('invalid_reason')} IS NULL "
            f"AND {links.whole('concept_id_2')} <> a.id"
        )
    run(
        f"CREATE TABLE known_{table} AS SELECT {concept.whole('concept_id')} AS id, "
        f"any_value({concept.text('vocabulary_id')}) AS vocabulary, "
        f"any_value(replace(lower({concept.text('concept_code')}), '.', '')) AS code "
        f"FROM cdm_concept WHERE {concept.whole('concept_id')} IN (SELECT via FROM asked_{table}) GROUP BY 1"
        if source.has("concept")
        else f"CREATE TABLE known_{table} (id BIGINT, vocabulary VARCHAR, code VARCHAR)"
    )
    run(
        f"CREATE TABLE coded_{table} AS SELECT k.id, k.code, s.system FROM known_{table} AS k "
        f"JOIN vocabulary_system AS s ON s.vocabulary_id = k.vocabulary AND s.concepts = '{kind.concepts}'"
    )
    found = [_by_code(kind), _by_beginning(kind), _by_id(kind)]
    others = [_by_list(kind)]
    if hierarchy:
        found.append(_by_hierarchy(source, kind))
        others.append(_in_hierarchy(source, kind))
    run(
        f"CREATE TABLE told_{table} AS WITH found AS ({' UNION ALL '.join(found)}), "
        "best AS (SELECT id, arg_min(struct_pack(means := means, modality := modality, laterality := laterality), "
        "struct_pack(rank := rank, ord := ord)) AS one FROM found GROUP BY id), "
        f"every AS (SELECT a.id, a.via <> a.id AS mapped, one FROM asked_{table} AS a JOIN best ON best.id = a.via "
        f"UNION ALL SELECT a.id, a.via <> a.id, NULL FROM asked_{table} AS a WHERE a.via IN ({' UNION '.join(others)}) "
        "AND a.via NOT IN (SELECT id FROM best)) "
        # Of itself and what it maps to, the first that is one of ours; else that it is another.
        "SELECT id, nullif(first(one.means ORDER BY coalesce(one.means, '') = '', mapped), '') AS means, "
        "first(one.modality ORDER BY coalesce(one.means, '') = '', mapped) AS modality, "
        "first(one.laterality ORDER BY coalesce(one.means, '') = '', mapped) AS laterality FROM every GROUP BY id"
    )


def _meant(rank: str) -> str:
    return f"m.means, m.modality, m.laterality, {rank} AS rank, m.ord"


def _by_code(kind: Kind) -> str:
    return (
        f"SELECT c.id, {_meant('0')} FROM coded_{kind.table} AS c "
        f"JOIN meaning AS m ON m.system = c.system AND m.code = c.code WHERE m.concepts = '{kind.concepts}'"
    )


def _by_beginning(kind: Kind) -> str:
    """The longest beginning goes first."""
    return (
        f"SELECT c.id, {_meant('100 - length(m.code)')} FROM coded_{kind.table} AS c "
        f"JOIN meaning AS m ON m.system = c.system AND starts_with(c.code, m.code) "
        f"WHERE m.concepts = '{kind.concepts}' AND m.match = 'prefix'"
    )


def _by_id(kind: Kind) -> str:
    return (
        f"SELECT a.via, {_meant('0')} FROM asked_{kind.table} AS a "
        f"JOIN meaning AS m ON m.system = 'omop' AND m.code = CAST(a.via AS VARCHAR) WHERE m.concepts = "
        f"'{kind.concepts}'"
    )


def _by_hierarchy(source: Source, kind: Kind) -> str:
    """By an ancestor that takes in what lies below it: the first in the order of the concept set."""
    above, concept = source.columns("concept_ancestor"), source.columns("concept")
    roots = (
        "SELECT TRY_CAST(code AS BIGINT) AS id, m.* FROM meaning AS m "
        f"WHERE system = 'omop' AND match = 'descendants' AND concepts = '{kind.concepts}'"
    )
    if source.has("concept"):
        roots += (
            " UNION ALL SELECT c.id, m.* FROM meaning AS m "
            f"JOIN vocabulary_system AS s ON s.system = m.system AND s.concepts = m.concepts "
            f"JOIN (SELECT {concept.whole('concept_id')} AS id, {concept.text('vocabulary_id')} AS vocabulary, "
            f"replace(lower({concept.text('concept_code')}), '.', '') AS code FROM cdm_concept) AS c "
            f"ON c.vocabulary = s.vocabulary_id AND c.code = m.code WHERE m.match = 'descendants' AND m.concepts = "
            f"'{kind.concepts}'"
        )
    return (
        f"SELECT {above.whole('descendant_concept_id')}, {_meant('100')} FROM ({roots}) AS m "
        f"JOIN cdm_concept_ancestor ON {above.whole('ancestor_concept_id')} = m.id "
        f"WHERE {above.whole('descendant_concept_id')} IN (SELECT via FROM asked_{kind.table})"
    )


def _by_list(kind: Kind) -> str:
    """Concepts of code systems whose codes are all listed: what is not among them is another."""
    return (
        f"SELECT id FROM coded_{kind.table} WHERE system NOT IN "
        f"(SELECT system FROM meaning WHERE concepts = '{kind.concepts}' AND match = 'descendants')"
    )


def _in_hierarchy(source: Source, kind: Kind) -> str:
    """Concepts that have a place in the hierarchy: it would have shown them below one of ours."""
    above = source.columns("concept_ancestor")
    return (
        f"SELECT DISTINCT {above.whole('descendant_concept_id')} FROM cdm_concept_ancestor "
        f"WHERE {above.whole('descendant_concept_id')} IN (SELECT via FROM asked_{kind.table})"
    )


def decide(source: Source, kind: Kind, *, hierarchy: bool, only_ours: bool = False) -> None:
    """Makes ``decided_TABLE``: for every combination what it is, and by which id or text.

    A concept that is not in the vocabulary of the source is unknown: it may be one that matters. So is one that has
    no place in a hierarchy that is there. Where there is no hierarchy at all, it cannot be told of most; those whose
    names have a word that matters are unknown all the same. With ``only_ours`` what is not certainly one of ours is
    another: nobody claims that such a table is complete.
    """
    table = kind.table
    lost = f"'{UNKNOWN}'" if hierarchy else f"CASE WHEN c <> 0 OR sc <> 0 THEN '{UNTOLD}' ELSE '{UNKNOWN}' END"
    if only_ours:
        lost = f"'{OTHER}'"
    source.database.execute(
        f"CREATE TABLE decided_{table} AS SELECT d.c, d.sc, d.v, d.n, "
        f"CASE WHEN t.means IS NOT NULL OR o.means IS NOT NULL THEN '{OURS}' "
        f"WHEN t.id IS NOT NULL OR o.id IS NOT NULL THEN '{OTHER}' ELSE {lost} END AS state, "
        "CASE WHEN t.means IS NOT NULL THEN d.c WHEN o.means IS NOT NULL THEN d.sc WHEN t.id IS NOT NULL THEN d.c "
        f"WHEN o.id IS NOT NULL THEN d.sc ELSE d.c END AS via FROM codes_{table} AS d "
        f"LEFT JOIN told_{table} AS t ON t.id = d.c LEFT JOIN told_{table} AS o ON o.id = d.sc"
    )
    if not hierarchy and not only_ours and source.has("concept"):
        concept = source.columns("concept")
        source.database.execute(
            f"UPDATE decided_{table} SET state = '{UNKNOWN}' WHERE state = '{UNTOLD}' AND via IN (SELECT "
            f"{concept.whole('concept_id')} FROM cdm_concept "
            f"WHERE regexp_matches(lower({concept.text('concept_name')}), ?))",
            [_words_of(kind)],
        )


def _words_of(kind: Kind) -> str:
    """A pattern of the words by which the name of a concept says that it may be one of ours."""
    words = load_concepts("words")
    net = f"{kind.stem}-words"
    return "|".join(
        rf"(^|[^\p{{L}}]){re.escape(one.code)}" + ("" if one.match == "prefix" else r"($|[^\p{L}])")
        for one in words.entries
        if one.system == net
    )
