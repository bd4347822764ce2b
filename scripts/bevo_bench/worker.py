"""One measurement in a process of its own, so that its peak of memory is its own.

Run as ``python -m bevo_bench.worker STEP WAY ROOT SIZE SEED RUNS LIMIT``, with ``make`` and the name of a file as STEP
and WAY to make an input, with ``query`` and an engine to ask all questions. Prints JSON.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
from pathlib import Path

from bevo.problems import BevoError
from bevo.project import Project
from bevo_bench.case import make, place
from bevo_bench.clock import Clock
from bevo_bench.questions import ask_all
from bevo_bench.ways import WAYS

__all__ = ["peak_megabytes"]


def peak_megabytes() -> float:
    """The most memory that this process, or one that it waited for, has held."""
    return max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024


def _main(step: str, name: str, root: str, size: str, seed: str, runs: str, limit: str) -> object:
    case = place(Project(Path(root)), int(size), int(seed))
    if step == "make":
        make(case, name)
        return {}
    if step == "query":
        try:
            return ask_all(case, name, int(runs), float(limit))
        except BevoError as error:
            return [{"way": "all", "why": str(error)}]
    way = next(way for way in WAYS if (way.step, way.name) == (step, name))
    clock = Clock()
    try:
        answer = way.run(case, clock)
    except BevoError as error:
        return {"why": str(error)}
    return {"wall": clock.wall, "cpu": clock.cpu, "memory": peak_megabytes(), "answer": answer}


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that a reasoner under way is stopped as well
    json.dump(_main(*sys.argv[1:]), sys.stdout)
