"""What a wheel holds beside the package: the data of the checkout and the built release, in ``bevo/data``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

KEPT = ("ontology", "shapes", "queries", "instances", "build/web", "dist")
LEFT_OUT = "site"
"""A part of the release that an installation makes for itself when it is asked to serve."""


class WithData(BuildHookInterface):
    """Puts the folders in place, in their layout; an editable installation reads them from the checkout."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name what to include.

        :raises FileNotFoundError: if the release was not built.
        """
        if version == "editable":
            return
        root = Path(self.root)
        missing = [name for name in KEPT if not (root / name).exists()]
        if missing:
            raise FileNotFoundError(f"{', '.join(missing)}: not there; run 'make' before a wheel is made")
        files = sorted(path.relative_to(root) for name in KEPT for path in (root / name).rglob("*") if path.is_file())
        build_data["force_include"] |= {
            str(root / file): f"bevo/data/{file.as_posix()}" for file in files if LEFT_OUT not in file.parts
        }
