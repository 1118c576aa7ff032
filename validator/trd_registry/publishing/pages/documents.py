"""Pages that stand in the repository as Markdown: the language, findings, what is wanted, contributing, security."""

from collections.abc import Mapping
from pathlib import Path

#: Address -> file under the root of the checkout, and what the page is called.
DOCUMENTS: Mapping[str, tuple[str, str]] = {
    "language/": ("schema/DEFINITION.md", "The language of definitions"),
    "language/history/": ("schema/HISTORY.md", "The language of histories"),
    "language/cohort/": ("schema/COHORT.md", "The tables of a cohort"),
    "language/imports/": ("schema/IMPORTS.md", "Making a cohort from other sources"),
    "language/results/": ("schema/RESULTS.md", "What a cohort is told"),
    "language/fhir/": ("schema/IMPORT-FHIR.md", "What an import from FHIR decides"),
    "findings/": ("schema/FINDINGS.md", "Finding codes"),
    "wanted/": ("definitions/WANTED.md", "Wanted"),
    "not-encoded/": ("definitions/NOT-ENCODED.md", "Not encoded"),
    "contributing/": ("CONTRIBUTING.md", "Contributing"),
    "threats/": ("schema/THREATS.md", "Threat model"),
    "security/": ("SECURITY.md", "Security"),
    "changelog/": ("CHANGELOG.md", "Changelog"),
}


def documents(root: Path) -> Mapping[str, str]:
    """Address -> Markdown of every such page; files that an installed package does not carry are left out."""
    found = {address: root / name for address, (name, _) in DOCUMENTS.items() if (root / name).is_file()}
    return {address: _linked(path.read_text("utf-8"), address) for address, path in found.items()}


def _linked(text: str, address: str) -> str:
    """The text with its links to files of the repository turned into links to their pages."""
    up = "../" * address.count("/")
    for target, (name, _) in DOCUMENTS.items():
        for written in (name, name.rpartition("/")[2], f"../{name}"):
            text = text.replace(f"]({written})", f"]({up}{target}index.md)")
    return text
