"""The whole of a definition: heading, summary, rule, readings, what stands around it."""

from collections.abc import Iterator, Mapping

from trd_registry.english.in_words import lexicon_of, teller_for
from trd_registry.english.lexicon import Lexicon
from trd_registry.english.teller import is_vacuous
from trd_registry.model.definition import Definition
from trd_registry.model.rules import Rules
from trd_registry.model.vocabulary import Vocabularies
from trd_registry.model.walking import walk
from trd_registry.reporting.telling.asked import Asking
from trd_registry.reporting.telling.background import background_told, known_told
from trd_registry.reporting.telling.changes import Part, parts_of
from trd_registry.reporting.telling.outcome import OutcomeTelling
from trd_registry.reporting.telling.outline import Item, Outline, Section, item, only_filled, section, sentence
from trd_registry.reporting.telling.provenance import Provenance
from trd_registry.reporting.telling.readings import readings_told
from trd_registry.reporting.telling.records import records_told
from trd_registry.reporting.telling.trials import bands_told, groupings_told, trials_told

_KINDS = {
    "criterion": "a criterion (yes or no)",
    "stages": "stages",
    "tiers": "classes without an order",
    "score": "a score",
    "phenotype": "a phenotype, computed from records",
}
_EVERYBODY = "Everybody with depression: the source sets no further limit"
_MARKS = (
    "In square brackets stands where a rule comes from: source, place in it, and how the encoder knows (primary: seen "
    "in the publication; secondary: reported elsewhere; recalled: not checked). A reading settles a point on which the "
    "publication is silent or ambiguous; the option named with it is the default."
)
_OPEN = " Where one is open, no option can be argued: one is shown, and results span them all."


def outline_of(
    definition: Definition, vocabularies: Vocabularies | None = None, glance: Section | None = None
) -> Outline:
    """The outline of a definition; ``glance`` is a short view of it, told before the rule."""
    document = definition.document
    standing = str(document["standing"]).replace("-", " ")
    kind = _KINDS.get(definition.kind, definition.kind)
    if definition.kind == "phenotype" and "records" not in document:
        kind = "a phenotype, as a study found its patients"
    private = " (private: published nowhere)" if definition.private else ""
    heading = f"{kind}, {definition.year}; standing in its field: {standing}; status here: {definition.status}{private}"
    sections: list[Section] = []
    lead = [sentence(heading), " ".join(str(document["summary"]).split())]
    if definition.is_executable:
        lexicon = lexicon_of(definition, vocabularies)
        usual = definition.settle({})[0]
        is_open = any(reading.default is None for reading in definition.readings.values())
        lead.append(_MARKS + (_OPEN if is_open else ""))
        sections += [glance] if glance else []
        sections += rule_sections(definition, usual, lexicon)

        def parts(choices: Mapping[str, str]) -> list[Part]:
            return parts_of(rule_sections(definition, choices, lexicon, marked=False))

        sections.append(section("Readings", readings_told(definition, parts)))
    else:
        sections.append(section("Rules", [item("None that can be run: this is a record.")]))
        sections.append(section("Readings", readings_told(definition, None)))
    sections += [known_told(document), *background_told(document)]
    return Outline(f"{definition.reference}  {definition.title}", tuple(lead), only_filled(sections))


def rule_sections(
    definition: Definition, choices: Mapping[str, str], lexicon: Lexicon, *, marked: bool = True
) -> list[Section]:
    """Whom it speaks of, what counts as a trial, what is needed and how the result is read."""
    rules = definition.rules(choices)
    provenance = Provenance(definition.document, choices, is_silent=not marked)
    teller = teller_for(lexicon, provenance.marks, rules)
    asking = Asking(teller, provenance)
    teller.of_regimens = rules.records is not None and rules.records.are_regimens
    trials = trials_told(rules.trials.values(), asking, provenance, lexicon)
    groupings = groupings_told(_used(rules), provenance, lexicon)
    sections = [section("Whom it speaks of", _whom(rules, asking))]
    if rules.records is not None:
        sections.append(section("How trials are built", records_told(rules.records, asking, teller, provenance)))
    sections.append(section("What counts as a trial", trials))
    sections += OutcomeTelling(teller, asking, provenance).sections(rules.outcome)
    if marked:
        sections.append(section("Terms", [*groupings, *bands_told(rules, lexicon)]))
    return sections


def _whom(rules: Rules, asking: Asking) -> Iterator[Item]:
    if rules.scope is None:
        yield item(f"{_EVERYBODY}.")
        return
    if is_vacuous(rules.scope):
        yield asking.headed("", rules.scope, _EVERYBODY)
        return
    yield from (
        Item(part.text if part.items else sentence(part.text), part.items) for part in asking.items(rules.scope)
    )


def _used(rules: Rules) -> Iterator:  # type: ignore[type-arg]
    used = {getattr(node, "grouping", "") for node in walk(rules)}
    return (one for name, one in rules.groupings.items() if name in used)
