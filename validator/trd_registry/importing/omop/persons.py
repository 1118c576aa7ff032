"""The persons of the source, and the span of each one's record: one observation period without a gap."""

from trd_registry.importing.omop.source import Source

#: Which of several observation periods is the record of a person.
PERIODS = ("longest", "last", "first")

#: Order in which the wanted one comes first.
_ORDER = {
    "longest": "last_day - first_day DESC, last_day DESC",
    "last": "last_day DESC",
    "first": "first_day",
}


def read_persons(source: Source) -> None:
    """Makes ``judged_person``: every row with what is wrong with it, and ``people``: everybody, known or not."""
    columns = source.columns("person")
    month, day = columns.whole("month_of_birth"), columns.whole("day_of_birth")
    birth = columns.day("birth_datetime")
    run = source.database.execute
    run(
        "CREATE TABLE rows_person AS SELECT row_number() OVER () AS seq, "
        f"{columns.person()} AS person, {columns.whole('gender_concept_id')} AS gender, "
        # There is no month or day 0: databases write it where they do not know it.
        f"{columns.whole('year_of_birth')} AS year, nullif({month}, 0) AS month, nullif({day}, 0) AS day, "
        f"{birth} AS birth, "
        f"{_unread(columns.says('gender_concept_id'), columns.whole('gender_concept_id'))} AS no_gender, "
        f"{_unread(columns.says('year_of_birth'), columns.whole('year_of_birth'))} AS no_year, "
        f"{_unread(columns.says('month_of_birth'), month)} OR {_unread(columns.says('day_of_birth'), day)} AS no_day "
        "FROM cdm_person"
    )
    run(
        "CREATE TABLE twice_person AS SELECT person, min(seq) AS first, "
        "count(DISTINCT hash(gender, year, month, day, birth)) > 1 AS differ FROM rows_person "
        "WHERE person IS NOT NULL GROUP BY person HAVING count(*) > 1"
    )
    # Where only the year is stated, a birth_datetime says no more: many programs write the first of January there.
    run(
        "CREATE TABLE born AS SELECT seq, "
        "CASE WHEN year IS NULL AND birth IS NOT NULL THEN birth WHEN month IS NOT NULL AND day IS NOT NULL "
        "THEN TRY_CAST(printf('%04d-%02d-%02d', year, month, day) AS DATE) WHEN month IS NOT NULL "
        "THEN TRY_CAST(printf('%04d-%02d-01', year, month) AS DATE) ELSE TRY_CAST(printf('%04d-01-01', year) AS "
        "DATE) END AS earliest, "
        "CASE WHEN year IS NULL AND birth IS NOT NULL THEN birth WHEN month IS NOT NULL AND day IS NOT NULL "
        "THEN TRY_CAST(printf('%04d-%02d-%02d', year, month, day) AS DATE) WHEN month IS NOT NULL "
        "THEN last_day(TRY_CAST(printf('%04d-%02d-01', year, month) AS DATE)) "
        "ELSE TRY_CAST(printf('%04d-12-31', year) AS DATE) END AS latest FROM rows_person"
    )
    run(
        "CREATE TABLE judged_person AS SELECT r.*, b.earliest, b.latest, CASE "
        "WHEN r.person IS NULL THEN {'code': 'ROW2', 'col': 'person_id', 'reason': 'No person is named.'} "
        "WHEN t.differ THEN {'code': 'ROW5', 'col': '', 'reason': 'Rows say different things of this person: none is "
        "used.'} "
        "WHEN t.first <> r.seq THEN {'code': 'ROW4', 'col': '', 'reason': 'An equal row of this person came before.'} "
        "WHEN no_gender THEN {'code': 'IMP3', 'col': 'gender_concept_id', 'reason': 'The concept is not a whole "
        "number.'} "
        "WHEN no_year OR year NOT BETWEEN 1850 AND 2199 "
        "THEN {'code': 'IMP3', 'col': 'year_of_birth', 'reason': 'It is no year of birth.'} "
        "WHEN no_day OR (year IS NOT NULL AND b.earliest IS NULL) "
        "THEN {'code': 'TRD401', 'col': 'day_of_birth', 'reason': 'The birth is not a day of the calendar.'} "
        "END AS fault FROM rows_person AS r JOIN born AS b USING (seq) LEFT JOIN twice_person AS t USING (person)"
    )
    run(
        "CREATE TABLE people AS SELECT person, any_value(gender) FILTER (fault IS NULL) AS gender, "
        "any_value(earliest) FILTER (fault IS NULL) AS earliest, any_value(latest) FILTER (fault IS NULL) AS latest, "
        "bool_or(fault IS NULL) AS sound FROM judged_person WHERE person IS NOT NULL GROUP BY person"
    )


def _unread(says: str, value: str) -> str:
    return f"({says} AND {value} IS NULL)"


def read_periods(source: Source, choice: str) -> None:
    """Makes ``judged_period``, every row with what is wrong with it, and ``period``: the one chosen of each person.

    Periods that overlap, or follow each other without a day between, are one: nothing is missing between them.
    """
    run, columns = source.database.execute, source.columns("observation_period")
    start, end = columns.day("observation_period_start_date"), columns.day("observation_period_end_date")
    key = columns.text("observation_period_id")
    run(
        "CREATE TABLE rows_period AS "
        + (
            f"SELECT row_number() OVER () AS seq, {key} AS line, {columns.person()} AS person, "
            f"{start} AS first_day, {end} AS last_day FROM cdm_observation_period"
            if source.has("observation_period")
            else "SELECT 0::BIGINT AS seq, ''::VARCHAR AS line, ''::VARCHAR AS person, NULL::DATE AS first_day, "
            "NULL::DATE AS last_day WHERE false"
        )
    )
    run(
        "CREATE TABLE judged_period AS SELECT r.*, CASE "
        "WHEN r.person IS NULL THEN {'code': 'ROW2', 'col': 'person_id', 'reason': 'No person is named.'} "
        "WHEN p.person IS NULL THEN {'code': 'ROW3', 'col': 'person_id', 'reason': 'The person is not in person.'} "
        "WHEN first_day IS NULL THEN {'code': 'TRD401', 'col': 'observation_period_start_date', 'reason': 'It is not "
        "a day of the calendar.'} "
        "WHEN last_day IS NULL THEN {'code': 'TRD401', 'col': 'observation_period_end_date', 'reason': 'It is not a "
        "day of the calendar.'} "
        "WHEN last_day < first_day THEN {'code': 'IMP4', 'col': 'observation_period_end_date', 'reason': 'The period "
        "ends before it begins.'} "
        "WHEN p.latest IS NOT NULL AND last_day < p.earliest "
        "THEN {'code': 'IMP4', 'col': 'observation_period_end_date', 'reason': 'The period ends before the birth of "
        "the person.'} "
        "END AS fault FROM rows_period AS r LEFT JOIN people AS p USING (person)"
    )
    run(
        "CREATE TABLE stretch AS WITH sound AS (SELECT * FROM judged_period WHERE fault IS NULL), "
        "marked AS (SELECT *, first_day > max(last_day) OVER (PARTITION BY person ORDER BY first_day, last_day, seq "
        "ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) + 1 AS fresh FROM sound), "
        "numbered AS (SELECT *, count(*) FILTER (coalesce(fresh, true)) OVER (PARTITION BY person "
        "ORDER BY first_day, last_day, seq) AS number FROM marked) "
        "SELECT person, number, min(first_day) AS first_day, max(last_day) AS last_day, list(seq) AS seqs "
        "FROM numbered GROUP BY person, number"
    )
    run(
        "CREATE TABLE period AS SELECT person, first_day, last_day, seqs, count(*) OVER (PARTITION BY person) AS "
        "stretches "
        f"FROM stretch QUALIFY row_number() OVER (PARTITION BY person ORDER BY {_ORDER[choice]}) = 1"
    )


def make_spans(source: Source, events: list[str]) -> None:
    """Makes ``span`` (person, first_day, last_day, stated): of whom no period is stated, the days of what is known.

    Args:
        source: With ``period``.
        events: Tables of rows with person, day and state.
    """
    found = " UNION ALL ".join(
        f"SELECT person, day FROM {table} WHERE day IS NOT NULL AND state = 'ours'" for table in events
    )
    source.database.execute(
        "CREATE TABLE span AS SELECT person, first_day, last_day, true AS stated FROM period"
        + (
            f" UNION ALL SELECT person, min(day), max(day), false FROM ({found}) AS e "
            "WHERE person IN (SELECT person FROM people) AND person NOT IN (SELECT person FROM period) GROUP BY person"
            if found
            else ""
        )
    )
