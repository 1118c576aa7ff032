"""A small registry as a base branch, and checkouts of pull requests against it."""

import re
import shutil
from pathlib import Path

from trd_registry.loading.data_root import data_root
from trees import Tree

REAL = "wpa-1974@1.0.0"
NEIGHBOURS = ("conway-2017@1.0.0", "markowitz-2022@1.0.0")
RECORD = "heimann-1974@0.1.0"

#: The threshold of the real definition.
THRESHOLD = "count: drug\n  at_least: 1"


def base_branch(root: Path) -> Tree:
    """Three released definitions and a record, with the lines of the published lock and its days that are theirs."""
    tree = Tree(root, REAL, *NEIGHBOURS, RECORD)
    for name in ("released.lock", "released.dates"):
        text = (data_root() / "definitions" / name).read_text("utf-8")
        ours = re.compile(rf"#|vocabularies/|{'|'.join((REAL, *NEIGHBOURS))}:")
        kept = [line for line in text.splitlines(keepends=True) if ours.match(line)]
        (root / "definitions" / name).write_text("".join(kept), encoding="utf-8", newline="\n")
    return tree


class PullRequest(Tree):
    """A checkout of the base branch with the changes of somebody."""

    def __init__(self, base: Tree, root: Path) -> None:
        shutil.copytree(base.root, root, symlinks=True)
        self.root = root

    def write(self, path: str, text: str) -> Path:
        """A file wherever in the checkout."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
        return target

    def record(self, name: str, **instead: str) -> Path:
        """The record again under another id, with lines of other text."""
        text = self.file(RECORD).read_text("utf-8")
        for key, value in {"id": name, **instead}.items():
            text = re.sub(rf"^{key}: .*$", lambda _, line=f"{key}: {value}": line, text, count=1, flags=re.MULTILINE)
        return self.write(f"definitions/consensus/{name}/0.1.0/definition.yaml", text)
