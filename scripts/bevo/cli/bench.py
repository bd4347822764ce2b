"""``bevo bench``: how long each step takes, beside its peers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bevo.cli.common import ROOT, Root, fail, repository, say
from bevo.cli.tables import print_table
from bevo.problems import BevoError

__all__ = ["bench_app"]

bench_app = typer.Typer()


@bench_app.command()
def bench(
    sizes: Annotated[str, typer.Option(help="Sizes as multiples of the release, separated by commas.")] = "1,10",
    steps: Annotated[str, typer.Option(help="Some of read, emit, load, validate, reason, query.")] = "",
    engines: Annotated[
        str, typer.Option(help="Engines to ask the questions, separated by semicolons; all if none is named.")
    ] = "",
    runs: Annotated[int, typer.Option(help="How often to measure each step; the median is reported.", min=1)] = 3,
    limit: Annotated[float, typer.Option(help="Seconds after which another tool is stopped.", min=1)] = 300,
    seed: Annotated[int, typer.Option(help="Seed of the synthetic findings.")] = 1,
    to_json: Annotated[
        Path | None,
        typer.Option("--json", help="Keep the figures here as they come; those that are there are not measured again."),
    ] = None,
    compare: Annotated[
        Path | None,
        typer.Option(help="Figures of an earlier run (--json); print what got slower, and end with 1 if anything did."),
    ] = None,
    to_plot: Annotated[Path | None, typer.Option("--plot", help="Write a plot (SVG; needs matplotlib).")] = None,
    write_docs: Annotated[
        bool,
        typer.Option("--write-docs", help="Write docs/performance.md and .svg, and keep docs/performance.json."),
    ] = False,
    root: Root = ROOT,
) -> None:
    """Measure each step and other tools on the same input, at several sizes; print a table.

    The release must be built. Inputs are made once, under build/bench/. A peer that is not installed is said to be so;
    one that takes longer than --limit is left out from there on. A size of 100 takes an hour, one of 1000 several; a
    run that was stopped goes on where it was when it is given the same --json. --compare tells what got slower since an
    earlier run: by CPU time (questions by the clock), divided by how much longer other tools took.
    """
    from bevo.files import write_whole

    project = repository(root, "to measure")
    from bevo_bench import page, results
    from bevo_bench.compare import losses
    from bevo_bench.compare import table as loss_table
    from bevo_bench.measure import Plan, run

    docs = project.root / "docs"
    kept = to_json or (docs / "performance.json" if write_docs else None)
    try:
        former = results.from_json(compare).measured if compare else ()
        plan = Plan(project, _numbers(sizes), runs, limit, seed, _engines(engines))
        facts = results.machine(plan)
        found = results.continued(kept, facts) if kept else results.Results(facts, ())
        for one in run(plan, steps.split(",") if steps else [], say, found.measured):
            found = results.merged(found, one)
            if kept:
                write_whole(kept, results.to_json(found))
        _print(page.table(found), page.questions(found), page.engines(found), page.verdicts(found))
        if to_plot:
            write_whole(to_plot, page.plot(found))
        if write_docs:
            write_whole(docs / "performance.svg", page.plot(found))
            write_whole(docs / "performance.md", page.page(found).encode())
        lost = losses(former, found.measured)
        if compare and lost:
            _print(loss_table(lost))
            fail(BevoError(f"{len(lost)} ways are slower than in {compare}, with the pace of the machine taken out"))
        if compare:
            say(f"bevo: nothing is slower than in {compare}")
    except BevoError as error:
        fail(error)


def _engines(names: str) -> tuple[str, ...]:
    from bevo_bench.engines import ENGINES

    chosen = tuple(name.strip() for name in names.split(";") if name.strip())
    for name in chosen:
        if name not in ENGINES:
            raise BevoError(f"--engines: '{name}' is no engine; use {'; '.join(ENGINES)}")
    return chosen


def _numbers(sizes: str) -> tuple[int, ...]:
    try:
        numbers = tuple(sorted({int(size) for size in sizes.split(",")}))
    except ValueError:
        numbers = ()
    if not numbers or numbers[0] < 1:
        raise BevoError(f"--sizes: '{sizes}' must be whole numbers of 1 or more, separated by commas, for example 1,10")
    return numbers


def _print(*tables: list[list[str]]) -> None:
    for head, *body in tables:
        print_table("", head, body)
