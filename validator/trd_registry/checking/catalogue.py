"""The catalogue of all codes: what each means, an example of it, and what to do."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from trd_registry.checking.loader_codes import LOADER_CODES, Entry
from trd_registry.checking.registration import all_rules
from trd_registry.loading.data_root import data_root
from trd_registry.loading.registry import LOCK

#: First digit of a code -> layer, in the order in which they are asked.
LAYERS = {
    "1": "Parse: what stands in the file",
    "2": "Schema: its shape",
    "3": "References: names that lead somewhere",
    "4": "Meaning: rules and facts that can be so",
    "5": "Provenance: where every rule comes from",
    "6": "Cases: worked examples of a definition",
    "7": "Release: what may not change any more",
}

#: Longer examples are cut in the page.
MAX_LINES = 40


def entries() -> list[Entry]:
    """Every code there is, in order."""
    of_rules = [Entry(rule.code, rule.title, rule.why, rule.remedy, rule.level) for rule in all_rules()]
    return sorted([*LOADER_CODES, *of_rules], key=lambda entry: entry.code)


def example_of(code: str, folder: Path | None = None) -> Path | None:
    """The file or folder in ``schema/rejected`` that shows what the code is about."""
    where = folder or data_root() / "schema" / "rejected"
    found = sorted(where.glob(f"{code}-*")) if where.is_dir() else []
    return found[0] if found else None


def as_markdown() -> str:
    """The catalogue as one page."""
    lines = [
        "# Findings",
        "",
        "Every check has a code that never changes its meaning. The first digit is the layer; a later layer is",
        "asked only where the earlier ones found nothing wrong.",
    ]
    every = entries()
    for digit, title in LAYERS.items():
        layer = [entry for entry in every if entry.code[3] == digit]
        if layer:
            lines += ["", f"## {title}"]
            for entry in layer:
                lines += _section(entry)
    return "\n".join(lines) + "\n"


def _section(entry: Entry) -> Iterator[str]:
    kind = " (warning)" if entry.level == "warning" else ""
    yield from ("", f"### {entry.code}: {entry.title}{kind}", "", entry.why, "", f"**Remedy:** {entry.remedy}")
    example = example_of(entry.code)
    if example is None:
        yield from ("", "Example: made by the tests, because such a file cannot be kept here.")
        return
    for file in sorted([*example.rglob("*.yaml"), *example.rglob(LOCK)]) if example.is_dir() else [example]:
        name = file.relative_to(example.parent).as_posix()
        yield from ("", f"`schema/rejected/{name}`:", "", "```yaml", *_shortened(file.read_text("utf-8")), "```")


def _shortened(text: str) -> Sequence[str]:
    lines = text.splitlines()
    return lines if len(lines) <= MAX_LINES else [*lines[:MAX_LINES], "# ..."]
