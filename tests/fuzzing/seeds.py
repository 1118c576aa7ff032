"""Sound inputs for every reader, small: what is mutated. ``python tests/fuzzing/seeds.py DIR`` writes them as files."""

import io
import json
import sys
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from trd_registry.loading.data_root import data_root

DEFINITIONS = data_root() / "definitions"

TRIALS = (
    "person,treatment,dose,weeks,improvement,start,response\n1,sertraline,100 mg/day,8,10,2019-03,none\n"
    '2,"venlafaxine",,">= 6",,2018-01-01,partial\n'
)

DICTIONARY = (
    "Variable / Field Name,Form Name,Field Type,Field Label,"
    '"Choices, Calculations, OR Slider Labels",Field Annotation\n'
    "record_id,a,text,Id,,trd:persons.person\nage,a,text,Age,,trd:persons.age\n"
    'drug,trial,dropdown,Drug,"1, sertraline | 2, ECT",trd:trials.treatment\nweeks,trial,text,Weeks,,trd:trials.weeks\n'
)
EXPORT = "record_id,redcap_repeat_instrument,redcap_repeat_instance,age,drug,weeks\n1,,,40,,\n1,trial,1,,1,8\n"


def _of(pattern: str, number: int, most: int) -> list[bytes]:
    """The smallest files of a pattern, which are quickest to mutate."""
    found = sorted(DEFINITIONS.glob(pattern), key=lambda path: (path.stat().st_size, path))
    return [path.read_bytes() for path in found if path.stat().st_size <= most][:number]


def _definitions() -> list[bytes]:
    """One of every family, under the name under which the readers put it."""
    made = []
    for family in ("staging", "consensus", "regulatory", "payer", "eligibility", "phenotypes"):
        for data in _of(f"{family}/*/1.0.0/definition.yaml", 1, 40_000):
            lines = [b"id: made-up" if line.startswith(b"id: ") else line for line in data.split(b"\n")]
            made.append(b"\n".join(lines))
    return made


def _fhir() -> list[bytes]:
    import fhir_data as one

    resources = [
        one.patient("p1"),
        one.dispensed("d", "2017-03-01", daysSupply=one.days(30), dosageInstruction=[one.dosage()]),
        one.diagnosed("c", "2017-03-01"),
        one.taken("t", effectivePeriod={"start": "2018-03", "end": "2018-06-30"}),
    ]
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": part} for part in resources]}
    return [json.dumps(bundle).encode(), "\n".join(map(json.dumps, resources)).encode()]


def _omop() -> bytes:
    return (
        b"#### person.csv\nperson_id,gender_concept_id,year_of_birth\n1,8532,1970\n"
        b"#### observation_period.csv\nobservation_period_id,person_id,observation_period_start_date,"
        b"observation_period_end_date\n1,1,2016-01-01,2019-12-31\n"
        b"#### drug_exposure.csv\ndrug_exposure_id,person_id,drug_concept_id,drug_exposure_start_date,days_supply,"
        b"drug_source_value\n1,1,739138,2017-01-01,30,sertraline\n"
        b"#### concept.csv\nconcept_id,concept_name,domain_id,vocabulary_id,concept_class_id,standard_concept,"
        b"concept_code\n739138,sertraline,Drug,RxNorm,Ingredient,S,36437\n"
    )


def _receipt() -> bytes:
    from click.testing import CliRunner

    from trd_registry.cli.main import main as trd

    path = str(DEFINITIONS / "histories" / "widow.yaml")
    return CliRunner().invoke(trd, ["evaluate", path, "-d", "conway-2017", "--format", "json"]).stdout_bytes


def _workbook() -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    for line in (("person", "treatment", "weeks"), ("1", "sertraline", 8), ("2", "ECT", None)):
        book.active.append(line)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _parquet() -> bytes:
    import pyarrow
    from pyarrow import parquet

    kept = io.BytesIO()
    table = pyarrow.table({"person": ["1", "2"], "treatment": ["sertraline", "ECT"], "weeks": [8.0, None]})
    parquet.write_table(table, kept)
    return kept.getvalue()


def _redcap() -> bytes:
    return f"{DICTIONARY}####\n{EXPORT}".encode()


_DECLARATION = b"cohort: 1\ntitle: x\nsource: x\ncomplete: {current-episode: [ect]}\nas_of: 2020-01\n"
_RUN = b'{"cohort": {"persons": 1, "rows": {}}, "sample": 0, "definitions": [{"definition": "x"}]}'

#: Reader -> makes its sound inputs.
_MADE: Mapping[str, Callable[[], list[bytes]]] = {
    "history": lambda: _of("histories/*.yaml", 8, 4_000),
    "definition": _definitions,
    "private": _definitions,
    "cases": lambda: _of("*/*/*/cases.yaml", 3, 9_000),
    "vocabulary": lambda: _of("vocabularies/*/1.0.0.yaml", 5, 20_000),
    "concepts": lambda: _of("concepts/*/1.0.0.yaml", 4, 20_000),
    "fhir": lambda: _fhir()[:1],
    "ndjson": lambda: _fhir()[1:],
    "trials": lambda: [TRIALS.encode()],
    "cohort-csv": lambda: [TRIALS.encode()],
    "excel": lambda: [_workbook()],
    "flat-parquet": lambda: [_parquet()],
    "cohort-parquet": lambda: [_parquet()],
    "redcap": lambda: [_redcap()],
    "omop": lambda: [_omop()],
    "declaration": lambda: [_DECLARATION],
    "results": lambda: [_RUN],
    "receipt": lambda: [_receipt()],
}


@cache
def seeds(reader: str) -> tuple[bytes, ...]:
    """Sound inputs of one reader."""
    return tuple(_MADE[reader]())


def main() -> None:
    """Writes the seeds of every reader into a folder of its name."""
    from fuzzing.readers import READERS

    for name in READERS:
        folder = Path(sys.argv[1]) / name
        folder.mkdir(parents=True, exist_ok=True)
        for number, data in enumerate(seeds(name)):
            (folder / f"seed-{number}").write_bytes(data)


if __name__ == "__main__":
    main()
