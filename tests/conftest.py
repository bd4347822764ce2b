from __future__ import annotations

import os
import pickle
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from bevo.build.build import Release, build
from bevo.build.prepare import Checked, check
from bevo.files import locked, write_whole
from bevo.project import GRAPH, Project
from bevo.stores.load import by_protocol, load
from bevo.stores.virtuoso import by_bulk_loader
from bevo_bench.virtuoso import Virtuoso
from checkout import ROOT, SAMPLE, copy_project
from servers import oxigraph, virtuoso


@pytest.fixture(scope="session")
def project() -> Project:
    return Project(ROOT)


@pytest.fixture(scope="session")
def checked(project: Project) -> Checked:
    return check(project)


@pytest.fixture(scope="session")
def everyones(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A temporary folder that the workers of pytest-xdist have in common."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def _built(everyones: Path, name: str, records: Path) -> tuple[Project, Release]:
    """A release built from some records, by the first worker that needs it."""
    folder, made = everyones / name, everyones / f"{name}.pickle"
    with locked(made):
        if not made.exists():
            folder.mkdir()
            own = copy_project(folder, records)
            if (ROOT / "build" / "cache").is_dir():  # what a build kept is taken by the hash of what it was made of
                shutil.copytree(ROOT / "build" / "cache", own.build / "cache")
            write_whole(made, pickle.dumps((own, build(own))))
        found: tuple[Project, Release] = pickle.loads(made.read_bytes())
    return found


def _loaded(project: Project) -> Store:
    store = Store()
    store.bulk_load(path=str(project.dist / "bevo-kg.ttl"), format=RdfFormat.TURTLE)
    return store


@pytest.fixture(scope="session")
def built(everyones: Path) -> tuple[Project, Release]:
    """A release built from the records of this checkout, outside of it; all workers share it, so no test changes it.

    What is in it changes with the records: a test of the tool must take what it expects from the data, or use the
    sample.
    """
    return _built(everyones, "release", ROOT / "instances")


@pytest.fixture(scope="session")
def store(built: tuple[Project, Release]) -> Store:
    return _loaded(built[0])


@pytest.fixture(scope="session")
def sample(everyones: Path) -> tuple[Project, Release]:
    """A release built from the sample, as :func:`built` is from the records: small, and always the same findings."""
    return _built(everyones, "sample", SAMPLE / "instances")


@pytest.fixture(scope="session")
def sample_store(sample: tuple[Project, Release]) -> Store:
    return _loaded(sample[0])


@pytest.fixture(scope="session")
def sample_checked(sample_project: Project) -> Checked:
    return check(sample_project)


@pytest.fixture(scope="session")
def sample_project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A checkout with the records of the sample, not built."""
    return copy_project(tmp_path_factory.mktemp("sample"), SAMPLE / "instances")


@pytest.fixture
def true_without_a_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """pyshacl asks for each fault twice whether its data graph is true, and counts all triples: none here is empty."""
    from pyshacl.graph_abstraction import DataGraph

    kind = type(DataGraph.from_oxigraph_store(Store()))
    monkeypatch.setattr(kind, "__bool__", lambda _: True, raising=False)


@pytest.fixture(scope="session")
def oxigraph_server() -> Iterator[str]:
    """The address of an Oxigraph that may be written to."""
    with oxigraph() as url:
        yield url


@pytest.fixture(scope="session")
def virtuoso_server(tmp_path_factory: pytest.TempPathFactory, everyones: Path) -> Iterator[Virtuoso]:
    """A Virtuoso whose loader reads from the temporary folders of all tests."""
    with virtuoso(tmp_path_factory.mktemp("virtuoso"), everyones) as server:
        yield server


@pytest.fixture(scope="session")
def loaded_oxigraph(oxigraph_server: str, built: tuple[Project, Release]) -> str:
    """The address of an Oxigraph that has the release."""
    load(built[0].dist / "bevo-kg.ttl", GRAPH, by_protocol(f"{oxigraph_server}/store", 120))
    return oxigraph_server


@pytest.fixture(scope="session")
def loaded_virtuoso(virtuoso_server: Virtuoso, built: tuple[Project, Release]) -> str:
    """The query endpoint of a Virtuoso that has the release."""
    dist = built[0].dist
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("BEVO_PASSWORD", virtuoso_server.password)
        way = by_bulk_loader(virtuoso_server.sql, dist, virtuoso_server.sparql, 120)
        load(dist / "bevo-kg.ttl", GRAPH, way)
    return virtuoso_server.sparql


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("chaos", "what chance does to builds, loads and servers (-m chaos)")
    group.addoption("--rounds", type=int, default=1, help="how often each test tries; 1 takes a few minutes")
    group.addoption("--seed", type=int, help="decides what chance does; told at the end of a run")


def pytest_configure(config: pytest.Config) -> None:
    if config.option.seed is None:
        config.option.seed = secrets.randbelow(10**6)


@pytest.fixture(scope="session")
def rounds(request: pytest.FixtureRequest) -> int:
    """How often chance tries."""
    return int(request.config.option.rounds)


SLOW_FIXTURES = {"built", "sample", "everyones", "oxigraph_server", "virtuoso_server", "installed"}
SLOW_FOLDERS = {"bench", "build", "bulk", "chaos", "content", "exports", "fuzz", "reasoning", "serve", "site", "stores"}
SLOW_FILES = {"test_contributor.py", "test_as_sparql.py", "test_mutations.py", "test_invalid.py", "test_w3id.py"}


LONGEST = (
    "build/test_rebuild.py",
    "questions/test_compare.py",
    "bulk/test_spark.py",
    "bench/test_bench.py",
    "site/test_site.py",
    "site/test_browser.py",
    "bulk/test_bulk.py",
    "reasoning/test_explain.py",
    "reasoning/test_soundness.py",
    "shacl/test_as_sparql.py",
    "cli/test_invalid.py",
    "stores/test_load.py",
    "build/test_renew.py",
    "test_contributor.py",
    "reasoning/test_infer.py",
    "reasoning/test_rules.py",
)
"""Files that take longest, begun first: a worker that begins one at the end works on while the others wait."""
TESTS = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is slow and what is about the content; put the longest files first.

    Slow is what needs a build, a server, a browser, Java or another process: ``make quick`` leaves it out.
    """
    rank = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.path.relative_to(TESTS).as_posix(), len(rank)))
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.path.parent.name == "content":
            item.add_marker("content")
        if fixtures & SLOW_FIXTURES or item.path.parent.name in SLOW_FOLDERS or item.path.name in SLOW_FILES:
            item.add_marker("slow")
