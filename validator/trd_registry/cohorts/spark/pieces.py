"""Small pieces of trees of SQL in the words of Spark."""

from sqlglot import exp

#: A list is at most so long; also the length of a slice that goes on to the end.
LONGEST = 2**31 - 1


def call(name: str, *arguments: exp.Expr) -> exp.Anonymous:
    """A function of Spark."""
    return exp.Anonymous(this=name, expressions=list(arguments))


def whole(value: int) -> exp.Literal:
    """A whole number; Spark takes one that is too large for INT as BIGINT."""
    return exp.Literal(this=str(value), is_string=False)


def long(value: int) -> exp.Literal:
    """A BIGINT."""
    return exp.Literal(this=f"{value}L", is_string=False)


def cast(value: exp.Expr, kind: str) -> exp.Expr:
    """A value as another type."""
    return exp.Cast(this=value, to=exp.DataType.build(kind, dialect="spark"))


def as_int(value: exp.Expr) -> exp.Expr:
    """Places in lists and widths of shifts are INT in Spark and nothing else."""
    return value if isinstance(value, exp.Literal) else cast(value, "INT")


def plus(value: exp.Expr, number: int) -> exp.Expr:
    """A value and so many more, in brackets."""
    return exp.Paren(this=exp.Add(this=value, expression=whole(number)))


def name(text: str) -> exp.Identifier:
    """The name of a column, a field or something that a lambda is told."""
    return exp.Identifier(this=text, quoted=False)


def function(body: exp.Expr, *told: str) -> exp.Lambda:
    """A lambda."""
    return exp.Lambda(this=body, expressions=[name(one) for one in told])


def struct(**fields: exp.Expr) -> exp.Struct:
    """A value with named fields."""
    return exp.Struct(expressions=[exp.PropertyEQ(this=name(key), expression=one) for key, one in fields.items()])


def field(of: str, part: str) -> exp.Dot:
    """A field of something that a lambda is told."""
    return exp.Dot(this=name(of), expression=name(part))


def empty() -> exp.Array:
    """A list of nothing."""
    return exp.Array(expressions=[])
