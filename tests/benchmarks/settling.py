"""Times both ways from a cohort folder to settled tables: by statements, and person by person.

    python tests/benchmarks/settling.py FOLDER [ID,ID,...] [one-by-one]

Without ids, what every definition asks for that can be put into a statement is settled.
"""

import resource
import sys
import time
from pathlib import Path

from trd_registry.cohorts.folder.folder import Cohort
from trd_registry.cohorts.planning.refused import NotPlanned
from trd_registry.cohorts.planning.statement import check
from trd_registry.cohorts.settled.asked import Asked, asked_by
from trd_registry.cohorts.settled.settle import settle
from trd_registry.cohorts.tables.batches import SettledCohort
from trd_registry.loading.registry import Registry


def asked(ids: list[str], registry: Registry) -> Asked:
    """What these definitions ask for, or all that can be planned."""
    rules = []
    for definition in registry.released():
        if ids and definition.document["id"] not in ids:
            continue
        try:
            check(definition, registry.vocabularies)
        except NotPlanned:
            continue
        rules += [definition.rules(choices) for choices in definition.settle({})]
    return asked_by(rules, registry.vocabularies)


def main(folder: Path, ids: list[str], *, one_by_one: bool) -> None:
    """Settles a folder and tells seconds, and megabytes at the most."""
    registry = Registry()
    vocabularies, wanted = registry.vocabularies, asked(ids, registry)
    begun, busy = time.perf_counter(), time.process_time()
    cohort = Cohort(folder, vocabularies)
    persons = plain = 0
    if one_by_one:
        persons = settle((one.history for one in cohort.persons()), wanted, vocabularies).patients.num_rows
    else:
        for batch in SettledCohort(cohort, wanted, vocabularies).batches():
            persons, plain = persons + batch.persons, plain + batch.plain
    seconds, processor = time.perf_counter() - begun, time.process_time() - busy
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(
        f"{persons} persons, {plain} by statements: {seconds:.1f} s, {processor:.1f} s of processors, {most} MB\n"
    )


if __name__ == "__main__":
    named = sys.argv[2].split(",") if len(sys.argv) > 2 and sys.argv[2] != "one-by-one" else []
    main(Path(sys.argv[1]), named, one_by_one="one-by-one" in sys.argv)
