"""An engine in a process of its own: one whose threads outlive no fork, and whose questions end with it alone.

Run as ``python -m bevo_bench.served maplib GRAPH``, ``... tdb2 GRAPH FOLDER PEERS`` or ``... spark TABLES VIEWS``.
Reads a line of JSON a question and prints a line of JSON an answer, ``ready`` first; an empty question is answered with
``ready`` again.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

__all__ = ["Table"]

Table = tuple[list[str], list[list[Any]]]
"""Columns and rows."""
_OPEN = ExitStack()
TRIPLE = ["subject", "predicate", "object"]


def _maplib(graph: str) -> Callable[[str], Table]:
    """Maplib's open part; it takes SPARQL, and may give the columns in an order of its own."""
    from maplib import Model  # type: ignore[import-not-found]  # installed by who measures it

    model = Model()
    model.read(graph, format="ntriples")

    def ask(text: str) -> Table:
        found = model.query(text, solution_mappings=True)
        if not isinstance(found, list):
            frame = found.mappings
            return frame.columns, [[_cell(cell) for cell in row] for row in frame.iter_rows()]
        frames = [table.mappings for table in found]  # of a CONSTRUCT
        return TRIPLE, [[_cell(row[name]) for name in TRIPLE] for f in frames for row in f.iter_rows(named=True)]

    return ask


def _cell(value: object) -> object:
    """The text of a cell; one of several types is a field a type, and one for the language."""
    if isinstance(value, dict):
        value = next((part for kind, part in value.items() if kind != "l" and part is not None), None)
    return value if value is None else str(value)


def _spark(tables: str, views: str) -> Callable[[str], Table]:
    """Spark on two cores; it takes SQL."""
    from pyspark.sql import SparkSession

    from bevo.bulk.views import read_views, spark_tables, statements

    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    session = builder.config("spark.sql.shuffle.partitions", "4").getOrCreate()
    for statement in (*spark_tables(Path(tables)), *statements(read_views(Path(views)))):
        session.sql(statement)

    def ask(text: str) -> Table:
        found = session.sql(text)
        return found.columns, [list(row) for row in found.collect()]

    return ask


def _tdb2(graph: str, folder: str, peers: str) -> Callable[[str], Table]:
    """Jena TDB2; its Java ends with this process."""
    from bevo_bench.peers import tdb2

    ask = _OPEN.enter_context(tdb2(Path(graph), Path(folder), Path(peers)))

    def table(text: str) -> Table:
        answer = ask(text)
        return answer.columns, [[None if cell is None else cell.value for cell in row] for row in answer.rows]

    return table


def _main(kind: str, *places: str) -> None:
    start: dict[str, Callable[..., Callable[[str], Table]]] = {"maplib": _maplib, "tdb2": _tdb2, "spark": _spark}
    ask = start[kind](*places)
    answer: object = "ready"
    while True:
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
        line = sys.stdin.readline()
        if not line:
            return
        text = json.loads(line)
        answer = _answer(ask, text) if text else "ready"


def _answer(ask: Callable[[str], Table], text: str) -> object:
    try:
        columns, rows = ask(text)
    except BaseException as error:  # a panic of Rust is no Exception
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        return {"why": str(error)[:300]}
    return {"columns": columns, "rows": rows}


if __name__ == "__main__":
    with _OPEN:
        _main(*sys.argv[1:])
