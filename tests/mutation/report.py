"""Tries every change of the named definitions, or of all: ``python -m mutation.report [ID...] [--solver]``.

Prints a line for each definition and each change that nothing noticed. With ``--solver`` it is asked whether a change
that nobody argued changes any answer. Takes about an hour of one processor for all; the exit code is 1 where a
change was neither noticed nor argued.
"""

# ruff: noqa: T201
import sys
from collections import Counter
from collections.abc import Iterator, Sequence

from mutation.argued import argued
from mutation.change import Change
from mutation.equivalent import difference
from mutation.trying import Subject
from trd_registry.api import registry as shared_registry

#: What can become of a change.
FATES = ("cases", "check", "proved", "argued", "open", "survived")


def main(arguments: Sequence[str]) -> int:
    """Prints the table; the exit code."""
    registry = shared_registry()
    asks = "--solver" in arguments
    names = [one for one in arguments if not one.startswith("-")]
    chosen = [registry.get(one) for one in names or registry.references()]
    total: Counter[str] = Counter()
    print("definition", "changes", *FATES, sep="\t")
    for definition in chosen:
        if definition.is_executable:
            fates = list(_tried(Subject(registry, definition), asks=asks))
            count = Counter(fate for _, fate in fates)
            print(definition.reference, len(fates), *(count[one] for one in FATES), sep="\t", flush=True)
            for change, fate in fates:
                if fate == "survived":
                    print(f"  {change}", flush=True)
            total += count
    print("all", total.total(), *(total[one] for one in FATES), sep="\t")
    return 1 if total["survived"] else 0


def _tried(subject: Subject, *, asks: bool) -> Iterator[tuple[Change, str]]:
    for change in subject.changes():
        noticed = subject.caught(change)
        if noticed is not None:
            yield change, noticed.by
            continue
        argument = argued().get((subject.definition.reference, str(change)))
        if argument is not None:
            yield change, argument.kind
        else:
            is_equal = asks and difference(subject, change) in ("same rules", "no witness")
            yield change, "proved" if is_equal else "survived"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
