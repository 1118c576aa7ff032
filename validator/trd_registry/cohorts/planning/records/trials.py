"""Trials made of courses, as `evaluating/records/trials.py` makes them: rows with raw columns."""

from math import inf

from trd_registry.cohorts.planning.records.courses import (
    DAY,
    ENTRY,
    allows,
    drug_courses,
    procedure_courses,
    supply_of,
)
from trd_registry.cohorts.planning.records.entries import looked_at
from trd_registry.cohorts.planning.records.raw_rows import DRUG, PROCEDURE, position, raw_row
from trd_registry.cohorts.planning.records.tables import Tables
from trd_registry.cohorts.planning.refused import NotPlanned
from trd_registry.cohorts.planning.sql import FALSE, TRUE, all_of, any_of, case, number
from trd_registry.evaluating.records.courses import longest_reach
from trd_registry.model.record_rules import DispensingRule, ProcedureRule, RecordRules
from trd_registry.model.vocabulary import Vocabularies

#: Whether the record holds every dispensing, between its first and its last day.
FULL = "spans.dispensings_full"


def dispensing_trials(rule: DispensingRule, vocabularies: Vocabularies, tables: Tables) -> tuple[str, str]:
    """Every dispensing as a trial of its own; and a table of the persons for whom it is unclear which there are."""
    _check(rule)
    looked = looked_at(rule.of, vocabularies, tables)
    lower, upper = supply_of(rule)
    by_supply = rule.ends == "supply" and rule.supply != "none"
    end_lo, end_hi = (f"day + {lower}", f"day + {upper}") if by_supply else ("day", "day")
    doses = {
        "dose_lo": "coalesce(dose_lo, 0e0)",
        "dose_hi": f"coalesce(dose_hi, {number(inf)})",
        "dose_lo_open": "coalesce(dose_lo_open, FALSE)",
        "dose_hi_open": "coalesce(dose_hi_open, FALSE)",
        "dose_stated": "dose_lo IS NOT NULL",
    }
    row = raw_row(
        person="one.person",
        trial=position(DRUG, "entry"),
        agent="looked.named",
        **_days("day::DOUBLE", "day::DOUBLE", f"({end_lo})::DOUBLE", f"({end_hi})::DOUBLE"),
        **_adherence(rule, (lower, upper), (lower, upper), FALSE),
        **doses,
    )
    query = (
        f"SELECT {row} FROM dispensings AS one JOIN {looked} AS looked ON one.agent = looked.agent AND looked.looked"
    )
    unclear = (
        f"SELECT DISTINCT person FROM dispensings AS one JOIN {looked} AS looked USING (agent) WHERE looked IS NULL"
    )
    return query, tables.add("unclear", unclear)


def course_trials(
    rule: DispensingRule, rules: RecordRules, vocabularies: Vocabularies, tables: Tables, *, doses: bool
) -> tuple[str, str]:
    """Trials of one treatment each; and a table of the persons for whom it is unclear which there are."""
    _check(rule)
    courses = drug_courses(rule, tables, doses=doses)
    looked = looked_at(rule.of, vocabularies, tables)
    goes_on = goes_on_after(rule, rules)
    began = FALSE
    if rules.open_before:
        # The record may begin after the first dispensing of this treatment.
        reach = number(longest_reach(rule))
        began = all_of(["is_first", f"start - spans.first <= {reach}"])
    open_start, open_end = any_of([f"(NOT {FULL})", began]), any_of([f"(NOT {FULL})", goes_on])
    by_supply = rule.ends == "supply" and rule.supply != "none"
    end_lo, end_hi = ("covered_lo", "covered_hi") if by_supply else ("last_day", "last_day")
    cells = _days(
        case([(open_start, number(-inf))], "start::DOUBLE"),
        "start::DOUBLE",
        f"{end_lo}::DOUBLE",
        case([(open_end, number(inf))], f"{end_hi}::DOUBLE"),
    )
    lasts, supplied = ("(covered_lo - start)", "(covered_hi - start)"), ("supplied_lo", "supplied_hi")
    cells |= _adherence(rule, lasts, supplied, any_of([open_start, open_end]))
    if doses:
        cells |= {
            "dose_lo": "CASE WHEN has_dose THEN dose_from.end ELSE 0e0 END",
            "dose_hi": f"CASE WHEN has_dose THEN dose_to.end ELSE {number(inf)} END",
            "dose_lo_open": "CASE WHEN has_dose THEN dose_from.open ELSE FALSE END",
            "dose_hi_open": "CASE WHEN has_dose THEN NOT dose_to.closed ELSE FALSE END",
            "dose_stated": "has_dose",
        }
    row = raw_row(person="one.person", trial=position(DRUG, "position"), agent="looked.named", **cells)
    query = f"""SELECT {row} FROM {courses} AS one
  JOIN {looked} AS looked ON one.agent = looked.agent AND looked.looked
  JOIN spans ON one.person = spans.person
  WHERE {FULL} OR is_first"""
    unclear = f"""SELECT DISTINCT person FROM {courses} AS one JOIN {looked} AS looked USING (agent)
  WHERE looked IS NULL OR (looked AND unclear)"""
    return query, tables.add("unclear", unclear)


def procedure_trials(rule: ProcedureRule, vocabularies: Vocabularies, tables: Tables) -> tuple[str, str]:
    """Trials of sessions; and a table of the persons for whom it is unclear which there are."""
    courses = procedure_courses(rule, tables)
    looked = looked_at(rule.of, vocabularies, tables)
    row = raw_row(
        person="one.person",
        trial=position(PROCEDURE, "position"),
        agent="looked.named",
        **_days("start::DOUBLE", "start::DOUBLE", "last_day::DOUBLE", "last_day::DOUBLE"),
        sessions="entries::DOUBLE",
        laterality="laterality",
    )
    query = f"SELECT {row} FROM {courses} AS one JOIN {looked} AS looked ON one.agent = looked.agent AND looked.looked"
    unclear = f"SELECT DISTINCT person FROM {courses} AS one JOIN {looked} AS looked USING (agent) WHERE looked IS NULL"
    return query, tables.add("unclear", unclear)


def goes_on_after(rule: DispensingRule, rules: RecordRules) -> str:
    """Whether a dispensing after the record could belong to a course."""
    if not rules.open_after:
        return FALSE
    return allows("(spans.last + 1 - covered_hi)", rule.gap)


def day_position(start: str) -> str:
    """The place of a trial of which no two begin on one day."""
    return f"{start} * {DAY * ENTRY}"


def _check(rule: DispensingRule) -> None:
    if rule.adherence_over != "own-supply":
        raise NotPlanned("adherence until the next trial", rule.place)


def _days(start_lo: str, start_hi: str, end_lo: str, end_hi: str) -> dict[str, str]:
    """Beginning and end, and the days between them: none where the end comes first."""
    return {
        "start_lo": start_lo,
        "start_hi": start_hi,
        "end_lo": end_lo,
        "end_hi": end_hi,
        "days_lo": f"greatest({end_lo} - {start_hi}, 0e0)",
        "days_hi": f"greatest({end_hi} - {start_lo}, 0e0)",
        "days_stated": TRUE,
    }


def _adherence(rule: DispensingRule, lasts: tuple[str, str], supplied: tuple[str, str], is_open: str) -> dict[str, str]:
    """The share of the days until the supply has run out on which there was any, in percent."""
    if rule.supply == "none":
        return {}
    shortest, longest = lasts
    anything = any_of([is_open, f"{longest} <= 0"])
    lower = f"least(100e0, 100 * {supplied[0]} / {longest})"
    upper = f"CASE WHEN {shortest} > 0 THEN least(100e0, 100 * {supplied[1]} / {shortest}) ELSE 100e0 END"
    return {
        "adherence_lo": case([(anything, number(0))], lower),
        "adherence_hi": case([(anything, number(100))], upper),
        "adherence_stated": TRUE,
    }
