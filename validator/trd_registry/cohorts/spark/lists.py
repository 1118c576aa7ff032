"""Lists as Spark means them: places from zero in lambdas, no element where there is none, NULL for no list."""

from sqlglot import exp

from trd_registry.cohorts.spark.numbers import in_order_of_bits
from trd_registry.cohorts.spark.pieces import (
    LONGEST,
    as_int,
    call,
    cast,
    empty,
    field,
    function,
    name,
    plus,
    struct,
    whole,
)
from trd_registry.cohorts.spark.refused import NotTranslated


def element(node: exp.Bracket) -> exp.Expr:
    """One element, NULL where the list ends before it; or a part of the list."""
    (place,) = node.expressions
    if not isinstance(place, exp.Slice):
        return call("TRY_ELEMENT_AT", node.this, as_int(place))
    start, end = place.this, place.expression
    if start is None:
        raise NotTranslated("a slice without a beginning")
    length = exp.Sub(this=exp.Paren(this=end.copy()), expression=exp.Paren(this=start.copy())) if end else None
    many = call("GREATEST", whole(0), plus(length, 1)) if length else whole(LONGEST)
    return call("SLICE", node.this, as_int(start), as_int(many))


def with_places_from_one(node: exp.Transform | exp.ArrayFilter) -> exp.Expr:
    """Lambdas that are told a place: Spark's first is 0."""
    told = node.expression
    if isinstance(told, exp.Lambda) and len(told.expressions) == 2:
        place = told.expressions[1].name
        for inner in told.this.find_all(exp.Lambda):
            if place in {one.name for one in inner.expressions}:
                raise NotTranslated(f"two lambdas, one in the other, that are both told of {place}")
        for used in list(told.this.find_all(exp.Identifier)):
            if used.name == place and _stands_alone(used):
                used.replace(plus(exp.Identifier(this=place, quoted=False), 1))
    return node


def _stands_alone(used: exp.Identifier) -> bool:
    """Whether it is no field, no column of a table and no name that is given."""
    parent = used.parent
    return not isinstance(parent, exp.Dot | exp.Column | exp.PropertyEQ | exp.Lambda)


def length(node: exp.Length) -> exp.Expr:
    """How long a list is; planned statements ask it of nothing else."""
    return call("ARRAY_SIZE", node.this)


def put_together(node: exp.ArrayConcat) -> exp.Expr:
    """Lists one after another; one that is NULL adds nothing."""
    return call("CONCAT", *(_or_empty(one) for one in [node.this, *node.expressions]))


def _or_empty(found: exp.Expr) -> exp.Expr:
    return found if isinstance(found, exp.Array) else call("COALESCE", found, empty())


def reduced(told: exp.Expr, by: exp.Expr) -> exp.Expr:
    """All elements made one, from the first on."""
    first, rest = call("ELEMENT_AT", told, whole(1)), call("SLICE", told.copy(), whole(2), whole(LONGEST))
    if isinstance(told, exp.Anonymous) and told.name == "CONCAT":
        beginning, *others = told.expressions
        if isinstance(beginning, exp.Array) and len(beginning.expressions) == 1 and len(others) == 1:
            # A beginning that stands beside the list need not be put into it and taken out again.
            first, rest = beginning.expressions[0], others[0]
    return call("AGGREGATE", rest, first, by)


def without_copies(node: exp.ArrayDistinct) -> exp.Expr:
    """Different elements; NULL is none."""
    return call("ARRAY_DISTINCT", call("ARRAY_COMPACT", node.this))


def position(told: exp.Expr, wanted: exp.Expr) -> exp.Expr:
    """The first place of an element; NULL where it is not in the list."""
    return call("NULLIF", call("ARRAY_POSITION", told, wanted), cast(whole(0), "BIGINT"))


def has_all(told: exp.Expr, wanted: exp.Expr) -> exp.Expr:
    """Whether a list has every wanted element."""
    # ARRAY_EXCEPT would be as true, but a hundred of them become more Java than a method may hold.
    return call("FORALL", wanted, function(call("ARRAY_CONTAINS", told, name("one_of_them")), "one_of_them"))


def numbers(node: exp.GenerateSeries) -> exp.Expr:
    """Whole numbers from one up to, and without, another; none where that is not larger."""
    if not node.args.get("is_end_exclusive") or node.args.get("step"):
        raise NotTranslated("a series of numbers with steps, or with its end")
    start, end = (cast(node.args[part], "BIGINT") for part in ("start", "end"))
    every = call("SEQUENCE", start, exp.Sub(this=end, expression=whole(1)))
    return call("IF", exp.LT(this=start.copy(), expression=end.copy()), every, cast(empty(), "ARRAY<BIGINT>"))


def in_order(node: exp.ArraySort) -> exp.Expr:
    """From the smallest on.

    Where a list of structs is sorted, a field that is the complement of a set (``~``) is compared without a sign: the
    list is sorted by a key in which it is, and the key is taken off again.
    """
    found = node.this
    body = found.expression.this if isinstance(found, exp.Transform) else None
    if not isinstance(body, exp.Struct) or not any(_is_unsigned(one) for one in body.expressions):
        return call("ARRAY_SORT", found)
    key = body.copy()
    for one in key.expressions:
        if _is_unsigned(one):
            one.set("expression", in_order_of_bits(one.expression.copy()))
    body.replace(struct(key=key, told=body.copy()))
    return call("TRANSFORM", call("ARRAY_SORT", found), function(field("pair", "told"), "pair"))


def _is_unsigned(one: exp.Expr) -> bool:
    return isinstance(one, exp.PropertyEQ) and isinstance(one.expression, exp.BitwiseNot)
