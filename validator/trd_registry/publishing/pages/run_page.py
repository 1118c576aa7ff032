"""The page on which a reader judges a history."""

import json

from markupsafe import Markup

from trd_registry.publishing.page import Page
from trd_registry.publishing.shelf import FAMILIES, Shelf

#: The policy of the one page that runs a program: its own files, and a worker started from its own memory.
POLICY = (
    "default-src 'none'; script-src 'self' blob: 'wasm-unsafe-eval'; worker-src 'self' blob:; style-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'"
)


def run_page(shelf: Shelf, *, runs_here: bool) -> Page:
    """The tool with the reference histories as examples; without Python for the browser, the command line alone."""
    folder = shelf.registry.root / "definitions" / "histories"
    examples = {
        name: {"title": history.title, "text": (folder / f"{name}.yaml").read_text("utf-8")}
        for name, history in shelf.examples.items()
    }
    return Page(
        "run/",
        "Run a history",
        "Judge a treatment history by every definition of treatment-resistant depression, in your own browser.",
        "run.html",
        {
            "runs_here": runs_here,
            "families": FAMILIES,
            # Inside a script element only this sign could end it.
            "examples": Markup(json.dumps(examples, ensure_ascii=False).replace("<", "\\u003c")),  # noqa: S704
        },
        policy=POLICY,
    )
