"""A numbered release: the built files in a folder of their own, with checksums and what changed."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from bevo import __version__
from bevo.build.diff import differences, read_archive
from bevo.files import below, locked, new_folder
from bevo.problems import BevoError, InputError, Problem
from bevo.supply.bom import BOM, bill_of_materials
from bevo.supply.licences import faults, read_licences
from bevo.supply.locks import locked_packages
from bevo.supply.signature import sign

__all__ = ["make_release", "unready"]

VERSION = re.compile(r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$", re.ASCII)
CHECKSUMS, CHANGES = "SHA256SUMS", "CHANGES.md"


def unready(root: Path, version: str) -> Iterator[Problem]:
    """What stands in the way of a release: places that tell another version, files not built, licences not known.

    :param root: the checkout.
    :param version: ``major.minor.patch``.
    """
    if not VERSION.match(version):
        yield Problem("VERSION", 0, version, "a version is three numbers, for example 0.2.0 (semver.org)")
    if __version__ != version:
        yield Problem("scripts/bevo/__init__.py", 0, "", f"says {__version__}; set __version__ to {version} and build")
    for file, pattern, wanted in (
        ("CITATION.cff", rf"^version: {re.escape(version)}$", f"version: {version}"),
        ("CHANGELOG.md", rf"^## \[{re.escape(version)}\] - \d{{4}}-\d\d-\d\d$", f"## [{version}] - YYYY-MM-DD"),
    ):
        text = (root / file).read_text(encoding="utf-8")
        if not re.search(pattern, text, re.MULTILINE):
            yield Problem(file, 0, "", f"has no line '{wanted}'")
    built = root / "dist" / "void.ttl"
    if not built.exists():
        yield Problem("dist", 0, "", "is not built; run 'make' first")
    elif f'dcat:version "{version}"' not in built.read_text(encoding="utf-8"):
        yield Problem("dist/void.ttl", 0, "", f"was built for another version than {version}; run 'make' again")
    yield from faults(locked_packages(root), read_licences(root))


def make_release(root: Path, version: str, key: Path | None = None) -> Path:
    """Copy ``dist/`` to ``releases/VERSION``, add what it is made with, checksums, and what changed since the last one.

    :param key: signs the checksums; see :func:`bevo.supply.signature.sign`.
    :returns: the folder.
    :raises InputError: if some place tells another version.
    :raises BevoError: if the release is there already, for a release is never changed.
    """
    problems = list(unready(root, version))
    if problems:
        raise InputError(problems)
    releases = root / "releases"
    target = below(releases, version)
    if target.exists():
        raise BevoError(f"releases/{version} is there already, and a release is never changed; choose a new version")
    former = max((p for p in releases.glob("*") if VERSION.match(p.name)), key=_order, default=None)
    with locked(root / "dist"), new_folder(target) as folder:  # no build may put another dist/ in place meanwhile
        shutil.copytree(root / "dist", folder, dirs_exist_ok=True)
        if former:
            changes = "\n".join(differences(read_archive(former), read_archive(folder))) or "\nNothing changed."
            (folder / CHANGES).write_text(f"# Changes from {former.name} to {version}\n{changes}\n", encoding="utf-8")
        (folder / BOM).write_bytes(bill_of_materials(version, locked_packages(root), read_licences(root)))
        (folder / CHECKSUMS).write_text("".join(_checksums(folder)), encoding="utf-8")
        if key:
            sign(folder / CHECKSUMS, key)
    return target


def _order(folder: Path) -> tuple[int, ...]:
    return tuple(map(int, folder.name.split(".")))


def _checksums(folder: Path) -> Iterator[str]:
    """Lines as ``sha256sum -c`` reads them."""
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        yield f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n"
