"""``bevo watch`` at the size of the release: a save shows in a real browser, and a fault in the terminal."""

from __future__ import annotations

import os
import queue
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import perf_counter

import pytest

from bevo.project import Project
from checkout import ROOT, copy_project

api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (PyPI: playwright)")
from playwright.sync_api import Browser, expect  # noqa: E402

BOUND = float(os.environ.get("BEVO_WATCH_SECONDS", "20"))
"""Seconds from the save until it shows. A machine with nothing else to do takes less than two; this one may be busy."""


class Watch:
    """``bevo watch`` at work."""

    def __init__(self, project: Project) -> None:
        command = [sys.executable, "-m", "bevo", "watch", "--root", str(project.root), "--port", "0"]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdout=pipe, stderr=subprocess.STDOUT, text=True, cwd=project.root)
        self.lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line.rstrip())

    def wait_for(self, pattern: str, seconds: float = BOUND) -> re.Match[str]:
        """The first line that a pattern is found in."""
        end = perf_counter() + seconds
        while True:
            line = self.lines.get(timeout=max(0.01, end - perf_counter()))
            if found := re.search(pattern, line):
                return found


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return copy_project(tmp_path, ROOT / "instances")


@pytest.fixture
def watch(project: Project) -> Iterator[Watch]:
    pytest.importorskip("watchfiles", reason="watchfiles is not installed (PyPI: watchfiles)")
    watch = Watch(project)
    try:
        yield watch
    finally:
        watch.process.terminate()
        watch.process.wait(20)


def save(path: Path, old: str, new: str) -> float:
    """Save an edit as editors do, beside and renamed; the time at which it is there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    part = path.with_name(f".{path.name}.swp")
    part.write_text(text.replace(old, new, 1), encoding="utf-8")
    part.replace(path)
    return perf_counter()


def first_page(watch: Watch, path: Path) -> None:
    """Save until a page is made: the first save may come before the watcher is at work."""
    for _ in range(12):
        save(path, "# Table 2", "#  Table 2")
        save(path, "#  Table 2", "# Table 2")
        with suppress(queue.Empty):
            watch.wait_for("finding/F0006.html", 10)
            watch.wait_for("no faults")
            return
    raise AssertionError("no page was made")


def test_what_is_saved_shows_in_the_browser_and_its_faults_in_the_terminal(
    project: Project, watch: Watch, chromium: Browser
) -> None:
    path = project.instances / "findings" / "yang-2021" / "table-2.yaml"
    address = watch.wait_for(r"(http://\S+) shows what you save", 120)[1]
    first_page(watch, path)
    page = chromium.new_page()
    page.goto(f"{address}finding/F0006.html")
    expect(page.locator("h1")).to_contain_text("promote")

    start = save(path, "  promotes: osteoblast proliferation\n", "  inhibits: osteoblast proliferation\n")
    expect(page.locator("h1")).to_contain_text("inhibit", timeout=BOUND * 1000)
    shown = perf_counter() - start
    watch.wait_for("no faults")

    start = save(path, "  inhibits: osteoblast proliferation\n", "  inhibits: osteoblast prolifferation\n")
    fault = watch.wait_for(r"table-2\.yaml:(\d+): F0006: .*prolifferation")
    told = perf_counter() - start
    assert path.read_text(encoding="utf-8").splitlines()[int(fault[1]) - 1].endswith("prolifferation")
    watch.wait_for("the pages stay as they were")
    expect(page.locator("h1")).to_contain_text("inhibit")
    sys.stdout.write(f"shown in the browser after {shown:.2f} s; fault told after {told:.2f} s\n")
    assert max(shown, told) < BOUND
