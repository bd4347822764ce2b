"""Whole commands as a user runs them: a bulk build, a build after an edit, the start of a command."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bevo.problems import BevoError
from bevo_bench.case import Case
from bevo_bench.clock import Clock

__all__ = ["bulk", "bulk_rebuild", "full_build", "rebuild", "started"]

SOURCES = ("docs", "instances", "ontology", "queries", "shapes")


def _bevo(*words: str | Path) -> None:
    told = subprocess.run([sys.executable, "-m", "bevo", *map(str, words)], capture_output=True, text=True)
    if told.returncode:
        raise BevoError(f"bevo {' '.join(map(str, words))} failed: {told.stderr.strip()[-500:]}")


def bulk(case: Case, clock: Clock) -> str:
    """Read, ground, emit, validate, reason and write all findings, one of them edited, on all cores."""
    with tempfile.TemporaryDirectory(dir=case.folder) as name:
        folder = Path(name)
        source = _edited(case.path("findings.jsonl"), folder)
        with clock.running():
            _bulk(case, source, folder / "out")
        return _hashed(folder / "out")


def bulk_rebuild(case: Case, clock: Clock) -> str:
    """A bulk build, an edit of one finding, and the build again, which alone is timed."""
    with tempfile.TemporaryDirectory(dir=case.folder) as name:
        folder = Path(name)
        _bulk(case, case.path("findings.jsonl"), folder / "former")
        source = _edited(case.path("findings.jsonl"), folder)
        with clock.running():
            _bulk(case, source, folder / "out", "--former", folder / "former")
        return _hashed(folder / "out")


def _bulk(case: Case, findings: Path, out: Path, *more: str | Path) -> None:
    _bevo("build", "--root", case.project.root, "--findings", findings, "--out", out, *more)


def _edited(findings: Path, folder: Path) -> Path:
    """A copy of a file of findings in which one that promotes something, without saying how, inhibits it."""
    target, edited = folder / "edited.jsonl", False
    with findings.open(encoding="utf-8") as lines, target.open("w", encoding="utf-8") as copy:
        for line in lines:
            if not edited and '"promotes": ' in line and '"via": ' not in line:
                edited, line = True, line.replace('"promotes": ', '"inhibits": ', 1)
            copy.write(line)
    if not edited:
        raise BevoError("there is no finding to edit")
    return target


@contextmanager
def _copy(case: Case) -> Iterator[Path]:
    """The checkout without what a build keeps."""
    with tempfile.TemporaryDirectory(dir=case.folder) as name:
        root = Path(name)
        for source in SOURCES:
            shutil.copytree(case.project.root / source, root / source)
        if case.project.assets.exists():
            shutil.copytree(case.project.assets, root / case.project.assets.relative_to(case.project.root))
        yield root


def full_build(case: Case, clock: Clock) -> str:
    """A build from nothing, after an edit."""
    with _copy(case) as root:
        _edit(root)
        with clock.running():
            _bevo("build", "--root", root)
        return _hashed(root / "dist")


def rebuild(case: Case, clock: Clock) -> str:
    """A build, an edit of one finding, and the build again, which alone is timed."""
    with _copy(case) as root:
        _bevo("build", "--root", root)
        _edit(root)
        with clock.running():
            _bevo("build", "--root", root)
        return _hashed(root / "dist")


def _edit(root: Path) -> None:
    """Turn the sign of the first finding that promotes something without saying how."""
    for path in sorted((root / "instances" / "findings").rglob("*.yaml")):
        records = re.split(r"^(?=- )", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        for i, record in enumerate(records):
            if "\n  promotes:" in record and "via:" not in record:
                records[i] = record.replace("\n  promotes:", "\n  inhibits:", 1)
                path.write_text("".join(records), encoding="utf-8")
                return
    raise BevoError("there is no finding to edit")


def _hashed(folder: Path) -> str:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    whole = hashlib.sha256()
    for path in files:
        whole.update(str(path.relative_to(folder)).encode())
        with path.open("rb") as file:
            whole.update(hashlib.file_digest(file, "sha256").digest())
    return f"{len(files)} {whole.hexdigest()[:16]}"


def started(*words: str) -> Callable[[Case, Clock], str]:
    """A command from its start to its end."""

    def run(case: Case, clock: Clock) -> str:
        first = str(next((case.project.instances / "findings").rglob("*.yaml")))
        root = ["--root", str(case.project.root)] if len(words) > 1 else []
        with clock.running():
            _bevo(*(first if word == "FILE" else word for word in words), *root)
        return ""

    return run
