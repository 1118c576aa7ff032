"""Fetches one package from the npm registry, in the version and with the digest that a file pins."""

import base64
import hashlib
import json
import shutil
import subprocess
from pathlib import Path


class NotFetched(Exception):
    """Raised where a package cannot be had; says why."""


def fetch(pin: Path, cache: Path) -> Path:
    """The archive (tar, gzipped) of the package that a file of name, version and integrity pins.

    It is kept in ``cache`` and checked each time. Raises NotFetched where npm is missing or gives another file.
    """
    pinned = json.loads(pin.read_text("utf-8"))
    asked = f"{pinned['name']}@{pinned['version']}"
    path = cache / f"{pinned['name']}-{pinned['version']}.tgz"
    if not path.is_file():
        npm = shutil.which("npm")
        if npm is None:
            raise NotFetched("npm is not installed")
        cache.mkdir(parents=True, exist_ok=True)
        packed = [npm, "pack", "--silent", asked]
        done = subprocess.run(packed, cwd=cache, capture_output=True, text=True, check=False)  # noqa: S603  # fixed
        if done.returncode or not path.is_file():
            raise NotFetched(f"npm could not fetch {asked}")
    digest = "sha512-" + base64.b64encode(hashlib.sha512(path.read_bytes()).digest()).decode()
    if digest != pinned["integrity"]:
        path.unlink()
        raise NotFetched(f"{asked} is not the file that is pinned")
    return path
