"""Compiles the definitions into one checked JSON file while a wheel is built.

Evaluating from an installed wheel then reads no YAML and needs no schema check of the registry's own files:
they were checked here, and a wheel with a finding in it cannot be built.
"""

import json
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BundleHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds ``trd_registry/bundle.json`` to the wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Writes the bundle beside the build and has it included; an editable install reads the files itself."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "validator"))
        from trd_registry.loading.bundle import bundle_of
        from trd_registry.loading.registry import Registry

        target = root / "build" / "bundle.json"
        target.parent.mkdir(exist_ok=True)
        bundle = bundle_of(Registry(root))
        target.write_text(json.dumps(bundle, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
        build_data["force_include"][str(target)] = "trd_registry/bundle.json"
