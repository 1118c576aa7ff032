"""The trials of one part in SQL: what their cells say, what follows from dates and from each other, and own names."""

from collections.abc import Iterator, Mapping, Sequence

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


#: The first line of every person, and whether the lines from there on are all theirs.
FIRSTS = (
    "SELECT number, min(line) AS line, max(line) - min(line) + 1 = count(*) AS is_together "
    "FROM {source} GROUP BY number"
)

#: How many different names the trials of a person use.
_NAMES = "coalesce(bit_count(bit_or(names_mask)), 0)"

#: What a person's trials have in common: the names they use, and what may stand against reading them here.
_LISTS = (
    "SELECT number, count(*) AS trials, bool_or(bad OR is_no_agent) AS bad, "
    f"sum({relations.UNATTACHED}::INTEGER) AS unattached, "
    + ", ".join(f"bool_or({column(fact, 'tangled')}){{{fact}}} AS {column(fact, 'tangled')}" for fact in COUNTED)
    + ", bool_or(names_mask IS NULL) AS has_unnamed, bit_or(names_mask) AS own_names, "
    "{targets} AS own_targets, "
    "count_if(is_taken_now) > 1 AND bool_or(is_taken_now AND lists_combinations) AS are_taken_now, "
    # Two of one treatment that is not listed may be told to be of different classes.
    "count_if(unlisted) > 1 AS has_unlisted "
    "FROM trial_facts GROUP BY number"
)

#: Why a person's trials are not plain, each as the numbers of persons.
_NOT_PLAIN = (
    (
        f"SELECT number FROM lists WHERE bad OR are_taken_now OR has_unlisted OR trials > {MOST_TRIALS} "
        f"OR bit_count(own_names) > {WIDTH} OR len(own_targets) > {WIDTH}"
    ),
    (
        "SELECT number FROM trial_facts JOIN lists USING (number) LEFT JOIN augmented USING (number, own_id) "
        f"WHERE augmented__stated AND augmented <> ({relations.AUGMENTED_BY_LIST})"
    ),
)

#: The same where trials have ids, or name others by theirs.
_NOT_PLAIN_BY_ID = (
    # An id stands twice: a copy, a contradiction, or one that another trial has by its place.
    "SELECT number FROM trial_facts GROUP BY number, own_id HAVING count(*) > 1",
    # What a trial augments is no other trial.
    (
        "SELECT one.number FROM (FROM trial_facts WHERE augments IS NOT NULL) AS one LEFT JOIN trial_facts AS other "
        "ON one.number = other.number AND one.augments = other.own_id AND one.trial <> other.trial "
        "WHERE other.number IS NULL"
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
        told_in_two_ways: Whether one treatment is told in two ways anywhere in the part, as of two classes.
        together: Whether the rows of every person stand together, from the line on that the table ``firsts`` gives.
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
        told_in_two_ways: bool,
        together: bool,
    ) -> None:
        self._rows = rows
        self._shape = shape
        self._vocabularies = vocabularies
        self._agents = agents
        self._listed = listed
        self._all_current = all_current
        self._told_in_two_ways = told_in_two_ways
        self._together = together

    @property
    def _has_ids(self) -> bool:
        return any(self._rows.has_free(one) for one in ("id", "augments"))

    def facts(self, source: str) -> str:
        """The trials of ``people`` with what their cells and dates say."""
        selected = [f"{sql} AS {quoted(name)}" for name, sql in self._read().items()]
        read = (
            f"SELECT {', '.join(selected)}\n  FROM {source} AS trials JOIN people ON people.number = trials.number\n"
            f"  {self._places(source)}\n  {self._rows.joins()}"
        )
        steps = [f"step_0 AS (\n  {read})"]
        told = [*dates.steps(all_current=self._all_current), relations.roles(self._listed, has_ids=self._has_ids)]
        steps += (f"step_{place} AS (SELECT {step} FROM step_{place - 1})" for place, step in enumerate(told, start=1))
        return f"WITH {', '.join(steps)}\nSELECT * EXCLUDE ({', '.join(dates.ONLY_HERE)}) FROM step_{len(told)}"

    def _places(self, source: str) -> str:
        """The join that gives each trial its place among those of its person."""
        if self._together:
            return "JOIN firsts AS listed ON listed.number = trials.number"
        # Only two columns are sorted by it.
        place = "row_number() OVER (PARTITION BY number ORDER BY line) - 1 AS place"
        return f"JOIN (SELECT line, {place} FROM {source}) AS listed ON listed.line = trials.line"

    def lists(self) -> str:
        """What the trials of a person have in common."""
        several = f" OR {_NAMES} > {FEW_NAMES}"
        if self._told_in_two_ways:
            several += " OR count(DISTINCT agent) > count(DISTINCT names_mask)"
        targets = "list_reverse_sort(coalesce(list_distinct(list(augments) FILTER (augments IS NOT NULL)), []))"
        return _LISTS.format(
            # Also laid out one by one: more treatments than a few, and one treatment that is told in two ways.
            **{fact: several if fact == "treatment" else "" for fact in COUNTED},
            targets=targets if self._rows.has_free("augments") else "NULL::VARCHAR[]",
        )

    def not_plain(self) -> Sequence[str]:
        """Why persons are not plain, each as their numbers."""
        return (*_NOT_PLAIN, *(_NOT_PLAIN_BY_ID if self._has_ids else ()))

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
            "trial": "trials.line - listed.line" if self._together else "listed.place",
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
        nothing = {"names_mask": "NULL::UBIGINT", "below": "NULL::UBIGINT", "belows": "NULL::UBIGINT[]"}
        return {**found, **{name: self._rows.own("treatment", name, null) for name, null in nothing.items()}}

    def _columns(self) -> Iterator[tuple[str, str]]:
        """Every column of the settled table and its SQL, in their order."""
        own: Mapping[str, str] = {
            "person": "trial_facts.number",
            "trial": "trial_facts.trial",
            "names": _OWN_NAMES,
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


#: The names of a trial as bits of the names of its person: the last in the alphabet has the lowest.
_OWN_NAMES = (
    "CASE WHEN below IS NOT NULL THEN 1::UBIGINT << bit_count(lists.own_names & below) WHEN belows IS NOT NULL "
    "THEN list_bit_or(list_transform(belows, lambda one: 1::UBIGINT << bit_count(lists.own_names & one))) END"
)
