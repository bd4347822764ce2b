"""The checkout under test, and copies of it for tests that change something."""

from __future__ import annotations

import shutil
from collections.abc import Collection
from pathlib import Path

from bevo.project import Project

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "tests" / "sample"
"""Records that stay as they are, for tests that say what certain records give; see its README."""


def copy_project(target: Path, records: Path = ROOT / "instances") -> Project:
    """A project of its own for a test: records copied, the rest linked."""
    for name in ("ontology", "shapes", "queries"):
        (target / name).symlink_to(ROOT / name)
    shutil.copytree(records, target / "instances")
    (target / "build").mkdir()
    (target / "build" / "web").symlink_to(ROOT / "build" / "web")
    return Project(target)


def keep_findings(project: Project, review: str, files: Collection[str] = ()) -> None:
    """Leave a project the findings of one review alone, or of some of its files."""
    for path in (project.instances / "findings").rglob("*.yaml"):
        if path.parent.name != review or (files and path.stem not in files):
            path.unlink()
    for name in ("readings", "reviews"):
        (project.instances / "background" / f"{name}.yaml").unlink(missing_ok=True)
    for folder in ("checks", "discrepancies"):
        for path in (project.instances / folder).glob("*.yaml"):
            path.unlink()
