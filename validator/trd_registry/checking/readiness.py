"""Whether versions may be released: what `trd check` says of them, and what a release asks for beyond it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trd_registry.checking.check import check
from trd_registry.checking.collect import shown
from trd_registry.comparing.versions import next_version
from trd_registry.loading.lock import Lock
from trd_registry.loading.registry import Registry, version_key
from trd_registry.loading.yaml_reader import read_yaml
from trd_registry.model.finding import Finding
from trd_registry.releasing.step import Step, step_from
from trd_registry.releasing.targets import Target, unlocked_pins

#: Stands where a finding of a check has its code: what is refused here may be quite right in a file.
REFUSED = "REFUSED"


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether all of the targets may be released; where one may not, none is."""

    refusals: tuple[Finding, ...]
    #: The step from the released version before it, for each definition that has one, by ``id@version``.
    steps: dict[str, Step]


def readiness(registry: Registry, lock: Lock, targets: Sequence[Target]) -> Readiness:
    """Asks everything of all targets, so that one call tells all that stands in the way.

    Raises InvalidInput where a history that versions are compared on cannot be read.
    """
    refusals = list(_lock_refusals(lock))
    sound = []
    for target in targets:
        found = list(_file_refusals(target))
        refusals += found
        if not found:
            sound.append(target)
    steps = {}
    for target in sound:
        if target.entry.is_vocabulary:
            refusals += _vocabulary_refusals(target, lock)
            continue
        previous = _version_before(target, lock, sound)
        step = step_from(registry, previous, registry.get(target.entry.key)) if previous is not None else None
        if step is not None:
            steps[target.entry.key] = step
        refusals += _step_refusals(target, previous, step)
    for target, pinned in unlocked_pins(registry, sound, lock):
        message = f"{target.entry.key} pins {pinned.entry.name} {pinned.entry.version}, which is not released."
        remedy = f"Release {pinned.entry.name}@{pinned.entry.version} in the same call, or add --with-vocabularies."
        refusals.append(_refusal(target, ("uses", pinned.entry.name), message, remedy))
    return Readiness(tuple(sorted(set(refusals))), steps)


def _lock_refusals(lock: Lock) -> Iterator[Finding]:
    if lock.exists:
        yield from check([lock.path]).findings


def _file_refusals(target: Target) -> Iterator[Finding]:
    """Errors of the file and of its worked cases, and a status that says it is not to be released."""
    cases = target.path.with_name("cases.yaml")
    paths = [target.path, cases] if cases.is_file() and not target.entry.is_vocabulary else [target.path]
    errors = [finding for finding in check(paths).findings if finding.level == "error"]
    yield from errors
    if errors or target.entry.is_vocabulary:
        return
    status = read_yaml(target.path).value["status"]
    if status != "released":
        remedy = "Release it when every rule has been checked against a source; then say `status: released`."
        yield _refusal(target, ("status",), f"{target.entry.key} is called {status}.", remedy)


def _version_before(target: Target, lock: Lock, targets: Sequence[Target]) -> str | None:
    """The version to compare with: the highest below it that is released, or is being released beside it."""
    beside = [one.entry.version for one in targets if one.entry.name == target.entry.name]
    own = version_key(target.entry.version)
    below = [one for one in (*lock.versions(target.entry.name), *beside) if version_key(one) < own]
    return max(below, key=version_key, default=None)


def _step_refusals(target: Target, previous: str | None, step: Step | None) -> Iterator[Finding]:
    """What a check leaves to a release: the version before may be one that is only being released now."""
    if previous is not None and step is None:
        message = f"{target.entry.name}@{previous} is released, and its file is gone: nothing to compare with."
        yield _refusal(target, ("version",), message, "Put the file back.")
    elif step is not None and not step.is_large_enough:
        message = f"From {step.old} to {step.new} is {step.taken.name}, but {step.need.bump.name} is needed."
        remedy = f"{step.reason} Call it {next_version(step.old, step.need.bump)}, in the file and by its folder."
        yield _refusal(target, ("version",), message, remedy)


def _vocabulary_refusals(target: Target, lock: Lock) -> Iterator[Finding]:
    highest = next(reversed(lock.versions(target.entry.name, is_vocabulary=True)), None)
    if highest is not None and version_key(target.entry.version) < version_key(highest):
        message = f"{target.entry.version} lies below {highest}, which is released."
        yield _refusal(target, ("version",), message, "Give it a version above the released one.")


def _refusal(target: Target, path: tuple[str, ...], message: str, remedy: str) -> Finding:
    return read_yaml(shown(target.path)).finding(path, REFUSED, message, remedy)
