"""Writes a review as a comment. Every word in it may be a stranger's, so that none is ever Markdown, HTML or a mention.

GitHub looks for mentions, references and addresses in what Markdown was made into, where an escape is gone:
there an invisible space after the sign is what keeps them from being found.
"""

import re
from collections.abc import Sequence

from trd_registry.checking.printing import printable
from trd_registry.reviewing.page import Block, Items, Part, Review, Section, Table, Text

#: The first line of the comment, by which it is found again to be replaced.
MARKER = "<!-- trd review -->"

#: Characters. GitHub refuses a comment of more than 65,536.
LIMIT = 60_000
#: Characters of one part, so that none takes the place of all others.
PART = 12_000
#: Characters of one cell or sentence.
SENTENCE = 1_200

_SPACE = "\u200b"
_SIGNS = re.compile(r"([\\`*_{}\[\]()#!|~$^<>&])")
#: Where GitHub would make a mention, a reference or an address of a word.
_FOUND = re.compile(r"(@|#|\bGH-(?=\d)|:(?=//)|www(?=\.))", re.IGNORECASE)
#: What makes a list or a heading of a line that it begins.
_LEADING = re.compile(r"^([-+=])|^(\d+)(?=\.)")


def as_markdown(review: Review) -> str:
    """The whole comment, within its limit, and what was left out for it."""
    lines = [MARKER]
    size, left = len(MARKER), []
    for section in review.sections:
        heading = f"\n### {inline(section.title)}\n"
        for part in section.parts:
            written = _part(part)
            needed = len(heading) + len(written) + 2
            if size + needed > LIMIT:
                left.append(_named(section, part))
                continue
            lines += [line for line in (heading, written) if line]
            size, heading = size + needed, ""
    if left:
        named = ", ".join(inline(one) for one in dict.fromkeys(left[:20]))
        lines.append(f"\nLeft out for the length of a comment: {named}. `trd review` on a checkout prints everything.")
    return "\n".join(lines) + "\n"


def inline(text: str) -> str:
    """One line of a stranger's words, shown as they are."""
    flat = printable(" ".join(text.split()))
    if len(flat) > SENTENCE:
        flat = f"{flat[:SENTENCE]} ..."
    flat = _LEADING.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\", _SIGNS.sub(r"\\\1", flat))
    flat = flat.replace("\\&", "&amp;").replace("\\<", "&lt;").replace("\\>", "&gt;")
    return _FOUND.sub(rf"\1{_SPACE}", flat)


def _part(part: Part) -> str:
    match part:
        case Text():
            return f"{inline(part.says)}\n"
        case Items():
            return _cut([f"- {inline(one)}" for one in part.says]) + "\n"
        case Table():
            return _table(part)
        case Block():
            return _block(part)


def _table(part: Table) -> str:
    width = len(part.head)
    rows = [[*row[:width], *[""] * (width - len(row))] for row in part.rows]
    lines = ["| " + " | ".join(inline(cell) for cell in row) + " |" for row in rows]
    head = "| " + " | ".join(inline(cell) for cell in part.head) + " |"
    return "\n".join([head, "| --- " * width + "|", _cut(lines)]) + "\n"


def _block(part: Block) -> str:
    """In a fenced block nothing is looked for; the fence is longer than any run of its sign inside."""
    body = _cut([printable(line) for line in part.lines])
    longest = max((len(run) for run in re.findall("`+", body)), default=0)
    fence = "`" * max(3, longest + 1)
    # Inside a tag no Markdown is read, so that here HTML alone is to be escaped.
    title = printable(part.title).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    title = _FOUND.sub(rf"\1{_SPACE}", title[:SENTENCE])
    return f"<details><summary>{title}</summary>\n\n{fence}text\n{body}\n{fence}\n\n</details>\n"


def _cut(lines: Sequence[str]) -> str:
    kept: list[str] = []
    size = 0
    for line in lines:
        size += len(line) + 1
        if size > PART:
            break
        kept.append(line)
    more = len(lines) - len(kept)
    return "\n".join([*kept, *([f"... and {more} more"] if more else [])])


def _named(section: Section, part: Part) -> str:
    return f"{section.title}: {part.title}" if isinstance(part, Block) else section.title
