"""The packages that the lock files pin: ``requirements.lock``, ``requirements-dev.lock``, ``web/package-lock.json``."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bevo.problems import BevoError, relative

__all__ = ["ROOT_NAME", "Package", "Use", "locked_packages"]

ROOT_NAME = "bevo"
_PIN = re.compile(r"(?P<name>[a-z0-9._-]+)==(?P<version>[^\s;\\]+)(?: ; (?P<where>[^\\]+?))? ?\\?")
_HASH = re.compile(r"    --hash=sha256:(?P<hash>[0-9a-f]{64})(?: \\)?")
_VIA = re.compile(r"    #(?: via |   )(?P<name>[a-z0-9._-]+)(?: \(pyproject\.toml\))?")


class Use(StrEnum):
    """What a package is for."""

    run = "run"
    site = "site"
    develop = "develop"


@dataclass(frozen=True)
class Package:
    """A package of one version.

    :param ecosystem: the registry that it is from, as package URLs name it: ``pypi`` or ``npm``.
    :param where: the environment that it is for, as a marker of Python; empty for all.
    :param hashes: of its files in the registry: an algorithm as CycloneDX names it, and a hexadecimal number.
    :param needed_by: names of packages that depend on it; ``bevo`` for BEVO itself.
    :param licence: as its registry tells it; only npm's lock does.
    """

    ecosystem: str
    name: str
    version: str
    use: Use
    where: str = ""
    hashes: tuple[tuple[str, str], ...] = ()
    needed_by: tuple[str, ...] = ()
    licence: str = ""

    @property
    def purl(self) -> str:
        """Its package URL: https://github.com/package-url/purl-spec."""
        return f"pkg:{self.ecosystem}/{quote(self.name, safe='/')}@{quote(self.version, safe='')}"


def locked_packages(root: Path) -> list[Package]:
    """All packages that the locks of a checkout pin, sorted; those that are needed to run before the rest.

    :raises BevoError: if a lock is missing or is not in the form that ``make lock`` gives it.
    """
    run = _python(root / "requirements.lock", Use.run)
    pinned = {(package.name, package.version) for package in run}
    develop = [
        package
        for package in _python(root / "requirements-dev.lock", Use.develop)
        if (package.name, package.version) not in pinned
    ]
    order = list(Use)
    found = [*run, *_npm(root / "web" / "package-lock.json"), *develop]
    return sorted(found, key=lambda package: (order.index(package.use), package.purl))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise BevoError(f"cannot read {relative(path)}: {error.strerror}") from error


def _python(path: Path, use: Use) -> list[Package]:
    found: list[Package] = []
    for number, line in enumerate(_text(path).splitlines(), 1):
        if pin := _PIN.fullmatch(line):
            found.append(Package("pypi", pin["name"], pin["version"], use, pin["where"] or ""))
        elif found and (file := _HASH.fullmatch(line)):
            found[-1] = replace(found[-1], hashes=(*found[-1].hashes, ("SHA-256", file["hash"])))
        elif found and (via := _VIA.fullmatch(line)):
            found[-1] = replace(found[-1], needed_by=(*found[-1].needed_by, via["name"]))
        elif not line.startswith("    #"):
            raise BevoError(f"{relative(path)}, line {number}: is not as 'make lock' writes it: {line[:60]!r}")
    return found


def _npm(path: Path) -> list[Package]:
    try:
        entries: dict[str, dict[str, Any]] = json.loads(_text(path))["packages"]
    except (ValueError, KeyError, TypeError) as error:
        raise BevoError(f"{relative(path)} is no package-lock.json of npm 7 or later") from error
    names = {place: place.rpartition("node_modules/")[2] for place in entries}
    needed = {
        (names[place] or ROOT_NAME, other)
        for place, entry in entries.items()
        for key in ("dependencies", "devDependencies", "optionalDependencies", "peerDependencies")
        for other in entry.get(key, {})
    }
    return [
        Package(
            ecosystem="npm",
            name=names[place],
            version=entry["version"],
            use=Use.develop if entry.get("dev") else Use.site,
            hashes=tuple(_integrity(entry.get("integrity", ""))),
            needed_by=tuple(sorted(by for by, other in needed if other == names[place])),
            licence=entry.get("license", ""),
        )
        for place, entry in entries.items()
        if place
    ]


def _integrity(text: str) -> Iterator[tuple[str, str]]:
    for part in text.split():
        algorithm, _, value = part.partition("-")
        yield f"SHA-{algorithm.removeprefix('sha')}", base64.b64decode(value).hex()
