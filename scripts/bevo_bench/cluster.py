"""What a build and a question would take on several machines, from what their tasks take on this one.

``python -m bevo_bench.cluster`` measures shards of a case of 10x, counts the buckets of its tables (or of those of
``--tables SIZE``), and prints the tables of ``docs/scaling.md``. What is simulated is the order of tasks, the loss of
machines and the skew of keys; the network and a busy disk are not.
"""

from __future__ import annotations

import heapq
import os
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from statistics import mean
from typing import Annotated

import typer

from bevo.bulk.shard import make_shard, read_setting
from bevo.bulk.tables import BUCKETS
from bevo.project import Project
from bevo_bench.case import make, place
from bevo_bench.page import markdown
from bevo_bench.tables import tables

__all__ = ["Loss", "Run", "main", "partitions", "schedule", "stages"]

DETECTED = 60.0
"""Seconds until a cluster notes that a machine is gone: Spark's usual limit for a heartbeat is two minutes."""


@dataclass(frozen=True)
class Loss:
    """A machine that goes away for good.

    :param at: seconds from the start.
    """

    at: float
    machine: int


@dataclass(frozen=True)
class Run:
    """What a run took.

    :param seconds: until the last task ended.
    :param again: tasks that were begun more than once.
    """

    seconds: float
    again: int


def schedule(
    tasks: Sequence[float],
    machines: int,
    cores: int,
    losses: Sequence[Loss] = (),
    failing: float = 0,
    seed: int = 0,
    slow: float = 1,
) -> Run:
    """Run tasks in their order on the first core that is free; a task that is lost goes to the end.

    :param tasks: seconds of each.
    :param failing: the share of attempts that die midway, by chance.
    :param slow: how many times as long the first machine takes.
    """
    chance = random.Random(seed)
    gone = {loss.machine: loss.at for loss in losses}
    free = [(0.0, machine, core) for machine in range(machines) for core in range(cores)]
    heapq.heapify(free)
    waiting = [(0.0, task) for task in reversed(tasks)]
    late: list[tuple[float, float]] = []
    end, again = 0.0, 0
    while waiting or late:
        if not free:
            raise ValueError("no machine is left")
        ready, task = waiting.pop() if waiting else heapq.heappop(late)
        now, machine, core = heapq.heappop(free)
        begun = max(now, ready)
        needed = task * (slow if machine == 0 else 1)
        lost = gone.get(machine, float("inf"))
        if begun >= lost:  # this core is gone, the task goes to another
            (waiting if ready <= now else late).append((ready, task))
            continue
        if begun + needed > lost:
            heapq.heappush(late, (lost + DETECTED, task))
            again += 1
            continue
        if failing and chance.random() < failing:
            heapq.heappush(late, (begun + needed / 2, task))
            heapq.heappush(free, (begun + needed / 2, machine, core))
            again += 1
            continue
        heapq.heappush(free, (begun + needed, machine, core))
        end = max(end, begun + needed)
    return Run(end, again)


def partitions(rows: float, keys: int, parts: int, largest: float, seed: int = 0) -> list[float]:
    """How many rows each partition gets, where rows go by the hash of their key.

    :param keys: how many keys there are; their shares fall as one over their rank, as those of words do.
    :param largest: the share of the commonest key.
    """
    chance = random.Random(seed)
    ranks = [1 / rank for rank in range(2, keys + 1)]
    shares = [largest, *((1 - largest) * rank / sum(ranks) for rank in ranks)]
    found = [0.0] * parts
    for share in shares:
        found[chance.randrange(parts)] += rows * share
    return found


def stages(scan: float, reduce: float, slots: int, spread: Sequence[float]) -> float:
    """Seconds of a question in two stages: all slots scan, then each partition of the keys is reduced by one of them.

    :param scan: seconds of one core for the first stage.
    :param reduce: seconds of one core for the second.
    :param spread: rows of each partition.
    """
    return scan / slots + schedule([reduce * rows / sum(spread) for rows in spread], slots, 1).seconds


def shards(project: Project, count: int, seed: int) -> list[tuple[float, int]]:
    """CPU seconds and triples of some shards, made in this process."""
    case = place(project, 10, seed)
    make(case, "findings.jsonl")
    setting = read_setting(project)
    found = []
    with case.path("findings.jsonl").open(encoding="utf-8") as lines:
        for _ in range(count):
            some = list(enumerate(islice(lines, 1000), start=1))
            start = time.process_time()
            made = make_shard(some, setting)
            found.append((time.process_time() - start, made.quads.count(b"\n")))
    return found


def _minutes(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"


def _builds(each: Sequence[float], per_finding: float, machines: int, cores: int, seed: int) -> Iterator[list[str]]:
    """A row a size: what a bulk build takes, if its shards take what some took."""
    yield [
        "triples",
        "findings",
        "one core",
        "2 cores",
        "ten machines",
        "one lost midway",
        "5% die",
        "one half as fast",
    ]
    chance = random.Random(seed)
    for triples in (10**8, 10**9):
        findings = triples / per_finding
        tasks = [chance.choice(each) for _ in range(round(findings / 1000))]
        plain = schedule(tasks, machines, cores)
        runs = (
            schedule(tasks, 1, 2),
            plain,
            schedule(tasks, machines, cores, [Loss(plain.seconds / 2, 3)]),
            schedule(tasks, machines, cores, failing=0.05, seed=seed),
            schedule(tasks, machines, cores, slow=2),
        )
        head = [f"{triples / 1e9:g} billion", f"{findings / 1e6:.1f} million", _minutes(sum(tasks))]
        yield [*head, *(_minutes(run.seconds) for run in runs)]


def _questions(slots: int) -> Iterator[list[str]]:
    """A row a key: what a question takes whose rows are sent to others by that key."""
    yield ["rows go by", "largest of the partitions / mean", "20 s of scan, 20 s of reduction"]
    kinds = {
        "finding (hash)": [1.0] * slots,
        "cargo, the commonest 3%": partitions(1, 400, slots, 0.03),
        "cargo, the commonest 30%": partitions(1, 400, slots, 0.30),
        "review (three)": partitions(1, 3, slots, 0.45),
    }
    for name, spread in kinds.items():
        yield [name, f"{max(spread) / mean(spread):.1f}", f"{stages(20, 20, slots, spread):.1f} s"]


def main(
    count: Annotated[int, typer.Option(help="How many shards to measure.")] = 8,
    size: Annotated[int, typer.Option("--tables", help="The size whose buckets are counted.")] = 10,
    machines: int = 10,
    cores: int = 2,
    seed: int = 1,
) -> None:
    """Measure shards, simulate machines, and print the tables of docs/scaling.md."""
    import duckdb

    project = Project()
    made = shards(project, count, seed)
    each = [seconds for seconds, _ in made]
    per_finding = mean(triples for _, triples in made) / 1000
    told = f"{count} shards of 1,000 findings: {min(each):.1f} to {max(each):.1f} CPU seconds, mean {mean(each):.1f}"
    typer.echo(f"{told}; {per_finding:.0f} triples a finding; load {os.getloadavg()[0]:.1f}\n")
    folder = tables(place(project, size, seed))
    counted = f"SELECT bucket, COUNT(*) FROM read_parquet('{folder}/relation/*/*.parquet') GROUP BY ALL"
    sizes = [rows for _, rows in duckdb.connect().execute(counted).fetchall()]
    typer.echo(f"largest of {BUCKETS} buckets at {size}x: {max(sizes) / mean(sizes):.3f} times the mean\n")
    for table in (_builds(each, per_finding, machines, cores, seed), _questions(machines * cores)):
        typer.echo(markdown(list(table)) + "\n")


if __name__ == "__main__":
    typer.run(main)
