"""``bevo bench``: how long each step takes, beside its peers."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from bevo.cli_common import ROOT, Root, fail, say
from bevo.problems import BevoError
from bevo.project import Project

__all__ = ["bench_app"]

bench_app = typer.Typer()


@bench_app.command()
def bench(
    sizes: Annotated[str, typer.Option(help="Times the release, separated by commas.")] = "1,10",
    steps: Annotated[str, typer.Option(help="Some of read, emit, load, validate, reason, query.")] = "",
    runs: Annotated[int, typer.Option(help="How often each is measured; the median counts.", min=1)] = 3,
    limit: Annotated[float, typer.Option(help="Seconds that a peer may take.", min=1)] = 300,
    seed: Annotated[int, typer.Option(help="Of the synthetic findings.")] = 1,
    to_json: Annotated[Path | None, typer.Option("--json", help="Write the figures.")] = None,
    to_plot: Annotated[Path | None, typer.Option("--plot", help="Write a plot (SVG; needs matplotlib).")] = None,
    read: Annotated[Path | None, typer.Option(help="Show the figures of a former run in place of a new one.")] = None,
    write_docs: Annotated[
        bool, typer.Option("--write-docs", help="Write docs/performance.md, .json and .svg.")
    ] = False,
    root: Root = ROOT,
) -> None:
    """Measure each step beside its peers, on the same input, at several sizes; print a table.

    The release must be built. Inputs are made once, under build/bench/. A peer that is not installed is said to be so;
    one that takes longer than --limit is left out from there on. A size of 100 takes hours, one of 1000 a day.
    """
    from bevo.bench import page, results
    from bevo.bench.measure import Plan, run
    from bevo.publish import write_whole

    project = Project(root.resolve())
    try:
        if read:
            found = results.from_json(json.loads(read.read_text(encoding="utf-8")))
        else:
            numbers = tuple(sorted({int(size) for size in sizes.split(",")}))
            plan = Plan(project, numbers, runs, limit, seed)
            facts = results.machine(plan)
            found = results.Results(facts, numbers, tuple(run(plan, steps.split(",") if steps else [], say)))
        _print(page.table(found), page.questions(found), page.verdicts(found))
        figures = json.dumps(results.to_json(found), indent=1, ensure_ascii=False).encode()
        files = {to_json: figures} if to_json else {}
        if to_plot:
            files[to_plot] = page.plot(found)
        if write_docs:
            docs = project.root / "docs"
            files[docs / "performance.json"] = figures
            files[docs / "performance.svg"] = page.plot(found)
            files[docs / "performance.md"] = page.page(found).encode()
        for path, data in files.items():
            write_whole(path, data)
    except ValueError as error:
        fail(BevoError(f"--sizes or --read: {error}"))
    except BevoError as error:
        fail(error)


def _print(*tables: list[list[str]]) -> None:
    from rich.console import Console
    from rich.table import Table

    # Piped output is not cut to a terminal's width.
    console = Console(width=None if sys.stdout.isatty() else 200)
    for head, *body in tables:
        shown = Table()
        for column in head:
            shown.add_column(column, overflow="fold")
        for row in body:
            shown.add_row(*row)
        console.print(shown)
