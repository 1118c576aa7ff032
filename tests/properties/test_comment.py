"""Whatever words a pull request holds, its comment has the markup that was written here, and no mention or address."""

import html
import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from trd_registry.reviewing.markdown import as_markdown, inline
from trd_registry.reviewing.page import Block, Items, Review, Section, Table, Text

MARKDOWN = MarkdownIt("gfm-like", {"html": True, "linkify": True})
# GitHub makes addresses of http://... and www... alone.
MARKDOWN.linkify.set({"fuzzy_link": False})

PIECES = [
    *"*_`~[]()<>&#!|\\\n\r\t^{}$ x", "```", "~~~", "~~", "<b>", "</details>", "<!--", "-->", "&lt;", "&#64;", "1.",
    "1)", "- ", "+ ", "> ", "    ", "](http://a.b)", "http://a.example", "www.a.example", "a@b.example", "@x", "\u200b",
    "\u202e", "::error::", "##[error]", "---", "===", "[^1]", "[x]: http://y", ":tada:", "\x00", "\ud800",
]  # fmt: skip
WORDS = st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text(max_size=30)
TAG = re.compile(r"</?([a-zA-Z0-9]+)[^>]*>")

FREELY = settings(deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@settings(FREELY, max_examples=300)
@given(WORDS)
def test_a_line_is_words_alone(text: str) -> None:
    made = MARKDOWN.render(inline(text))
    assert set(TAG.findall(made)) <= {"p"}
    shown = html.unescape(re.sub(r"<[^>]+>", "", made))
    assert not re.search(r"@\w|#\d|GH-\d", shown, re.IGNORECASE)


@settings(FREELY, max_examples=150)
@given(WORDS, WORDS, WORDS)
def test_a_comment_has_its_own_parts_and_no_others(a: str, b: str, c: str) -> None:
    parts = (Text(b), Items((c, a)), Table((a, b), ((c, a), (b, c))), Block(a, (b, c)), Text(c))
    tags = TAG.findall(MARKDOWN.render(as_markdown(Review((), (Section(a, parts),)))))
    counted = {name: tags.count(name) for name in set(tags) - {"p"}}
    twice = dict.fromkeys(("h3", "ul", "table", "thead", "tbody", "details", "summary", "pre", "code"), 2)
    assert counted == {**twice, "li": 4, "tr": 6, "th": 4, "td": 8}


@settings(FREELY, max_examples=150)
@given(WORDS)
def test_reading_back_what_was_written_changes_nothing(text: str) -> None:
    from trd_registry.reviewing.page import as_json, read_review

    review = Review((), (Section(text, (Text(text), Block(text, (text,)))),))
    assert read_review(as_json(review)) == review
