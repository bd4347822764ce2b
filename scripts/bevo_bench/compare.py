"""What got slower: a run beside an earlier one, and a small run beside limits that hold on any machine.

Machines differ, and so does what else they do. So times are compared by what other tools took in the same runs: if
those took twice as long, twice as long is no loss of ours.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from statistics import median
from typing import NamedTuple

from bevo.project import Project
from bevo_bench.measure import Measured, Plan, some
from bevo_bench.ways import WAYS

__all__ = ["LIMITS", "PEER", "Loss", "above", "losses", "pace", "ratios", "small", "table"]

TOLERANCE = 1.3
"""What is up to so many times as slow is no loss: two runs on one machine differ by so much."""
SHORTEST = 0.02
"""Seconds; what takes less is not compared."""
OURS = frozenset((way.step, way.name) for way in WAYS if way.ours and "pyoxigraph" not in way.name)
PEERS = frozenset((way.step, way.name) for way in WAYS) - OURS
Key = tuple[str, str, int]


class Loss(NamedTuple):
    """A way that got slower, or is answered no more.

    :param before: CPU seconds; of questions wall-clock seconds, for their work is done elsewhere.
    :param now: the same; None where it failed.
    :param times: how many times as slow, with the pace of the machine taken out; None where it failed.
    """

    step: str
    way: str
    size: int
    before: float
    now: float | None
    times: float | None
    why: str = ""


def _seconds(one: Measured) -> float | None:
    return one.wall if one.step.startswith("query") else one.cpu


def _by_key(measured: Collection[Measured]) -> dict[Key, Measured]:
    return {(one.step, one.way, one.size): one for one in measured}


def pace(old: Collection[Measured], new: Collection[Measured]) -> float:
    """How many times as long other tools took in the new run, by the median; 1 if no tool stands in both."""
    before = _by_key(old)
    times = [
        now / then
        for key, one in _by_key(new).items()
        if key[:2] in PEERS and (was := before.get(key)) and (then := _seconds(was)) and (now := _seconds(one))
        if then >= SHORTEST
    ]
    return median(times) if times else 1.0


def losses(old: Collection[Measured], new: Collection[Measured], tolerance: float = TOLERANCE) -> list[Loss]:
    """What is slower in the new run, the worst first; what stands in one run alone is no loss.

    :param tolerance: how many times as long is still no loss.
    """
    slower = pace(old, new)
    found = []
    now_by_key = _by_key(new)
    for key, was in _by_key(old).items():
        now, then = now_by_key.get(key), _seconds(was)
        if now is None or then is None or not (key[:2] in OURS or key[0].startswith("query")):
            continue
        seconds = _seconds(now)
        if seconds is None:
            found.append(Loss(*key, then, None, None, now.why))
        elif max(then, seconds) >= SHORTEST and seconds / then / slower > tolerance:
            found.append(Loss(*key, then, seconds, seconds / then / slower))
    return sorted(found, key=lambda loss: -(loss.times or float("inf")))


def table(found: Collection[Loss]) -> list[list[str]]:
    """One row a loss, below a head."""
    head = ["step", "way", "size", "before", "now", "times"]
    rows = []
    for one in found:
        now, times = one.why[:60] or f"{one.now:.2f} s", "" if one.times is None else f"{one.times:.1f}"
        rows.append([one.step, one.way, f"{one.size}x", f"{one.before:.2f} s", now, times])
    return [head, *rows]


PEER = ("emit", "pyoxigraph, parsing the same")
"""What other ways are measured by in a small run: it parses in Rust, on one core, the very triples that we emit."""

LIMITS: Mapping[tuple[str, str], float] = {
    ("read", "BEVO"): 12,
    ("emit", "BEVO"): 9,
    ("load", "BEVO, in memory"): 15,
    ("validate", "BEVO, shapes as SPARQL"): 75,
    ("reason", "BEVO, rules"): 75,
}
"""CPU times of ways at the size of the release over that of :data:`PEER`, at most: two to three times what they took.

A fault that makes a step quadratic, or reads a file once for each finding, is far above; a slow machine is not.
"""


def small(project: Project) -> list[Measured]:
    """The ways that have a limit, and the peer, each once at 1x; half a minute."""
    plan = Plan(project, (1,), 1, 300, 1)
    return list(some(plan, [PEER, *LIMITS], 1))


def ratios(measured: Collection[Measured]) -> dict[tuple[str, str], float]:
    """The CPU times of the ways that have a limit over that of the peer, both at 1x in one run."""
    times = {(one.step, one.way): one.cpu for one in measured if one.size == 1}
    peer = times.get(PEER)
    return {key: cpu / peer for key in LIMITS if peer and (cpu := times.get(key))}


def above(measured: Collection[Measured]) -> list[str]:
    """A sentence for each way that is above its limit, or was not measured."""
    found = ratios(measured)
    return [
        f"{step} ({way}) takes {found[step, way]:.0f} times as long as {PEER[1]}; the limit is {limit:g}"
        if (step, way) in found
        else f"{step} ({way}) was not measured"
        for (step, way), limit in LIMITS.items()
        if found.get((step, way), float("inf")) > limit
    ]
