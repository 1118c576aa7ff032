"""Whether a source brings a hierarchy of concepts, and one that can tell of a concept that it is none of ours."""

from trd_registry.importing.omop.codes import Kind
from trd_registry.importing.omop.source import Source


def has_hierarchy(source: Source) -> bool:
    """Whether the source brings concept_ancestor, and something stands in it."""
    if not source.has("concept_ancestor"):
        return False
    below = source.columns("concept_ancestor").whole("descendant_concept_id")
    found = source.database.execute(f"SELECT 1 FROM cdm_concept_ancestor WHERE {below} IS NOT NULL LIMIT 1")
    return found.fetchone() is not None


def has_roots(source: Source, kind: Kind) -> bool:
    """Whether the hierarchy of the source takes in a concept of ours: an extract of it may leave all of them out.

    Of such an extract it does not follow that what it places is none of ours.
    """
    above, concept = source.columns("concept_ancestor"), source.columns("concept")
    if not source.has("concept_ancestor"):
        return False
    roots = (
        "SELECT TRY_CAST(code AS BIGINT) FROM meaning WHERE system = 'omop' AND match = 'descendants' "
        f"AND concepts = '{kind.concepts}'"
    )
    if source.has("concept"):
        roots += (
            f" UNION SELECT c.id FROM (SELECT {concept.whole('concept_id')} AS id, {concept.text('vocabulary_id')} AS "
            f"vocabulary, replace(lower({concept.text('concept_code')}), '.', '') AS code FROM cdm_concept) AS c "
            f"JOIN vocabulary_system AS s ON s.vocabulary_id = c.vocabulary AND s.concepts = '{kind.concepts}' "
            "JOIN meaning AS m ON m.concepts = s.concepts AND m.system = s.system AND m.match = 'descendants' "
            "AND m.code = c.code"
        )
    found = source.database.execute(
        f"SELECT 1 FROM cdm_concept_ancestor WHERE {above.whole('ancestor_concept_id')} IN ({roots}) LIMIT 1"
    )
    return found.fetchone() is not None
