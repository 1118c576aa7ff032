"""``trd witness`` without the solver: searching asks for the extra, looking at histories at hand does not."""

import subprocess
import sys

#: The solver cannot be imported, as where the extra is not installed.
WITHOUT = "import sys; sys.modules['z3'] = None; from trd_registry.cli.main import main; main()"


def _run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", WITHOUT, *words], capture_output=True, text=True, check=False)


def test_phenotypes_are_told_apart() -> None:
    run = _run("witness", "kubitz-2013", "fife-2017")
    assert (run.returncode, run.stderr) == (0, "")
    assert "a smaller one may exist" in " ".join(run.stdout.split())


def test_a_search_asks_for_the_extra_in_one_line() -> None:
    run = _run("witness", "conway-2017", "markowitz-2022")
    assert run.returncode == 2
    assert run.stdout == ""
    assert "pip install 'trd-registry[witness]'" in run.stderr
    assert "Traceback" not in run.stderr
