"""The inputs of a benchmark: the release times 1, 10, 100 or 1000, made once and kept under ``build/bench/``.

Size n is the curated findings and as many synthetic ones as make n times their number. What a step or its peer reads is
made before the clock runs, in a process of its own.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from pyoxigraph import Literal, RdfFormat, Triple, parse

from bevo.bulk.parts import SIZE
from bevo.bulk.shard import Setting, emitted_nquads, read_setting
from bevo.curation.jsonl import findings_jsonl, read_line
from bevo.curation.read import read_instances
from bevo.files import writing
from bevo.finding.emit import emit_finding
from bevo.finding.ground import Grounded, ground
from bevo.problems import BevoError
from bevo.project import Project, built
from bevo.rdf import rdfio
from bevo.rdf.names import bevo
from bevo.reasoning.rules import in_shards
from bevo_bench.synthetic import synthetic

__all__ = ["Case", "faulty", "grounded_shards", "make", "place"]

FAULTY = 50
"""One finding of so many gets a fault, for a report of validation that says nothing could not be compared."""


@dataclass(frozen=True)
class Case:
    """One size of input.

    :param size: times the release.
    :param folder: where its files are kept.
    """

    project: Project
    size: int
    seed: int
    folder: Path

    def path(self, name: str) -> Path:
        """A file of this size; see :func:`make`."""
        return self.folder / name


def place(project: Project, size: int, seed: int) -> Case:
    """The case of a size; another release or seed has another folder.

    :raises BevoError: if there is no built release.
    """
    graph = built(project.dist / "bevo-kg.ttl")
    key = hashlib.sha256(graph.read_bytes() + str(seed).encode()).hexdigest()[:8]
    return Case(project, size, seed, project.build / "bench" / key / f"{size}x")


def make(case: Case, name: str) -> None:
    """Write a file of a case, if it is not there."""
    path = case.path(name)
    if path.exists():
        return
    with writing(path) as file:
        file.writelines(MAKERS[name](case))


def _findings(case: Case) -> Iterator[bytes]:
    instances, _ = read_instances(case.project.instances)
    yield findings_jsonl(instances)
    count = (case.size - 1) * len(instances.findings)
    yield from (f"{line}\n".encode() for line in synthetic(case.project, count, case.seed))


def grounded_shards(case: Case, setting: Setting) -> Iterator[list[Grounded]]:
    """The findings of a case, read and grounded, shard by shard."""
    make(case, "findings.jsonl")
    with case.path("findings.jsonl").open(encoding="utf-8") as lines:
        while shard := list(islice(lines, SIZE)):
            yield [_grounded(text, setting) for text in shard]


def _grounded(text: str, setting: Setting) -> Grounded:
    record, review, faults = read_line(text, setting.told, setting.citable)
    finding, names = ground(record, review, setting.vocabulary) if record else (None, [])
    if finding is None or faults:
        raise BevoError(f"the input of the benchmark has faults: {[*faults, *names][0]}")
    return finding


def _emitted(case: Case) -> Iterator[bytes]:
    for shard in grounded_shards(case, read_setting(case.project)):
        yield rdfio.sorted_lines(emitted_nquads(map(emit_finding, shard)))


def faulty(finding: Grounded, seed: int) -> list[Triple]:
    """The triples of a finding; of one in :data:`FAULTY` one is left out or has another object."""
    graph = emit_finding(finding)
    triples = [*graph.logic, *graph.record]
    draw = random.Random(f"{seed} {finding.id}")
    if draw.randrange(FAULTY) == 0:
        wrong = triples.pop(draw.randrange(len(triples)))
        if draw.random() < 0.5:
            # A literal where a node belongs makes pyshacl fail on Oxigraph.
            other = Literal("wrong") if isinstance(wrong.object, Literal) else bevo("Wrong")
            triples.append(Triple(wrong.subject, wrong.predicate, other))
    return triples


def _faulty(case: Case) -> Iterator[bytes]:
    setting = read_setting(case.project)
    yield rdfio.ntriples(chain(setting.ontology, setting.sources))
    for shard in grounded_shards(case, setting):
        yield rdfio.ntriples(chain.from_iterable(faulty(finding, case.seed) for finding in shard))


def _graph(case: Case) -> Iterator[bytes]:
    """The release with its inferences, and the same of the synthetic findings."""
    release = case.project.dist / "bevo-kg.ttl"
    yield rdfio.ntriples(quad.triple for quad in parse(path=str(release), format=RdfFormat.TURTLE))
    setting = read_setting(case.project)
    instances, _ = read_instances(case.project.instances)
    findings = chain.from_iterable(grounded_shards(case, setting))
    made = islice(findings, len(instances.findings), None)
    while shard := [emit_finding(finding) for finding in islice(made, SIZE)]:
        logic = ((str(number), graph.logic) for number, graph in enumerate(shard))
        inferred = (triple for made in in_shards(setting.logic, logic) for triple in made.inferred)
        yield rdfio.ntriples(chain(*((*graph.logic, *graph.record) for graph in shard), inferred))


MAKERS: dict[str, Callable[[Case], Iterator[bytes]]] = {
    "findings.jsonl": _findings,
    "emitted.nq": _emitted,
    "faulty.nt": _faulty,
    "graph.nt": _graph,
}
