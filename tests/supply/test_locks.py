"""What the lock files say is read whole, and their form is checked."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bevo.problems import BevoError
from bevo.supply.locks import Package, Use, locked_packages
from checkout import ROOT

RUN = """\
click==8.5.1 \\
    --hash=sha256:{0} \\
    --hash=sha256:{1}
    # via
    #   -c requirements.lock
    #   typer
typer==0.29.2 ; sys_platform == 'win32' \\
    --hash=sha256:{0}
    # via bevo (pyproject.toml)
""".format("a" * 64, "b" * 64)


def write(root: Path, run: str = RUN, develop: str = RUN, npm: str = '{"packages": {}}') -> Path:
    (root / "web").mkdir()
    for name, text in (
        ("requirements.lock", run),
        ("requirements-dev.lock", develop),
        ("web/package-lock.json", npm),
    ):
        (root / name).write_text(text, encoding="utf-8")
    return root


def test_a_pin_is_read_with_its_hashes_and_what_needs_it(tmp_path: Path) -> None:
    click, typer = locked_packages(write(tmp_path))
    assert (click.purl, click.use, click.needed_by) == ("pkg:pypi/click@8.5.1", Use.run, ("typer",))
    assert click.hashes == (("SHA-256", "a" * 64), ("SHA-256", "b" * 64))
    assert (typer.where, typer.needed_by) == ("sys_platform == 'win32'", ("bevo",))


def test_packages_of_npm_are_read_with_licence_and_integrity(tmp_path: Path) -> None:
    entries = {
        "": {"dependencies": {"@a/b": "1"}},
        "node_modules/@a/b": {
            "version": "1.0.0",
            "license": "MIT",
            "integrity": "sha512-AQI=",
            "dependencies": {"c": "2"},
        },
        "node_modules/@a/b/node_modules/c": {"version": "2.0.0", "license": "ISC", "dev": True},
    }
    found = locked_packages(write(tmp_path, "", "", json.dumps({"packages": entries})))
    assert found == [
        Package("npm", "@a/b", "1.0.0", Use.site, "", (("SHA-512", "0102"),), ("bevo",), "MIT"),
        Package("npm", "c", "2.0.0", Use.develop, "", (), ("@a/b",), "ISC"),
    ]
    assert found[0].purl == "pkg:npm/%40a/b@1.0.0"


def test_every_pin_of_this_checkout_is_read_and_has_a_hash() -> None:
    found = locked_packages(ROOT)
    pins = set(re.findall(r"(?m)^([a-z0-9._-]+)==(\S+)", (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")))
    assert {(package.name, package.version) for package in found if package.ecosystem == "pypi"} == pins
    assert all(package.hashes and package.needed_by for package in found)
    assert len({package.purl for package in found}) == len(found)


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ({"run": "click>=8\n"}, "requirements.lock, line 1: is not as 'make lock' writes it: 'click>=8'"),
        ({"run": RUN + "--index-url https://example.org\n"}, "line 10: is not as"),
        ({"npm": "{"}, "package-lock.json is no package-lock.json of npm 7"),
        ({"npm": "[]"}, "package-lock.json is no package-lock.json of npm 7"),
    ],
)
def test_what_is_no_lock_is_told(what: dict[str, str], sentence: str, tmp_path: Path) -> None:
    with pytest.raises(BevoError, match=re.escape(sentence)):
        locked_packages(write(tmp_path, **what))


def test_a_lock_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BevoError, match=r"requirements.lock: No such file"):
        locked_packages(tmp_path)
