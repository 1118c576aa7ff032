"""The Python interface: every public name with what it takes and gives, after an example that was really run."""

from collections.abc import Iterator
from typing import Any

import trd_registry
from trd_registry.publishing.described import described
from trd_registry.publishing.page import Page
from trd_registry.publishing.python_example import worked_example

#: The order in which a newcomer meets the names. One that stands nowhere here comes under the last heading.
GROUPS = (
    ("What you call", ("load_history", "evaluate", "compare", "registry")),
    ("What you get back", ("Result", "MissingFact", "Interval", "Comparison", "Trace")),
    ("Cohorts", ("evaluate_cohort", "CohortRun", "CohortReport")),
    ("What you put in", ("History", "Trial")),
    ("What the registry holds", ("Registry", "Definition", "Reading", "Option")),
    ("What can go wrong", ("RegistryError", "InvalidInput", "Finding")),
)


def python_page() -> Page:
    """The page, from the package itself: nothing about a name is written twice."""
    return Page(
        "python/",
        "Python",
        "How to read histories, judge them by definitions of treatment-resistant depression and compare definitions "
        "in Python: a worked example, then every function, class and error.",
        "python.html",
        {"example": list(worked_example()), "groups": list(_groups())},
        words="API notebook pandas import trd_registry",
    )


def _groups() -> Iterator[dict[str, Any]]:
    placed = {name for _, names in GROUPS for name in names}
    rest = tuple(name for name in trd_registry.__all__ if name not in placed)
    for title, names in (*GROUPS[:-1], (GROUPS[-1][0], GROUPS[-1][1] + rest)):
        entries = [described(name, getattr(trd_registry, name)) for name in names]
        yield {"title": title, "anchor": "-".join(title.casefold().split()), "entries": entries}
