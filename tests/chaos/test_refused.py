"""A disk that is full, fails, or may only be read, from a random write on: said in a sentence, and nothing is lost."""

from __future__ import annotations

import random
import resource
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from bevo_bench.synthetic import synthetic
from chaotic import Small, bevo, command, hashes, hidden

pytestmark = pytest.mark.chaos
WRITES = 3000
"""About as many things as a build of the small checkout makes."""


def _said(done: subprocess.CompletedProcess[str]) -> None:
    assert done.returncode == 1, done.stderr[-2000:]
    assert "Traceback" not in done.stderr and "bevo: " in done.stderr, done.stderr[-2000:]


@pytest.mark.parametrize("fault", ["ENOSPC", "EROFS", "EIO"])
def test_from_some_write_of_a_build_on(
    fault: str, small: Small, rounds: int, chance: random.Random, counted: Counter[str]
) -> None:
    root = small.project.root
    for _ in range(rounds):
        small.turn()
        at = int(WRITES ** chance.random())  # most often early, where each write is of another kind
        done = bevo("build", "--root", str(root), plan={"at": at, "below": str(root), "fault": fault})
        small.assert_whole()
        counted[f"builds with {fault} from some write on"] += 1
        if done.returncode:
            _said(done)
        else:
            small.assert_built()
    assert bevo("build", "--root", str(root)).returncode == 0
    small.assert_built()


def test_files_that_may_not_grow(small: Small, rounds: int, chance: random.Random, counted: Counter[str]) -> None:
    for _ in range(rounds):
        small.turn()
        most = int(2_000_000 ** chance.uniform(0.3, 1))

        def limited(most: int = most) -> None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

        words = command(("build", "--root", str(small.project.root)))
        done = subprocess.run(words, capture_output=True, text=True, preexec_fn=limited, timeout=300)
        small.assert_whole()
        counted["builds whose files may not grow"] += 1
        if done.returncode:
            _said(done)
    assert bevo("build", "--root", str(small.project.root)).returncode == 0
    small.assert_built()


@pytest.mark.parametrize("fault", ["ENOSPC", "EROFS"])
def test_from_some_write_of_a_bulk_build_on(
    fault: str, small: Small, rounds: int, chance: random.Random, counted: Counter[str], tmp_path: Path
) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out"
    source.write_text("\n".join(synthetic(small.project, 60, seed=1)))
    words = ("build", "--root", str(small.project.root), "--findings", str(source), "--out", str(out), "--jobs", "1")
    for _ in range(rounds):
        plan = {"at": chance.randrange(1, 12), "below": str(tmp_path), "fault": fault}
        done = bevo(*words, plan=plan)
        counted[f"bulk builds with {fault} from some write on"] += 1
        if done.returncode:
            _said(done)
            assert not out.exists()
        shutil.rmtree(out, ignore_errors=True)
    assert bevo(*words).returncode == 0
    assert not hidden(tmp_path)


@pytest.fixture
def little_disk(small: Small, chance: random.Random, tmp_path: Path) -> Iterator[Path]:
    """A checkout on a disk of its own, that has less room than a build needs."""
    disk = tmp_path / "disk"
    disk.mkdir()
    needed = sum(path.stat().st_size for path in small.project.dist.rglob("*") if path.is_file()) // 1_000_000
    size = f"size={2 * needed + chance.randrange(10, needed)}m"
    if (
        shutil.which("mount") is None
        or subprocess.run(["mount", "-t", "tmpfs", "-o", size, "none", str(disk)], capture_output=True).returncode
    ):
        pytest.skip("a disk can only be mounted by root")
    try:
        shutil.copytree(small.project.root, disk / "bevo", symlinks=True, ignore=shutil.ignore_patterns("releases"))
        yield disk / "bevo"
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.skipif(sys.platform != "linux", reason="needs tmpfs")
def test_a_disk_without_room_for_a_second_release(little_disk: Path, small: Small, counted: Counter[str]) -> None:
    former = hashes(little_disk / "dist", little_disk)
    with (little_disk / "filler").open("wb") as filler:
        try:
            while True:
                filler.write(b"\0" * 100_000)
        except OSError:
            filler.truncate(max(0, filler.tell() - 5_000_000))
    done = bevo("build", "--root", str(little_disk), "--afresh")
    _said(done)
    assert "No space left" in done.stderr
    assert hashes(little_disk / "dist", little_disk) == former
    assert not [name for name in hidden(little_disk) if name.endswith(".part")]
    counted["builds on a full disk"] += 1
