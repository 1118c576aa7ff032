"""Statements in the words of Spark: what is refused, which sums need no order, and how lots of persons are numbered."""

import builtins
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet

from conformance.fragments import definition_of, history_of
from trd_registry.cohorts.planning.refused import NotPlanned
from trd_registry.cohorts.planning.statement import Plan, plan
from trd_registry.cohorts.running.job import job_of
from trd_registry.cohorts.settled.settle import settle
from trd_registry.cohorts.spark.needs import translating
from trd_registry.cohorts.spark.session import _of_java, pyspark
from trd_registry.cohorts.spark.settled_files import SettledFiles
from trd_registry.loading.registry import Registry
from trd_registry.model.errors import RegistryError
from trd_registry.model.vocabulary import Vocabularies

DRUG = {"eligible": {"modality": "antidepressant"}}


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("SELECT levenshtein(a, b) FROM t", "Levenshtein"),
        ("SELECT made_up(a) FROM t", "made_up"),
        ("SELECT a::HUGEINT FROM t", "INT128"),
        ("SELECT list(a) FROM t", "in no order"),
        ("SELECT max(a ORDER BY b) FROM t", "Max in an order"),
        ("SELECT a FROM t ASOF JOIN u USING (b), (", "cannot be read"),
    ],
)
def test_what_nobody_has_looked_at_is_refused_by_name(sql: str, told: str) -> None:
    pytest.importorskip("sqlglot")
    with pytest.raises(NotPlanned, match=told):
        translating().translated(sql)


@pytest.mark.parametrize(
    ("value", "is_plain"),
    [
        ("CASE WHEN held THEN 0.5e0 ELSE 1.25e0 END", True),
        ("least(0.0e0, CASE WHEN held THEN points END)", True),
        ("CASE WHEN held THEN 0.1e0 ELSE 0.0e0 END", False),
        ("CASE WHEN held THEN 1e12 ELSE 0.0e0 END", False),
        ("weeks", False),
    ],
)
def test_a_sum_is_left_without_order_only_where_no_step_is_rounded(value: str, is_plain: bool) -> None:
    pytest.importorskip("sqlglot")
    given = "WITH given AS (SELECT *, CASE WHEN held THEN 2.0e0 END AS points FROM t)"
    said = translating().translated(f"{given} SELECT sum({value} ORDER BY trial) FROM given")
    assert ("COLLECT_LIST" not in said.select) is is_plain


def test_a_definition_that_cannot_be_said_is_judged_by_the_interpreter(registry: Registry) -> None:
    def check(found: Plan) -> None:
        if any(one.definition.id == "msm-2009" for one in found.columns):
            raise NotPlanned("this")

    definitions = [registry.get(name) for name in ("msm-2009", "simple-count-2007")]
    (group,) = job_of(definitions, registry, check_plan=check).groups
    assert [task.definition.id for task in group.planned] == ["simple-count-2007"]
    assert [task.definition.id for task in group.interpreted] == ["msm-2009"]


def test_persons_and_agents_are_numbered_through_all_lots(vocabularies: Vocabularies, tmp_path: Path) -> None:
    definition = definition_of({"trials": {"drug": DRUG}, "criterion": {"count": "drug", "at_least": 1}})
    planned = plan([definition], vocabularies)
    files = SettledFiles(tmp_path / "settled")
    for drugs in (("sertraline", "citalopram"), ("venlafaxine", "sertraline")):
        history = history_of({"trials": [{"treatment": one} for one in drugs]}, vocabularies)
        files.add(settle([history], planned.asked, vocabularies))
    files.done()

    def rows(name: str) -> list[Mapping[str, Any]]:
        found: list[Mapping[str, Any]] = parquet.read_table(str(tmp_path / "settled" / name)).to_pylist()
        return found

    names = {row["agent"]: row["treatment"] for row in rows("agents")}
    assert sorted(names.values()) == [["citalopram"], ["sertraline"], ["venlafaxine"]]
    told = sorted((row["person"], row["trial"], names[row["agent"]][0]) for row in rows("trials"))
    assert told == [(0, 0, "sertraline"), (0, 1, "citalopram"), (1, 0, "venlafaxine"), (1, 1, "sertraline")]
    assert sorted(row["person"] for row in rows("patients")) == [0, 1]
    assert str(parquet.read_schema(next((tmp_path / "settled" / "trials").iterdir())).field("names").type) == "int64"


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    imported = builtins.__import__

    def without(name: str, *more: Any, **named: Any) -> Any:
        if name.startswith("pyspark"):
            raise ImportError(name)
        return imported(name, *more, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    monkeypatch.setattr("trd_registry.cohorts.spark.session.import_module", without)
    with pytest.raises(RegistryError) as told:
        pyspark()
    assert "trd-registry[spark]" in told.value.remedy


@pytest.mark.parametrize(("said", "meant"), [("3GB", "3g"), ("512 MiB", "512m"), ("2g", "2g")])
def test_memory_is_said_as_java_has_it(said: str, meant: str) -> None:
    assert _of_java(said) == meant


def test_what_is_no_memory_is_refused() -> None:
    with pytest.raises(RegistryError, match="no amount of memory"):
        _of_java("much")
