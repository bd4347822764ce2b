"""Spark makes the same bytes as this machine's own processes, also when a worker is killed."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

import pytest

from bevo.build.prepare import Checked
from bevo.bulk.build import bulk_build, on_this_machine
from bevo.bulk.shard import Setting, read_setting
from bevo.curation.jsonl import findings_jsonl
from bevo.project import Project

MASTER = "local[2,4]"
SIZE = 60


@pytest.fixture(scope="module")
def setting(project: Project) -> Setting:
    return read_setting(project)


@pytest.fixture(scope="module")
def source(checked: Checked, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The curated findings with three bad lines among them."""
    lines = findings_jsonl(checked.instances).decode().splitlines()
    lines[100:100], lines[300:300], lines[301:301] = ["{"], [lines[5]], ['{"id": "F9999", "review": "nowhere"}']
    path = tmp_path_factory.mktemp("spark") / "in.jsonl"
    path.write_text("".join(f"{line}\n" for line in lines))
    return path


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture(scope="module")
def embedded(source: Path, setting: Setting) -> dict[str, bytes]:
    out = source.parent / "embedded"
    assert bulk_build(source, out, setting, on_this_machine(2), size=SIZE).rejects == 3
    return contents(out)


def test_spark_makes_the_same_bytes(source: Path, setting: Setting, embedded: dict[str, bytes]) -> None:
    from bevo.bulk.spark import on_spark

    made, again = source.parent / "spark", source.parent / "again"
    bulk_build(source, made, setting, on_spark(MASTER), size=SIZE)
    assert contents(made) == embedded
    bulk_build(source, again, setting, lambda *_: pytest.fail("all is as it was"), size=SIZE, former=made)
    assert contents(again) == embedded


def workers() -> list[int]:
    """The Python workers of a Spark that this process started: children of a daemon below it."""
    parent = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue

    def is_daemon(process: int) -> bool:
        try:
            return b"pyspark.daemon" in Path(f"/proc/{process}/cmdline").read_bytes()
        except OSError:
            return False

    def is_ours(process: int) -> bool:
        while process and process != os.getpid():
            process = parent.get(process, 0)
        return process == os.getpid()

    return [p for p in parent if is_daemon(p) and is_daemon(parent[p]) and is_ours(p)]


def test_a_worker_killed_midway_changes_nothing(source: Path, setting: Setting, embedded: dict[str, bytes]) -> None:
    from bevo.bulk.spark import on_spark

    out = source.parent / "killed"
    parts = sum(name.startswith("quads/") for name in embedded)
    killed: list[tuple[int, int]] = []

    def kill_when_under_way() -> None:
        while not ended.wait(0.01):
            done = len(list(source.parent.glob(".killed.*.part/quads/part-*.nq")))
            running = workers() if 2 <= done < parts - 3 else []
            if running:
                os.kill(running[0], signal.SIGKILL)
                killed.append((running[0], done))
                return

    ended = threading.Event()
    killer = threading.Thread(target=kill_when_under_way)
    killer.start()
    try:
        bulk_build(source, out, setting, on_spark(MASTER), size=SIZE)
    finally:
        ended.set()
        killer.join()
    assert killed, "no worker was seen at work"
    assert contents(out) == embedded
