"""The subqueries in which trials are compared with other trials of the same patient, before anything is counted."""

import re
from collections.abc import Iterable, Mapping, Sequence

from trd_registry.cohorts.planning.order.ends import ends_of, of_spare, only_ends
from trd_registry.cohorts.planning.order.later import Later
from trd_registry.cohorts.planning.order.looks import Look, PairLook
from trd_registry.cohorts.planning.order.stand_ins import rows_of
from trd_registry.cohorts.planning.plan_state import Sheets
from trd_registry.cohorts.planning.sheet import joined
from trd_registry.cohorts.planning.source import Source
from trd_registry.cohorts.planning.sql import NONE, quoted

_BASE = re.compile(r'"[^"]+"|\bagent_\d+\b')

_BASE_OR_TRIAL = re.compile(r'"|agent_\d|trial_\d')

#: The subquery with a row for every listed trial and the answers on it.
ANSWERS = "order_answers"

#: The subquery with a row for every patient who may have unlisted trials, and the sorts that may be selected.
UNLISTED = "order_unlisted"


def order_columns(sheets: Sheets) -> Sequence[str]:
    """The columns of trials, as settled or of their agents, that anything here rests on."""
    layers = (_layer_columns(sheets, layer) for layer in sheets.looks.layers)
    return sorted({*_spare_columns(sheets), *(name for layer in layers for name in layer)})


def _layer_columns(sheets: Sheets, layer: Iterable[Look]) -> set[str]:
    return _base(sheets, [name for look in layer for name in (*look.sets, *look.columns)])


def _spare_columns(sheets: Sheets) -> set[str]:
    return _base(sheets, list(sheets.looks.selections))


def _base(sheets: Sheets, wanted: Sequence[str]) -> set[str]:
    texts = "\n".join([*wanted, *sheets.trial.texts("\n".join(wanted)).values()])
    return set(_BASE.findall(texts)) - set(sheets.looks.columns)


def order_steps(sheets: Sheets, agents: str, source: Source) -> list[str]:
    """The subqueries; ``agents`` is the one that has the columns of agents, of stand-ins too."""
    looks = sheets.looks
    if not looks.is_asked and not looks.selections:
        return []
    if ends := only_ends(looks):
        base = sorted(_layer_columns(sheets, ends))
        queries = [
            f"order_rows_0 AS (\n  {_rows(sheets, base, agents, source)})",
            *ends_of(ends, sheets, "order_rows_0"),
        ]
        return [*queries, *(_unlisted(sheets, "order_rows_0", agents, source) if looks.selections else [])]
    needed = [_layer_columns(sheets, layer) for layer in looks.layers]
    base = sorted(set().union(*needed))
    queries = [f"order_rows_0 AS (\n  {_rows(sheets, base, agents, source)})"]
    rows, answered = "order_rows_0", list[str]()
    for number, layer in enumerate(looks.layers, start=1):
        wanted = "\n".join(name for look in layer for name in look.sets)
        steps, last, _ = sheets.trial.steps(rows, wanted, inline=False, prefix=f"order_{number}_")
        # Only what is looked at again is kept: a table that is read twice is written down in between.
        kept = [*sorted(set().union(*needed[number:])), *answered]
        queries += [*steps, *_layer(number, layer, last, kept)]
        rows, answered = f"order_rows_{number}", [*answered, *layer.values()]
    if looks.is_asked:
        queries.append(
            f"{ANSWERS} AS (\n  SELECT person, trial, {', '.join(looks.columns)} FROM {rows} WHERE sort = 0)"
        )
    return [*queries, *(_unlisted(sheets, rows, agents, source) if looks.selections else [])]


def _rows(sheets: Sheets, base: Sequence[str], agents: str, source: Source) -> str:
    sort = "sort" if source.has_stand_ins else f"{NONE} AS sort"
    listed = joined(["person", "trial", sort, *base])
    found = f"SELECT {listed}\n  FROM {source.trials} JOIN {agents} USING (agent)"
    if source.has_stand_ins or not sheets.looks.stand_ins:
        return found
    return f"{found}\n  UNION ALL\n  {_spare_rows(sheets, base, agents, source)}"


def _spare_rows(sheets: Sheets, base: Sequence[str], agents: str, source: Source) -> str:
    """A row for every sort of unlisted trials that a patient may have."""
    if source.has_stand_ins:
        listed = joined(["person", "trial", "sort", *base])
        return f"SELECT {listed}\n  FROM {source.trials} JOIN {agents} USING (agent) WHERE sort <> 0"
    settled = [column for column in base if column.startswith('"')]
    spare = joined(["patients.person", "spare.agent AS trial", "spare.sort", *(_of_spare(one) for one in base)])
    names = ", ".join(["sort", *settled, "agent"])
    return (
        f"SELECT {spare}\n  FROM {rows_of(sheets.looks.stand_ins, settled)} AS spare({names}) "
        f"JOIN {agents} AS named USING (agent)\n"
        f"  JOIN {source.patients} AS patients ON {quoted('unlisted')} & spare.sort <> 0"
    )


def _of_spare(column: str) -> str:
    return f"spare.{column}" if column.startswith('"') else f"named.{column}"


def _layer(number: int, layer: Mapping[Look, str], source: str, told: Sequence[str]) -> list[str]:
    """The answers of one layer, each as a column."""
    names = {look: column.strip('"') for look, column in layer.items()}
    pairs = {look: name for look, name in names.items() if isinstance(look, PairLook)}
    ends = {look: name for look, name in names.items() if isinstance(look, Later)}
    queries, joins = list[str](), ""
    # The answers are worked out on a trial's own days and names; these are not carried further.
    columns = list(dict.fromkeys([*told, *(name for look in layer for name in look.columns)]))
    for which, keys, found in (
        ("hits", "person, trial", _pairs(number, pairs, source)),
        ("ends", "person", _ends(number, ends, source)),
    ):
        if found:
            queries += found
            columns.append(f"order_{which}_{number}.* EXCLUDE ({keys})")
            joins += f" LEFT JOIN order_{which}_{number} USING ({keys})"
    columns += [f"{look.itself()} AS {name}_itself" for look, name in ends.items()]
    row, answers = f"order_beside_{number}", []
    together = joined(["person", "trial", "sort", *columns])
    queries.append(f"{row} AS (\n  SELECT {together}\n  FROM {source}{joins})")
    for look, name in names.items():
        steps, row, value = look.value(name, row)
        queries += steps
        answers.append(f"{value} AS {layer[look]}")
    listed = joined(["person", "trial", "sort", *told, *answers])
    return [*queries, f"order_rows_{number} AS (\n  SELECT {listed}\n  FROM {row})"]


def _ends(number: int, looks: Mapping[Later, str], source: str) -> list[str]:
    """What the trials of a patient that begin last tell of all of them."""
    if not looks:
        return []
    found = [f"{sql} AS {column}" for look, name in looks.items() for column, sql in look.aggregates(name).items()]
    return [f"order_ends_{number} AS (\n  SELECT {joined(['person', *found])}\n  FROM {source} GROUP BY person)"]


def _pairs(number: int, looks: Mapping[PairLook, str], source: str) -> list[str]:
    """Every trial beside every other one of its patient; few pairs have anything to say."""
    if not looks:
        return []
    narrow, pairs, hits = (f"order_{part}_{number}" for part in ("narrow", "pairs", "hits"))
    named = (name for look in looks for name in (*look.sets, *look.columns))
    looked_at = dict.fromkeys(name for name in named if _BASE_OR_TRIAL.match(name))
    kept = dict.fromkeys(name for look in looks for name in look.kept)
    whole = [f"{_struct(side, kept)} AS {side}" for side in ("this", "other") if kept]
    judged = [f"{look.hit()} AS {name}_pair" for look, name in looks.items()]
    aggregates = [
        f"{sql} AS {column}"
        for look, name in looks.items()
        for column, sql in look.aggregates(f"{name}_pair", name).items()
    ]
    any_hit = " | ".join(f"{name}_pair" for name in looks.values())
    listed = joined(["person", "trial", "sort", *looked_at])
    beside = joined(["this.person", "this.trial", *whole, *judged])
    # An unlisted trial may stand for several, and so for another one of its sort too.
    other = "ON this.person = other.person AND (this.trial <> other.trial OR other.sort <> 0)"
    counted = joined(["person", "trial", *aggregates])
    return [
        f"{narrow} AS (\n  SELECT {listed}\n  FROM {source})",
        f"{pairs} AS (\n  SELECT {beside}\n  FROM {narrow} AS this JOIN {narrow} AS other {other})",
        f"{hits} AS (\n  SELECT {counted}\n  FROM {pairs} WHERE ({any_hit}) <> 0 GROUP BY person, trial)",
    ]


def _struct(side: str, columns: Iterable[str]) -> str:
    cells = (f"'{name.strip(chr(34))}': {side}.{name}" for name in ("trial", "sort", *columns))
    return f"{{{', '.join(cells)}}}"


def _unlisted(sheets: Sheets, rows: str, agents: str, source: Source) -> list[str]:
    """The sorts that may be selected, of every patient who may have any."""
    selections = sheets.looks.selections
    if not sheets.looks.stand_ins:
        nobody = joined(["person", *(f"{NONE} AS {name}" for name in selections.values())])
        return [f"{UNLISTED} AS (\n  SELECT {nobody}\n  FROM {rows} WHERE FALSE)"]
    base = sorted({*_spare_columns(sheets), *(one for look in only_ends(sheets.looks) for one in look.columns)})
    steps, last, _ = sheets.trial.steps("order_spare", "\n".join(selections), inline=False, prefix="order_spare_")
    sorts = (
        f"bit_or(CASE WHEN {belongs} IS NOT FALSE THEN sort ELSE {NONE} END) AS {name}"
        for belongs, name in selections.items()
    )
    answers = joined(["spare_rows.*", *(f"{rows}.{name}" for name in sheets.looks.columns)])
    beside = f"order_spare_rows AS spare_rows JOIN {rows} USING (person, trial)"
    ends = only_ends(sheets.looks)
    spare = of_spare(ends, "order_spare_rows") if ends else [f"order_spare AS (\n  SELECT {answers}\n  FROM {beside})"]
    return [
        f"order_spare_rows AS (\n  {_spare_rows(sheets, base, agents, source)})",
        *spare,
        *steps,
        f"{UNLISTED} AS (\n  SELECT {joined(['person', *sorts])}\n  FROM {last} GROUP BY person)",
    ]
