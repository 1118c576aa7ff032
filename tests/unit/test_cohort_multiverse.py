"""Persons by specification: the figures of the statements are those of the interpreter, person by person."""

from collections import Counter
from pathlib import Path

from trd_registry.api import registry as shared_registry
from trd_registry.cohorts.folder.folder import Cohort
from trd_registry.cohorts.multiverse.counting import state_of
from trd_registry.cohorts.needs import connected
from trd_registry.cohorts.running.evaluate_cohort import evaluate_cohort
from trd_registry.cohorts.simulating.figures import load_figures
from trd_registry.cohorts.simulating.writing import write_simulation
from trd_registry.evaluating.evaluate import evaluate


def test_every_specification_counts_what_the_interpreter_says(tmp_path: Path) -> None:
    registry = shared_registry()
    write_simulation(tmp_path / "made", 25, 3, load_figures(), "")
    definitions = [registry.get(name) for name in ("conway-2017", "gronemann-2018")]
    # Most readings keep one option, so that a statement has few of them.
    readings = registry.get("conway-2017").readings
    usual = {name: one.default for name, one in readings.items() if one.default and name != "third-class"}
    fixed = {"conway-2017": {**usual, "adequate-weeks": "weeks-6"}}
    evaluate_cohort(tmp_path / "made", tmp_path / "out", definitions, registry, fixed, sample=0, combinations=2)
    with connected(within=[tmp_path]) as connection:
        source = str(tmp_path / "out" / "multiverse.parquet")
        cursor = connection.execute(f"SELECT * REPLACE (map_entries(readings) AS readings) FROM '{source}'")
        names = [one[0] for one in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    assert Counter(row["kind"] for row in rows)["usual"] == 2
    by_id = {one.id: one for one in definitions}
    for row in rows:
        definition = by_id[row["definition"]]
        vocabularies = registry.vocabularies_for(definition)
        taken = {one["key"]: one["value"] for one in row["readings"] if one["value"] is not None}
        found = Counter(
            state_of(result.applicable, result.verdict)
            for person in Cohort(tmp_path / "made", vocabularies).persons()
            if (result := evaluate(person.history, definition, vocabularies, taken, ask=False))
        )
        assert {name: row[name] for name in found} == dict(found), (definition.id, taken)
        if row["definition"] == "conway-2017":
            assert taken["adequate-weeks"] == "weeks-6"
