"""The tables of the cohort, made from the rows that can be used."""

from dataclasses import dataclass

from trd_registry.importing.omop.source import Source
from trd_registry.model.records import SUPPLY

#: Entries of one kind that a history holds at most.
MOST = 5000

#: Milligrams a day beyond which a figure is an error of the source.
_MOST_MILLIGRAMS = 100_000


@dataclass(frozen=True, slots=True)
class Lengths:
    """How the days of a supply are known, where days_supply does not state them."""

    #: Also from drug_exposure_end_date, which a source may have inferred.
    end_dates: bool


def make_strengths(source: Source, asked: str) -> None:
    """``strength`` (id, ingredient, mg): milligrams in one unit, where every row of the source agrees on it.

    A concentration, or a product that is counted in boxes, has none: how its quantity is meant is not certain.
    """
    columns, run = source.columns("drug_strength"), source.database.execute
    run("CREATE TABLE strength (id BIGINT, ingredient BIGINT, mg DOUBLE)")
    if not source.has("drug_strength"):
        return
    run(
        f"INSERT INTO strength SELECT id, ingredient, min(mg) FROM (SELECT {columns.whole('drug_concept_id')} AS id, "
        f"{columns.whole('ingredient_concept_id')} AS ingredient, CASE WHEN {columns.number('numerator_value')} IS "
        f"NULL "
        f"AND {columns.number('box_size')} IS NULL THEN {columns.number('amount_value')} * "
        f"CAST(m.means AS DOUBLE) END AS mg FROM cdm_drug_strength LEFT JOIN meaning AS m ON m.concepts = 'units' "
        f"AND m.code = CAST({columns.whole('amount_unit_concept_id')} AS VARCHAR) "
        f"WHERE {columns.text('invalid_reason')} IS NULL AND {columns.whole('drug_concept_id')} IN ({asked})) "
        "GROUP BY id, ingredient HAVING count(DISTINCT mg) = 1 AND count(mg) = count(*) AND min(mg) > 0"
    )


def dispensings(source: Source, table: str, lengths: Lengths) -> None:
    """``out_dispensings`` from drug_exposure: one row for each treatment in the product."""
    # The last day of a supply is counted by some sources and not by others.
    ended = "WHEN ended > day THEN ended - day" if lengths.end_dates else ""
    source.database.execute(
        "CREATE TABLE out_dispensings AS WITH each AS (SELECT id, treatment, "
        "CASE WHEN count(*) = 1 THEN min(ingredient) END AS ingredient "
        f"FROM told_{table} WHERE treatment IS NOT NULL GROUP BY id, treatment), "
        "known AS (SELECT r.*, e.treatment, e.ingredient, CASE WHEN supply > 0 THEN NULL WHEN stop > day THEN stop - "
        "day "
        f"{ended} END AS least FROM judged_{table} AS r JOIN each AS e ON e.id = r.via WHERE fault IS NULL AND NOT "
        f"outside) "
        f"SELECT k.seq, coalesce(k.line, 'row ' || k.seq) AS line, k.person, k.treatment, strftime(k.day, '%Y-%m-%d') "
        f"AS date, "
        "CASE WHEN supply > 0 THEN supply END AS days, "
        f"CASE WHEN least BETWEEN {SUPPLY.lower:g} AND {SUPPLY.upper - 1:g} THEN CAST(least AS BIGINT) END AS "
        f"days_at_least, "
        f"CASE WHEN least BETWEEN {SUPPLY.lower:g} AND {SUPPLY.upper - 1:g} THEN CAST(least + 1 AS BIGINT) END AS "
        f"days_at_most, "
        f"CASE WHEN supply > 0 AND amount > 0 AND mg * amount / supply < {_MOST_MILLIGRAMS} "
        "THEN round(mg * amount / supply, 6) END AS dose FROM known AS k "
        "LEFT JOIN strength AS s ON s.id = k.via AND s.ingredient = k.ingredient"
    )


def eras(source: Source, table: str) -> None:
    """``out_dispensings`` from drug_era: an era longer than a supply can be is several that follow each other."""
    most = int(SUPPLY.upper)
    source.database.execute(
        "CREATE TABLE out_dispensings AS WITH each AS (SELECT DISTINCT id, treatment "
        f"FROM told_{table} WHERE treatment IS NOT NULL), "
        f"known AS (SELECT r.*, e.treatment, ended - day + 1 AS length FROM judged_{table} AS r JOIN each AS e ON "
        f"e.id = r.via "
        "WHERE fault IS NULL AND NOT outside), "
        f"cut AS (SELECT *, unnest(range(0, CAST(ceil(length / {most}.0) AS BIGINT))) AS piece FROM known) "
        "SELECT seq, coalesce(line, 'row ' || seq) AS line, person, treatment, "
        f"strftime(day + CAST(piece * {most} AS INTEGER), '%Y-%m-%d') AS date, "
        f"CAST(least({most}, length - piece * {most}) AS BIGINT) AS days, NULL::BIGINT AS days_at_least, "
        "NULL::BIGINT AS days_at_most, NULL::DOUBLE AS dose FROM cut "
        f"WHERE day + CAST(piece * {most} AS INTEGER) <= last_day"
    )


def diagnoses(source: Source, table: str) -> None:
    """``out_diagnoses``: one for each person, condition and day.

    One diagnosis often fills several rows: of one code that maps to two concepts, of a claim with two lines.
    """
    _visits(source)
    source.database.execute(
        "CREATE TABLE out_diagnoses AS SELECT min(r.seq) AS seq, min(coalesce(r.line, 'row ' || r.seq)) AS line, "
        "r.person, "
        "t.means AS condition, strftime(r.day, '%Y-%m-%d') AS date, "
        # Of rows that differ the hospital counts: a diagnosis that was made there was made there.
        "coalesce(min(v.setting) FILTER (v.setting = 'hospital'), CASE WHEN count(DISTINCT v.setting) = 1 AND "
        "count(v.setting) = count(*) THEN min(v.setting) END) AS setting "
        f"FROM judged_{table} AS r JOIN told_{table} AS t ON t.id = r.via LEFT JOIN visit AS v ON v.visit = r.visit "
        "WHERE fault IS NULL AND NOT outside GROUP BY r.person, t.means, r.day"
    )


def _visits(source: Source) -> None:
    """``visit`` (visit, setting): the visits that tell where somebody was, by their concepts or those above them."""
    run, visits, above = source.database.execute, source.columns("visit_occurrence"), source.columns("concept_ancestor")
    run("CREATE TABLE visit (visit VARCHAR, setting VARCHAR)")
    if not (source.has("visit_occurrence") and visits.has("visit_occurrence_id")):
        return
    known = "SELECT TRY_CAST(code AS BIGINT) AS id, means FROM meaning WHERE concepts = 'settings' AND system = 'omop'"
    if source.has("concept_ancestor"):
        known += (
            f" UNION SELECT {above.whole('descendant_concept_id')}, m.means FROM meaning AS m "
            f"JOIN cdm_concept_ancestor ON {above.whole('ancestor_concept_id')} = TRY_CAST(m.code AS BIGINT) "
            "WHERE m.concepts = 'settings' AND m.system = 'omop' AND m.match = 'descendants'"
        )
    run(
        f"INSERT INTO visit SELECT visit, min(means) FROM (SELECT {visits.text('visit_occurrence_id')} AS visit, "
        f"{visits.whole('visit_concept_id')} AS concept FROM cdm_visit_occurrence) JOIN ({known}) AS k "
        "ON k.id = concept GROUP BY visit HAVING count(DISTINCT means) = 1"
    )


def procedures(source: Source, table: str) -> None:
    """``out_procedures``: one for each person, treatment and day; ``again``: rows of one that was there already.

    Two rows of one day may be two sessions, or one session that two parties billed.
    """
    source.database.execute(
        "CREATE TABLE known_procedures AS SELECT r.seq, coalesce(r.line, 'row ' || r.seq) AS line, r.person, "
        "t.means AS treatment, t.modality, t.laterality, r.day, r.amount, row_number() OVER "
        f"(PARTITION BY r.person, t.means, r.day ORDER BY r.seq) AS nth FROM judged_{table} AS r "
        f"JOIN told_{table} AS t ON t.id = r.via WHERE fault IS NULL AND NOT outside"
    )
    source.database.execute(
        "CREATE TABLE out_procedures AS SELECT min(seq) AS seq, arg_min(line, seq) AS line, person, treatment, "
        "strftime(day, '%Y-%m-%d') AS date, any_value(modality) AS modality, "
        "CASE WHEN count(DISTINCT laterality) = 1 AND count(laterality) = count(*) THEN min(laterality) END AS "
        "laterality "
        "FROM known_procedures GROUP BY person, treatment, day"
    )
    source.database.execute(
        "CREATE TABLE again AS SELECT seq, person, nth > 1 AS whole FROM known_procedures WHERE nth > 1 OR amount > 1"
    )


def measurements(source: Source, tables: list[str]) -> None:
    """``out_measurements``: scores of the last day of the record, the present ones; ``quarrel``: those that differ."""
    every = " UNION ALL ".join(
        f"SELECT '{table}' AS origin, r.seq, r.person, t.means AS scale, r.score FROM judged_{table} AS r "
        f"JOIN told_{table} AS t ON t.id = r.via WHERE fault IS NULL AND NOT outside AND r.day = r.last_day"
        for table in tables
    )
    nothing = "SELECT '' AS origin, 0::BIGINT AS seq, '' AS person, '' AS scale, 0::DOUBLE AS score WHERE false"
    source.database.execute(f"CREATE TABLE present AS {every or nothing}")
    source.database.execute(
        "CREATE TABLE quarrel AS SELECT origin, seq FROM present SEMI JOIN (SELECT person, scale FROM present "
        "GROUP BY person, scale HAVING count(DISTINCT score) > 1) USING (person, scale)"
    )
    source.database.execute(
        "CREATE TABLE out_measurements AS SELECT person, scale, 'present' AS \"at\", min(score) AS score FROM present "
        "GROUP BY person, scale HAVING count(DISTINCT score) = 1"
    )


def persons(source: Source, covers: list[str], open_lists: str) -> None:
    """``out_persons``: everybody, with the span of the record and the lists that leave nothing out within it.

    Args:
        source: With ``people``, ``span`` and ``meaning``.
        covers: The lists that the source keeps in full in its observation periods.
        open_lists: A table (person, list) of those that lack a row.
    """
    base = "[" + ", ".join(f"'{one}'" for one in covers) + "]::VARCHAR[]"
    age = "date_diff('year', {0}, s.last_day) - CAST(strftime(s.last_day, '%m%d') < strftime({0}, '%m%d') AS INTEGER)"
    source.database.execute(
        f"CREATE TABLE out_persons AS WITH opened AS (SELECT person, list(DISTINCT list) AS lists FROM {open_lists} "
        f"GROUP BY person), aged AS (SELECT p.person, {age.format('p.latest')} AS least, {age.format('p.earliest')} "
        f"AS most, "
        "m.means AS sex, s.first_day, s.last_day, coalesce(s.stated, false) AS stated FROM people AS p "
        "LEFT JOIN span AS s USING (person) LEFT JOIN meaning AS m ON m.concepts = 'sexes' "
        "AND m.system = 'omop' AND m.code = CAST(p.gender AS VARCHAR)) "
        "SELECT a.person, strftime(last_day, '%Y-%m-%d') AS as_of, "
        "CASE WHEN least = most AND most BETWEEN 0 AND 130 THEN CAST(most AS BIGINT) END AS age, "
        "CASE WHEN least < most AND most BETWEEN 0 AND 130 THEN CAST(greatest(least, 0) AS BIGINT) END AS "
        "age_at_least, "
        "CASE WHEN least < most AND most BETWEEN 0 AND 130 THEN CAST(most AS BIGINT) END AS age_at_most, sex, "
        "strftime(first_day, '%Y-%m-%d') AS record_from, strftime(last_day, '%Y-%m-%d') AS record_to, "
        f"CASE WHEN stated THEN nullif(array_to_string([x FOR x IN {base} "
        "IF NOT list_contains(coalesce(o.lists, []), x)], '|'), '') END AS record_covers "
        "FROM aged AS a LEFT JOIN opened AS o USING (person)"
    )
