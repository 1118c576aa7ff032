"""A rule says nothing of where it comes from.

A rule is a trial set, a part of the scope or criterion, a stage, a class or an item. It has a source
if ``from`` stands on it, on something that holds it, or on every part of it. A reading answers for
what it supplies, by its ``because`` and the ``from`` of its options.
"""

from collections.abc import Iterator

from trd_registry.checking.parts import Part
from trd_registry.checking.rule import DefinitionRule
from trd_registry.checking.subjects import DefinitionFile
from trd_registry.model.finding import Finding


class RuleWithoutSource(DefinitionRule):
    """A rule says nothing of where it comes from."""

    code = "TRD501"
    title = "A rule has no source"
    why = "Without page or table nobody can compare the rule with the publication."
    remedy = "Add `from: {source, at, evidence}` to it, or to what holds it."

    def findings(self, subject: DefinitionFile) -> Iterator[Finding]:
        covered = {key for key in ("stages", "tiers", "score") if "from" in subject.data.get(key, {})}
        for root in subject.parts.roots:
            if root.path[0] in covered or root.kind in ("bands", "bounds"):
                continue
            for part in _bare(root):
                yield self.at(subject.document, part.path, "Nothing says where this rule comes from.")


#: Kinds of part that state something, or hold others that do.
_RULES = ("trial condition", "patient condition", "trial set", "rung", "item", "case", "stages")
#: Keys under which a condition holds other conditions, each a rule of its own.
_HOLDERS = {"all", "any", "not", "first_stated", "condition", "eligible", "adequate", "failed", "proven", "when"}


def _bare(part: Part) -> Iterator[Part]:
    """The smallest parts that no source answers for."""
    if part.kind == "reading" or "from" in part.value or "reading" in part.value:
        return
    inner = [child for child in _rules_inside(part) if child.kind in _RULES]
    if inner and (part.kind in ("trial set", "rung", "stages") or set(part.value) & (_HOLDERS | {"cases", "rungs"})):
        for child in inner:
            yield from _bare(child)
    else:
        yield part


def _rules_inside(part: Part) -> Iterator[Part]:
    for child in part.children:
        if child.kind == "condition name":
            yield from child.children
        else:
            yield child
