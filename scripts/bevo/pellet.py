"""Pellet, a reasoner that shares no code with HermiT, to compare with.

Its worker is a process of its own, so that it can be stopped: ``python -m bevo.pellet IN OUT MEMORY_MB JAVA``, with the
exit codes of :mod:`bevo.hermit`.
"""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import RdfFormat, Triple, parse

from bevo.hermit import INCONSISTENT, JAVA_FAILED
from bevo.problems import BevoError
from bevo.rdfio import ntriples
from bevo.reason import Inconsistent, java_executable

__all__ = ["classify_by_pellet"]


def classify_by_pellet(triples: Iterable[Triple], limit: float = 300, heap: int = 2000) -> list[Triple]:
    """What Pellet adds, as it prints it; the counterpart of :func:`bevo.reason.classify`.

    :param triples: the logical part of ontology and findings.
    :param limit: seconds of wall-clock time after which Pellet is stopped.
    :param heap: Java heap in megabytes.
    :raises Inconsistent: if the graph contradicts itself.
    :raises BevoError: if Java is missing, fails, or takes too long.
    """
    java = java_executable()
    with tempfile.TemporaryDirectory(prefix="bevo-pellet-") as folder:
        source, target = Path(folder, "in.nt"), Path(folder, "out.nt")
        source.write_bytes(ntriples(triples))
        command = [sys.executable, "-m", "bevo.pellet", str(source), str(target), str(heap), java]
        environment = {**os.environ, "TMPDIR": folder}
        with subprocess.Popen(
            command, stderr=subprocess.PIPE, text=True, start_new_session=True, env=environment
        ) as worker:
            try:
                _, complaint = worker.communicate(timeout=limit)
            except BaseException as error:
                os.killpg(worker.pid, signal.SIGKILL)
                if isinstance(error, subprocess.TimeoutExpired):
                    raise BevoError(f"Pellet was stopped after {limit:g} seconds") from error
                raise
        if worker.returncode == INCONSISTENT:
            raise Inconsistent("the graph contradicts itself")
        if worker.returncode:
            raise BevoError(f"Pellet failed: {complaint.strip()[-2000:]}")
        return [quad.triple for quad in parse(path=str(target), format=RdfFormat.N_TRIPLES)]


def main(source: str, target: str, memory: int, java: str) -> int:
    """Classify and realise the graph in a file.

    :param source: N-Triples with the ontology and individuals.
    :param target: gets the inferred triples that Pellet prints, in no order, as N-Triples.
    :param memory: the Java heap in megabytes.
    :param java: path of the java executable.
    :returns: the exit code.
    """
    import owlready2
    import owlready2.reasoning

    owlready2.JAVA_EXE = java
    owlready2.reasoning.JAVA_MEMORY = memory
    world = owlready2.World()
    with Path(source).open("rb") as stream:
        world.get_ontology("https://w3id.org/bevo/reasoning#").load(fileobj=stream)
    try:
        owlready2.sync_reasoner_pellet(world, infer_property_values=True, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError:
        return INCONSISTENT
    except (owlready2.OwlReadyJavaError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return JAVA_FAILED
    inferred = io.BytesIO()
    world.get_ontology("http://inferrences/").save(inferred, format="ntriples")
    Path(target).write_bytes(inferred.getvalue())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]))
