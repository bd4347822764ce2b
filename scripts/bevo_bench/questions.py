"""The canned questions, each asked in a process of its own that may be stopped, of an engine that is loaded once.

The process is a fork of the one that loaded, so that a question which takes too long can be ended without losing the
graph.
"""

from __future__ import annotations

import json
import os
import resource
import select
import signal
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from bevo.problems import BevoError
from bevo.questions.compare import Engine, normal_rows
from bevo.questions.questions import read_queries
from bevo_bench.case import Case
from bevo_bench.engines import ENGINES

__all__ = ["ask_all", "in_fork"]


def ask_all(case: Case, engine: str, runs: int, limit: float) -> list[dict[str, Any]]:
    """Ask every question of an engine; those that ask other stores are left out.

    :returns: what became of each, as :class:`bevo_bench.measure.Measured` has it.
    """
    told = []
    with ENGINES[engine](case) as ready:
        for query in read_queries(case.project.queries).values():
            if not query.federated:
                told.append({"way": query.name, **_median(ready(), query.text, runs, limit)})
    return told


def _median(ask: Engine, text: str, runs: int, limit: float) -> dict[str, Any]:
    made = in_fork(ask, text, runs, limit)
    if "why" in made[-1]:
        return made[-1]
    return {
        **made[0],
        "wall": median(one["wall"] for one in made),
        "cpu": median(one["cpu"] for one in made),
        "memory": max(one["memory"] for one in made),
        "walls": [one["wall"] for one in made],
    }


def in_fork(ask: Engine, text: str, runs: int, limit: float) -> list[dict[str, Any]]:
    """What became of each asking; the last may tell why there is no answer.

    All are made in one fork, as a server asks again and again in one process. The first also pays for the pages that a
    fork copies when it writes to them.

    :param runs: how many at most; no more are begun when they took ``limit`` together.
    :param limit: seconds that one may take; comparing its rows may take as many more.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            spent = 0.0
            for _ in range(runs):
                told = _asked(ask, text, lambda: os.write(writing, b"\n"))
                os.write(writing, json.dumps(told).encode() + b"\n")
                spent += told.get("wall", limit)
                if spent >= limit:
                    break
        finally:
            os._exit(0)
    os.close(writing)
    made: list[dict[str, Any]] = []
    try:
        while True:
            ready, _, _ = select.select([reading], [], [], limit)
            if not ready:
                os.kill(child, signal.SIGKILL)
                return [*made, {"why": f"> {limit:g} s"}]
            lines = os.read(reading, 65536).splitlines()
            if not lines:
                return made or [{"why": "failed"}]
            made += map(json.loads, filter(None, lines))
    finally:
        os.close(reading)
        os.waitpid(child, 0)


def _asked(ask: Engine, text: str, answered: Callable[[], object]) -> dict[str, Any]:
    from bevo_bench.ways import digest

    wall, cpu = time.perf_counter(), time.process_time()
    try:
        answer = ask(text)
    except BevoError as error:
        return {"why": str(error)[:200]}
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    answered()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows = normal_rows(answer)
    return {
        "wall": wall,
        "cpu": cpu,
        "memory": memory,
        "answer": digest(" | ".join(row) for row in rows.elements()),
    }
