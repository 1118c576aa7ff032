"""The page on Python tells every public name, and its example is one that runs."""

import subprocess
import sys
from pathlib import Path

import pytest

import trd_registry
from pages import drawn, text_of
from trd_registry.publishing.described import described, signature
from trd_registry.publishing.pages.python_page import python_page
from trd_registry.publishing.python_example import EXAMPLE

PAGE = python_page()
ENTRIES = {entry["name"]: entry for group in PAGE.data["groups"] for entry in group["entries"]}


def test_every_public_name_stands_on_the_page_once() -> None:
    names = [entry["name"] for group in PAGE.data["groups"] for entry in group["entries"]]
    assert sorted(names) == sorted(trd_registry.__all__)
    html = drawn(PAGE)
    assert [name for name in names if html.count(f'<h3 id="{name}">') != 1] == []


def test_every_public_name_that_an_error_is_raised_by_can_be_imported() -> None:
    """What a docstring names under Raises can be caught without knowing where it lives."""
    raised = {row["term"] for entry in ENTRIES.values() for block in entry["says"]
              if block["kind"] == "terms" and block["title"] == "Errors" for row in block["rows"]}  # fmt: skip
    assert raised > {"UnknownDefinition", "InvalidInput"}
    assert [name for name in raised if name not in trd_registry.__all__] == []


def test_the_example_prints_what_the_page_shows(tmp_path: Path) -> None:
    """Run anew as a script, in another process and folder."""
    done = subprocess.run([sys.executable, "-c", EXAMPLE], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [line for step in PAGE.data["example"] for line in step["prints"].splitlines()]
    shown = text_of(drawn(PAGE))
    assert [step for step in PAGE.data["example"] if not step["prints"] or step["prints"] not in shown] == []


def test_signatures_have_short_names_of_types() -> None:
    assert signature("load_history", trd_registry.load_history) == (
        "load_history(path: str | PathLike[str]) -> History"
    )
    written = [member["written"] for entry in ENTRIES.values() for member in entry["members"]]
    assert "verdict: Literal['met', 'not_met', 'indeterminate'] | None" in written
    assert [one for one in written if "trd_registry." in one or "typing." in one or "Optional" in one] == []


def test_fields_are_told_by_the_comments_above_them() -> None:
    missing = {one["name"]: text_of(str(one["says"])) for one in ENTRIES["MissingFact"]["members"]}
    assert "trials[2].weeks" in missing["fact"]


@pytest.mark.parametrize("name", ["load_history", "evaluate", "compare"])
def test_a_function_tells_what_it_takes_gives_and_raises(name: str) -> None:
    titles = [block.get("title") for block in ENTRIES[name]["says"]]
    assert [one for one in titles if one] == ["Takes", "Gives", "Errors"]


def test_a_docstring_is_cut_into_words_code_and_terms() -> None:
    class Odd:
        """A ``word`` of `code`.

            indented = 1

        Attributes:
            one: The first,
                on two lines.
        """

    text, code, terms = described("Odd", Odd)["says"]
    assert [part["text"] for part in text["parts"] if part["code"]] == ["word", "code"]
    assert code == {"kind": "code", "text": "indented = 1"}
    assert terms["rows"][0] == {"term": "one", "parts": [{"code": False, "text": "The first, on two lines."}]}
