from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from bevo.build import Checked, Release, build, check
from bevo.project import Project

ROOT = Path(__file__).resolve().parents[1]


def copy_project(target: Path) -> Project:
    """A project of its own for a test: records copied, the rest linked."""
    for name in ("ontology", "shapes", "queries"):
        (target / name).symlink_to(ROOT / name)
    shutil.copytree(ROOT / "instances", target / "instances")
    return Project(target)


@pytest.fixture(scope="session")
def project() -> Project:
    return Project(ROOT)


@pytest.fixture(scope="session")
def checked(project: Project) -> Checked:
    return check(project)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, Release]:
    """A release built from the records of this checkout, outside of it."""
    own = copy_project(tmp_path_factory.mktemp("release"))
    return own, build(own)


@pytest.fixture(scope="session")
def store(built: tuple[Project, Release]) -> Store:
    store = Store()
    store.bulk_load(path=str(built[0].dist / "bevo-kg.ttl"), format=RdfFormat.TURTLE)
    return store
