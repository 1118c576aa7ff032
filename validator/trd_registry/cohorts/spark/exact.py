"""Sums whose order cannot matter, since no step of them is rounded.

Points are a few halves and quarters. As long as every number is a whole number of 1024ths and none is large, the sum of
all trials that one person can have is held by a DOUBLE exactly, in whatever order it is added up.
"""

from collections import Counter

from sqlglot import exp

from trd_registry.cohorts.settled.settle import MOST_TRIALS

#: The smallest part that is counted, and the largest sum of them that a DOUBLE still holds exactly.
_PARTS, _MOST = 1024, 2**53


class Exact:
    """What the columns of a statement are made of."""

    def __init__(self, tree: exp.Expr) -> None:
        names = [one.alias for one in tree.find_all(exp.Alias)]
        times = Counter(names)
        self._made = {one.alias: one for one in tree.find_all(exp.Alias) if times[one.alias] == 1}

    def is_exact(self, value: exp.Expr) -> bool:
        """Whether a sum of such values over the trials of a person is exact in every order."""
        largest = self._largest(value)
        return largest is not None and largest * _PARTS * MOST_TRIALS < _MOST

    def _largest(self, value: exp.Expr) -> float | None:
        """The largest size that the value may have; None where it may have parts that are too small, or any size."""
        match value:
            case exp.Literal() if not value.is_string:
                number = abs(float(value.this))
                return number if (number * _PARTS).is_integer() else None
            case exp.Null():
                return 0.0
            case exp.Paren() | exp.Neg():
                return self._largest(value.this)
            case exp.Cast() if value.to.this == exp.DataType.Type.DOUBLE:
                return self._largest(value.this)
            case exp.Add() | exp.Sub():
                return self._of_parts([value.this, value.expression], add=True)
            case exp.Least() | exp.Greatest() | exp.Coalesce():
                return self._of_parts([value.this, *value.expressions])
            case exp.Case():
                parts = [one.args["true"] for one in value.args["ifs"]]
                return self._of_parts([*parts, *([value.args["default"]] if value.args.get("default") else [])])
            case exp.Column() if not value.table and value.name in self._made:
                return self._largest(self._made[value.name].this)
        return None

    def _of_parts(self, parts: list[exp.Expr], *, add: bool = False) -> float | None:
        found = [self._largest(one) for one in parts]
        known = [one for one in found if one is not None]
        if len(known) < len(found):
            return None
        return sum(known) if add else max(known, default=0.0)
