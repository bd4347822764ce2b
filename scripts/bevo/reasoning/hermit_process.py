"""The worker that runs HermiT, or Pellet through owlready2: N-Triples files in, one file out.

A process of its own, with a process group of its own, so that it can be stopped. It ends with its standard input, which
is a pipe from who started it, and removes the folder of its files then. Exit codes: 0 done, 3 inconsistent, 4 Java
failed, 5 it had too little memory. Run as
``python -m bevo.reasoning.hermit_process HermiT|Pellet OUT MEMORY_MB JAVA IN...``.
"""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from threading import Thread

INCONSISTENT, JAVA_FAILED, OUT_OF_MEMORY = 3, 4, 5
NO_MEMORY = ("OutOfMemoryError", "Too small maximum heap", "Could not reserve enough space", "insufficient memory")
"""What Java says when its heap does not do."""
PRINTED = ("--classify", "--classifyOPs", "--classifyDPs", "--classifyIs", "--classifyPVs")
"""What HermiT prints: superclasses, superproperties, most specific types, and who has which relation to whom."""


def end_with_the_input(folder: Path) -> None:
    """End this process and those that it started when nobody can wait for them any more; remove their files."""
    os.read(0, 1)
    shutil.rmtree(folder, ignore_errors=True)
    os.killpg(0, signal.SIGKILL)


def hermit(sources: list[str], target: str, memory: int, java: str) -> int:
    """Classify and realise the graphs in files, one after the other, in one Java.

    :param sources: N-Triples files, each with the axioms that bear on its individuals.
    :param target: gets what HermiT prints.
    :param memory: the Java heap in megabytes.
    :param java: path of the java executable.
    :returns: the exit code.
    """
    package = find_spec("owlready2")  # not imported, which takes long: it brings HermiT along
    places = (package and package.submodule_search_locations) or [""]
    classes = Path(places[0], "hermit")
    # Few seconds of one thread: what a better compiler and collector gain is less than they take.
    options = [f"-Xmx{memory}M", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
    path = os.pathsep.join(map(str, (classes, classes / "HermiT.jar")))
    command = [java, *options, "-cp", path, "org.semanticweb.HermiT.cli.CommandLine", *PRINTED]
    with Path(target).open("wb") as out:
        run = subprocess.run([*command, *(Path(source).as_uri() for source in sources)], stdout=out, stderr=out)
    if not run.returncode:
        return 0
    printed = Path(target).read_text(encoding="utf-8", errors="replace")
    if "Inconsistent ontology" in printed:
        return INCONSISTENT
    print(printed[-10_000:], file=sys.stderr)
    return _failed(printed)


def _failed(complaint: str) -> int:
    return OUT_OF_MEMORY if any(sign in complaint for sign in NO_MEMORY) else JAVA_FAILED


def pellet(source: str, target: str, memory: int, java: str) -> int:
    """The same by Pellet, which shares no code with HermiT; the target gets N-Triples."""
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
        print(error, file=sys.stderr)
        return _failed(str(error))
    inferred = io.BytesIO()
    world.get_ontology("http://inferrences/").save(inferred, format="ntriples")
    Path(target).write_bytes(inferred.getvalue())
    return 0


def main(name: str, target: str, memory: str, java: str, *sources: str) -> int:
    """Run a reasoner; see the head of this module."""
    if name == "Pellet":
        return pellet(sources[0], target, int(memory), java)
    return hermit(list(sources), target, int(memory), java)


if __name__ == "__main__":
    Thread(target=end_with_the_input, args=(Path(sys.argv[2]).parent,), daemon=True).start()
    sys.exit(main(*sys.argv[1:]))
