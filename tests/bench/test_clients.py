"""What two hundred clients saw is told, and what was lost is not passed over."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bevo_bench.clients import Load, Seen, lost, report, run, unexplained
from served import write_release

BUSY = "Too many queries at one time; ask again in a few seconds."


def test_what_was_lost_or_refused_without_a_reason_is_told() -> None:
    fine = [Seen("pages", 200, 0.01), Seen("heavy queries", 503, 20, BUSY, True), Seen("hostile", 0, 1)]
    bad = [Seen("pages", 0, 45, "TimeoutError"), Seen("cheap queries", 500, 1, "a fault")]
    silent = [Seen("heavy queries", 503, 20, BUSY, False), Seen("search", 404, 1, "")]
    load = Load(60, 8, [*fine, *bad, *silent])
    assert lost(load.seen) == bad and unexplained(load.seen) == silent
    told = report(load)
    assert told.count("- LOST") == 2 and told.count("- REFUSED WITHOUT A REASON") == 2
    assert "| pages | 2 | 1 | 0 | 1 | 10 | 10 | 10 |" in told


def test_clients_of_all_kinds_lose_nothing(tmp_path: Path) -> None:
    graph = tmp_path / "graph.ttl"
    graph.write_text("".join(f'<a:{n}> <a:p> "{n} {"x" * 200}" .\n' for n in range(300)), encoding="utf-8")
    load = asyncio.run(run(write_release(graph, tmp_path / "root"), 5, 8, 1))
    assert load.well and not lost(load.seen) and not unexplained(load.seen)
    assert {one.kind for one in load.seen} >= {"pages", "cheap queries", "hostile", "greedy"}
