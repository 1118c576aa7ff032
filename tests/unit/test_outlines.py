"""Statements on a page: text is escaped, and what can be followed is a link."""

from trd_registry.publishing.outlines import anchor, linked


def test_what_is_no_link_is_escaped() -> None:
    assert linked("a <b> & c") == "a &lt;b&gt; &amp; c"


def test_a_doi_and_an_address_are_links_without_the_stop_behind_them() -> None:
    told = linked("2013. doi:10.1016/j.jad.2013.04.028. See https://example.org/a_b?c=1&d=2.")
    assert '<a href="https://doi.org/10.1016/j.jad.2013.04.028">doi:10.1016/j.jad.2013.04.028</a>. See' in told
    assert told.endswith('<a href="https://example.org/a_b?c=1&amp;d=2">https://example.org/a_b?c=1&amp;d=2</a>.')


def test_a_locator_leads_to_its_source() -> None:
    told = linked("Two trials [article, page 3; primary] [not-a-source, x]", {"article"})
    assert told == 'Two trials [<a href="#source-article">article</a>, page 3; primary] [not-a-source, x]'


def test_nothing_can_be_slipped_into_a_link() -> None:
    told = linked('https://example.org/"onmouseover="x <script>')
    assert "<script>" not in told
    assert '"onmouseover' not in told


def test_an_anchor_is_made_of_words() -> None:
    assert anchor("Who uses it, and how") == "who-uses-it-and-how"
