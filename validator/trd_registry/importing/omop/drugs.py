"""Which drug concepts are one of our treatments: by their ingredients, by ATC, or by the name of the drug."""

from dataclasses import dataclass

from trd_registry.importing.omop.codes import OTHER, OURS, UNKNOWN, UNTOLD, Kind
from trd_registry.importing.omop.source import Source

#: What stands before the ingredient in the name of an RxNorm drug: packs, release times, volumes.
_BEFORE = r"^[{(\s]*([0-9]+\s*\()?\s*((nda[0-9]+|abuse-deterrent)\s+)?([0-9.]+\s+(hr|ml|actuat|day|mg|unt|mcg)\s+)?"

#: Classes of RxNorm whose names do not begin with an ingredient.
_NOT_NAMED = "('Brand Name', 'Branded Dose Group', 'Dose Form', 'Dose Form Group')"

_VOCABULARIES = "('RxNorm', 'RxNorm Extension')"


@dataclass(frozen=True, slots=True)
class Routes:
    """What the source brings to tell the ingredients of a drug."""

    ancestors: bool
    strengths: bool
    names: bool

    @property
    def any(self) -> bool:
        """Whether anything does."""
        return self.ancestors or self.strengths or self.names


def find_treatments(source: Source, kind: Kind) -> Routes:
    """Makes ``told_TABLE`` (id, treatment, ingredient; treatment NULL: another drug) for every drug that can be told.

    Args:
        source: With ``codes_TABLE`` and the tables of meanings.
        kind: drug_exposure or drug_era.
    """
    run, table = source.database.execute, kind.table
    concept = source.columns("concept")
    run(
        f"CREATE TABLE asked_{table} AS SELECT DISTINCT id, id AS via FROM (SELECT c AS id FROM codes_{table} "
        f"UNION SELECT sc FROM codes_{table}) WHERE id <> 0"
    )
    links = source.columns("concept_relationship")
    if source.has("concept_relationship"):
        run(
            f"INSERT INTO asked_{table} SELECT DISTINCT a.id, {links.whole('concept_id_2')} FROM asked_{table} AS a "
            f"JOIN cdm_concept_relationship ON a.id = {links.whole('concept_id_1')} "
            f"WHERE {links.text('relationship_id')} = 'Maps to' AND {links.text('invalid_reason')} IS NULL "
            f"AND {links.whole('concept_id_2')} <> a.id"
        )
    if source.has("concept"):
        run(
            f"CREATE TABLE drug_concept AS SELECT {concept.whole('concept_id')} AS id, "
            f"any_value({concept.text('vocabulary_id')}) AS vocabulary, any_value({concept.text('concept_class_id')}) "
            f"AS class, "
            f"any_value(lower({concept.text('concept_code')})) AS code, any_value({concept.text('concept_name')}) AS "
            f"name "
            f"FROM cdm_concept WHERE {concept.whole('concept_id')} IN (SELECT via FROM asked_{table}) "
            f"OR {concept.text('concept_class_id')} = 'Ingredient' OR {concept.text('vocabulary_id')} = 'ATC' GROUP "
            f"BY 1"
        )
    else:
        run("CREATE TABLE drug_concept (id BIGINT, vocabulary VARCHAR, class VARCHAR, code VARCHAR, name VARCHAR)")
    _ingredients(source)
    routes = _parts(source, kind)
    _told(source, kind)
    return routes


def _ingredients(source: Source) -> None:
    """``our_ingredient`` (id, treatment) and ``our_atc``: by code, by name, and by id where the id is not explained."""
    run = source.database.execute
    run(
        f"CREATE TABLE our_ingredient AS SELECT id, min(treatment) AS treatment FROM ("
        f"SELECT d.id, t.treatment FROM drug_concept AS d JOIN treatment_code AS t ON t.system = 'rxnorm' AND t.code "
        f"= d.code "
        f"WHERE d.vocabulary = 'RxNorm' "
        f"UNION ALL SELECT d.id, t.treatment FROM drug_concept AS d JOIN treatment_code AS t "
        f"ON t.system = 'name' AND t.code = replace(lower(d.name), '-', ' ') "
        f"WHERE d.class = 'Ingredient' AND d.vocabulary IN {_VOCABULARIES} "
        "UNION ALL SELECT CAST(t.code AS BIGINT), t.treatment FROM treatment_code AS t "
        "WHERE t.system = 'omop' AND CAST(t.code AS BIGINT) NOT IN (SELECT id FROM drug_concept)) GROUP BY id"
    )
    run(
        "CREATE TABLE our_atc AS SELECT d.id, min(t.treatment) AS treatment FROM drug_concept AS d "
        "JOIN treatment_code AS t ON t.system = 'atc' AND t.code = d.code WHERE d.vocabulary = 'ATC' GROUP BY 1"
    )


def _parts(source: Source, kind: Kind) -> Routes:
    """``part`` (id, ingredient, name): every ingredient of every drug asked for, by the first way that tells it."""
    run, asked = source.database.execute, f"SELECT via FROM asked_{kind.table}"
    above, strength = source.columns("concept_ancestor"), source.columns("drug_strength")
    run("CREATE TABLE part (id BIGINT, ingredient BIGINT, name VARCHAR)")
    ancestors = strengths = False
    if source.has("concept_ancestor"):
        run(
            f"INSERT INTO part SELECT DISTINCT {above.whole('descendant_concept_id')}, i.id, lower(i.name) "
            "FROM cdm_concept_ancestor JOIN "
            f"(SELECT id, name FROM drug_concept WHERE class = 'Ingredient' UNION ALL SELECT id, treatment FROM "
            f"our_ingredient "
            f"WHERE id NOT IN (SELECT id FROM drug_concept)) AS i ON {above.whole('ancestor_concept_id')} = i.id "
            f"WHERE {above.whole('descendant_concept_id')} IN ({asked})"
        )
        ancestors = bool(run("SELECT count(*) FROM part").fetchone()[0])
    if source.has("drug_strength"):
        run(
            f"INSERT INTO part SELECT DISTINCT {strength.whole('drug_concept_id')}, i.id, lower(i.name) "
            "FROM cdm_drug_strength JOIN "
            f"(SELECT id, name FROM drug_concept WHERE class = 'Ingredient' UNION ALL SELECT id, treatment FROM "
            f"our_ingredient "
            f"WHERE id NOT IN (SELECT id FROM drug_concept)) AS i ON {strength.whole('ingredient_concept_id')} = i.id "
            f"WHERE {strength.whole('drug_concept_id')} IN ({asked}) "
            f"AND {strength.whole('drug_concept_id')} NOT IN (SELECT id FROM part)"
        )
        strengths = bool(run(f"SELECT count(*) FROM cdm_drug_strength WHERE {strength.whole('drug_concept_id')} "
                             "IS NOT NULL").fetchone()[0])  # fmt: skip
    run(
        "INSERT INTO part SELECT id, id, treatment FROM our_ingredient "
        f"WHERE id IN ({asked}) AND id NOT IN (SELECT id FROM part)"
    )
    run(
        "INSERT INTO part SELECT id, id, lower(name) FROM drug_concept "
        f"WHERE class = 'Ingredient' AND id IN ({asked}) AND id NOT IN (SELECT id FROM part)"
    )
    # The name of an RxNorm drug begins with its ingredient; several are joined by a stroke.
    run(
        "CREATE TABLE spoken AS SELECT id, regexp_replace(trim(unnest(string_split(lower(name), ' / '))), ?, '') AS "
        "said "
        f"FROM drug_concept WHERE vocabulary IN {_VOCABULARIES} AND class NOT IN {_NOT_NAMED} "
        f"AND id IN ({asked}) AND id NOT IN (SELECT id FROM part)",
        [_BEFORE],
    )
    run(
        "INSERT INTO part SELECT s.id, NULL, coalesce((SELECT 'treatment:' || arg_max(t.treatment, length(t.code)) "
        "FROM treatment_code AS t WHERE t.system = 'name' AND "
        "(s.said = t.code OR starts_with(s.said, t.code || ' ') OR starts_with(s.said, t.code || ','))), "
        "regexp_extract(s.said, '^([^0-9]*[^0-9 ])', 1)) FROM spoken AS s"
    )
    names = bool(run("SELECT count(*) FROM spoken").fetchone()[0])
    return Routes(ancestors, strengths, names)


def _told(source: Source, kind: Kind) -> None:
    """What each drug is: a combination that is one treatment, or each ingredient that is one."""
    run, table = source.database.execute, kind.table
    above = source.columns("concept_ancestor")
    run(
        "CREATE TABLE portion AS SELECT p.id, p.ingredient, coalesce(o.treatment, "
        "CASE WHEN starts_with(p.name, 'treatment:') THEN substr(p.name, 11) END) AS treatment, "
        "coalesce(o.treatment, replace(p.name, 'treatment:', '')) AS name FROM part AS p "
        "LEFT JOIN our_ingredient AS o ON o.id = p.ingredient"
    )
    run(
        "CREATE TABLE combined AS SELECT id, m.means FROM (SELECT id, array_to_string(list_sort(list(DISTINCT "
        "name)), '+') AS all_of "
        "FROM portion GROUP BY id HAVING count(DISTINCT name) > 1) JOIN meaning AS m "
        "ON m.concepts = 'combinations' AND m.code = all_of"
    )
    run(
        "CREATE TABLE elsewhere AS SELECT DISTINCT d.id FROM drug_concept AS d JOIN meaning AS m ON m.concepts = "
        "'local-forms' "
        "AND ((m.system = 'rxnorm-words' AND regexp_matches(lower(d.name), '\\b' || m.code || '\\b')) "
        "OR (m.system = 'omop-vocabularies' AND m.code = lower(d.vocabulary)))"
    )
    run(
        "CREATE TABLE ours AS "
        "SELECT id, means AS treatment, NULL::BIGINT AS ingredient FROM combined WHERE means <> '' UNION ALL "
        "SELECT DISTINCT id, treatment, ingredient FROM portion WHERE treatment IS NOT NULL "
        "AND id NOT IN (SELECT id FROM combined)"
    )
    if source.has("concept_ancestor"):
        run(
            f"INSERT INTO ours SELECT DISTINCT {above.whole('descendant_concept_id')}, a.treatment, NULL "
            f"FROM cdm_concept_ancestor JOIN our_atc AS a ON {above.whole('ancestor_concept_id')} = a.id "
            f"WHERE {above.whole('descendant_concept_id')} IN (SELECT via FROM asked_{table}) "
            f"AND {above.whole('descendant_concept_id')} NOT IN (SELECT id FROM part)"
        )
    run(
        f"INSERT INTO ours SELECT id, treatment, NULL FROM our_atc "
        f"WHERE id IN (SELECT via FROM asked_{table}) AND id NOT IN (SELECT id FROM ours)"
    )
    run("DELETE FROM ours WHERE id IN (SELECT id FROM elsewhere)")
    run(
        f"CREATE TABLE told_{table} AS WITH every AS ("
        f"SELECT a.id, a.via <> a.id AS mapped, o.treatment, o.ingredient FROM asked_{table} AS a JOIN ours AS o ON "
        f"o.id = a.via "
        f"UNION ALL SELECT a.id, a.via <> a.id, NULL, NULL FROM asked_{table} AS a WHERE a.via NOT IN (SELECT id FROM "
        f"ours) "
        "AND a.via IN (SELECT id FROM part UNION SELECT id FROM elsewhere "
        "UNION SELECT id FROM drug_concept WHERE vocabulary = 'ATC')) "
        # Where the drug itself says what it is, what it maps to is not asked.
        "SELECT DISTINCT id, treatment, ingredient FROM every QUALIFY rank() OVER "
        "(PARTITION BY id ORDER BY treatment IS NULL, mapped) = 1"
    )


def decide_drugs(source: Source, kind: Kind, routes: Routes) -> None:
    """Makes ``decided_TABLE`` and adds what is told by the text of the source, an ATC code or a name, for concept 0."""
    table = kind.table
    lost = f"'{UNKNOWN}'" if routes.any else f"CASE WHEN c <> 0 OR sc <> 0 THEN '{UNTOLD}' ELSE '{UNKNOWN}' END"
    source.database.execute(
        "CREATE TABLE written AS SELECT v, min(t.treatment) AS treatment, "
        f"-row_number() OVER (ORDER BY v) AS via FROM (SELECT DISTINCT v FROM codes_{table} WHERE v <> '') "
        "JOIN treatment_code AS t ON (t.system = 'atc' AND t.code = lower(v)) "
        "OR (t.system = 'name' AND t.code = replace(lower(v), '-', ' ')) GROUP BY v"
    )
    source.database.execute(f"INSERT INTO told_{table} SELECT via, treatment, NULL FROM written")
    source.database.execute(
        f"CREATE TABLE decided_{table} AS WITH told AS (SELECT id, bool_or(treatment IS NOT NULL) AS ours "
        f"FROM told_{table} GROUP BY id) SELECT d.c, d.sc, d.v, d.n, "
        f"CASE WHEN t.ours OR o.ours OR w.via IS NOT NULL AND t.id IS NULL AND o.id IS NULL THEN '{OURS}' "
        f"WHEN t.id IS NOT NULL OR o.id IS NOT NULL THEN '{OTHER}' ELSE {lost} END AS state, "
        "CASE WHEN t.id IS NOT NULL THEN d.c WHEN o.id IS NOT NULL THEN d.sc WHEN w.via IS NOT NULL THEN w.via "
        f"ELSE d.c END AS via FROM codes_{table} AS d LEFT JOIN told AS t ON t.id = d.c "
        "LEFT JOIN told AS o ON o.id = d.sc LEFT JOIN written AS w ON w.v = d.v"
    )
