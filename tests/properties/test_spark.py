"""Apache Spark and the interpreter agree to the bit: on random definitions, and on all that are planned."""

import os
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from conformance.fragments import definition_of
from properties.rules import random_rules
from properties.test_batch import CORPUS, PARTS, gappy_histories
from spark_runs import answers
from trd_registry.cohorts.planning.refused import NotPlanned
from trd_registry.cohorts.planning.statement import plan
from trd_registry.cohorts.running.job import Job, job_of
from trd_registry.cohorts.settled.settle import settle
from trd_registry.cohorts.spark.engine import Spark
from trd_registry.evaluating.evaluate import evaluate
from trd_registry.loading.history import load_history
from trd_registry.loading.registry import Registry
from trd_registry.model.definition import Definition
from trd_registry.model.history import History
from trd_registry.model.vocabulary import Vocabularies

#: Definitions with conditions that look at other trials: under Spark they are the interpreter's.
LEFT = 9


def compare(
    session: Any,
    definitions: Sequence[Definition],
    histories: Sequence[History],
    vocabularies: Vocabularies,
    folder: Path,
) -> int:
    """Judges all histories, in two lots, by all definitions in both ways; returns how many answers were compared."""
    planned = plan(definitions, vocabularies)
    half = len(histories) // 2
    lots = [settle(part, planned.asked, vocabularies) for part in (histories[:half], histories[half:])]
    compared = 0
    for history, row in zip(histories, answers(session, planned, lots, folder), strict=True):
        for definition, found in zip(definitions, row, strict=True):
            told = evaluate(history, definition, vocabularies, ask=False)
            expected = {part: getattr(told, part) for part in PARTS}
            assert {part: getattr(found, part) for part in PARTS} == expected, (history, definition.document)
            compared += 1
    return compared


def planned_by(job: Job) -> list[Definition]:
    return [task.definition for group in job.groups for task in group.planned]


def can_be_said(definition: Definition, session: Any, vocabularies: Vocabularies) -> bool:
    """Whether it goes into a statement for Spark; the interpreter judges by those that do not."""
    try:
        Spark(session).check(plan([definition], vocabularies))
    except NotPlanned:
        return False
    return True


def test_of_random_rules(spark: Any, vocabularies: Vocabularies, tmp_path: Path) -> None:
    random = Random("spark")
    drawn = (definition_of(random_rules(random)) for _ in range(200))
    definitions = list(islice((one for one in drawn if can_be_said(one, spark, vocabularies)), 8))
    assert len(definitions) == 8
    histories = gappy_histories("spark", 200, vocabularies)
    assert compare(spark, definitions, histories, vocabularies, tmp_path) == 200 * len(definitions)


def test_of_the_registry(spark: Any, registry: Registry, vocabularies: Vocabularies, tmp_path: Path) -> None:
    """Every definition that is planned and looks at no other trials goes to Spark too: one statement, on the corpus."""
    planned = planned_by(job_of(registry.released(), registry))
    definitions = planned_by(job_of(planned, registry, check_plan=Spark(spark).check))
    left = [one for one in planned if one not in definitions]
    assert {"trsm-1997", "esm-1999", "stard-2006"} < {one.id for one in left}
    assert len(left) == LEFT
    histories = [load_history(path, vocabularies) for path in sorted(CORPUS.glob("*.yaml"))]
    # Planning takes Spark half a second a definition: every fifth is run, and all of them where that is asked for.
    definitions = definitions if "TRD_SPARK_ALL" in os.environ else definitions[::5]
    # Some at a time: Spark plans one long statement for longer than several short ones.
    for number in range(0, len(definitions), 20):
        some = definitions[number : number + 20]
        assert compare(spark, some, histories, vocabularies, tmp_path / str(number)) == len(some) * len(histories)
