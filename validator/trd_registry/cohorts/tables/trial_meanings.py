"""What a bundle of columns of trials says, by the reader of trials."""

from collections.abc import Mapping
from typing import Any

from trd_registry.cohorts.settled.bits import domain_positions, mask
from trd_registry.cohorts.settled.columns import Types, cells, column, columns
from trd_registry.cohorts.settled.settle import agent_of
from trd_registry.cohorts.settled.shape import COUNTED, Agents, Shape
from trd_registry.cohorts.tables.bundles import bundle_of_trial_fact
from trd_registry.evaluating.context import Context
from trd_registry.evaluating.membership import Assessor
from trd_registry.loading.history_dates import read_date
from trd_registry.loading.history_facts import FactReader
from trd_registry.loading.history_trials import Setting, TrialReader
from trd_registry.loading.notebook import Notebook
from trd_registry.model.facts import TRIAL_FACTS, FactKind
from trd_registry.model.history import History, Trial
from trd_registry.model.vocabulary import Vocabularies

#: Facts that others follow from, by dates or from trial to trial: they are looked up whether asked for or not.
NEEDED = (
    "episode", "role", "stopped", "augmented", "weeks", "duration_adequate", "dose_optimised", "duration_optimised",
)  # fmt: skip

#: Nothing is known of the time: what follows from dates is worked out in SQL.
_NO_TIME = Setting(None, None, is_first=False, all_current=False)


class TrialReading:
    """Reads bundles of trials.

    Args:
        name: The bundle.
        shape: What is asked for.
        vocabularies: What names are looked up in.
        agents: Where treatments get their numbers.
    """

    def __init__(self, name: str, shape: Shape, vocabularies: Vocabularies, agents: Agents) -> None:
        self._name = name
        self._vocabularies = vocabularies
        self._agents = agents
        self._context = Context(History(""), vocabularies, {}, {}, Assessor())
        self._facts = facts_of_bundle(name, shape)
        types: dict[str, str] = {}
        for fact, kind in self._facts.items():
            types |= dict(columns(fact, kind))
        match name:
            case "treatment":
                types |= {"agent": "whole", "treatments": "texts", "modalities": "mask", "unlisted": "truth"}
                types |= {column(fact, part): "truth" for fact in COUNTED for part in ("stated", "tangled")}
            case "weeks":
                types |= {"days_lo": "number", "days_hi": "number"}
            case "start" | "end":
                types |= {f"{name}__first": "day", f"{name}__last": "day"}
        self.types: Types = types

    def row(self, entry: Mapping[str, Any], notebook: Notebook) -> Mapping[str, Any]:
        """What the entry says; what is wrong with it goes into the notebook."""
        reader = TrialReader(self._vocabularies, FactReader(self._vocabularies, notebook), notebook, _NO_TIME)
        trial = reader.trial(0, entry)
        row: dict[str, Any] = {}
        for fact, kind in self._facts.items():
            row.update(cells(fact, kind, trial))
        match self._name:
            case "treatment":
                row |= self._treatment(trial)
            case "weeks":
                days = trial.number("days")
                row |= {"days_lo": float(days.lower), "days_hi": float(days.upper)}
            case "start" | "end":
                day = read_date((self._name,), entry.get(self._name), notebook)
                row |= {f"{self._name}__first": day and day.first, f"{self._name}__last": day and day.last}
        return row

    def _treatment(self, trial: Trial) -> dict[str, Any]:
        agent = agent_of(trial, self._context)
        treatments = trial.choice("treatment")
        found: dict[str, Any] = {
            "agent": self._agents.number(agent),
            "treatments": None if treatments is None else sorted(treatments),
            "modalities": modalities(trial),
            "unlisted": bool(treatments) and any(one not in self._vocabularies.treatments for one in treatments or ()),
        }
        for fact, possible in zip(COUNTED, agent, strict=True):
            found[column(fact, "stated")] = fact in trial.facts
            found[column(fact, "tangled")] = possible is None or len(possible) != 1
        return found


def modalities(trial: Trial) -> int:
    """The modalities that a trial may be of, as bits."""
    domain = TRIAL_FACTS["modality"].domain
    assert domain is not None
    return mask(trial.choice("modality") or (), domain_positions(domain))


def facts_of_bundle(name: str, shape: Shape) -> dict[str, FactKind]:
    """The facts that come from a bundle, as far as they are asked for or others follow from them."""
    wanted = {fact: TRIAL_FACTS[fact] for fact in NEEDED} | dict(shape.of_trial)
    # Who asks for days is given those of the weeks.
    return {fact: kind for fact, kind in wanted.items() if bundle_of_trial_fact(fact) == name and fact != "days"}
