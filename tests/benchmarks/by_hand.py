# ruff: noqa: E501  # the lines of a statement are as long as what they say
"""Three definitions as somebody would write them in SQL, over the same settled tables: the peer of the planner.

Two adequate trials of different classes, Thase and Rush 1997 and Maudsley 2009, by their default readings, with the
same bounds. Written for patients of whom every treatment is known, which spares it a third of the work.
"""

from trd_registry.cohorts.planning.sql import number, text
from trd_registry.model.vocabulary import Vocabularies

DOSES = "dose-table-mgh-atrq-comp006"

#: The first definition; the others are those of the registry.
TWO_CLASSES = {
    "uses": {"treatments": "1.0.0", "scales": "1.0.0", DOSES: "1.0.0"},
    "trials": {
        "drug": {
            "eligible": {"modality": "antidepressant"},
            "adequate": {"all": [{"dose": {"meets": DOSES}}, {"weeks": {"at_least": 6}}]},
            "failed": {"first_stated": [{"improvement": {"below": 50}}, {"judged_failed": True}]},
        }
    },
    "criterion": {"count": "drug", "distinct": "class", "at_least": 2},
}

_TRIALS = """
told AS (
  SELECT person, names & 4095 AS names, modality[1] AS modality,
    1::UBIGINT << (SELECT place FROM places WHERE places.class = agents.class[1]) AS class, mg,
    CASE agents.class[1] WHEN 'ssri' THEN 2 WHEN 'snri' THEN 4 WHEN 'tca' THEN 1 WHEN 'maoi' THEN 16 WHEN 'rima' THEN 16
      ELSE 8 END::UBIGINT AS kind,
    CASE episode WHEN 2 THEN TRUE WHEN 1 THEN FALSE END AS current,
    role, role__stated, laterality, started_days_ago__lo AS since, started_days_ago__hi AS until,
    started_days_ago__stated AS dated,
    coalesce(CASE WHEN dose__lo >= mg THEN TRUE WHEN dose__hi < mg OR (dose__hi = mg AND dose__hi_open) THEN FALSE END,
      dose_adequate) AND
    coalesce(CASE WHEN weeks__lo >= 6 THEN TRUE WHEN weeks__hi < 6 OR (weeks__hi = 6 AND weeks__hi_open) THEN FALSE END,
      duration_adequate) AS adequate,
    CASE WHEN sessions__stated THEN
      CASE WHEN sessions__lo >= 7 THEN TRUE WHEN sessions__hi < 7 OR (sessions__hi = 7 AND sessions__hi_open) THEN FALSE END
      WHEN duration_adequate__stated THEN duration_adequate END AS course,
    CASE WHEN improvement__stated THEN
      CASE WHEN improvement__hi < 50 OR (improvement__hi = 50 AND improvement__hi_open) THEN TRUE
        WHEN improvement__lo >= 50 THEN FALSE END
      WHEN judged_failed__stated THEN judged_failed END AS failed
  FROM trials JOIN agents USING (agent) LEFT JOIN doses ON doses.treatment = agents.treatment[1]),
sorted AS (
  SELECT *, modality = 'antidepressant' AND adequate AND failed AS drug,
    drug AND current AS present,
    present AND CASE WHEN role = 8 THEN FALSE WHEN role & 8 = 0 THEN TRUE END AS step,
    modality = 'augmentation' AND current AND failed
      AND CASE WHEN role = 2 THEN FALSE WHEN role & 2 = 0 THEN TRUE END AS addition,
    modality = 'ect' AND current AND course AND failed AS ect,
    ect AND CASE WHEN laterality = 4 THEN TRUE WHEN laterality & 4 = 0 THEN FALSE END AS bilateral
  FROM told),
ends AS (
  SELECT person, min(until) FILTER (WHERE step) AS certain, min(since, 2) FILTER (WHERE step IS NOT FALSE) AS possible
  FROM sorted GROUP BY person),
ordered AS (
  SELECT sorted.*, CASE WHEN dated THEN
      CASE WHEN since >= 28 THEN TRUE WHEN until < 28 THEN FALSE END AND
      CASE WHEN since - certain >= 28 THEN TRUE
        WHEN until - CASE WHEN step IS NOT FALSE AND since = possible[1] THEN possible[2] ELSE possible[1] END >= 28
          OR unlisted & 3 <> 0 THEN NULL ELSE FALSE END
      WHEN role__stated THEN CASE WHEN role = 4 THEN FALSE WHEN role & 4 = 0 THEN TRUE END
      ELSE modality = 'antidepressant' END AS followed
  FROM sorted JOIN ends USING (person) JOIN (SELECT person, unlisted FROM patients) USING (person)),
counted AS (
  SELECT person,
    bit_or(CASE WHEN drug THEN class ELSE 0 END) AS classes, bit_or(CASE WHEN drug IS NOT FALSE THEN class ELSE 0 END) AS classes_may,
    count(*) FILTER (step) AS steps, count(*) FILTER (step IS NOT FALSE) AS steps_may,
    count(*) FILTER (step AND followed) AS followed, count(*) FILTER ((step AND followed) IS NOT FALSE) AS followed_may,
    bit_or(CASE WHEN step THEN kind ELSE 0 END) AS kinds, bit_or(CASE WHEN step IS NOT FALSE THEN kind ELSE 0 END) AS kinds_may,
    bit_or(CASE WHEN step THEN names ELSE 0 END) AS drugs, bit_or(CASE WHEN step IS NOT FALSE THEN names ELSE 0 END) AS drugs_may,
    bit_or(CASE WHEN step AND kind = 1 THEN names ELSE 0 END) AS tca, bit_or(CASE WHEN step IS NOT FALSE AND kind = 1 THEN names ELSE 0 END) AS tca_may,
    bit_or(CASE WHEN step AND kind = 16 THEN names ELSE 0 END) AS maoi, bit_or(CASE WHEN step IS NOT FALSE AND kind = 16 THEN names ELSE 0 END) AS maoi_may,
    bit_or(CASE WHEN present THEN names ELSE 0 END) AS failures, bit_or(CASE WHEN present IS NOT FALSE THEN names ELSE 0 END) AS failures_may,
    bool_or(addition) IS TRUE AS addition, bool_or(addition IS NOT FALSE) AS addition_may,
    bool_or(ect) IS TRUE AS ect, bool_or(ect IS NOT FALSE) AS ect_may,
    bool_or(bilateral) IS TRUE AS bilateral, bool_or(bilateral IS NOT FALSE) AS bilateral_may
  FROM ordered GROUP BY person)"""

_PATIENTS = """
joined AS (
  SELECT patients.*, counted.* EXCLUDE (person), unlisted & 3 <> 0 AS more, unlisted & 15 <> 0 AS any_more
  FROM patients LEFT JOIN counted USING (person)),
rungs AS (
  SELECT *,
    {two_classes} AS two,
    {i} AS i,
    {kinds} AND {followed} AS ii,
    {three} AND {a_tca} AND ({besides_tca} OR ({two_tca} AND {another})) AS iii,
    {four} AND {a_tca} AND {a_maoi} AND ({besides} OR ({other} AND ({two_tca} OR {two_maoi})) OR ({two_tca} AND {two_maoi})) AS iv,
    {v} AS v,
    CASE WHEN episode__severity__stated OR scored = 0 THEN episode__severity ELSE scored END AS severity
  FROM (SELECT *, {scored} AS scored FROM joined)),
degrees AS (
  SELECT *,
    severity & 74 <> 0 AS to_1, severity & ~74::UBIGINT = 0 AS is_1, severity & 202 <> 0 AS to_2, severity & ~202::UBIGINT = 0 AS is_2,
    severity & 250 <> 0 AS to_3, severity & ~250::UBIGINT = 0 AS is_3,
    bit_count(coalesce(failures, 0)) AS few, CASE WHEN more THEN 99 ELSE bit_count(coalesce(failures_may, 0)) END AS many
  FROM rungs),
scores AS (
  SELECT *,
    CASE WHEN episode__months__lo < 12 OR (episode__months__lo = 12 AND NOT episode__months__lo_open) THEN 1
      WHEN episode__months__lo < 24 OR (episode__months__lo = 24 AND NOT episode__months__lo_open) THEN 2 ELSE 3 END
    + CASE WHEN to_1 THEN 1 WHEN to_2 THEN 2 WHEN to_3 THEN 3 WHEN diagnosis__psychotic_features THEN 5 ELSE 4 END
    + CASE WHEN few <= 2 THEN 1 WHEN few <= 4 THEN 2 WHEN few <= 6 THEN 3 WHEN few <= 10 THEN 4 ELSE 5 END
    + coalesce(addition, FALSE)::INT + coalesce(ect, FALSE)::INT AS low,
    CASE WHEN episode__months__hi > 24 THEN 3 WHEN episode__months__hi > 12 THEN 2 ELSE 1 END
    + CASE WHEN is_1 THEN 1 WHEN is_2 THEN 2 WHEN is_3 THEN 3 WHEN NOT diagnosis__psychotic_features THEN 4 ELSE 5 END
    + CASE WHEN many <= 2 THEN 1 WHEN many <= 4 THEN 2 WHEN many <= 6 THEN 3 WHEN many <= 10 THEN 4 ELSE 5 END
    + (coalesce(addition_may, FALSE) OR unlisted & 16 <> 0)::INT + (coalesce(ect_may, FALSE) OR unlisted & 12288 <> 0)::INT AS high
  FROM degrees)
SELECT person, id, two AS d0_verdict,
  (NOT i) IS NOT FALSE AS d1_stage_0, (i AND NOT ii) IS NOT FALSE AS d1_stage_1, (i AND ii AND NOT iii) IS NOT FALSE AS d1_stage_2,
  (i AND ii AND iii AND NOT iv) IS NOT FALSE AS d1_stage_3, (i AND ii AND iii AND iv AND NOT v) IS NOT FALSE AS d1_stage_4,
  (i AND ii AND iii AND iv AND v) IS NOT FALSE AS d1_stage_5,
  CASE WHEN diagnosis__disorder & 22 = 0 THEN FALSE WHEN diagnosis__disorder & ~22::UBIGINT = 0 THEN TRUE END AS d2_applicable,
  low::DOUBLE AS d2_score_lo, high::DOUBLE AS d2_score_hi,
  low <= 6 AS d2_band_0, low <= 10 AND high > 6 AS d2_band_1, high > 10 AS d2_band_2
FROM scores"""


def statement(vocabularies: Vocabularies) -> str:
    """The statement; its columns are named as the planner names them for the three in this order."""
    minima = vocabularies.dose_tables[DOSES].minimum
    doses = ", ".join(f"({text(name)}, {number(mg)})" for name, mg in sorted(minima.items()))
    places = ", ".join(f"({text(name)}, {place})" for place, name in enumerate(sorted(vocabularies.classes)))
    tables = f"WITH doses(treatment, mg) AS (VALUES {doses}), places(class, place) AS (VALUES {places}),"
    found = {
        "two_classes": _at_least("bit_count(classes)", "bit_count(classes_may)", 2, "any_more"),
        "i": _at_least("steps", "steps_may", 1),
        "kinds": _at_least("bit_count(kinds)", "bit_count(kinds_may)", 2),
        "followed": _at_least("followed", "followed_may", 1),
        "three": _at_least("bit_count(drugs)", "bit_count(drugs_may)", 3),
        "four": _at_least("bit_count(drugs)", "bit_count(drugs_may)", 4),
        "a_tca": _at_least("bit_count(tca)", "bit_count(tca_may)", 1),
        "a_maoi": _at_least("bit_count(maoi)", "bit_count(maoi_may)", 1),
        "two_tca": _at_least("bit_count(tca)", "bit_count(tca_may)", 2),
        "two_maoi": _at_least("bit_count(maoi)", "bit_count(maoi_may)", 2),
        "besides_tca": _at_least("bit_count(kinds & 30)", "bit_count(kinds_may & 30)", 2),
        "another": _at_least("bit_count(kinds & 30)", "bit_count(kinds_may & 30)", 1),
        "besides": _at_least("bit_count(kinds & 14)", "bit_count(kinds_may & 14)", 2),
        "other": _at_least("bit_count(kinds & 14)", "bit_count(kinds_may & 14)", 1),
        "v": _at_least("bilateral::INT", "bilateral_may::INT", 1, "(unlisted & 12288 <> 0)"),
        "scored": _scored(vocabularies),
    }
    return f"{tables}{_TRIALS},{_PATIENTS.format(**found)}"


def _at_least(lower: str, upper: str, figure: int, more: str = "more") -> str:
    possible = f"{more} OR coalesce({upper}, 0) >= {figure}"
    return f"(CASE WHEN coalesce({lower}, 0) >= {figure} THEN TRUE WHEN {possible} THEN NULL ELSE FALSE END)"


def _scored(vocabularies: Vocabularies) -> str:
    """The degrees that the scores leave possible, as bits in the order of the settled column."""
    degrees = ("very-severe", "subsyndromal", "severe", "none", "moderately-severe", "moderate", "minimal", "mild")
    parts, seen = [], set()
    for name in ("zimmerman-2013", "snaith-1986", "ids-qids"):
        for bands in vocabularies.severity_bands.get(name, ()):
            if bands.scale in seen:
                continue
            seen.add(bands.scale)
            fact = f"episode__score__{bands.scale}"
            for degree, lowest, highest in bands.categories:
                reached = (
                    f'("{fact}__lo" < {highest} OR ("{fact}__lo" = {highest} AND NOT "{fact}__lo_open")) AND '
                    f'("{fact}__hi" > {lowest} OR ("{fact}__hi" = {lowest} AND NOT "{fact}__hi_open"))'
                )
                bit = 1 << degrees.index(degree)
                parts.append(f'CASE WHEN "{fact}__stated" AND {reached} THEN {bit} ELSE 0 END')
    return f"({' | '.join(parts)})::UBIGINT"
