"""A planned statement in the words of Spark: read as DuckDB means it, and written as Spark does.

Reading and writing are sqlglot's. What the two databases mean differently is said in other words here; a kind of
expression or a function that nobody has looked at is refused.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.dialects.duckdb import DuckDB
from sqlglot.errors import ErrorLevel, SqlglotError, UnsupportedError

from trd_registry.cohorts.spark import aggregates, lists, numbers
from trd_registry.cohorts.spark.apart import apart
from trd_registry.cohorts.spark.exact import Exact
from trd_registry.cohorts.spark.pieces import call
from trd_registry.cohorts.spark.refused import NotTranslated


class Planned(DuckDB):
    """DuckDB's SQL with places in lists left as they are written."""

    INDEX_OFFSET = 0


@dataclass(frozen=True, slots=True)
class Translated:
    """A statement in the words of Spark.

    Its subqueries stand apart: Spark looks through a whole text once more for every subquery that rests on another, so
    that each is better made a view before the next is read. The plan that comes out is the same.
    """

    #: Names and texts, each after those it rests on.
    views: tuple[tuple[str, str], ...]
    select: str


@lru_cache(maxsize=8)  # it is checked before any work is done, and then run
def translated(sql: str) -> Translated:
    """The statement for Spark.

    Sets of names are BIGINT there: the same 64 bits with a sign (see `numbers`). Raises NotTranslated for what has no
    known counterpart.
    """
    try:
        tree = sqlglot.parse_one(sql, read=Planned)
    except SqlglotError as error:
        raise NotTranslated(f"a text that cannot be read ({str(error).splitlines()[0]})") from None
    exact = Exact(tree)
    # From the innermost on: what stands inside is said by the time that what stands around it is looked at.
    for node in reversed(list(tree.dfs())):
        said = _said(node, exact)
        if said is not node:
            node.replace(said)
    beginning = tree.args.get("with_")
    subqueries = beginning.expressions if beginning is not None else []
    tree.set("with_", None)
    views = apart({one.alias: one.this for one in subqueries})
    try:
        return Translated(tuple((name, _text(view)) for name, view in views.items()), _text(tree))
    except UnsupportedError as error:
        raise NotTranslated(str(error)) from None


def _text(tree: exp.Expr) -> str:
    return tree.sql(dialect="spark", unsupported_level=ErrorLevel.RAISE)


def _said(node: exp.Expr, exact: Exact) -> exp.Expr:
    kind = type(node)
    if kind in _REWRITTEN:
        return _REWRITTEN[kind](node)
    if kind in _AGGREGATES:
        return aggregates.aggregate(node, exact)
    if isinstance(node, exp.Filter):
        return aggregates.filtered(node, exact)
    if isinstance(node, exp.Anonymous):
        return _function(node)
    if kind not in _THE_SAME:
        raise NotTranslated(kind.__name__)
    return node


def _function(node: exp.Anonymous) -> exp.Expr:
    said = _FUNCTIONS.get(node.name.lower())
    if said is None:
        raise NotTranslated(f"the function {node.name}")
    return said(*node.expressions)


_FUNCTIONS: Mapping[str, Callable[..., exp.Expr]] = {
    "bit_count": lambda mask: call("BIT_COUNT", mask),
    "error": lambda words: call("RAISE_ERROR", words),
    "list_has_all": lists.has_all,
    "list_position": lists.position,
    "list_reduce": lists.reduced,
}

_REWRITTEN: Mapping[type, Callable[[Any], exp.Expr]] = {
    exp.Cast: numbers.typed,
    exp.BitwiseAnd: numbers.bracketed,
    exp.BitwiseOr: numbers.bracketed,
    exp.BitwiseXor: numbers.bracketed,
    exp.BitwiseLeftShift: numbers.shifted_left,
    exp.BitwiseRightShift: numbers.shifted_right,
    exp.Bracket: lists.element,
    exp.Transform: lists.with_places_from_one,
    exp.ArrayFilter: lists.with_places_from_one,
    exp.Length: lists.length,
    exp.ArrayConcat: lists.put_together,
    exp.ArrayDistinct: lists.without_copies,
    exp.ArraySort: lists.in_order,
    exp.GenerateSeries: lists.numbers,
    exp.ArrayOverlaps: lambda node: call("ARRAYS_OVERLAP", node.this, node.expression),
}

#: Aggregates that skip NULL and do not look at the order of rows, unless they say so.
_AGGREGATES: frozenset[type] = frozenset(
    (exp.Sum, exp.ArrayAgg, exp.Max, exp.Min, exp.BitwiseOrAgg, exp.LogicalOr, exp.LogicalAnd, exp.Count)
)

#: What means the same in both, and the parts that statements are made of.
_THE_SAME: frozenset[type] = frozenset(
    (
        *(exp.Select, exp.With, exp.CTE, exp.TableAlias, exp.From, exp.Table, exp.Join, exp.Group, exp.Where, exp.Star),
        *(exp.Alias, exp.Column, exp.Identifier, exp.Dot, exp.Paren, exp.Literal, exp.Boolean, exp.Null, exp.DataType),
        *(exp.And, exp.Or, exp.Not, exp.Is, exp.Case, exp.If, exp.Coalesce),
        *(exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.In, exp.DPipe),
        *(exp.Add, exp.Sub, exp.Mul, exp.Neg, exp.BitwiseNot, exp.Greatest, exp.Least),
        *(exp.Array, exp.Struct, exp.PropertyEQ, exp.Lambda, exp.Slice, exp.ArrayMin, exp.ArrayMax),
        *(exp.Order, exp.Ordered, exp.Subquery, exp.Values, exp.Tuple, exp.Union),
    )
)
