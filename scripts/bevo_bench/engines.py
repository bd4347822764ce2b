"""The engines that are asked the canned questions, each loaded with the graph of a case.

An engine is a context that gives a function: called before each question, it answers with an engine that is idle.
"""

from __future__ import annotations

import json
import os
import re
import select
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, Store

from bevo.bulk.views import as_answer, condition, duckdb_tables, read_views, statements
from bevo.problems import BevoError
from bevo.project import GRAPH
from bevo.questions.compare import Engine, ask_rdflib, embedded
from bevo.questions.questions import read_queries, run
from bevo.rdf.answer import Answer
from bevo_bench.case import Case
from bevo_bench.served import Table
from bevo_bench.virtuoso import EIGHT_GIGABYTES, FOUR_GIGABYTES, TUNED, ask_csv, virtuoso

__all__ = ["ENGINES", "READ_TABLES", "SIZES", "Ready"]

Ready = Callable[[], Engine]
VIEWS = "queries/sql"


def _always(engine: Engine) -> Ready:
    return lambda: engine


@contextmanager
def _oxigraph(case: Case) -> Iterator[Ready]:
    from bevo.rdf.store import load_graph

    yield _always(embedded(load_graph(case.path("graph.nt"))))


@contextmanager
def _rdflib(case: Case) -> Iterator[Ready]:
    from rdflib import Graph

    yield _always(ask_rdflib(Graph().parse(case.path("graph.nt"), format="nt")))


def _virtuoso(buffers: int, more: str) -> Callable[[Case], AbstractContextManager[Ready]]:
    @contextmanager
    def asked(case: Case) -> Iterator[Ready]:
        from bevo.stores.endpoint import ask

        with virtuoso(case.path("graph.nt"), GRAPH, buffers, more) as server:

            def ready() -> Engine:
                server.idle()
                return lambda text: (
                    ask_csv(server.sparql, text, GRAPH) if _projected(text) else ask(server.sparql, text, 3600, GRAPH)
                )

            yield ready

    return asked


@contextmanager
def _on_disk(case: Case) -> Iterator[Ready]:
    from bevo_bench.ways import oxigraph

    with tempfile.TemporaryDirectory(dir=case.folder) as folder:
        oxigraph("load", "--location", folder, "--file", case.path("graph.nt"))
        # Opened in the fork: a store on disk has threads, which a fork does not take along.
        yield _always(lambda text: run(text, Store.read_only(folder)))


@contextmanager
def _served(kind: str, *places: Path) -> Iterator[Callable[[], Callable[[str], Table]]]:
    """A process that answers, started again where it is still busy with a question that was given up."""
    running: list[subprocess.Popen[bytes]] = []

    def start() -> None:
        words = [sys.executable, "-m", "bevo_bench.served", kind, *map(str, places)]
        own = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        running.append(subprocess.Popen(words, start_new_session=True, **own))  # type: ignore[call-overload]
        if _line(running[-1], 3600) != "ready":
            raise BevoError(f"{kind} did not start, or did not load the data")

    def stop() -> None:
        process = running.pop()
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # with the Java that Spark started
        process.communicate()

    def ready() -> Callable[[str], Table]:
        if not running:
            start()
        _send(running[-1], "")
        if _line(running[-1], 2) != "ready":
            stop()
            start()
        return partial(_ask_process, running[-1])

    try:
        yield ready
    finally:
        if running:
            stop()


@contextmanager
def _maplib(case: Case) -> Iterator[Ready]:
    if find_spec("maplib") is None:
        raise BevoError("not installed")
    with _served("maplib", case.path("graph.nt")) as ready:
        yield lambda: partial(_in_order, ready())


@contextmanager
def _tdb2(case: Case) -> Iterator[Ready]:
    from bevo_bench.peers import PEERS

    peers = case.project.root / PEERS
    if not peers.is_dir():
        raise BevoError("not installed; run 'make peers'")
    with (
        tempfile.TemporaryDirectory(dir=case.folder) as folder,
        _served("tdb2", case.path("graph.nt"), Path(folder), peers) as ready,
    ):
        yield lambda: partial(_in_order, ready())


def _send(process: subprocess.Popen[bytes], text: str) -> None:
    assert process.stdin
    try:
        process.stdin.write(json.dumps(text).encode() + b"\n")
        process.stdin.flush()
    except BrokenPipeError:
        return  # it died; nothing will be read from it


def _line(process: subprocess.Popen[bytes], seconds: float) -> Any:
    """What it prints next, None if that takes too long or it died."""
    assert process.stdout
    if not select.select([process.stdout], [], [], seconds)[0]:
        return None
    line = process.stdout.readline()
    return json.loads(line) if line else None


def _ask_process(process: subprocess.Popen[bytes], text: str) -> Table:
    _send(process, text)
    told = _line(process, 3600)
    if not isinstance(told, dict):
        raise BevoError("the process died")
    if "why" in told:
        raise BevoError(told["why"])
    return told["columns"], told["rows"]


def _in_order(ask: Callable[[str], Table], text: str) -> Answer:
    """An answer with its columns in the order of the question."""
    columns, rows = ask(text)
    names = _projected(text) or columns
    places = [columns.index(name) for name in names]
    return Answer(names, [[None if row[i] is None else _literal(row[i]) for i in places] for row in rows])


def _projected(text: str) -> list[str]:
    """The columns that a SELECT names, in their order; none for a CONSTRUCT."""
    head = re.search(r"^SELECT\b(.*?)^WHERE\b", text, re.MULTILINE | re.DOTALL)
    depth, last = 0, ""
    names: list[str] = []
    for mark, name in re.findall(r"([()])|\?(\w+)", re.sub(r'"[^"]*"', "", head[1]) if head else ""):
        depth += {"(": 1, ")": -1}.get(mark, 0)
        if mark == ")" and depth == 0:
            names.append(last)
        elif name and depth == 0:
            names.append(name)
        last = name or last if depth else ""
    return names


def _literal(cell: str) -> Literal:
    """A cell as a literal; a decimal without the zeros that fill its column up."""
    return Literal(cell.rstrip("0").rstrip(".") if re.fullmatch(r"-?\d+\.\d+", cell) else cell)


def _sql(case: Case, ask: Callable[[str], Table]) -> Engine:
    """An engine that takes the text of a question, and asks the view that has its answer."""
    queries = read_queries(case.project.queries)
    views = {view.question: view for view in read_views(case.project.root / VIEWS) if view.question}
    known = {queries[name].text: (queries[name], view) for name, view in views.items()}

    def answer(text: str) -> Answer:
        if text not in known:
            raise BevoError("no view")
        query, view = known[text]
        return as_answer(*ask(condition(view, query)))

    return answer


def _views_of(case: Case) -> list[str]:
    return list(statements(read_views(case.project.root / VIEWS)))


@contextmanager
def _duckdb(case: Case) -> Iterator[Ready]:
    try:
        import duckdb
    except ImportError as error:
        raise BevoError("not installed") from error
    from bevo_bench.tables import tables

    folder = tables(case)
    opened: list[Any] = []

    def ask(text: str) -> Table:
        if not opened:  # in the fork, for its threads outlive none
            opened.append(duckdb.connect())
            for statement in (*duckdb_tables(folder), *_views_of(case)):
                opened[0].execute(statement)
        found = opened[0].execute(text)
        return [column[0] for column in found.description], list(map(list, found.fetchall()))

    yield _always(_sql(case, ask))


@contextmanager
def _spark(case: Case) -> Iterator[Ready]:
    if find_spec("pyspark") is None:
        raise BevoError("not installed")
    from bevo_bench.tables import tables

    with _served("spark", tables(case), case.project.root / VIEWS) as ready:
        yield lambda: _sql(case, ready())


ENGINES: dict[str, Callable[[Case], AbstractContextManager[Ready]]] = {
    "Oxigraph, in memory": _oxigraph,
    "Oxigraph, on disk": _on_disk,
    "Virtuoso": _virtuoso(FOUR_GIGABYTES, ""),
    "Virtuoso, tuned": _virtuoso(EIGHT_GIGABYTES, TUNED),
    "maplib": _maplib,
    "Jena TDB2, on disk": _tdb2,
    "DuckDB, SQL views": _duckdb,
    "Spark SQL, SQL views": _spark,
    "rdflib": _rdflib,
}
READ_TABLES = frozenset(("DuckDB, SQL views", "Spark SQL, SQL views"))
"""Engines that need no graph where there are tables."""
SIZES = {
    "Oxigraph, in memory": range(1, 101),
    "Oxigraph, on disk": range(10, 1001),
    "Jena TDB2, on disk": range(1, 101),
    "rdflib": range(1, 2),
    "Spark SQL, SQL views": range(1, 101),
}
"""Sizes at which an engine is asked; all others at all sizes."""
