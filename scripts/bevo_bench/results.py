"""What a run tells: the facts of the machine, how each way grows, and whether the targets are met."""

from __future__ import annotations

import json
import math
import os
import platform
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bevo.problems import BevoError
from bevo_bench.case import place
from bevo_bench.measure import Measured, Plan
from bevo_bench.ways import WAYS

__all__ = ["Results", "continued", "exponent", "from_json", "machine", "merged", "targets", "to_json"]

PACKAGES = (
    "pyoxigraph",
    "oxigraph",
    "rdflib",
    "pyshacl",
    "pyrudof",
    "owlready2",
    "reasonable",
    "pydantic",
    "maplib",
    "duckdb",
    "pyspark",
)


MAY_DIFFER = ("load when it began", "runs", "limit")
"""Facts in which a run may differ from one that it continues; those of the first are told."""


@dataclass(frozen=True)
class Results:
    """A run.

    :param facts: of the machine and the run, in words.
    """

    facts: dict[str, str]
    measured: tuple[Measured, ...]

    @property
    def sizes(self) -> list[int]:
        """Those at which anything was measured."""
        return sorted({m.size for m in self.measured})

    def of(self, step: str, way: str, size: int) -> Measured | None:
        """One way at one size, None where it is not part of the run."""
        return next((m for m in self.measured if (m.step, m.way, m.size) == (step, way, size)), None)

    def ways(self, step: str) -> list[str]:
        """The ways of a step, in the order of the run."""
        return list(dict.fromkeys(m.way for m in self.measured if m.step == step))


def machine(plan: Plan) -> dict[str, str]:
    """What a reader must know to judge the figures."""
    told = Path("/proc/cpuinfo")  # of Linux
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return {
        "processor": f"{[*models, platform.machine()][0]}, {os.cpu_count()} cores",
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GB",
        "load when it began": f"{os.getloadavg()[0]:.1f}",
        "Python": platform.python_version(),
        **{name: found for name in PACKAGES if (found := _version(name))},
        "release": place(plan.project, 1, plan.seed).folder.parent.name,
        "seed": str(plan.seed),
        "runs": f"median of {plan.runs}; fewer runs for slow steps",
        "limit": f"{plan.limit:g} s for a peer, its preparations included",
    }


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def exponent(points: Iterable[tuple[float, float]]) -> float | None:
    """How a time grows with the size: the slope of its logarithm over that of the size, by least squares.

    :param points: pairs of size and time.
    :returns: None for fewer than two points.
    """
    logs = [(math.log(size), math.log(value)) for size, value in points if value > 0]
    if len(logs) < 2:
        return None
    x0, y0 = (sum(part) / len(logs) for part in zip(*logs, strict=True))
    slope: float = sum((x - x0) * (y - y0) for x, y in logs) / sum((x - x0) ** 2 for x, _ in logs)
    return slope


@dataclass(frozen=True)
class Target:
    """A target, what was measured, and whether it is met; None where it was not measured."""

    name: str
    figure: str
    met: bool | None


BEVO = {"emit": "BEVO", "validate": "BEVO, shapes as SPARQL", "reason": "BEVO, rules"}
STARTS = {"bevo --help": 0.3, "bevo query run friend-or-foe": 1, "bevo check FILE": 1}
QUESTION_SECONDS = 5


def targets(results: Results) -> list[Target]:
    """The targets of the project, each with the figure of this run."""
    found = [
        _ratio(results, "emit", "BEVO", "pyoxigraph, parsing the same", max(results.sizes), most=3),
        _ratio(results, "validate", "pyshacl on rdflib", BEVO["validate"], 10, least=10),
        _ratio(results, "reason", "HermiT, as bevo reason asks it", BEVO["reason"], 10, least=10),
        _ratio(results, "build", "from nothing", "after one edited finding", 1, least=10),
        _ratio(results, "bulk build", "BEVO", "BEVO, after one edited finding", 100, least=10),
    ]
    for way, most in STARTS.items():
        start = results.of("start", way, 1)
        figure = f"{start.wall:.2f} s" if start and start.wall else "not measured"
        found.append(Target(f"{way} under {most:g} s", figure, start.wall < most if start and start.wall else None))
    for step, way in BEVO.items():
        here = [m for size in results.sizes if size >= 10 and (m := results.of(step, way, size)) and m.cpu]
        slope = exponent((m.size, m.cpu or 0) for m in here)
        figure = "not measured" if slope is None else f"{slope:.2f} (CPU, {here[0].size}x to {here[-1].size}x)"
        found.append(Target(f"{step}: exponent at most 1.1 from 10x", figure, None if slope is None else slope <= 1.1))
        last = results.of(step, way, 1000)
        memory = last.memory if last else None
        found.append(
            Target(
                f"{step}: under 4 GB at 1000x",
                "not measured" if memory is None else f"{memory:.0f} MB",
                None if memory is None else memory < 4096,
            )
        )
    asked = [m for m in results.measured if m.step == "query: Oxigraph, in memory" and m.size == 100]
    slow = [m.way for m in asked if m.wall is None or m.wall > QUESTION_SECONDS]
    found.append(
        Target(
            f"each question under {QUESTION_SECONDS} s at 100x in memory",
            f"{len(asked) - len(slow)} of {len(asked)}" + (f"; not {', '.join(slow)}" if slow else "")
            if asked
            else "not measured",
            not slow if asked else None,
        )
    )
    return found


def _ratio(
    results: Results, step: str, one: str, other: str, size: int, least: float = 0, most: float = math.inf
) -> Target:
    name = f"{step} at {size}x: {one} / {other} " + (f"at least {least:g}" if least else f"at most {most:g}")
    first, second = results.of(step, one, size), results.of(step, other, size)
    if not first or not second or not second.cpu or not second.wall:
        return Target(name, "not measured", None)
    if first.wall is None or first.cpu is None:
        stopped = re.fullmatch(r"> ([\d.]+) s", first.why)  # by the limit, so that the ratio has a lower bound
        if not stopped or not least:
            return Target(name, first.why, None)
        bound = float(stopped[1]) / second.wall
        return Target(name, f"> {bound:.1f} (wall)", True if bound >= least else None)
    same = "" if most < math.inf else ", same answer" if first.answer == second.answer else ", ANOTHER ANSWER"
    ratio = first.cpu / second.cpu
    figure = f"{ratio:.1f} (CPU), {first.wall / second.wall:.1f} (wall){same}"
    return Target(name, figure, least <= ratio <= most and "ANOTHER" not in same)


def to_json(results: Results) -> bytes:
    """As a file holds it, a line each measurement."""
    head = json.dumps(results.facts, indent=1, ensure_ascii=False)
    lines = ",\n".join(json.dumps(asdict(one), ensure_ascii=False) for one in results.measured)
    return f'{{"facts": {head},\n"measured": [\n{lines}\n]}}\n'.encode()


def from_json(path: Path) -> Results:
    """What :func:`to_json` wrote.

    :raises BevoError: if it is no such file.
    """
    try:
        data = json.loads(path.read_bytes())
        measured = tuple(Measured(**{**one, "walls": tuple(one["walls"])}) for one in data["measured"])
        return Results(dict(data["facts"]), measured)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BevoError(f"{path} is not a file that bevo bench wrote: {error}") from error


def continued(path: Path, facts: Mapping[str, str]) -> Results:
    """The figures of a run that this one continues; none if there is no file.

    :raises BevoError: if they are of another release, machine or version: they cannot stand beside new ones.
    """
    if not path.exists():
        return Results(dict(facts), ())
    found = from_json(path)
    for name in sorted(facts.keys() | found.facts.keys()):
        if name not in MAY_DIFFER and found.facts.get(name) != facts.get(name):
            raise BevoError(
                f"{path} has figures of another run ({name}: {found.facts.get(name)}, now {facts.get(name)}); "
                "remove it, or name another file"
            )
    return found


def merged(results: Results, one: Measured) -> Results:
    """The results with one more, in the order of the steps, ways and sizes."""
    rest = [m for m in results.measured if (m.step, m.way, m.size) != (one.step, one.way, one.size)]
    return Results(results.facts, tuple(sorted((*rest, one), key=_place)))


ORDER = {(way.step, way.name): i for i, way in enumerate(WAYS)}


def _place(one: Measured) -> tuple[int, str, int]:
    """Questions come last, by engine and size, and stay in the order of the question."""
    return ORDER.get((one.step, one.way), len(ORDER)), one.step, one.size
