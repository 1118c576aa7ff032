"""Aggregates whose result depends on the order of the rows, which Spark's own do not keep."""

from sqlglot import exp

from trd_registry.cohorts.spark.exact import Exact
from trd_registry.cohorts.spark.pieces import call, cast, field, function, name, struct, whole
from trd_registry.cohorts.spark.refused import NotTranslated


def aggregate(node: exp.Expr, exact: Exact) -> exp.Expr:
    """An aggregate without a filter; one that stands in a filter is said with it."""
    return node if isinstance(node.parent, exp.Filter) else _said(node, None, exact)


def filtered(node: exp.Filter, exact: Exact) -> exp.Expr:
    """An aggregate with its filter, which must go where the rows are looked at."""
    return _said(node.this, node.expression, exact)


def _said(node: exp.Expr, where: exp.Expr | None, exact: Exact) -> exp.Expr:
    order = node.this if isinstance(node.this, exp.Order) else None
    if isinstance(node, exp.Max | exp.Min) and node.args.get("count"):
        return _first_few(node, where)
    if isinstance(node, exp.ArrayAgg):
        if order is None:
            raise NotTranslated("a list in no order")
        return _or_null(_in_order(order, where))
    if order is None:
        return _on(node, where)
    if not isinstance(node, exp.Sum):
        raise NotTranslated(f"{type(node).__name__} in an order")
    if exact.is_exact(order.this):
        return _on(exp.Sum(this=order.this), where)
    none = cast(exp.Null(), "DOUBLE")
    return call("AGGREGATE", _in_order(order, where), none, function(_added(), "total", "more"))


def _on(found: exp.Expr, where: exp.Expr | None) -> exp.Expr:
    return found if where is None else exp.Filter(this=found, expression=where)


def _in_order(order: exp.Order, where: exp.Expr | None) -> exp.Expr:
    """The values as a list in their order: each with the keys before it, so that the list can be sorted."""
    keys = {f"key_{number}": _key(one) for number, one in enumerate(order.expressions)}
    rows = _on(call("COLLECT_LIST", struct(**keys, told=order.this)), where)
    return call("TRANSFORM", call("ARRAY_SORT", rows), function(field("row", "told"), "row"))


def _key(one: exp.Ordered) -> exp.Expr:
    return exp.Neg(this=exp.Paren(this=one.this)) if one.args.get("desc") else one.this


def _added() -> exp.Expr:
    """The sum with one more; NULL adds nothing."""
    both = exp.Add(this=name("total"), expression=name("more"))
    return call("COALESCE", both, name("total"), name("more"))


def _first_few(node: exp.Max | exp.Min, where: exp.Expr | None) -> exp.Expr:
    """The largest few, as a list from the largest on, or the smallest from the smallest on; NULL of no rows."""
    ascending = exp.Boolean(this=isinstance(node, exp.Min))
    rows = call("SORT_ARRAY", _on(call("COLLECT_LIST", node.this), where), ascending)
    return _or_null(call("SLICE", rows, whole(1), node.args["count"]))


def _or_null(rows: exp.Expr) -> exp.Expr:
    """DuckDB has no list of no rows."""
    return call("IF", exp.EQ(this=call("ARRAY_SIZE", rows), expression=whole(0)), exp.Null(), rows.copy())
