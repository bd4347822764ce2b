"""A small checkout for the chaos suite, commands in it, and what may be seen of them at any instant."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex

from bevo import __version__
from bevo.cache import digest
from bevo.project import Project
from checkout import ROOT, SAMPLE, copy_project, keep_findings

FAULTY = Path(__file__).parent / "chaos" / "under_faults.py"
REVIEW, FILES = "yang-2021", ("abstract", "osteoclasts-derived-exosomes-in-op")
MARK = "BEVO_CHAOS"
"""A variable of the environment that all processes of a command have."""
Files = dict[str, str]
"""Hashes by path."""


@dataclass
class Small:
    """A checkout that can be in one of two states.

    :param built: what a build of each state writes.
    :param seconds: how long a build took, one after an edit.
    :param state: which of the two it is in.
    :param texts: what the edited file holds in each.
    """

    project: Project
    built: list[Files] = field(default_factory=list)
    seconds: float = 0.0
    state: int = 0
    texts: list[str] = field(default_factory=list)

    def turn(self) -> None:
        """Edit a finding, or take the edit back."""
        path = self.project.instances / "findings" / REVIEW / f"{FILES[1]}.yaml"
        if not self.texts:
            text = path.read_text(encoding="utf-8")
            self.texts = [text, text.replace("\n  inhibits: ", "\n  promotes: ", 1)]
        self.state = 1 - self.state
        path.write_text(self.texts[self.state], encoding="utf-8")

    def written(self) -> Files:
        """All that a build writes."""
        folders = (self.project.dist, self.project.instances, self.project.root / "docs")
        return {name: hash for folder in folders for name, hash in hashes(folder, self.project.root).items()}

    def assert_whole(self) -> None:
        """``dist/`` is that of one state, and each file beside it that of one or the other."""
        found = hashes(self.project.dist, self.project.root)
        assert found in [{k: v for k, v in built.items() if k.startswith("dist/")} for built in self.built]
        for name, hash in self.written().items():
            if not name.startswith("dist/") and "/." not in name:
                assert hash in {built.get(name) for built in self.built}, name

    def assert_built(self) -> None:
        """What is there is what the state gives, and nothing else is."""
        assert self.written() == self.built[self.state]
        assert not hidden(self.project.root)


def hashes(folder: Path, root: Path) -> Files:
    """Of all files below a folder."""
    return {p.relative_to(root).as_posix(): digest(p.read_bytes()) for p in folder.rglob("*") if p.is_file()}


def hidden(folder: Path) -> list[str]:
    """What unfinished writing leaves."""
    return [p.relative_to(folder).as_posix() for p in folder.rglob(".*")]


def small_checkout(folder: Path) -> Small:
    """It is built in both states, so that later builds have all that is kept."""
    small = Small(copy_project(folder, SAMPLE / "instances"))
    keep_findings(small.project, REVIEW, FILES)
    if (ROOT / "build" / "cache").is_dir():
        shutil.copytree(ROOT / "build" / "cache", small.project.build / "cache")
    shutil.copy(ROOT / "CITATION.cff", folder)
    (folder / "CHANGELOG.md").write_text(f"## [Unreleased]\n\n## [{__version__}] - 2026-11-21\n", encoding="utf-8")
    for _ in range(2):
        start = time.monotonic()
        done = bevo("build", "--root", str(folder))
        assert done.returncode == 0, done.stderr[-2000:]
        small.seconds = time.monotonic() - start
        small.built.append(small.written())
        small.turn()
    assert small.built[0] != small.built[1]
    return small


def command(words: tuple[str, ...], plan: Mapping[str, object] | None = None) -> list[str]:
    """``bevo`` with these words, under faults if there is a plan for them."""
    way = ["-m", "bevo"] if plan is None else [str(FAULTY), json.dumps(plan)]
    return [sys.executable, "-P", *way, *words]


def bevo(*words: str, plan: Mapping[str, object] | None = None) -> subprocess.CompletedProcess[str]:
    """A command from start to end."""
    return subprocess.run(command(words, plan), capture_output=True, text=True, timeout=300)


@dataclass
class Running:
    """A command at work; all its processes are known by a mark."""

    process: subprocess.Popen[bytes]
    mark: str

    def kill(self) -> bool:
        """kill -9 of its first process. Whether it was still at work."""
        was_at_work = self.process.poll() is None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        return was_at_work

    def assert_gone(self, seconds: float = 15) -> None:
        """No process of it is left, soon."""
        end = time.monotonic() + seconds
        while left := marked(self.mark):
            assert time.monotonic() < end, f"processes are left: {left}"
            time.sleep(0.05)


@contextmanager
def running(*words: str, log: Path) -> Iterator[Running]:
    """A command in the background; killed at the end of the context."""
    mark = token_hex(8)
    with log.open("wb") as stream:
        process = subprocess.Popen(
            command(words), stdout=stream, stderr=stream, stdin=subprocess.DEVNULL, env={**os.environ, MARK: mark}
        )
    try:
        yield Running(process, mark)
    finally:
        process.kill()
        process.wait()


def marked(mark: str) -> list[int]:
    """The processes that have a mark in their environment."""
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"{MARK}={mark}".encode() in path.read_bytes():
                found.append(int(path.parent.name))
        except OSError:
            continue
    return found
