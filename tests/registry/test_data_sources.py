"""What a kind of data is said to decide, against the evaluator: worked cases, cut down to what such data record."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from registry.worked_out import DEFINITIONS, REGISTRY, outcomes_of
from trd_registry.cases.case import Case
from trd_registry.comparing.evaluability.data_sources import EARLIER, EVERY_FACT, DataSources
from trd_registry.comparing.evaluability.evaluability import Evaluability, evaluability_of
from trd_registry.evaluating.evaluate import evaluate
from trd_registry.model.definition import Definition
from trd_registry.model.facts import MODALITIES, TRIAL_FACTS
from trd_registry.model.history import History, Trial

DOCUMENT = REGISTRY.vocabulary_file("data-sources", REGISTRY.latest_vocabularies["data-sources"]).document
KNOWN = DataSources(DOCUMENT)
SOURCES = [one.id for one in KNOWN.sources]
LISTED = [
    one for one in DEFINITIONS if one.is_executable and one.rules(one.settle({})[0]).records is None
]  # fmt: skip


def found_for(name: str) -> Evaluability:
    definition = REGISTRY.get(name)
    return evaluability_of(definition, REGISTRY.vocabularies_for(definition), KNOWN)


class TestTheData:
    def test_every_fact_of_the_language_is_judged_and_nothing_else(self) -> None:
        covered = [fact for one in KNOWN.facts for fact in one.covers]
        assert set(covered) == set(EVERY_FACT)

    def test_a_fact_has_one_entry_for_each_kind_of_treatment(self) -> None:
        for fact in EVERY_FACT:
            entries = [one for one in KNOWN.facts if fact in one.covers]
            about = [kind for one in entries for kind in (sorted(one.of) or ["any"])]
            assert len(about) == len(set(about)), fact
            assert {KNOWN.about(fact, kind).id for kind in MODALITIES if fact in TRIAL_FACTS} <= {
                one.id for one in entries
            }

    def test_every_entry_judges_every_kind_of_data_and_cites_sources_that_are_listed(self) -> None:
        for one in KNOWN.facts:
            assert list(one.recorded) == SOURCES, one.id
            cited = {stated["from"]["source"] for stated in one.recorded.values() if "from" in stated}
            assert cited <= set(DOCUMENT["sources"]), one.id

    def test_every_listed_source_is_cited(self) -> None:
        cited = {one["from"]["source"] for fact in KNOWN.facts for one in fact.recorded.values() if "from" in one}
        assert cited == set(DOCUMENT["sources"])


class TestTheFoundingQuestion:
    """Sessions can be counted in claims; which therapy it was, and the therapist's training, cannot be known."""

    def test_claims_count_sessions_but_not_therapy_and_training(self) -> None:
        found = found_for("markowitz-2022")
        levels = {one.id: one.level("insurance-claims") for one in found.asked}
        assert (levels["sessions"], levels["therapy"], levels["therapist"]) == ("usually", "no", "no")

    def test_so_the_proposal_is_decided_by_claims_in_part_only(self) -> None:
        verdict = found_for("markowitz-2022").by_source["insurance-claims"]
        assert verdict.answer == "in part"
        assert {("therapy",), ("therapist",)} <= set(verdict.lacks)
        assert ("sessions",) not in verdict.lacks
        assert verdict.can_be_met is False

    def test_a_phenotype_is_decided_by_claims_and_not_by_an_interview(self) -> None:
        found = found_for("cepeda-2018").by_source
        assert (found["insurance-claims"].answer, found["clinical-interview"].answer) == ("yes", "no")


@pytest.mark.parametrize("definition", LISTED, ids=lambda one: one.reference)
def test_no_case_gets_an_answer_that_its_data_are_said_never_to_give(definition: Definition) -> None:
    """Less known never turns an answer round, so each case is tried where its own answer is ruled out."""
    vocabularies = REGISTRY.vocabularies_for(definition)
    for source, said in found_for(definition.id).by_source.items():
        never = {"met" if said.can_be_met is False else "", "not_met" if said.can_be_excluded is False else ""}
        for outcome in outcomes_of(definition):
            if outcome.result.verdict not in never or not is_default(outcome.case, definition):
                continue
            history = recorded(outcome.case.history, source)
            result = evaluate(history, definition, vocabularies, outcome.case.readings, ask=False)
            assert result.applicable is not True or result.verdict not in never, (outcome.case.name, source)


def is_default(case: Case, definition: Definition) -> bool:
    return all(definition.readings[name].default == option for name, option in case.readings.items())


def recorded(history: History, source: str) -> History:
    """The part of a history that a kind of data usually records."""
    facts = {name: value for name, value in history.facts.items() if is_recorded(name, source)}
    episodes = frozenset(["current", "earlier"] if is_recorded(EARLIER, source) else ["current"])
    complete = {
        kind: listed & episodes
        for kind, listed in history.complete.items()
        if is_recorded(f"complete.{kind}", source, kind)
    }
    return replace(history, facts=facts, trials=tuple(trials(history, source)), complete=complete, origin=None)


def trials(history: History, source: str) -> Iterator[Trial]:
    for one in history.trials:
        kinds = one.choice("modality") or frozenset(MODALITIES)
        if len(kinds) == 1 and is_recorded(f"complete.{min(kinds)}", source, min(kinds)):
            facts = {name: value for name, value in one.facts.items() if is_recorded(name, source, min(kinds))}
            yield replace(one, facts=facts)


def is_recorded(fact: str, source: str, kind: str = "") -> bool:
    return KNOWN.about(fact, kind).level(source) == "usually"
