"""Persons whose trials must be laid out in lists, apart from all others.

In DuckDB a list that is not there costs nothing. In Spark one aggregate that gathers a list makes all sums beside it
slow, and one lambda keeps its whole step from being compiled. So the few persons who need lists are gathered and worked
out by themselves, and what comes out is put beside what is known of everybody.
"""

from sqlglot import exp

#: The names that planning gives: the aggregates, all of them beside the patients, and the numbers that lists come to.
_SUMS, _ALL, _NUMBERS, _LISTS = "grouped", "together", "untangled", "trial_rows"


def apart(views: dict[str, exp.Expr]) -> dict[str, exp.Expr]:
    """The same subqueries with the lists apart; as they were, where they are not of the shape that is known."""
    steps = _steps(views)
    sums = views.get(_SUMS)
    gathered = _named(sums, _LISTS) if isinstance(sums, exp.Select) else None
    where = gathered.find(exp.Where) if gathered is not None else None
    if not steps or gathered is None or where is None or not isinstance(sums, exp.Select):
        return views
    lists = sums.copy()
    lists.set("expressions", [exp.column("person"), gathered.copy()])
    lists.set("where", where.copy())
    sums.set("expressions", [one for one in sums.expressions if one is not gathered])
    found: dict[str, exp.Expr] = {}
    for name, view in views.items():
        if name == steps[0]:
            found |= {"gathered": lists, "laid_out": _beside(_ALL, "gathered", "JOIN")}
            _source(view).set("this", exp.to_identifier("laid_out"))
        if name == _NUMBERS:
            numbers = [one for one in view.expressions if not isinstance(one, exp.Star)]
            view.set("expressions", [exp.column("person"), exp.column(_LISTS), *numbers])
            found |= {"numbered": view, _NUMBERS: _beside(_ALL, "numbered", "LEFT JOIN")}
        else:
            found[name] = view
    return found


def _steps(views: dict[str, exp.Expr]) -> list[str]:
    """The steps between everybody and the numbers, the first one first; none where they stand otherwise."""
    found: list[str] = []
    name = _NUMBERS
    while name in views and name != _ALL:
        view = views[name]
        others = {"joins", "group", "where"}
        if not isinstance(view, exp.Select) or any(view.args.get(one) for one in others) or not view.find(exp.Star):
            return []
        found.insert(0, name)
        name = _source(view).name
    return found if name == _ALL and len(found) > 1 else []


def _source(view: exp.Expr) -> exp.Table:
    source = view.args["from_"].this
    assert isinstance(source, exp.Table)  # statements read tables by name
    return source


def _named(view: exp.Select, name: str) -> exp.Expr | None:
    return next((one for one in view.expressions if one.alias == name), None)


def _beside(left: str, right: str, join: str) -> exp.Expr:
    columns = f"{left}.*, {right}.* EXCEPT (person)"
    return exp.maybe_parse(f"SELECT {columns} FROM {left} {join} {right} USING (person)", dialect="spark")
