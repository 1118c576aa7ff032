"""The trials of one part in SQL: what their cells say, what follows from dates and from each other, and own names."""

from collections.abc import Iterator, Mapping

from trd_registry.cohorts.planning.sql import any_of, quoted
from trd_registry.cohorts.settled.bits import WIDTH
from trd_registry.cohorts.settled.columns import column
from trd_registry.cohorts.settled.settle import FEW_NAMES, MOST_TRIALS
from trd_registry.cohorts.settled.shape import COUNTED, Agents, Shape
from trd_registry.cohorts.tables import dates, relations
from trd_registry.cohorts.tables.bundles import bundle_of_trial_fact
from trd_registry.cohorts.tables.reading import Rows
from trd_registry.cohorts.tables.relations import Listed
from trd_registry.cohorts.tables.trial_meanings import NEEDED, TrialReading
from trd_registry.model.vocabulary import Vocabularies

#: Facts that no cell states: they come with the steps.
_FOLLOWING = ("days", "started_days_ago", "ended_days_ago", "augments")


def _names(column: str, *, flat: bool) -> str:
    """What stands in a column of any trial of a person, once each; the column may hold lists."""
    found = f"list({column}) FILTER ({column} IS NOT NULL)"
    return f"coalesce(list_distinct({found if flat else f'flatten({found})'}), [])"


#: Also laid out one by one: more treatments than a few, and one treatment that is told in two ways, as of two classes.
_OR = {
    "treatment": (
        f" OR len({_names('ranks', flat=False)}) > {FEW_NAMES} OR count(DISTINCT agent) > count(DISTINCT ranks)"
    ),
    "class": "",
    "modality": "",
}

#: What a person's trials have in common: the names they use, and what may stand against reading them here.
LISTS = (
    "SELECT number, count(*) AS trials, bool_or(bad OR is_no_agent) AS bad, "
    f"sum({relations.UNATTACHED}::INTEGER) AS unattached, "
    + ", ".join(f"bool_or({column(fact, 'tangled')}){_OR[fact]} AS {column(fact, 'tangled')}" for fact in COUNTED)
    + ", bool_or(ranks IS NULL) AS has_unnamed, "
    f"list_sort({_names('ranks', flat=False)}) AS own_names, "
    f"list_reverse_sort({_names('augments', flat=True)}) AS own_targets, "
    "count_if(is_taken_now) > 1 AND bool_or(is_taken_now AND lists_combinations) AS are_taken_now, "
    # Two of one treatment that is not listed may be told to be of different classes.
    "count_if(unlisted) > 1 AS has_unlisted "
    "FROM trial_facts GROUP BY number"
)

#: Why a person's trials are not plain, each as the numbers of persons.
NOT_PLAIN = (
    (
        f"SELECT number FROM lists WHERE bad OR are_taken_now OR has_unlisted OR trials > {MOST_TRIALS} "
        f"OR len(own_names) > {WIDTH} OR len(own_targets) > {WIDTH}"
    ),
    # An id stands twice: a copy, a contradiction, or one that another trial has by its place.
    "SELECT number FROM trial_facts GROUP BY number, own_id HAVING count(*) > 1",
    # What a trial augments is no other trial.
    (
        "SELECT one.number FROM (FROM trial_facts WHERE augments IS NOT NULL) AS one LEFT JOIN trial_facts AS other "
        "ON one.number = other.number AND one.augments = other.own_id AND one.trial <> other.trial "
        "WHERE other.number IS NULL"
    ),
    (
        "SELECT number FROM trial_facts JOIN lists USING (number) LEFT JOIN augmented USING (number, own_id) "
        f"WHERE augmented__stated AND augmented <> ({relations.AUGMENTED_BY_LIST})"
    ),
)


class Trials:
    """The SQL of one part's trials.

    Args:
        rows: Their rows.
        shape: What is asked for.
        vocabularies: What names are looked up in.
        agents: Where treatments get their numbers.
        listed: What the cohort lists in full.
        all_current: Whether a trial that says nothing else is of the current episode.
    """

    def __init__(
        self,
        rows: Rows,
        shape: Shape,
        vocabularies: Vocabularies,
        agents: Agents,
        listed: Listed,
        *,
        all_current: bool,
    ) -> None:
        self._rows = rows
        self._shape = shape
        self._vocabularies = vocabularies
        self._agents = agents
        self._listed = listed
        self._all_current = all_current

    def facts(self, source: str) -> str:
        """The trials of ``people`` with what their cells and dates say."""
        selected = [f"{sql} AS {quoted(name)}" for name, sql in self._read().items()]
        read = (
            f"SELECT {', '.join(selected)}\n  FROM {source} AS trials JOIN people ON people.number = trials.number\n"
            # Only two columns are sorted by it.
            "  JOIN (SELECT line, row_number() OVER (PARTITION BY number ORDER BY line) - 1 AS place "
            f"FROM {source}) AS listed ON listed.line = trials.line\n"
            f"  {self._rows.joins()}"
        )
        steps = [f"step_0 AS (\n  {read})"]
        told = [*dates.steps(all_current=self._all_current), relations.roles(self._listed)]
        steps += (f"step_{place} AS (SELECT {step} FROM step_{place - 1})" for place, step in enumerate(told, start=1))
        return f"WITH {', '.join(steps)}\nSELECT * EXCLUDE ({', '.join(dates.ONLY_HERE)}) FROM step_{len(told)}"

    def copies(self, source: str) -> str:
        """Numbers of persons who have two trials without an id that say the same."""
        key = ", ".join(["trials.number", *self._rows.key()])
        return (
            f"SELECT trials.number FROM {source} AS trials\n  {self._rows.joins()}\n"
            f"WHERE {self._rows.free('id')} IS NULL AND trials.number >= 0 "
            f"GROUP BY {key} HAVING count(*) > 1"
        )

    def settled(self) -> str:
        """The trials as a settled table, of those who are plain."""
        selected = ", ".join(f"{sql} AS {quoted(name)}" for name, sql in self._columns())
        return (
            f"SELECT {selected} FROM trial_facts SEMI JOIN plain ON plain.number = trial_facts.number "
            "JOIN lists ON lists.number = trial_facts.number "
            "LEFT JOIN augmented ON augmented.number = trial_facts.number AND augmented.own_id = trial_facts.own_id "
            "LEFT JOIN beside ON beside.number = trial_facts.number AND beside.trial = trial_facts.trial"
        )

    def _reading(self, bundle: str) -> TrialReading:
        return TrialReading(bundle, self._shape, self._vocabularies, self._agents)

    def _read(self) -> dict[str, str]:
        found = {
            "number": "trials.number",
            "trial": "listed.place",
            **{name: f"people.{name}" for name in ("is_first", *_OF_PERSON)},
            "id": self._rows.free("id"),
            "augments": self._rows.free("augments"),
            "bad": any_of([f"({self._rows.bad()})", f"NOT ({self._rows.says()})"]),
        }
        facts = dict.fromkeys((*NEEDED, *self._shape.of_trial))
        bundles = dict.fromkeys(("treatment", "start", "end", *map(bundle_of_trial_fact, facts)))
        for bundle in bundles:
            if bundle in _FOLLOWING:
                continue
            reading = self._reading(bundle)
            found |= {name: self._rows.value(bundle, name, reading) for name in reading.types if name != "treatments"}
        return {**found, "ranks": self._rows.own("treatment", "ranks", "NULL::BIGINT[]")}

    def _columns(self) -> Iterator[tuple[str, str]]:
        """Every column of the settled table and its SQL, in their order."""
        own: Mapping[str, str] = {
            "person": "trial_facts.number",
            "trial": "trial_facts.trial",
            "names": _own("ranks", "lists.own_names"),
            "augments": "CASE WHEN augments IS NOT NULL "
            "THEN 1::UBIGINT << (list_position(lists.own_targets, augments) - 1) END",
            "augments__stated": "augments IS NOT NULL",
            "role": relations.ROLE,
            "role__stated": "TRUE",
            "augmented": f"CASE WHEN augmented__stated THEN augmented ELSE {relations.AUGMENTED_BY_LIST} END",
            "augmented__stated": f"(augmented__stated OR ({relations.AUGMENTED_BY_LIST}) IS NOT NULL)",
            **{column(fact, "tangled"): f"lists.{column(fact, 'tangled')}" for fact in COUNTED},
            **{f"days__{part}_open": f"weeks__{part}_open" for part in ("lo", "hi")},
            "days__lo": "days_lo",
            "days__hi": "days_hi",
            "days__stated": "FALSE",
        }
        steps = {
            sql
            for fact in ("dose_optimised", "duration_optimised")
            for sql in ((fact, f"CASE WHEN {fact}__stated THEN {fact} WHEN lists_steps THEN FALSE END"),
                        (f"{fact}__stated", f"({fact}__stated OR lists_steps)"))
        }  # fmt: skip
        told = {**own, **dict(steps)}
        yield from ((name, told.get(name, quoted(name))) for name in self._shape.trials)


_OF_PERSON = ("as_of_first", "as_of_last", "onset_first", "onset_last")


def _own(ranks: str, names: str) -> str:
    """The names of a trial as bits of the names of its person: the last in the alphabet has the lowest."""
    one = f"1::UBIGINT << (list_position({names}, {ranks}[1]) - 1)"
    several = f"list_bit_or(list_transform({ranks}, lambda one: 1::UBIGINT << (list_position({names}, one) - 1)))"
    return f"CASE WHEN len({ranks}) = 1 THEN {one} WHEN {ranks} IS NOT NULL THEN {several} END"
