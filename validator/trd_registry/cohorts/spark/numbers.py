"""Numbers and bits as Spark means them.

DuckDB keeps a set of names in 64 bits without a sign. Spark has no such type: there the same 64 bits are a BIGINT, and
every operation on sets is one on bits, which does not look at the sign. What would, the order of two sets and a shift
to the right, is said in other words.
"""

from sqlglot import exp

from trd_registry.cohorts.spark.pieces import as_int, call, cast, long
from trd_registry.cohorts.spark.refused import NotTranslated

#: The highest of 64 bits as a BIGINT.
HIGHEST = -(2**63)

_WHOLE = {exp.DataType.Type.UBIGINT: "BIGINT"}

_KEPT = {
    exp.DataType.Type.BIGINT,
    exp.DataType.Type.INT,
    exp.DataType.Type.DOUBLE,
    exp.DataType.Type.BOOLEAN,
    exp.DataType.Type.VARCHAR,
    exp.DataType.Type.TEXT,
}


def typed(node: exp.Cast) -> exp.Expr:
    """A value with a type."""
    to = node.to
    if to.this == exp.DataType.Type.ARRAY:
        return cast(node.this, f"ARRAY<{_named(to.expressions[0])}>")
    if to.this == exp.DataType.Type.UBIGINT and isinstance(node.this, exp.Literal):
        return long(signed(int(node.this.this)))
    return cast(node.this, _named(to))


def _named(kind: exp.DataType) -> str:
    if kind.this in _WHOLE:
        return _WHOLE[kind.this]
    if kind.this in _KEPT:
        return str(kind.this.value).replace("VARCHAR", "STRING").replace("TEXT", "STRING")
    raise NotTranslated(f"the type {kind.sql()}")


def signed(value: int) -> int:
    """The number that has the same 64 bits, the highest of them taken for a sign."""
    return value - 2**64 if value >= 2**63 else value


def bracketed(node: exp.Binary) -> exp.Expr:
    """An operation on bits with its parts in brackets: Spark lets ``&`` bind closer than ``|``, DuckDB does not."""
    for part in ("this", "expression"):
        inner = node.args[part]
        if isinstance(inner, exp.Binary) and not isinstance(inner, exp.Dot):
            node.set(part, exp.Paren(this=inner))
    return node


def shifted_left(node: exp.BitwiseLeftShift) -> exp.Expr:
    """More by so many places."""
    return call("SHIFTLEFT", node.this, as_int(node.expression))


def shifted_right(node: exp.BitwiseRightShift) -> exp.Expr:
    """Less by so many places, with zeros from the left."""
    return call("SHIFTRIGHTUNSIGNED", node.this, as_int(node.expression))


def in_order_of_bits(mask: exp.Expr) -> exp.Expr:
    """A number that is larger where the 64 bits without a sign are."""
    return exp.BitwiseXor(this=exp.Paren(this=mask), expression=cast(exp.Literal.string(str(HIGHEST)), "BIGINT"))
