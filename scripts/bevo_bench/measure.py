"""Run the ways of the steps at each size, each measurement in a fresh process, and keep medians."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from bevo.problems import BevoError
from bevo.project import Project
from bevo_bench.case import place
from bevo_bench.engines import ENGINES, READ_TABLES, SIZES
from bevo_bench.ways import WAYS, Way

__all__ = ["Measured", "Plan", "run", "some"]

STEPS = (*dict.fromkeys(way.step for way in WAYS), "query")


@dataclass(frozen=True)
class Plan:
    """What to measure.

    :param limit: seconds that a peer may take, its preparations included; also the seconds after which a way is not run
        again for a median.
    :param engines: those that are asked the questions; all if none is named.
    """

    project: Project
    sizes: tuple[int, ...]
    runs: int
    limit: float
    seed: int
    engines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Measured:
    """One way at one size.

    :param wall: median of seconds, None where it was not measured.
    :param memory: the highest peak, in megabytes.
    :param walls: the seconds of each run.
    :param answer: a digest of the result, to compare ways by.
    :param why: why it was not measured.
    """

    step: str
    way: str
    size: int
    wall: float | None = None
    cpu: float | None = None
    memory: float | None = None
    walls: tuple[float, ...] = ()
    answer: str = ""
    why: str = ""


def run(
    plan: Plan, steps: Sequence[str], say: Callable[[str], None], known: Collection[Measured] = ()
) -> Iterator[Measured]:
    """Measure some steps, all if none is named, at each size, smallest first: what grows too slow is found early.

    :param known: what was measured before; it is passed on, not measured again.
    :raises BevoError: for a step that is none.
    """
    before = {(one.step, one.way, one.size): one for one in known}
    steps = steps or STEPS
    for step in steps:
        if step not in STEPS:
            raise BevoError(f"'{step}' is not a step; use {', '.join(STEPS)}")
    for way in WAYS:
        former: Measured | None = None
        for size in (n for n in plan.sizes if n <= way.most) if way.step in steps else ():
            now = before.get((way.step, way.name, size))
            if now is None:
                say(f"{way.step}: {way.name}, {size}x")
                now = _one(plan, way, size, former)
            yield now
            former = now
    if "query" in steps:
        yield from _questions(plan, say, known)


def _questions(plan: Plan, say: Callable[[str], None], known: Collection[Measured]) -> Iterator[Measured]:
    for engine in plan.engines or ENGINES:
        for size in (size for size in plan.sizes if size in SIZES.get(engine, (size,))):
            step = f"query: {engine}"
            if before := [one for one in known if (one.step, one.size) == (step, size)]:
                yield from before
                continue
            say(f"{step}, {size}x")
            if not (engine in READ_TABLES and place(plan.project, size, plan.seed).path("tables").exists()):
                _make(plan, "graph.nt", size)
            for told in run_worker(plan, "query", engine, size, None):
                yield Measured(**{"step": step, "size": size, **told})


def some(plan: Plan, names: Collection[tuple[str, str]], size: int) -> Iterator[Measured]:
    """Measure ways by their step and name, at one size."""
    for way in WAYS:
        if (way.step, way.name) in names:
            yield _one(plan, way, size, None)


def _make(plan: Plan, name: str, size: int) -> None:
    if not place(plan.project, size, plan.seed).path(name).exists():
        run_worker(plan, "make", name, size, None)


def _one(plan: Plan, way: Way, size: int, former: Measured | None) -> Measured:
    limit = None if way.ours else plan.limit
    if former and limit:
        if former.wall is None:
            return Measured(way.step, way.name, size, why=former.why)
        if former.wall * size / former.size > limit:
            return Measured(way.step, way.name, size, why=f"> {limit:g} s by estimate")
    for name in way.needs:
        _make(plan, name, size)
    told: list[dict[str, Any]] = []
    while len(told) < plan.runs and sum(run["wall"] for run in told) < plan.limit:
        try:
            run = run_worker(plan, way.step, way.name, size, limit)
        except TimeoutError:
            return Measured(way.step, way.name, size, why=f"> {limit:g} s")
        except BevoError as error:
            if way.ours:
                raise
            return Measured(way.step, way.name, size, why=f"failed: {str(error).splitlines()[-1][:80]}")
        if "why" in run:
            return Measured(way.step, way.name, size, why=run["why"])
        told.append(run)
    return Measured(
        way.step,
        way.name,
        size,
        median(run["wall"] for run in told),
        median(run["cpu"] for run in told),
        max(run["memory"] for run in told),
        tuple(run["wall"] for run in told),
        told[0]["answer"] if len({run["answer"] for run in told}) == 1 else "changes from run to run",
    )


def run_worker(plan: Plan, step: str, name: str, size: int, limit: float | None) -> Any:
    """What :mod:`bevo_bench.worker` prints.

    :raises TimeoutError: if it takes longer than the limit.
    :raises BevoError: if it fails.
    """
    words = [sys.executable, "-m", "bevo_bench.worker", step, name, str(plan.project.root), str(size), str(plan.seed)]
    words += [str(plan.runs), str(plan.limit)]
    paths = [str(Path(__file__).parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True, env=environment
    ) as worker:
        try:
            printed, complaint = worker.communicate(timeout=limit)
        except BaseException as error:
            _stop(worker)
            if isinstance(error, subprocess.TimeoutExpired):
                raise TimeoutError from error
            raise
    if worker.returncode:
        raise BevoError(f"measuring {step} ({name}) at {size}x failed: {complaint.strip()[-2000:]}")
    return json.loads(printed)


def _stop(worker: subprocess.Popen[str]) -> None:
    """First so that it can stop what it started in a session of its own, then by force."""
    worker.terminate()
    with suppress(subprocess.TimeoutExpired):
        worker.communicate(timeout=5)
    with suppress(ProcessLookupError):
        os.killpg(worker.pid, signal.SIGKILL)
