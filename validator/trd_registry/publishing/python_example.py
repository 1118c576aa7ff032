"""The worked example of the page on Python: what a newcomer types, and what that really prints."""

from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from typing import Any

#: A step for each paragraph; the comment at its head says what it does. The steps share their names, as the
#: cells of a notebook do.
EXAMPLE = """\
# Read a history. The package brings some along; yours is a file of the same form.
from trd_registry import compare, evaluate, load_history, registry
histories = registry().root / "definitions" / "histories"
patient = load_history(histories / "widow.yaml")
print(patient.title)
for trial in patient.trials:
    print(trial.place, trial.label, trial.number("weeks"))

# Judge it by one definition, named with its version so that the answer can be cited.
result = evaluate(patient, "markowitz-2022@1.0.0")
print(result.verdict)
for missing in result.missing:
    print(missing.fact, "would decide" if missing.decisive else "")

# Settle a reading otherwise. The definition says what the publication leaves open and what can be chosen.
definition = registry().get("markowitz-2022@1.0.0")
for name in ("prospective", "adequate-weeks"):
    reading = definition.readings[name]
    print(reading.asks, list(reading.options), "by default:", reading.default)
lenient = evaluate(patient, definition, {"prospective": "documented"})
print(lenient.verdict)

# A score comes as everything that it can still be: here a chart with gaps.
chart = load_history(histories / "chart-with-gaps.yaml")
scored = evaluate(chart, "msm-2018@1.0.0")
print(scored.score, "points;", " or ".join(scored.bands))

# Set definitions side by side, and find the patients on whom they differ.
names = ("forty-percent-twice", "two-drugs-and-ipt")
several = [load_history(histories / f"{name}.yaml") for name in names]
comparison = compare(several, "rybak-2021@1.0.0", "sforzini-2022@1.0.0")
for name, results in comparison.results.items():
    print(name, {one.definition: one.verdict for one in results})
print(comparison.differing())
"""


def worked_example() -> Iterator[dict[str, str]]:
    """Every step with what it prints when it is run now, by this version of the package and its own data."""
    names: dict[str, Any] = {}
    for paragraph in EXAMPLE.strip().split("\n\n"):
        says, _, code = paragraph.partition("\n")
        printed = StringIO()
        with redirect_stdout(printed):
            exec(compile(code, "example", "exec"), names)  # noqa: S102  # our own lines, a few above
        yield {"says": says.removeprefix("# "), "code": code, "prints": printed.getvalue().rstrip()}
