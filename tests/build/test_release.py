"""A release is a folder that verifies, is never changed, and says what is new."""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bevo import __version__
from bevo.build.build import Release
from bevo.build.release import make_release, unready
from bevo.problems import BevoError, InputError
from bevo.project import Project
from checkout import ROOT


@pytest.fixture
def ready(tmp_path: Path, sample: tuple[Project, Release]) -> Path:
    """A checkout in which everything tells the version of the code."""
    shutil.copytree(sample[0].dist, tmp_path / "dist")
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    (tmp_path / "CITATION.cff").write_text(citation, encoding="utf-8")
    for name in ("requirements.lock", "requirements-dev.lock", "web/package-lock.json", "docs/licences.tsv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "CHANGELOG.md").write_text(f"## [Unreleased]\n\n## [{__version__}] - 2026-11-21\n", encoding="utf-8")
    return tmp_path


def test_a_release_verifies_with_sha256sum(ready: Path) -> None:
    folder = make_release(ready, __version__)
    assert folder == ready / "releases" / __version__
    done = subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=folder, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")
    listed = {line.split("  ")[1] for line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()}
    listed.remove("bom.cdx.json")
    assert listed == {p.relative_to(ready / "dist").as_posix() for p in (ready / "dist").rglob("*") if p.is_file()}
    assert [p.name for p in (ready / "releases").iterdir()] == [__version__]


def test_a_release_is_signed_so_that_openssh_verifies_it(ready: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    keys = tmp_path_factory.mktemp("keys")
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "x", "-f", keys / "key"], check=True)
    folder = make_release(ready, __version__, keys / "key")
    (keys / "allowed").write_text(f"maintainer@example.org {(keys / 'key.pub').read_text()}", encoding="utf-8")

    def verified(checksums: bytes, purpose: str = "bevo-release") -> bool:
        words = [
            "ssh-keygen",
            "-Y",
            "verify",
            "-f",
            str(keys / "allowed"),
            "-I",
            "maintainer@example.org",
            "-n",
            purpose,
        ]
        done = subprocess.run([*words, "-s", str(folder / "SHA256SUMS.sig")], input=checksums, capture_output=True)
        return done.returncode == 0

    checksums = (folder / "SHA256SUMS").read_bytes()
    assert verified(checksums) and not verified(checksums + b"x") and not verified(checksums, "git")


def test_it_is_the_same_in_another_folder_and_for_another_user(
    ready: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    shutil.copytree(ready / "dist", ready / "releases" / "0.0.1")
    other = tmp_path_factory.mktemp("somewhere else") / "bevo"
    shutil.copytree(ready, other)
    (other / "ontology").mkdir()
    (other / "ontology" / "bevo.ttl").touch()  # a mark of a checkout
    told = {"PYTHONHASHSEED": "4711", "LC_ALL": "C", "TZ": "Pacific/Kiritimati", "PYTHONUTF8": "0"}
    words = [sys.executable, "-m", "bevo", "release", __version__, "--root", str(other)]
    subprocess.run(words, env={**os.environ, **told}, cwd="/", umask=0o077, check=True, capture_output=True)
    assert digests(other / "releases" / __version__) == digests(make_release(ready, __version__))


def digests(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_what_cannot_be_signed_is_no_release(ready: Path) -> None:
    (ready / "key").write_text("no key", encoding="utf-8")
    for key, sentence in ((ready / "nothing", "is no key; make one with"), (ready / "key", "cannot sign with")):
        with pytest.raises(BevoError, match=sentence):
            make_release(ready, __version__, key)
    assert not list((ready / "releases").iterdir())


def test_a_package_without_a_known_licence_stops_it(ready: Path) -> None:
    table = (ready / "docs/licences.tsv").read_text(encoding="utf-8")
    (ready / "docs/licences.tsv").write_text(table.replace("\t8.5.1\t", "\t8.5.0\t"), encoding="utf-8")
    with pytest.raises(InputError, match=r"pkg:pypi/click@8.5.1: has no licence that is known"):
        make_release(ready, __version__)


def test_a_release_is_never_changed(ready: Path) -> None:
    make_release(ready, __version__)
    with pytest.raises(BevoError, match="is there already, and a release is never changed"):
        make_release(ready, __version__)


def test_changes_since_the_latest_release_are_told(ready: Path) -> None:
    for version in ("0.0.2", "0.0.10"):
        shutil.copytree(ready / "dist", ready / "releases" / version)
    archive = ready / "releases" / "0.0.10" / "bevo-kg.nq.gz"
    lines = gzip.decompress(archive.read_bytes()).splitlines(keepends=True)
    archive.write_bytes(gzip.compress(b"".join(line for line in lines if b"/finding/F0026" not in line)))
    text = (make_release(ready, __version__) / "CHANGES.md").read_text(encoding="utf-8")
    assert text.startswith(f"# Changes from 0.0.10 to {__version__}\n")
    assert "- finding:F0026 (new)\n  - now: inhibits\n" in text


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("CITATION.cff", f"version: {__version__}", "version: 9.9.9", f"has no line 'version: {__version__}'"),
        ("CHANGELOG.md", f"[{__version__}]", "[9.9.9]", f"has no line '## [{__version__}] - YYYY-MM-DD'"),
        ("dist/void.ttl", f'dcat:version "{__version__}"', 'dcat:version "9.9.9"', "was built for another version"),
    ],
)
def test_a_place_that_tells_another_version_stops_it(ready: Path, file: str, old: str, new: str, message: str) -> None:
    text = (ready / file).read_text(encoding="utf-8")
    assert old in text
    (ready / file).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError) as raised:
        make_release(ready, __version__)
    assert message in str(raised.value)
    assert not (ready / "releases").exists()


@pytest.mark.parametrize("version", ["1", "v1.0.0", "1.0", "01.0.0", "1.0.0-beta", "../1.0.0"])
def test_a_version_is_three_numbers(ready: Path, version: str) -> None:
    assert any("a version is three numbers" in str(problem) for problem in unready(ready, version))
