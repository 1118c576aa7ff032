"""Runs the real command in a process of its own."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from trd_registry.loading.data_root import data_root

HISTORIES = data_root() / "definitions" / "histories"


#: The command of this checkout, as a program and its first arguments.
COMMAND = (sys.executable, "-c", "from trd_registry.cli.main import main; main(prog_name='trd')")


@dataclass(frozen=True)
class Run:
    code: int
    out: str
    err: str


def started(*args: object) -> subprocess.Popen[bytes]:
    """The command while it runs, to be interrupted: also where whoever runs the tests does not heed interruptions."""
    heeds = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    command = [*COMMAND[:2], f"{heeds}; {COMMAND[2]}", *map(str, args)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def trd(*args: object, cwd: Path | None = None, columns: int = 80) -> Run:
    """The exit code and what was printed; a traceback on either stream fails the test."""
    environment = {**os.environ, "COLUMNS": str(columns), "NO_COLOR": "1", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [*COMMAND, *map(str, args)], cwd=cwd, env=environment, capture_output=True, timeout=120, check=False
    )
    run = Run(done.returncode, done.stdout.decode(), done.stderr.decode())
    assert "Traceback" not in run.out + run.err, run.err
    return run
