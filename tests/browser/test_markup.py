"""Every page is valid HTML."""

import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from trd_registry.publishing.npm_package import NotFetched, fetch

ROOT = Path(__file__).parents[2]


def test_every_page_is_valid_html(site: Path, tmp_path: Path) -> None:
    java = shutil.which("java")
    if java is None:
        pytest.skip("the checker of HTML needs Java")
    try:
        package = fetch(Path(__file__).parent / "html-checker.json", ROOT / "build" / "cache")
    except NotFetched as error:
        pytest.skip(f"the checker of HTML cannot be had: {error}")
    with tarfile.open(package) as archive:
        archive.extract("package/build/dist/vnu.jar", tmp_path, filter="data")
    checker = [java, "-Xss8m", "-jar", str(tmp_path / "package/build/dist/vnu.jar")]
    asked = [*checker, "--skip-non-html", "--errors-only", "--format", "gnu", str(site)]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode == 0
