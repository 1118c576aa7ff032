"""Runs many commands in one process and prints a digest of what each wrote: ``said.py [--reversed] FOLDER``."""

import hashlib
import os
import re
import sys
from pathlib import Path
from typing import Any

#: One or more of every family.
JUDGES = (
    "conway-2017", "msm-2018", "markowitz-2022", "sforzini-2022", "ema-2025", "fda-2018", "cigna-esketamine-2022",
    "ascertain-trd", "cepeda-2018", "hagg-2020-mgh-s", "trsm-1997", "brightmind",
)  # fmt: skip


def turned_round() -> None:
    """From here on folders list what is in them in the other order, as another file system might."""
    scandir, listdir = os.scandir, os.listdir

    class Reversed:
        def __init__(self, *args: Any) -> None:
            with scandir(*args) as entries:
                self._entries = iter(sorted(entries, key=lambda one: os.fsdecode(one.name), reverse=True))

        def __enter__(self) -> Any:
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def close(self) -> None:
            pass

        def __iter__(self) -> Any:
            return self

        def __next__(self) -> Any:
            return next(self._entries)

    os.scandir = Reversed  # type: ignore[assignment,misc]
    os.listdir = lambda *args: sorted(listdir(*args), reverse=True)  # type: ignore[assignment]


def main() -> None:
    *flags, folder = sys.argv[1:]
    if "--reversed" in flags:
        turned_round()
    from click.testing import CliRunner

    from trd_registry.api import registry
    from trd_registry.cli.main import main as trd

    ids = {one.partition("@")[0] for one in registry().references()}
    judges = [part for one in JUDGES if one in ids for part in ("-d", one)]
    histories = sorted(map(str, Path(folder, "definitions", "histories").glob("*.yaml")))
    commands = (
        ["evaluate", *histories[:2], *judges, "--format", "json"],
        ["evaluate", *histories[:5], *judges[:4], "--format", "csv"],
        ["evaluate", histories[0], *judges[:6], "--explain"],
        ["list", "--format", "json"],
        ["show", "msm-2018"],
        ["show", "treatments"],
        ["cite", "sforzini-2022@1.0.0", "--style", "bibtex"],
        ["cite", "conway-2017@1.0.0", "--style", "methods"],
        ["check", str(Path(folder, "definitions", "staging", "msm-2018"))],
        ["check", *sorted(map(str, Path(folder, "schema", "rejected").glob("TRD1*"))), "--format", "json"],
        ["check", *histories[2:4]],
    )
    for command in commands:
        done = CliRunner().invoke(trd, command)
        told = "exception" if done.exit_code not in (0, 1, 3) else ""
        # The program's own version is that of its installation, and there need be none.
        written = re.sub(rb'("engine": \{[^}]*"version": )"[^"]*"', rb"\1", done.output_bytes)
        print(done.exit_code, len(written), hashlib.sha256(written).hexdigest(), command[:2], told)


if __name__ == "__main__":
    main()
