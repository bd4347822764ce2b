"""``bevo tables``: a bulk build as Parquet tables, with views that answer questions in SQL."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bevo.cli.bulk import Processes
from bevo.cli.common import ROOT, Root, checkout, fail, say
from bevo.problems import BevoError

__all__ = ["tables"]


def tables(
    build: Annotated[Path, typer.Argument(help="The folder of a bulk build.", metavar="DIR")],
    out: Annotated[
        Path | None, typer.Option(help="The folder to write; it must not exist.", show_default="DIR/tables")
    ] = None,
    buckets: Annotated[int, typer.Option(help="Folders that the findings are spread over.", min=1, max=1024)] = 8,
    engine: Annotated[Processes, typer.Option(help="What it runs on.")] = Processes.embedded,
    master: Annotated[str, typer.Option(help="The master of Spark.")] = "local[*,4]",
    jobs: Annotated[int | None, typer.Option(help="Number of processes.", show_default="one a core", min=1)] = None,
    root: Root = ROOT,
) -> None:
    """Write a bulk build as Parquet tables for DuckDB, Spark SQL, Trino or BigQuery, with the views of queries/sql.

    The tables stand below --out, with schema.json, and the views in views.sql; duckdb.sql and spark.sql name the tables
    for these two engines. See docs/sql.md.
    """
    import os

    from bevo.bulk.spark import tables_on_spark
    from bevo.bulk.tables import on_this_machine, write_tables

    project = checkout(root)
    target = out or build / "tables"
    runner = tables_on_spark(master) if engine is Processes.spark else on_this_machine(jobs or os.cpu_count() or 1)
    try:
        count = write_tables(build, target, runner, project.queries / "sql", lambda text: say(f"bevo: {text}"), buckets)
    except BevoError as error:
        fail(error)
    print(f"{count} findings as tables in {target}")
