"""The package works where there is no repository: installed from a wheel, in another folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from bevo.build.build import Release
from bevo.project import Project
from checkout import ROOT

FROM_CHECKOUT = (
    "LICENSE",
    "LICENSE-DATA",
    "README.md",
    "ontology",
    "pyproject.toml",
    "queries",
    "scripts",
)


@pytest.fixture(scope="module")
def installed(sample: tuple[Project, Release], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package as pip installs it, without what it depends on."""
    source, wheels, target = (tmp_path_factory.mktemp(name) for name in ("source", "wheels", "target"))
    for name in (*FROM_CHECKOUT, "shapes"):
        (source / name).symlink_to(ROOT / name)
    (source / "instances").symlink_to(sample[0].instances)
    (source / "build").symlink_to(ROOT / "build")
    (source / "dist").symlink_to(sample[0].dist)
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", wheels, source], check=True)
    subprocess.run([*pip, "install", "--no-deps", "--target", target, next(wheels.glob("*.whl"))], check=True)
    return target


@pytest.fixture
def environment(installed: Path, tmp_path: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(installed), "XDG_CACHE_HOME": str(tmp_path / "cache")}


def python(environment: dict[str, str], folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *words], cwd=folder, env=environment, capture_output=True, text=True)


def test_it_is_not_the_checkout(environment: dict[str, str], tmp_path: Path, installed: Path) -> None:
    done = python(environment, tmp_path, "-c", "import bevo; print(bevo.__file__)")
    assert Path(done.stdout.strip()).parent == installed / "bevo", done.stderr


def test_the_examples_of_the_front_run(environment: dict[str, str], tmp_path: Path) -> None:
    code = "import doctest, bevo; print(doctest.testmod(bevo, raise_on_error=False))"
    done = python(environment, tmp_path, "-c", code)
    assert "TestResults(failed=0, attempted=" in done.stdout and "attempted=0" not in done.stdout, done.stdout


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (("query", "list"), "friend-or-foe"),
        (("query", "run", "friend-or-foe", "--format", "csv"), "mesenchymal stem cell of the bone marrow,"),
        (("explain", "F0026", "BoneLossFinding"), "F0026 is a bone loss finding, because"),
        (("check",), "findings are well formed"),
        (("validate",), "conform to the shapes"),
    ],
)
def test_a_command_works(words: tuple[str, ...], wanted: str, environment: dict[str, str], tmp_path: Path) -> None:
    done = python(environment, tmp_path, "-m", "bevo", *words)
    assert done.returncode == 0 and wanted in done.stdout, done.stderr


@pytest.mark.parametrize(
    ("words", "what"),
    [(("build",), "a build"), (("bench",), "to measure"), (("synthetic", "9"), "to make synthetic findings")],
)
def test_what_needs_the_repository_says_so(
    words: tuple[str, ...], what: str, environment: dict[str, str], tmp_path: Path
) -> None:
    done = python(environment, tmp_path, "-m", "bevo", *words)
    told = f"bevo: {what} needs the repository: clone it, and run 'make' there or name it with --root\n"
    assert (done.returncode, done.stderr) == (1, told)


def test_it_serves_the_site_that_it_makes(environment: dict[str, str], tmp_path: Path) -> None:
    words = [sys.executable, "-m", "bevo", "serve", "--port", "0", "--workers", "1"]
    with subprocess.Popen(words, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stderr
            said = [server.stderr.readline(), server.stderr.readline()]
            assert "making the site in" in said[0]
            address = json.loads(said[1])["address"]
            with urlopen(f"{address}finding/F0026") as page:
                assert b"osteoblast differentiation" in page.read()
            with urlopen(f"{address}sparql?query=ASK%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D") as answer:
                assert b"true" in answer.read()
        finally:
            server.terminate()


def test_an_overlay_is_built_beside_the_installed_release(
    environment: dict[str, str], tmp_path: Path, installed: Path
) -> None:
    before = {path: path.stat().st_mtime_ns for path in (installed / "bevo" / "data").rglob("*")}
    asked = "query run hedged-claims --with lab --format csv"
    for line in (
        "init lab",
        "term add CL:0002410 --with lab",
        "source add --nct NCT05555555 --offline --with lab",
        "check lab",
        "build --with lab --no-site",
    ):
        done = python(environment, tmp_path, "-m", "bevo", *line.split())
        assert done.returncode == 0, (line, done.stderr)
    done = python(environment, tmp_path, "-m", "bevo", *asked.split())
    assert done.stdout.startswith("graph,") and "\nlab," in done.stdout, done.stderr
    assert {path: path.stat().st_mtime_ns for path in (installed / "bevo" / "data").rglob("*")} == before
