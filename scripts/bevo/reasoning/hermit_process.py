"""The worker that runs HermiT or Pellet through owlready2: one N-Triples file in, one out.

A process of its own, with a process group of its own, so that it can be stopped. It ends with its standard input, which
is a pipe from who started it, and removes the folder of its files then. Exit codes: 0 done, 3 inconsistent, 4 Java
failed, 5 it had too little memory. Run as
``python -m bevo.reasoning.hermit_process HermiT|Pellet IN OUT MEMORY_MB JAVA``.
"""

from __future__ import annotations

import io
import os
import shutil
import signal
import sys
from pathlib import Path
from threading import Thread

INCONSISTENT, JAVA_FAILED, OUT_OF_MEMORY = 3, 4, 5
NO_MEMORY = ("OutOfMemoryError", "Too small maximum heap", "Could not reserve enough space", "insufficient memory")
"""What Java says when its heap does not do."""


def end_with_the_input(folder: Path) -> None:
    """End this process and those that it started when nobody can wait for them any more; remove their files."""
    os.read(0, 1)
    shutil.rmtree(folder, ignore_errors=True)
    os.killpg(0, signal.SIGKILL)


def main(name: str, source: str, target: str, memory: int, java: str) -> int:
    """Classify and realise the graph in a file.

    :param name: ``HermiT`` or ``Pellet``; they share no code.
    :param source: N-Triples with the ontology and individuals.
    :param target: gets the inferred triples that the reasoner prints, in no order, as N-Triples.
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
        run = {"HermiT": owlready2.sync_reasoner_hermit, "Pellet": owlready2.sync_reasoner_pellet}[name]
        run(world, infer_property_values=True, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError:
        return INCONSISTENT
    except (owlready2.OwlReadyJavaError, OSError) as error:
        print(error, file=sys.stderr)
        return OUT_OF_MEMORY if any(sign in str(error) for sign in NO_MEMORY) else JAVA_FAILED
    inferred = io.BytesIO()
    world.get_ontology("http://inferrences/").save(inferred, format="ntriples")
    Path(target).write_bytes(inferred.getvalue())
    return 0


if __name__ == "__main__":
    Thread(target=end_with_the_input, args=(Path(sys.argv[2]).parent,), daemon=True).start()
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), sys.argv[5]))
