"""The page of findings is the catalogue as it stands."""

from trd_registry.checking.catalogue import as_markdown
from trd_registry.loading.data_root import data_root


def test_the_page_of_findings_is_current() -> None:
    """If this fails: trd check --codes > schema/FINDINGS.md"""
    page = (data_root() / "schema" / "FINDINGS.md").read_text("utf-8")
    assert page.strip() == as_markdown().strip()
