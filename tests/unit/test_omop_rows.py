"""What an import makes of the rows of an OMOP database: what they mean, and what is wrong with them."""

import csv
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from omop_tables import Cdm, as_csv, as_duckdb
from trd_registry.importing.concepts import load_concepts
from trd_registry.importing.importer import Importer, Judged
from trd_registry.importing.omop import importing
from trd_registry.importing.omop.importing import Choices, import_omop
from trd_registry.loading.registry import Registry


@pytest.fixture(autouse=True)
def _nothing_is_told_of_definitions(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a source can settle is tested with the core; here it would take most of the time."""
    monkeypatch.setattr(Importer, "judged", lambda *_: Judged((), {}))


@dataclass(frozen=True)
class Made:
    """What an import wrote."""

    folder: Path
    said: list[str]

    def rows(self, table: str, columns: str = "*") -> list[tuple[Any, ...]]:
        query = f"SELECT {columns} FROM '{self.folder}/{table}.parquet' ORDER BY ALL"
        return duckdb.sql(query).fetchall()

    @property
    def rejects(self) -> list[tuple[str, str, str, str]]:
        with (self.folder / "rejects.csv").open(encoding="utf-8") as file:
            return [(row["table"], row["line"], row["column"], row["code"]) for row in csv.DictReader(file)]

    @property
    def source(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / "source.json").read_text("utf-8"))
        return found

    def covers(self, person: str) -> str | None:
        return dict(self.rows("persons", "person, record_covers"))[person]


Make = Callable[..., Made]


@pytest.fixture
def make(tmp_path: Path, registry: Registry) -> Make:
    def made(cdm: Cdm, *, form: str = "csv", **choices: Any) -> Made:
        number = len(list(tmp_path.iterdir()))
        place = tmp_path / f"cdm{number}"
        source = as_csv(cdm.rows, place) if form == "csv" else as_duckdb(cdm.rows, place)
        said: list[str] = []
        import_omop(tmp_path / f"cohort{number}", Choices(str(source), **choices), registry, say=said.append)
        return Made(tmp_path / f"cohort{number}", said)

    return made


def test_a_product_is_known_by_its_ingredients_and_its_dose_by_its_strength(make: Make) -> None:
    cdm = Cdm().person(1)
    cdm.drug(1, 19077463, "2016-01-01", 30, 60)  # two capsules of 20 mg a day
    cdm.drug(1, 739207, "2016-02-01", 30, None)  # no quantity
    cdm.drug(1, 7001, "2016-03-01", None, 30, verbatim_end_date="2016-03-29")  # no days, but where it ended
    cdm.drug(1, 7002, "2016-04-01")  # a combination that is one treatment
    cdm.drug(1, 7003, "2016-05-01", 30, 120)  # a solution: the quantity may mean anything
    cdm.drug(1, 7010, "2016-06-01")  # a code of the source that maps to a capsule
    cdm.drug(1, 0, "2016-07-01", drug_source_concept_id=7010)
    cdm.drug(1, 0, "2016-08-01", drug_source_value="N06AB06")
    cdm.drug(1, 0, "2016-09-01", 0, 30, drug_source_value="Venlafaxine", end="2016-09-30")
    cdm.drug(1, 1127433, "2016-10-01")
    made = make(cdm, form="duckdb")
    assert made.rows("dispensings", "date, treatment, days, days_at_least, days_at_most, dose") == [
        ("2016-01-01", "fluoxetine", 30, None, None, 40.0),
        ("2016-02-01", "sertraline", 30, None, None, None),
        ("2016-03-01", "venlafaxine", None, 28, 29, None),
        ("2016-04-01", "fluoxetine-psycholeptics", 30, None, None, None),
        ("2016-05-01", "fluoxetine", 30, None, None, None),
        ("2016-06-01", "fluoxetine", 30, None, None, None),
        ("2016-07-01", "fluoxetine", 30, None, None, None),
        ("2016-08-01", "sertraline", 30, None, None, None),
        ("2016-09-01", "venlafaxine", None, None, None, None),
    ]
    assert made.covers("1") == "dispensings"
    assert {(row["reason"], row["what"]) for row in made.source["set_aside"]} == {
        ("no drug for depression", "1127433 acetaminophen 325 MG Oral Tablet")
    }
    assert any("1 supplies state no days" in line for line in made.said)


def test_end_dates_are_used_only_when_that_is_asked_for(make: Make) -> None:
    cdm = Cdm().person(1).drug(1, 19077463, "2016-01-01", None, None, end="2016-01-30")
    assert make(cdm).rows("dispensings", "date, treatment") == [("2016-01-01", "fluoxetine")]
    made = make(cdm, end_dates=True)
    assert made.rows("dispensings", "days_at_least, days_at_most") == [(29, 30)]


def test_a_drug_is_known_by_its_name_where_there_is_no_hierarchy(make: Make) -> None:
    cdm = Cdm().person(1)
    for table in ("concept_ancestor", "drug_strength"):
        del cdm.rows[table]
    cdm.rows["concept"].append(
        {"concept_id": 7009, "concept_name": "24 HR venlafaxine 75 MG Extended Release Oral Capsule",
         "vocabulary_id": "RxNorm", "concept_class_id": "Quant Clinical Drug", "concept_code": "7009"}
    )  # fmt: skip
    cdm.rows["concept"].append(
        {"concept_id": 7008, "concept_name": "sertraline 20 MG/ML Topical Cream",
         "vocabulary_id": "RxNorm", "concept_class_id": "Clinical Drug", "concept_code": "7008"}
    )  # fmt: skip
    for number, concept in enumerate((19077463, 7002, 7009, 7008, 1127433), start=1):
        cdm.drug(1, concept, f"2016-0{number}-01")
    made = make(cdm)
    assert made.rows("dispensings", "date, treatment") == [
        ("2016-01-01", "fluoxetine"),
        ("2016-02-01", "fluoxetine-psycholeptics"),
        ("2016-03-01", "venlafaxine"),
    ]
    assert made.covers("1") == "dispensings"


def test_an_era_is_an_alternative_that_is_said(make: Make) -> None:
    cdm = Cdm().person(1).add(
        "drug_era", person_id=1, drug_concept_id=755695, drug_era_start_date="2016-01-01",
        drug_era_end_date="2017-03-31",
    )  # fmt: skip
    del cdm.rows["drug_exposure"]
    made = make(cdm)
    assert made.rows("dispensings", "date, treatment, days") == [
        ("2016-01-01", "fluoxetine", 400),
        ("2017-02-04", "fluoxetine", 56),
    ]
    assert any("drugs are read from drug_era" in line for line in made.said)


def test_a_condition_is_known_by_the_hierarchy_or_by_the_code_of_the_source(make: Make) -> None:
    cdm = Cdm().person(1)
    cdm.add("visit_occurrence", visit_concept_id=9201).add("visit_occurrence", visit_concept_id=9202)
    cdm.condition(1, 4282096, "2016-01-01", visit_occurrence_id=1)
    cdm.condition(1, 440383, "2016-01-01", visit_occurrence_id=2)  # the same diagnosis in another row
    cdm.condition(1, 7020, "2016-02-01")  # bipolar, though it lies below depression too
    cdm.condition(1, 0, "2016-03-01", condition_source_concept_id=45591453)
    cdm.condition(1, 320128, "2016-04-01")
    made = make(cdm, form="duckdb")
    assert made.rows("diagnoses", "date, condition, setting") == [
        ("2016-01-01", "depressive-disorder", "hospital"),
        ("2016-02-01", "bipolar-disorder", None),
        ("2016-03-01", "depressive-disorder", None),
    ]
    assert made.source["rows"]["condition_occurrence"] == {
        "read": 5, "used": 4, "used_in_part": 0, "set_aside": 1, "rejected": 0,
    }  # fmt: skip


def test_an_extract_of_the_hierarchy_proves_nothing_and_a_name_may_still_matter(make: Make) -> None:
    cdm = Cdm().person(1).person(2)
    # Hypertension has its place in the extract; nothing that is ours is in it.
    cdm.rows["concept_ancestor"] = [{"ancestor_concept_id": 320128, "descendant_concept_id": 320128}]
    for number, (concept, name) in enumerate([(8001, "Chronic depression"), (8002, "Broken leg")], start=1):
        cdm.rows["concept"].append(
            {"concept_id": concept, "concept_name": name, "vocabulary_id": "SNOMED", "concept_code": str(concept)}
        )
        cdm.condition(1, concept, f"2016-0{number}-01")
    cdm.condition(2, 320128, "2016-03-01").condition(2, 4282096, "2016-04-01").drug(1, 19077463, "2016-01-01")
    made = make(cdm)
    assert made.rows("diagnoses", "person, date") == [("2", "2016-04-01")]  # by its code
    assert made.rejects == [("condition_occurrence", "1", "condition_concept_id", "IMP2")]
    counts = made.source["rows"]["condition_occurrence"]
    assert (counts["used"], counts["set_aside"], counts["rejected"]) == (1, 2, 1)
    assert made.covers("2") == "dispensings"


def test_a_visit_below_an_inpatient_one_is_a_stay_in_hospital(make: Make) -> None:
    cdm = Cdm().person(1)
    cdm.rows["concept_ancestor"].append({"ancestor_concept_id": 9201, "descendant_concept_id": 8600})
    for number, visit in enumerate([8600, 8717, 9203, 0], start=1):
        cdm.add("visit_occurrence", visit_concept_id=visit)
        cdm.condition(1, 440383, f"2016-0{number}-01", visit_occurrence_id=number)
    cdm.condition(1, 440383, "2016-05-01", visit_occurrence_id=99)
    assert make(cdm).rows("diagnoses", "date, setting") == [
        ("2016-01-01", "hospital"), ("2016-02-01", "hospital"), ("2016-03-01", None), ("2016-04-01", None),
        ("2016-05-01", None),
    ]  # fmt: skip


def test_sessions_count_once_a_day_and_scores_only_on_the_last_day(make: Make) -> None:
    cdm = Cdm().person(1).person(2)
    cdm.procedure(1, 7030, "2016-01-04").procedure(1, 7030, "2016-01-04").procedure(2, 7031, "2016-01-05")
    cdm.procedure(2, 7032, "2016-01-05")
    for person, day, score in (
        (1, "2019-12-31", 21),
        (1, "2018-01-01", 9),
        (2, "2019-12-31", 12),
        (2, "2019-12-31", 13),
    ):
        cdm.add(
            "measurement", person_id=person, measurement_concept_id=3042932, measurement_date=day, value_as_number=score
        )
    cdm.add(
        "observation", person_id=1, observation_concept_id=3042932, observation_date="2019-12-31", value_as_number=99
    )
    made = make(cdm, form="duckdb")
    assert made.rows("procedures", "person, treatment, date, modality") == [
        ("1", "ect", "2016-01-04", None),
        ("2", "psychotherapy session", "2016-01-05", "psychotherapy"),
    ]
    # A second row of one day may be a second session.
    assert (made.covers("1"), made.covers("2")) == (None, "procedures")
    assert made.rows("measurements") == [("1", "phq-9", "present", 21.0)]
    assert made.source["rows"]["measurement"] == {
        "read": 4, "used": 1, "used_in_part": 0, "set_aside": 1, "rejected": 2,
    }  # fmt: skip
    assert ("observation", "1", "value_as_number", "IMP3") in made.rejects


@pytest.mark.parametrize(
    ("choice", "span", "dates"),
    [
        ("longest", ("2010-01-01", "2013-12-31"), ["2012-01-01"]),
        ("last", ("2015-01-01", "2016-12-31"), ["2015-06-01"]),
        ("first", ("2005-01-01", "2005-12-31"), []),
    ],
)
def test_one_observation_period_is_the_record_and_a_gap_is_never_covered(
    choice: str, span: tuple[str, str], dates: list[str], make: Make
) -> None:
    cdm = Cdm().person(1, "2010-01-01", "2011-12-31")
    for first, last in (("2012-01-01", "2013-12-31"), ("2005-01-01", "2005-12-31"), ("2015-01-01", "2016-12-31")):
        cdm.add(
            "observation_period",
            person_id=1, observation_period_start_date=first, observation_period_end_date=last,
        )  # fmt: skip
    cdm.drug(1, 19077463, "2012-01-01").drug(1, 19077463, "2014-06-01").drug(1, 19077463, "2015-06-01")
    made = make(cdm, period=choice)
    assert made.rows("persons", "record_from, record_to, as_of") == [(*span, span[1])]
    assert [row[0] for row in made.rows("dispensings", "date")] == dates
    outside = [row["rows"] for row in made.source["set_aside"] if "outside" in row["reason"]]
    assert outside == [3 - len(dates)]


def test_a_person_without_a_period_has_a_record_that_is_not_taken_for_complete(make: Make) -> None:
    cdm = Cdm().person(1).person(2)
    cdm.rows["observation_period"].pop()
    cdm.drug(2, 19077463, "2016-01-01").condition(2, 440383, "2017-01-01").drug(1, 19077463, "2016-01-01")
    made = make(cdm)
    assert made.rows("persons", "person, record_from, record_to, record_covers") == [
        ("1", "2015-01-01", "2019-12-31", "dispensings|diagnoses"),
        ("2", "2016-01-01", "2017-01-01", None),
    ]


@pytest.mark.parametrize(
    ("birth", "age"),
    [
        ({"month_of_birth": 7, "day_of_birth": 10}, "49"),
        ({"month_of_birth": 7, "day_of_birth": 11}, "48"),
        ({"year_of_birth": None, "month_of_birth": None, "day_of_birth": None}, ""),
        ({"year_of_birth": None, "birth_datetime": "1970-07-10 04:00:00"}, "49"),
        ({"year_of_birth": 2030}, ""),
    ],
)
def test_an_age_is_that_of_the_last_day_of_the_record(
    birth: dict[str, Any], age: str, tmp_path: Path, registry: Registry
) -> None:
    cdm = Cdm().person(1, end="2019-07-10", **birth)
    source = as_csv(cdm.rows, tmp_path / "source")
    import_omop(tmp_path / "cohort", Choices(str(source)), registry, form="csv")
    with (tmp_path / "cohort" / "persons.csv").open(encoding="utf-8") as file:
        assert [row.get("age", "") for row in csv.DictReader(file)] == [age]


def test_where_the_day_of_birth_is_not_known_the_age_is_an_interval(make: Make) -> None:
    cdm = Cdm().person(1, end="2019-07-10", month_of_birth=None, day_of_birth=None)
    cdm.person(2, end="2019-07-10", month_of_birth=6, day_of_birth=None)
    cdm.person(3, end="2019-07-10", month_of_birth=0, day_of_birth=0)
    made = make(cdm, form="duckdb")
    assert made.rows("persons", "person, age, age_at_least, age_at_most, sex") == [
        ("1", None, 48, 49, "female"),
        ("2", 49, None, None, "female"),
        ("3", None, 48, 49, "female"),
    ]


def test_every_row_that_cannot_be_used_is_rejected_with_its_reason(make: Make) -> None:
    cdm = Cdm()
    for person in range(1, 9):
        cdm.person(person)
    cdm.person(9, year_of_birth="MCMLXX").person(9)
    cdm.drug(1, 19077463, "2016-02-30")
    cdm.drug(2, 19077463, "03/01/2016")
    cdm.drug(3, 19077463, "2016-03-01", -30)
    cdm.drug(4, 19077463, "2016-03-01", 30, 30, end="2016-02-01")
    cdm.drug(5, 0, "2016-03-01")
    cdm.drug(6, 19077463, "2016-03-01", "thirty")
    cdm.drug(77, 19077463, "2016-03-01")
    cdm.drug(7, 19077463, "2016-03-01")
    cdm.rows["drug_exposure"].append(dict(cdm.rows["drug_exposure"][-1]))
    cdm.drug(8, 19077463, "2016-03-01", 999)
    cdm.condition(8, 440383, "2016-03-01", condition_occurrence_id=5).condition(
        8, 440383, "2016-03-02", condition_occurrence_id=5
    )
    cdm.condition(1, 440383, "20160301").condition(2, 440383, "2016-03-01 00:00:00")
    cdm.procedure(1, 7030, "2016-03-01")
    made = make(cdm)
    assert sorted(made.rejects) == sorted(
        [
            ("person", "9", "", "ROW5"), ("person", "9", "", "ROW5"),
            ("drug_exposure", "1", "drug_exposure_start_date", "TRD401"),
            ("drug_exposure", "2", "drug_exposure_start_date", "TRD401"),
            ("drug_exposure", "3", "days_supply", "IMP3"),
            ("drug_exposure", "4", "drug_exposure_end_date", "IMP4"),
            ("drug_exposure", "5", "drug_concept_id", "IMP2"),
            ("drug_exposure", "6", "days_supply", "IMP3"),
            ("drug_exposure", "7", "person_id", "ROW3"),
            ("drug_exposure", "8", "drug_exposure_id", "ROW4"),
            ("drug_exposure", "10", "days_supply", "IMP3"),
            ("condition_occurrence", "5", "condition_occurrence_id", "ROW5"),
            ("condition_occurrence", "5", "condition_occurrence_id", "ROW5"),
        ]
    )  # fmt: skip
    for counts in made.source["rows"].values():
        assert counts["read"] == counts["used"] + counts["set_aside"] + counts["rejected"]
    assert made.source["rows"]["drug_exposure"]["read"] == 10
    assert {person: made.covers(person) for person in "123456789"} == {
        **dict.fromkeys("123456", "diagnoses|procedures"),
        "7": "dispensings|diagnoses|procedures",
        "8": "procedures",
        "9": "dispensings|diagnoses|procedures",
    }
    assert made.rows("diagnoses", "person, date") == [("1", "2016-03-01"), ("2", "2016-03-01")]


def test_a_row_that_names_nobody_may_be_anybodys(make: Make) -> None:
    cdm = (
        Cdm()
        .person(1)
        .drug(1, 19077463, "2016-03-01")
        .drug(None, 19077463, "2016-03-01")
        .condition(1, 440383, "2016-03-01")
    )
    made = make(cdm)
    assert made.covers("1") == "diagnoses"
    assert any("1 rows of drug_exposure name nobody" in line for line in made.said)


def test_lines_that_cannot_be_read_are_counted_and_may_be_anybodys(
    make: Make, tmp_path: Path, registry: Registry
) -> None:
    cdm = Cdm().person(1).drug(1, 19077463, "2016-03-01").condition(1, 440383, "2016-03-01")
    folder = as_csv(cdm.rows, tmp_path / "broken")
    with (folder / "drug_exposure.csv").open("ab") as file:
        file.write(b"2,1,19077463,2016-04-01,30,30,,x,y,z\n3,1,1907\xff7463,2016-05-01,30,30,\n")
    import_omop(tmp_path / "cohort", Choices(str(folder)), registry)
    made = Made(tmp_path / "cohort", [])
    assert made.source["rows"]["drug_exposure"] == {
        "read": 3, "used": 1, "used_in_part": 0, "set_aside": 0, "rejected": 2,
    }  # fmt: skip
    assert {code for *_, code in made.rejects} == {"ROW1"}
    assert made.covers("1") == "diagnoses"


def test_numbers_may_be_written_as_other_programs_write_them(tmp_path: Path, registry: Registry) -> None:
    rows = Cdm().person(1).drug(1, 19077463, "2016-03-01").rows
    source = as_duckdb(rows, tmp_path / "cdm.db")
    with duckdb.connect(str(source)) as database:
        for table, column in (("person", "person_id"), ("drug_exposure", "drug_concept_id")):
            database.execute(f"ALTER TABLE {table} ALTER {column} TYPE DOUBLE")
        database.execute("ALTER TABLE drug_exposure ALTER person_id TYPE VARCHAR")
        database.execute("UPDATE drug_exposure SET person_id = ' 1.0'")
        database.execute("ALTER TABLE drug_exposure ALTER drug_exposure_start_date TYPE TIMESTAMP")
        database.execute("ALTER TABLE drug_exposure ALTER days_supply TYPE DOUBLE")
        database.execute("UPDATE drug_exposure SET days_supply = 'nan', quantity = 'nan'")
    import_omop(tmp_path / "cohort", Choices(str(source)), registry)
    made = Made(tmp_path / "cohort", [])
    assert made.rows("dispensings") == [("1", "fluoxetine", "2016-03-01")]
    assert made.rejects == []


def test_a_product_for_another_purpose_is_set_aside_and_a_copy_without_a_key_may_be_an_event(make: Make) -> None:
    cdm = Cdm().person(1)
    names = {7040: "bupropion", 7041: "naltrexone", 7042: "bupropion 90 MG / naltrexone 8 MG Oral Tablet"}
    for key, name in names.items():
        kind = "Clinical Drug" if key == 7042 else "Ingredient"
        cdm.rows["concept"].append(
            {"concept_id": key, "concept_name": name, "vocabulary_id": "RxNorm", "concept_class_id": kind,
             "concept_code": {7040: "42347", 7041: "7243"}.get(key, "7042")}
        )  # fmt: skip
        cdm.rows["concept_ancestor"].append({"ancestor_concept_id": key, "descendant_concept_id": 7042})
    cdm.drug(1, 7042, "2016-01-01").procedure(1, 7030, "2016-01-01")
    made = make(cdm)
    assert made.source["rows"]["drug_exposure"]["set_aside"] == 1
    for row in [*cdm.rows["procedure_occurrence"]]:
        row["procedure_occurrence_id"] = None
        cdm.rows["procedure_occurrence"].append(dict(row))
    made = make(cdm)
    assert [one for one in made.rejects if one[0] == "procedure_occurrence"] == [
        ("procedure_occurrence", "row 2", "procedure_occurrence_id", "ROW4")
    ]
    assert made.covers("1") == "dispensings"


def test_covers_can_be_narrowed(make: Make) -> None:
    cdm = Cdm().person(1).drug(1, 19077463, "2016-03-01").condition(1, 440383, "2016-03-01")
    assert make(cdm, covers=("diagnoses",)).covers("1") == "diagnoses"
    assert "record_covers" not in make(cdm, covers=("none",)).rows("persons", "*")[0]


def test_an_import_that_is_ended_while_a_query_runs_leaves_nothing(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ended(*_: object) -> None:
        raise RuntimeError("Query interrupted")

    monkeypatch.setattr(importing, "read_persons", ended)
    with pytest.raises(KeyboardInterrupt):
        make(Cdm().person(1))
    assert [path.name for path in tmp_path.iterdir()] == ["cdm0"]


@pytest.mark.parametrize("name", ["conditions", "procedures", "scores", "sexes", "settings", "units", "combinations"])
def test_every_concept_set_says_what_the_registry_knows(name: str, registry: Registry) -> None:
    from trd_registry.model.records import CONDITIONS, SETTINGS

    known: dict[str, set[str]] = {
        "condition": set(CONDITIONS), "setting": set(SETTINGS), "sex": {"female", "male", "other"},
        "scale": set(registry.vocabularies.scales), "treatment": set(registry.vocabularies.treatments),
    }  # fmt: skip
    concepts = load_concepts(name)
    for one in concepts.entries:
        assert one.system in concepts.data["systems"]
        if one.means and concepts.data["for"] in known and not one.also.get("modality"):
            assert one.means in known[concepts.data["for"]], one
