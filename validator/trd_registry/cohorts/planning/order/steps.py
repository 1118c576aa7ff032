"""The subqueries in which trials are compared with other trials of the same patient, before anything is counted."""

import re
from collections.abc import Iterable, Mapping, Sequence

from trd_registry.cohorts.planning.order.looks import Look
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
    wanted = list(sheets.looks.selections)
    for layer in sheets.looks.layers:
        wanted += [name for look in layer for name in (*look.sets, *look.columns)]
    texts = "\n".join([*wanted, *sheets.trial.texts("\n".join(wanted)).values()])
    return sorted(set(_BASE.findall(texts)) - set(sheets.looks.columns))


def order_steps(sheets: Sheets, agents: str, base: Sequence[str], source: Source) -> list[str]:
    """The subqueries; ``agents`` is the one that has the columns of agents, of stand-ins too."""
    looks = sheets.looks
    if not looks.is_asked and not looks.selections:
        return []
    queries = [f"order_rows_0 AS (\n  {_rows(sheets, base, agents, source)})"]
    rows, told = "order_rows_0", list(base)
    for number, layer in enumerate(looks.layers, start=1):
        wanted = "\n".join(name for look in layer for name in look.sets)
        steps, last, _ = sheets.trial.steps(rows, wanted, inline=False, prefix=f"order_{number}_")
        queries += [*steps, *_layer(number, layer, last, told)]
        rows, told = f"order_rows_{number}", [*told, *layer.values()]
    if looks.is_asked:
        queries.append(
            f"{ANSWERS} AS (\n  SELECT person, trial, {', '.join(looks.columns)} FROM {rows} WHERE sort = 0)"
        )
    return [*queries, *(_unlisted(sheets, rows) if looks.selections else [])]


def _rows(sheets: Sheets, base: Sequence[str], agents: str, source: Source) -> str:
    sort = "sort" if source.has_stand_ins else f"{NONE} AS sort"
    listed = joined(["person", "trial", sort, *base])
    found = f"SELECT {listed}\n  FROM {source.trials} JOIN {agents} USING (agent)"
    stand_ins = sheets.looks.stand_ins
    if source.has_stand_ins or not stand_ins:
        return found
    settled = [column for column in base if column.startswith('"')]
    spare = joined(["patients.person", "spare.agent AS trial", "spare.sort", *(_of_spare(one) for one in base)])
    names = ", ".join(["sort", *settled, "agent"])
    return (
        f"{found}\n  UNION ALL\n  SELECT {spare}\n  FROM {rows_of(stand_ins, settled)} AS spare({names}) "
        f"JOIN {agents} AS named USING (agent)\n"
        f"  JOIN {source.patients} AS patients ON {quoted('unlisted')} & spare.sort <> 0"
    )


def _of_spare(column: str) -> str:
    return f"spare.{column}" if column.startswith('"') else f"named.{column}"


def _layer(number: int, layer: Mapping[Look, str], source: str, told: Sequence[str]) -> list[str]:
    """Every trial beside every other one of its patient; few pairs have anything to say."""
    names = {look: column.strip('"') for look, column in layer.items()}
    narrow, pairs, hits, row = (f"order_{part}_{number}" for part in ("narrow", "pairs", "hits", "beside"))
    looked_at = dict.fromkeys(
        name for look in layer for name in (*look.sets, *look.columns) if _BASE_OR_TRIAL.match(name)
    )
    kept = dict.fromkeys(name for look in layer for name in look.kept)
    whole = [f"{_struct(side, kept)} AS {side}" for side in ("this", "other") if kept]
    judged = [f"{look.hit()} AS {name}_pair" for look, name in names.items()]
    aggregates = [
        f"{sql} AS {column}"
        for look, name in names.items()
        for column, sql in look.aggregates(f"{name}_pair", name).items()
    ]
    any_hit = " | ".join(f"{name}_pair" for name in names.values())
    listed = joined(["person", "trial", "sort", *looked_at])
    beside = joined(["this.person", "this.trial", *whole, *judged])
    # An unlisted trial may stand for several, and so for another one of its sort too.
    other = "ON this.person = other.person AND (this.trial <> other.trial OR other.sort <> 0)"
    counted = joined(["person", "trial", *aggregates])
    together = joined(["person", "trial", "sort", *told, f"{hits}.* EXCLUDE (person, trial)"])
    queries = [
        f"{narrow} AS (\n  SELECT {listed}\n  FROM {source})",
        f"{pairs} AS (\n  SELECT {beside}\n  FROM {narrow} AS this JOIN {narrow} AS other {other})",
        f"{hits} AS (\n  SELECT {counted}\n  FROM {pairs} WHERE {any_hit} <> 0 GROUP BY person, trial)",
        f"{row} AS (\n  SELECT {together}\n  FROM {source} LEFT JOIN {hits} USING (person, trial))",
    ]
    answers = []
    for look, name in names.items():
        steps, row, value = look.value(name, row)
        queries += steps
        answers.append(f"{value} AS {layer[look]}")
    listed = joined(["person", "trial", "sort", *told, *answers])
    return [*queries, f"order_rows_{number} AS (\n  SELECT {listed}\n  FROM {row})"]


def _struct(side: str, columns: Iterable[str]) -> str:
    cells = (f"'{name.strip(chr(34))}': {side}.{name}" for name in ("trial", "sort", *columns))
    return f"{{{', '.join(cells)}}}"


def _unlisted(sheets: Sheets, rows: str) -> list[str]:
    selections = sheets.looks.selections
    steps, last, _ = sheets.trial.steps("order_spare", "\n".join(selections), inline=False, prefix="order_spare_")
    sorts = (
        f"bit_or(CASE WHEN {belongs} IS NOT FALSE THEN sort ELSE {NONE} END) AS {name}"
        for belongs, name in selections.items()
    )
    return [
        f"order_spare AS (\n  SELECT * FROM {rows} WHERE sort <> 0)",
        *steps,
        f"{UNLISTED} AS (\n  SELECT {joined(['person', *sorts])}\n  FROM {last} GROUP BY person)",
    ]
