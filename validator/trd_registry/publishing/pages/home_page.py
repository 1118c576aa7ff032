"""The entrance: what the registry is, its state in figures, and one patient judged by everybody."""

from collections import Counter
from typing import Any

from trd_registry.publishing.json_ld import registry_set
from trd_registry.publishing.page import Page
from trd_registry.publishing.shelf import FAMILIES, Shelf
from trd_registry.reporting.words import verdict_in_words

#: The reference history of the picture.
PATIENT = "four-drugs-and-cbt"
#: In this order the answers stand in the picture.
ANSWERS = ("met", "not met", "cannot tell", "no cut given", "not applicable")


def home_page(shelf: Shelf) -> Page:
    """Figures of the registry, the picture, and three doors."""
    by_status = Counter(one.status for one in shelf.latest)
    by_family = Counter(one.family for one in shelf.latest)
    roles = [shelf.dimensions_of(one)["psychotherapy"].code for one in shelf.latest if one.is_executable]
    judged = shelf.results(PATIENT)
    answers: dict[str, list[dict[str, str]]] = {name: [] for name in ANSWERS}
    # What is computed from dispensings says nothing of a patient whose file lists trials.
    fitting = [one for one in shelf.registry.released() if "records" not in one.document and one.id in judged]
    for one in sorted(fitting, key=lambda one: str(one.document["short"]).casefold()):
        answers[verdict_in_words(judged[one.id])].append({"id": one.id, "short": str(one.document["short"])})
    data: dict[str, Any] = {
        "number": len(shelf.latest),
        "runnable": by_status["released"],
        "told": len(roles),
        "ignoring": roles.count("not-counted"),
        "by_status": [(name, by_status[name]) for name in ("released", "draft", "record") if by_status[name]],
        "by_family": [(name, title, by_family[name]) for name, title in FAMILIES.items()],
        "patient": shelf.examples[PATIENT],
        "answers": answers,
        "judged": len(fitting),
        "patients": len(shelf.examples),
    }
    return Page(
        "",
        "TRD registry",
        "Published definitions and staging methods of treatment-resistant depression as data: compare them, run them "
        "on a treatment history, and cite them by version.",
        "home.html",
        data,
        {"@context": "https://schema.org", **registry_set()},
    )
