"""Times what users wait for. Run by hand: python tests/benchmarks/run.py

Prints medians; no test depends on them, because a busy machine would make it fail.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from trd_registry.cases.suite import run_suite
from trd_registry.evaluating.evaluate import evaluate
from trd_registry.loading.data_root import data_root
from trd_registry.loading.history import load_history
from trd_registry.loading.registry import Registry

HISTORIES = data_root() / "definitions" / "histories"


def timed(action: Callable[[], object], repeat: int = 9) -> float:
    """The median time of an action in milliseconds."""
    times = []
    for _ in range(repeat):
        start = perf_counter()
        action()
        times.append(perf_counter() - start)
    return median(times) * 1000


def command(*args: object) -> Callable[[], object]:
    """A run of the command in a new process, as a user starts it."""
    code = "from trd_registry.cli.main import main; main(prog_name='trd')"
    folder = tempfile.gettempdir()
    return lambda: subprocess.run(
        [sys.executable, "-c", code, *map(str, args)], capture_output=True, check=True, cwd=folder
    )


def main() -> None:
    """Prints one line a measurement."""
    registry = Registry()
    vocabularies = registry.vocabularies
    definitions = registry.released()

    def judge_all(path: Path) -> Callable[[], object]:
        history = load_history(path, vocabularies)
        return lambda: [evaluate(history, one, vocabularies) for one in definitions]

    complete, gaps = HISTORIES / "two-drugs-and-ipt.yaml", HISTORIES / "chart-with-gaps.yaml"
    measurements = {
        "trd --version, new process": timed(command("--version")),
        "trd evaluate, complete history, new process": timed(command("evaluate", complete)),
        "trd evaluate, history full of gaps, new process": timed(command("evaluate", gaps)),
        f"{len(definitions)} definitions on a complete history": timed(judge_all(complete)),
        f"{len(definitions)} definitions on a history full of gaps": timed(judge_all(gaps)),
        "reading all vocabularies and definitions": timed(lambda: Registry().released() and Registry().vocabularies),
        "reading one history": timed(lambda: load_history(complete, vocabularies)),
        "all worked cases of all definitions": timed(lambda: list(run_suite(registry)), repeat=1),
    }
    for what, milliseconds in measurements.items():
        print(f"{milliseconds:>9.1f} ms  {what}")  # noqa: T201  # the output is the result


if __name__ == "__main__":
    main()
