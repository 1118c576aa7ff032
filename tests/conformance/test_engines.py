"""What planned statements are written in means the same in Spark: each piece of SQL on both engines, on equal rows."""

from collections.abc import Mapping
from math import inf
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from pyarrow import parquet

from trd_registry.cohorts.spark.needs import translating
from trd_registry.cohorts.spark.settled_files import signed

HIGH = 1 << 63

LABELS = [[5, HIGH | 1, 6], [3, None], [], None, [HIGH, 1, 1, None], [12]]

#: Sets of names as 64 bits, lists with and without gaps, numbers that are rounded when they are added up.
ROWS = pa.table(
    {
        "person": pa.array([0, 0, 0, 1, 1, 2], pa.int64()),
        "trial": pa.array([2, 0, 1, 0, 1, 0], pa.int64()),
        "mask": pa.array([5, HIGH | 3, 0, 2**64 - 1, None, 6], pa.uint64()),
        "other": pa.array([3, HIGH, 6, 1, 7, None], pa.uint64()),
        "labels": pa.array(LABELS, pa.list_(pa.uint64())),
        "names": pa.array([["a", "b"], ["a"], ["c"], None, ["b", "c"], ["a"]], pa.list_(pa.string())),
        "number": pa.array([1e16, 1.0, -1e16, 0.1, 0.2, inf], pa.float64()),
        "held": pa.array([True, None, False, False, None, True], pa.bool_()),
        "place": pa.array([1, 2, 3, 1, 3, 9], pa.int64()),
    }
)

CLAIMED = (
    "list_reduce(list_concat([{'sum': 0::UBIGINT, 'times': 0::BIGINT}], list_transform(labels, lambda one: "
    "{'sum': one, 'times': 1::BIGINT})), lambda so_far, next: CASE WHEN so_far.sum & next.sum = 0 THEN "
    "{'sum': so_far.sum | next.sum, 'times': so_far.times + 1} ELSE so_far END).times"
)

#: The highest of 64 bits is no sign, where sets are put in order.
SORTED = (
    "list_transform(list_sort(list_transform(list_filter(labels, lambda one: one IS NOT NULL), "
    "lambda one: {'size': bit_count(one), 'inverse': ~one})), lambda pair: ~pair.inverse)"
)

ONE_BY_ONE = (
    "'n' || CAST(place AS VARCHAR)",
    # As a text a set has a sign or none: only whether two are the same is asked.
    "'n' || CAST(mask AS VARCHAR) = 'n' || CAST(other AS VARCHAR)",
    "held AND NULL::BOOLEAN",
    "held OR NULL::BOOLEAN",
    "NOT held",
    "(held IS NOT FALSE)",
    "CASE held WHEN TRUE THEN 'yes' WHEN FALSE THEN 'no' ELSE 'unknown' END",
    "CASE WHEN held THEN 1 END",
    "greatest(NULL::DOUBLE, 3.0e0)",
    "least(number, NULL::DOUBLE)",
    "greatest(number, '-infinity'::DOUBLE)",
    "number < 'infinity'::DOUBLE",
    "'nan'::DOUBLE >= 6.0e0",
    "number * 0.1e0 + 0.2e0",
    "0.1e0 + 0.2e0",
    "number >= place",
    "coalesce(mask, 0::UBIGINT)",
    "bit_count(mask)",
    "bit_count(~mask)",
    "mask & 9223372036854775808::UBIGINT <> 0",
    "mask & 18446744073709551609::UBIGINT = 0",
    "mask | other & 6::UBIGINT",
    "mask & ~other | 16::UBIGINT",
    "mask >> 62",
    "((coalesce(place, 0) >> 1) & 1)",
    "1::BIGINT << len(names)",
    "labels[1]",
    "labels[place]",
    "labels[1:place - 1]",
    "labels[place + 1:]",
    "len(labels)",
    "list_transform(labels, lambda one: one & 3::UBIGINT)",
    "list_transform(labels, lambda one, seat: seat * 10)",
    "list_filter(labels, lambda one, seat: seat <> place)",
    "list_filter(labels, lambda one: one IS NOT NULL)",
    "list_transform(labels, lambda one, seat: names[seat])",
    "list_transform([{'of': mask, 'wanted': held}], lambda entry: CASE WHEN entry.wanted THEN bit_count(entry.of) END)",
    "CASE WHEN len(labels) > 0 THEN list_reduce(labels, lambda one, other: one | other) END",
    "list_reduce(list_concat([0::UBIGINT], labels), lambda one, other: one | coalesce(other, 64::UBIGINT))",
    CLAIMED,
    "list_concat([mask], labels)",
    "list_concat([]::UBIGINT[], labels[1:2], [other])",
    "list_sort(list_filter(labels, lambda one: one IS NOT NULL))[1] IS NULL",
    SORTED,
    "list_sort(list_distinct(list_transform(labels, lambda one: bit_count(one))))",
    "coalesce(list_position(labels, 6::UBIGINT), -1)",
    "coalesce(list_position(names, 'b'), -1)",
    "list_has_any(names, ['b', 'x']::VARCHAR[])",
    "list_has_all(['a', 'b']::VARCHAR[], names)",
    "list_has_all([]::VARCHAR[], names)",
    "list_min(list_transform(range(0, place), lambda one: 10 - one))",
    "list_max(list_transform(labels, lambda one: bit_count(one)))",
    "len(range(0, place - 1))",
    "CASE WHEN place > 100 THEN error('too many') ELSE place END",
)

OF_PERSONS = (
    "sum(number ORDER BY trial)",
    "sum(number ORDER BY trial) FILTER (WHERE held)",
    "sum(CASE WHEN held THEN 0.5e0 ELSE least(0.0e0, 0.25e0) END ORDER BY trial) FILTER (WHERE held IS NOT FALSE)",
    "sum(CASE WHEN held THEN 1 ELSE 0 END::BIGINT + CASE WHEN held IS NOT FALSE THEN 32768 ELSE 0 END::BIGINT)::BIGINT",
    "bool_or(held) FILTER (WHERE place > 1)",
    "bit_or(CASE WHEN held IS NOT FALSE THEN mask ELSE 0::UBIGINT END)",
    "max(number) FILTER (WHERE held)",
    "min(number)",
    "max(number, 2) FILTER (WHERE held IS NOT FALSE)",
    "min(number, 2)",
    "count(*) FILTER (WHERE held)",
    "list({'known': mask, 'labels': [mask, other], 'belongs': [held]} ORDER BY trial)",
    "list({'known': mask} ORDER BY trial) FILTER (WHERE held)",
    "list(number ORDER BY number DESC, trial)",
)


def alike(value: Any) -> Any:
    """Whole numbers by their 64 bits, and numbers with a point by all of theirs."""
    if isinstance(value, dict):
        return {key: alike(one) for key, one in value.items()}
    if isinstance(value, list):
        return [alike(one) for one in value]
    if isinstance(value, int) and not isinstance(value, bool):
        return value % 2**64
    return value.hex() if isinstance(value, float) else value


@pytest.fixture(scope="module")
def told(spark: Any, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, tuple[Any, Any]]:
    """What each piece comes to on DuckDB and on Spark, in two jobs."""
    folder = tmp_path_factory.mktemp("engines")
    labels = [
        None if row is None else [one if one is None or one < HIGH else one - 2**64 for one in row] for row in LABELS
    ]
    rows = signed(ROWS).set_column(4, "labels", pa.array(labels, pa.list_(pa.int64())))
    parquet.write_table(rows, str(folder / "rows.parquet"))
    spark.read.parquet(str(folder / "rows.parquet")).createOrReplaceTempView("given")
    found = {}
    with duckdb.connect() as connection:
        connection.register("given", ROWS)
        for pieces, keys, end in ((ONE_BY_ONE, "person, trial", ""), (OF_PERSONS, "person", "GROUP BY person")):
            columns = ", ".join(f"{sql} AS v{number}" for number, sql in enumerate(pieces))
            sql = f"WITH every AS (SELECT * FROM given) SELECT {keys}, {columns} FROM every {end}"
            wanted = connection.sql(f"SELECT * FROM ({sql}) ORDER BY {keys}").to_arrow_table().to_pylist()
            said = translating().translated(sql)
            for view, text in said.views:
                spark.sql(text).createOrReplaceTempView(view)
            rows = [row.asDict(recursive=True) for row in spark.sql(said.select).orderBy(*keys.split(", ")).collect()]
            for number, piece in enumerate(pieces):
                found[piece] = tuple([alike(row[f"v{number}"]) for row in every] for every in (wanted, rows))
    return found


@pytest.mark.parametrize("piece", ONE_BY_ONE + OF_PERSONS)
def test_a_piece_of_sql_means_the_same(piece: str, told: Mapping[str, tuple[Any, Any]]) -> None:
    by_duckdb, by_spark = told[piece]
    assert by_spark == by_duckdb
