"""The whole report as one HTML page that asks nothing of any other place."""

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from trd_registry.reporting.cohort_report.answers import Answer
from trd_registry.reporting.cohort_report.section import Section
from trd_registry.reporting.svg import clean
from trd_registry.reporting.words import NOTICE

SYNTHETIC = (
    "This cohort is synthetic. The persons were made up by a program, and none of them exists. How often a definition "
    "is met among them says nothing of patients: use this report to see what one looks like, and quote no figure of it."
)

DESCRIPTIVE = (
    "The statistics are descriptive: they count what published definitions say of these records. They estimate no "
    "cause and compare no treatments."
)


@cache
def style() -> str:
    """The style sheet; the policy of the page names its digest, so that no other style can be slipped in."""
    return Path(__file__).with_name("page.css").read_text("utf-8")


def page(
    title: str, sections: Sequence[Section], answers: Sequence[Answer], *, is_synthetic: bool, least: int = 0
) -> str:
    """The page.

    Args:
        title: Of the cohort.
        sections: In their order.
        answers: The few sentences that stand at the top.
        is_synthetic: Whether the persons were made up.
        least: Counts from one to one less than this are suppressed.
    """
    digest = base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    contents = "".join(f'<li><a href="#{one.id}">{clean(one.title)}</a></li>' for one in sections)
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            f"<title>{clean(title)}: treatment-resistant depression by definition</title>",
            f"<style>{style()}</style>",
            "</head>",
            "<body>",
            "<header>",
            "<h1>Treatment-resistant depression by definition</h1>",
            f'<p class="lead">{clean(title)}</p>',
            *introduction(answers, is_synthetic=is_synthetic, least=least),
            f'<nav aria-label="Contents"><ul>{contents}</ul></nav>',
            "</header>",
            "<main>",
            *(one.as_html() for one in sections),
            "</main>",
            "<footer><p>Written by trd cohort report, from what trd cohort evaluate wrote.</p></footer>",
            "</body>",
            "</html>",
            "",
        ]
    )


def introduction(answers: Sequence[Answer], *, is_synthetic: bool, least: int) -> list[str]:
    """What must be read before any figure."""
    found = [f'<p class="warning"><strong>{clean(SYNTHETIC)}</strong></p>'] if is_synthetic else []
    told = "".join(f"<div><dt>{clean(one.question)}</dt><dd>{clean(one.says)}</dd></div>" for one in answers)
    found.append(f'<dl class="answers">{told}</dl>')
    found.append(f"<p>{clean(DESCRIPTIVE)} {clean(NOTICE)}</p>")
    if least > 1:
        found.append(
            f"<p>Counts of 1 to {least - 1} persons are suppressed, and so are other counts and derived figures "
            "through which they could be worked out, and whole rows and definitions where tables share counts. It "
            "is not checked against what a reader may know from elsewhere, such as that one definition includes "
            "another.</p>"
        )
    return found
