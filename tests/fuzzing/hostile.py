"""Measures what hostile input costs: ``python tests/fuzzing/hostile.py [PART OF A NAME]...``.

Each input of `hostile_inputs` is read by the real command in a process of its own, which is ended after a minute. The
table says how many bytes the input has, what the command answered, how long it took and how much memory at its peak.
The exit code is 1 where a command gave a traceback, was ended, or left a folder behind that is not whole.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from acceptance.cli import COMMAND
from fuzzing.hostile_inputs import INPUTS, remake

#: Seconds after which a command is ended.
PATIENCE = 60

#: Bytes of addresses that a command may ask for: a machine of modest size.
ADDRESSES = 6_000_000_000


@dataclass(frozen=True)
class Cost:
    """What one input cost."""

    size: int
    code: int
    seconds: float
    peak: float
    said: str

    @property
    def is_well(self) -> bool:
        """Whether the command ended by itself with one of its own exit codes and without a traceback."""
        return self.code in (0, 1, 2, 3) and "Traceback" not in self.said


def measured(name: str, folder: Path) -> Cost:
    """Writes the input into the folder and runs its command.

    A process starts with the peak of the one that started it, and here that may be a run of many tests: so a small
    process stands between.
    """
    between = subprocess.run([sys.executable, __file__, "--measure", name, folder], capture_output=True, check=True)
    return Cost(**json.loads(between.stdout))


def _measured(name: str, folder: Path) -> Cost:
    # In a process of its own: what making it takes would be counted as what reading it takes.
    making = subprocess.run([sys.executable, __file__, "--make", name, folder], capture_output=True, check=True)
    args = json.loads(making.stdout)
    size = sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    with tempfile.TemporaryFile() as said:
        begun = time.perf_counter()
        running = subprocess.Popen(
            [*COMMAND, *args],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            preexec_fn=_limited,  # noqa: PLW1509
        )
        code, peak = _waited(running)
        seconds = time.perf_counter() - begun
        said.seek(0)
        told = said.read().decode(errors="replace")
    return Cost(size, code, seconds, peak, told)


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))


def _waited(running: subprocess.Popen[bytes]) -> tuple[int, float]:
    """The exit code (negative where the process was ended) and the peak of its memory in MB."""
    until = time.monotonic() + PATIENCE
    while True:
        pid, status, used = os.wait4(running.pid, os.WNOHANG)
        if pid:
            running.returncode = os.waitstatus_to_exitcode(status)
            return running.returncode, used.ru_maxrss / 1024
        if time.monotonic() > until:
            running.kill()
        time.sleep(0.01)


def main() -> None:
    """Prints the table."""
    if sys.argv[1:2] == ["--make"]:
        print(json.dumps(INPUTS[sys.argv[2]](remake(Path(sys.argv[3])))))
        return
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(asdict(_measured(sys.argv[2], Path(sys.argv[3])))))
        return
    wanted = [name for name in INPUTS if not sys.argv[1:] or any(part in name for part in sys.argv[1:])]
    ill = 0
    print("| input | bytes | exit | seconds | peak MB | says |\n|---|--:|--:|--:|--:|---|")
    with tempfile.TemporaryDirectory(prefix="trd-hostile-") as folder:
        for name in wanted:
            cost = measured(name, Path(folder) / "input")
            ill += not cost.is_well
            lines = [line for line in cost.said.splitlines() if line.strip()]
            said = (lines[0] if cost.is_well else lines[-1]) if lines else ""
            said = said.replace(f"{folder}/input/", "").replace("|", "/")[:90]
            print(
                f"| {name} | {cost.size:,} | {cost.code} | {cost.seconds:.1f} | {cost.peak:.0f} | {said} |", flush=True
            )
    sys.exit(1 if ill else 0)


if __name__ == "__main__":
    main()
