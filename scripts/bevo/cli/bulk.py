"""Bulk builds and the findings to measure them with: what ``bevo build --findings`` and ``bevo synthetic`` do."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bevo.cli.common import ROOT, Root, fail, repository, say
from bevo.problems import BevoError
from bevo.project import Project

__all__ = ["Processes", "build_in_bulk", "synthetic"]


class Processes(StrEnum):
    """What a bulk build runs on."""

    embedded = "embedded"
    spark = "spark"


def build_in_bulk(
    project: Project,
    findings: Path | None,
    out: Path | None,
    engine: Processes,
    master: str,
    jobs: int | None,
    former: Path | None,
    sources: Path | None = None,
) -> None:
    """Build findings of a JSON Lines file, or the curated ones, into a folder of N-Quads in parts."""
    import os

    from bevo.bulk.build import bulk_build, on_this_machine
    from bevo.bulk.shard import read_setting
    from bevo.cache import afresh, keeper
    from bevo.curation.jsonl import findings_jsonl
    from bevo.curation.read import read_instances

    if out is None or (findings is None and engine is Processes.embedded):
        say("bevo: a bulk build needs --out, and --findings or --engine spark")
        raise typer.Exit(2)
    if engine is Processes.spark:
        from bevo.bulk.spark import on_spark

        made_on = on_spark(master)
    else:
        made_on = on_this_machine(jobs or os.cpu_count() or 1)
    keep = afresh if project.installed else keeper(project.build / "cache" / "bulk")
    try:
        setting = read_setting(project, sources)
        source = findings or findings_jsonl(read_instances(project.instances)[0])
        built = bulk_build(source, out, setting, made_on, lambda text: say(f"bevo: {text}"), former=former, keep=keep)
    except BevoError as error:
        fail(error)
    except OSError as error:
        fail(BevoError(f"cannot read or write: {error}"))
    print(f"{built.findings} findings in {out}; {built.rejects} lines set aside")
    if built.rejects:
        say(f"bevo: {out / 'rejects.jsonl'} says what is wrong with each")
        raise typer.Exit(1)


def synthetic(
    count: Annotated[int, typer.Argument(help="How many.", min=0)],
    seed: Annotated[int, typer.Option(help="Seed of the random choice; the same seed gives the same findings.")] = 0,
    root: Root = ROOT,
) -> None:
    """Print synthetic findings as JSON Lines, to measure a bulk build with."""
    project = repository(root, "to make synthetic findings")
    from bevo_bench.synthetic import synthetic as lines

    try:
        for line in lines(project, count, seed):
            print(line)
    except BevoError as error:
        fail(error)
