"""Whether a definition says who has TRD, or only how resistant a depression is."""

from trd_registry.evaluating.evaluate import evaluate
from trd_registry.loading.registry import Registry
from trd_registry.model.definition import Definition
from trd_registry.model.history import History


def gives_verdict(definition: Definition, registry: Registry) -> bool:
    """Whether its authors give a cut for TRD; raises NotExecutable for a record."""
    nothing_known = History(id="nothing-known", complete={})
    return evaluate(nothing_known, definition, registry.vocabularies_for(definition), ask=False).verdict is not None
