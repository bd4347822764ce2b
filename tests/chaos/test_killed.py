"""kill -9 at random instants, and several builds at once: what is there is whole, and the next build puts all right."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from bevo import __version__
from bevo.project import GRAPH
from bevo.rdf.rdfio import read_turtle
from bevo.stores.load import Way, by_protocol, by_update, holding
from bevo_bench.synthetic import synthetic
from chaotic import Small, bevo, hashes, hidden, running
from servers import oxigraph

pytestmark = pytest.mark.chaos
EACH = 5
"""Kills between two builds that end."""


def test_a_build(small: Small, rounds: int, chance: random.Random, counted: Counter[str], tmp_path: Path) -> None:
    for number in range(rounds * EACH):
        if chance.random() < 0.5:
            small.turn()
        with running("build", "--root", str(small.project.root), log=tmp_path / "log") as build:
            time.sleep(chance.uniform(0, small.seconds))
            counted["kills of a build"] += build.kill()
            small.assert_whole()
            build.assert_gone()
        if number % EACH == EACH - 1:
            years = chance.randrange(-30, 60)
            _touch(small.project.instances, time.time() + years * 31_557_600)
            done = bevo("build", "--root", str(small.project.root), plan={"clock": chance.randrange(10**6)})
            assert done.returncode == 0, done.stderr[-2000:]
            small.assert_built()
            counted["builds after kills, with clocks that jump, of the same bytes"] += 1


def _touch(folder: Path, when: float) -> None:
    for path in folder.rglob("*.yaml"):
        os.utime(path, (when, when))


def test_several_builds_at_once(
    small: Small, rounds: int, chance: random.Random, counted: Counter[str], tmp_path: Path
) -> None:
    for number in range(rounds):
        small.turn()
        done = threading.Event()
        missing: list[Path] = []

        def watch(missing: list[Path] = missing, done: threading.Event = done) -> None:
            while not done.is_set():
                missing.extend(
                    path
                    for path in (small.project.dist / "bevo-kg.ttl", small.project.dist / "site" / "index.html")
                    if not path.exists()
                )
                time.sleep(0.0005)

        watcher = threading.Thread(target=watch)
        watcher.start()
        try:
            with ExitStack() as stack:
                builds = []
                for each in range(2 + number % 2):
                    log = tmp_path / f"log-{each}"
                    builds.append(stack.enter_context(running("build", "--root", str(small.project.root), log=log)))
                    time.sleep(chance.choice([0, 0, chance.uniform(0, small.seconds)]))
                victim = chance.choice([None, *builds])
                if victim:
                    time.sleep(chance.uniform(0, small.seconds / 2))
                    counted["kills of one of several builds"] += victim.kill()
                ended = [build.process.wait(300) for build in builds]
                assert all(code == 0 for build, code in zip(builds, ended, strict=True) if build is not victim), (
                    tmp_path / "log-0"
                ).read_text()[-1000:]
                for build in builds:
                    build.assert_gone()
        finally:
            done.set()
            watcher.join()
        assert not missing
        if victim:  # the last of them may have been the one: what it left is swept by the next
            assert small.written() == small.built[small.state]
        else:
            small.assert_built()
        counted["builds at once"] += len(builds)


def test_a_bulk_build(small: Small, rounds: int, chance: random.Random, counted: Counter[str], tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out"
    source.write_text("\n".join(synthetic(small.project, 1_500, seed=chance.randrange(100))))
    words = ("build", "--root", str(small.project.root), "--findings", str(source), "--out", str(out), "--jobs", "2")
    start = time.monotonic()
    assert bevo(*words).returncode == 0
    seconds, wanted = time.monotonic() - start, hashes(out, out)
    shutil.rmtree(out)
    for _ in range(rounds * 4):
        with running(*words, log=tmp_path / "log") as build:
            time.sleep(chance.uniform(0, seconds))
            counted["kills of a bulk build"] += build.kill()
            build.assert_gone()
        if out.exists():
            assert hashes(out, out) == wanted
            shutil.rmtree(out)
    assert bevo(*words).returncode == 0
    assert hashes(out, out) == wanted
    assert not hidden(tmp_path)


def test_a_release(small: Small, rounds: int, chance: random.Random, counted: Counter[str], tmp_path: Path) -> None:
    assert small.project.dist.exists()
    folder = small.project.root / "releases" / __version__
    words = ("release", __version__, "--root", str(small.project.root))
    start = time.monotonic()
    done = bevo(*words)
    assert done.returncode == 0, done.stderr
    seconds = time.monotonic() - start
    wanted = hashes(folder, folder)
    for _ in range(rounds * 4):
        shutil.rmtree(folder, ignore_errors=True)
        with running(*words, log=tmp_path / "log") as release:
            time.sleep(chance.uniform(0, seconds))
            counted["kills of a release"] += release.kill()
        assert not folder.exists() or hashes(folder, folder) == wanted
        small.assert_whole()
    shutil.rmtree(folder, ignore_errors=True)
    assert bevo(*words).returncode == 0
    assert hashes(folder, folder) == wanted
    sums = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    assert all(hashlib.sha256((folder / line[66:]).read_bytes()).hexdigest() == line[:64] for line in sums)
    assert not hidden(folder.parent)
    shutil.rmtree(folder.parent)


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    with oxigraph() as url:
        yield url


@pytest.mark.parametrize("by", ["gsp", "update"])
def test_a_load(
    by: str, store: str, small: Small, rounds: int, chance: random.Random, counted: Counter[str], tmp_path: Path
) -> None:
    one, other = tmp_path / "one.ttl", small.project.dist / "findings.ttl"
    one.write_text("".join(f'<urn:a:{n}> <urn:p> "{n}" .\n' for n in range(20_000)), encoding="utf-8")
    files = [(path, holding(read_turtle(path))) for path in (one, other)]
    endpoint = ["--by", "update", "--endpoint", f"{store}/query"] if by == "update" else []
    way: Way = (
        by_update(f"{store}/update", f"{store}/query", 60) if by == "update" else by_protocol(f"{store}/store", 60)
    )
    url = f"{store}/{'update' if by == 'update' else 'store'}"
    start = time.monotonic()
    assert bevo("load", url, str(one), *endpoint).returncode == 0
    seconds = time.monotonic() - start
    former = files[0][1]
    for number in range(rounds * 4):
        file, wanted = files[number % 2]
        with running("load", url, str(file), *endpoint, log=tmp_path / "log") as load:
            time.sleep(chance.uniform(seconds / 4, seconds))
            counted[f"kills of a load by {by}"] += load.kill()
        time.sleep(0.3)  # what was sent before the end is still worked on
        found = way.look(GRAPH)
        assert found in (former, wanted)
        former = found
    for file, wanted in files:
        assert bevo("load", url, str(file), *endpoint).returncode == 0
        assert way.look(GRAPH) == wanted
        assert way.look(f"{GRAPH}-loading").count == 0
