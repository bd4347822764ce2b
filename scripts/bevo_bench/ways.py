"""What is timed: each way to take a step, a function of a case and a clock that answers with a digest of its result.

Only what runs under the clock counts. What a way needs beforehand (grounded records, a loaded graph) is made outside.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from pyoxigraph import Quad, RdfFormat, Store, Triple, parse

from bevo.bulk.shard import emitted_nquads, read_setting
from bevo.finding.emit import emit_finding
from bevo.problems import BevoError
from bevo.rdf import rdfio
from bevo.rdf.names import BASE, PREFIXES
from bevo.shacl.as_sparql import Violation, compiled, violations
from bevo.shacl.validate import BEYOND_A_FINDING, read_shapes
from bevo_bench.case import Case, faulty, grounded_shards
from bevo_bench.clock import Clock
from bevo_bench.commands import bulk, bulk_rebuild, full_build, rebuild, started
from bevo_bench.peers import PEERS

__all__ = ["WAYS", "Way", "digest", "oxigraph"]


@dataclass(frozen=True)
class Way:
    """One way to take a step.

    :param run: answers with a digest of the result, the same for all ways of a step that give the same.
    :param needs: files of the case.
    :param ours: what BEVO itself does; it is run at every size, peers within the limit.
    :param most: the largest size at which it says something new.
    """

    step: str
    name: str
    run: Callable[[Case, Clock], str]
    needs: tuple[str, ...] = ()
    ours: bool = False
    most: int = 1000


def digest(items: Iterable[str]) -> str:
    """Number and sum of hashes: the order does not matter, nothing is kept."""
    count = total = 0
    for item in items:
        count += 1
        total += int.from_bytes(hashlib.blake2b(item.encode(), digest_size=8).digest())
    return f"{count} {total % 2**64:016x}"


def _installed(module: str) -> Any:
    from importlib import import_module

    try:
        return import_module(module)
    except ImportError as error:
        raise BevoError("not installed") from error


# --- read and emit


def _read(case: Case, clock: Clock) -> str:
    shards = grounded_shards(case, read_setting(case.project))
    count = 0
    while True:
        with clock.running():
            shard = next(shards, None)
        if shard is None:
            return str(count)
        count += len(shard)


def _emit(case: Case, clock: Clock) -> str:
    def lines() -> Iterator[str]:
        for shard in grounded_shards(case, read_setting(case.project)):
            with clock.running():
                data = rdfio.sorted_lines(emitted_nquads(map(emit_finding, shard)))
            yield from data.decode().splitlines()

    return digest(lines())


def _emit_rdflib(case: Case, clock: Clock) -> str:
    from rdflib import Dataset, URIRef

    def lines() -> Iterator[str]:
        for shard in grounded_shards(case, read_setting(case.project)):
            quads = [
                (*map(rdfio.to_rdflib, triple), URIRef(f"{BASE}graph/{graph}"))
                for finding in map(emit_finding, shard)
                for graph, triples in (("findings", finding.logic), ("provenance", finding.record))
                for triple in triples
            ]
            with clock.running():
                dataset = Dataset()
                for s, p, o, g in quads:
                    dataset.add((s, p, o, g))  # type: ignore[arg-type]  # star and map lose which term stands where
                data = dataset.serialize(format="nquads")
            yield from filter(None, data.splitlines())

    return digest(lines())


def _parse(case: Case, clock: Clock) -> str:
    count = 0
    with clock.running():
        for _ in parse(path=str(case.path("emitted.nq")), format=RdfFormat.N_QUADS):
            count += 1
    return str(count)


def _convert(case: Case, clock: Clock) -> str:
    with tempfile.TemporaryDirectory(dir=case.folder) as folder, clock.running():
        oxigraph("convert", "--from-file", case.path("emitted.nq"), "--to-file", Path(folder, "out.nq"))
    return ""


def oxigraph(*words: str | Path) -> None:
    """Run the program ``oxigraph``.

    :raises BevoError: if it is not installed.
    """
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if program is None:
        raise BevoError("not installed")
    subprocess.run([program, *map(str, words)], check=True, capture_output=True)


# --- load


def _load(case: Case, clock: Clock) -> str:
    from bevo.rdf.store import load_graph

    with clock.running():
        store = load_graph(case.path("graph.nt"))
    return str(len(store))


def _load_disk(case: Case, clock: Clock) -> str:
    with tempfile.TemporaryDirectory(dir=case.folder) as folder:
        with clock.running():
            store = Store(folder)
            store.bulk_load(path=str(case.path("graph.nt")), format=RdfFormat.N_TRIPLES)
        size = len(store)
        del store  # it would go on writing into the folder that is removed
        return str(size)


def _load_oxigraph(case: Case, clock: Clock) -> str:
    with tempfile.TemporaryDirectory(dir=case.folder) as folder:
        with clock.running():
            oxigraph("load", "--location", folder, "--file", case.path("graph.nt"))
        return str(len(Store.read_only(folder)))


def _load_rdflib(case: Case, clock: Clock) -> str:
    from rdflib import Graph

    with clock.running():
        graph = Graph().parse(case.path("graph.nt"), format="nt")
    return str(len(graph))


# --- validate


def _report(found: Iterable[Violation]) -> str:
    return digest(sorted({f"{v.focus} {v.message} {v.warning}" for v in found}))


def _validate(case: Case, clock: Clock) -> str:
    setting = read_setting(case.project)
    found: set[Violation] = set()
    for shard in grounded_shards(case, setting):
        triples = list(chain.from_iterable(faulty(finding, case.seed) for finding in shard))
        with clock.running():
            store = Store()
            store.bulk_extend(
                Quad(t.subject, t.predicate, t.object) for t in chain(setting.ontology, setting.sources, triples)
            )
            found.update(violations(store, compiled(setting.shapes)))
    return _report(found)


def _shapes(case: Case) -> list[Triple]:
    return read_shapes(case.project.shapes, BEYOND_A_FINDING)


def _pyshacl(data: Any, case: Case, clock: Clock) -> str:
    import pyshacl
    from rdflib import RDF, SH, Graph

    rules = Graph().parse(data=rdfio.ntriples(_shapes(case)), format="nt")
    with clock.running():
        _, report, _ = pyshacl.validate(data, shacl_graph=rules, inference="none")
    assert isinstance(report, Graph)
    return _report(
        Violation(
            str(report.value(result, SH.focusNode)),
            None,
            "; ".join(sorted(map(str, report.objects(result, SH.resultMessage)))),
            report.value(result, SH.resultSeverity) == SH.Warning,
        )
        for result in report.subjects(RDF.type, SH.ValidationResult)
    )


def _pyshacl_rdflib(case: Case, clock: Clock) -> str:
    from rdflib import Graph

    return _pyshacl(Graph().parse(case.path("faulty.nt"), format="nt"), case, clock)


def _pyshacl_oxigraph(case: Case, clock: Clock) -> str:
    from pyshacl.graph_abstraction import DataGraph

    store = Store()
    store.bulk_load(path=str(case.path("faulty.nt")), format=RdfFormat.N_TRIPLES)
    return _pyshacl(DataGraph.from_oxigraph_store(store), case, clock)


def _pyrudof(case: Case, clock: Clock) -> str:
    pyrudof = _installed("pyrudof")
    rudof = pyrudof.Rudof(pyrudof.RudofConfig())
    rudof.read_data(str(case.path("faulty.nt")), format=pyrudof.RDFFormat.NTriples)
    rudof.read_shacl(rdfio.ntriples(_shapes(case)).decode(), format=pyrudof.ShaclFormat.NTriples)
    with clock.running():
        report = rudof.validate_shacl()
    return _report(
        Violation(str(entry.focus_node), None, str(entry.message), "arning" in str(entry.severity)) for entry in report
    )


# --- reason


def _individuals(triples: Iterable[Triple]) -> Iterator[str]:
    return (str(t) for t in triples if str(t.subject).startswith(f"<{PREFIXES['finding']}"))


def _rules(case: Case, clock: Clock) -> str:
    from bevo.reasoning.rules import in_shards

    setting = read_setting(case.project)

    def inferred() -> Iterator[Triple]:
        for shard in grounded_shards(case, setting):
            logic = [(finding.id, emit_finding(finding).logic) for finding in shard]
            with clock.running():
                made = list(in_shards(setting.logic, logic, len(logic)))
            yield from (triple for one in made for triple in one.inferred)

    return digest(_individuals(inferred()))


def _hermit(case: Case, clock: Clock) -> str:
    from bevo.reasoning.infer import infer

    setting = read_setting(case.project)
    findings = chain.from_iterable(grounded_shards(case, setting))
    logic = {finding.id: emit_finding(finding).logic for finding in findings}
    with clock.running():
        inferred = infer(setting.logic, logic, limit=86400)
    return digest(_individuals(inferred))


def _hermit_shards(case: Case, clock: Clock) -> str:
    from bevo.reasoning.infer import infer

    setting = read_setting(case.project)

    def inferred() -> Iterator[Triple]:
        for shard in grounded_shards(case, setting):
            logic = {finding.id: emit_finding(finding).logic for finding in shard}
            with clock.running():
                made = infer(setting.logic, logic, limit=86400)
            yield from made

    return digest(_individuals(inferred()))


def _hermit_owlapi(case: Case, clock: Clock) -> str:
    from bevo_bench.owlapi import entailed

    setting = read_setting(case.project)
    findings = chain.from_iterable(grounded_shards(case, setting))
    logic = set(chain(setting.logic, *(emit_finding(finding).logic for finding in findings)))
    with clock.running():
        found = entailed(logic, case.project.root / PEERS)
    return digest(_individuals(found - logic))


WAYS: tuple[Way, ...] = (
    Way("read", "BEVO", _read, ("findings.jsonl",), ours=True),
    Way("emit", "BEVO", _emit, ("findings.jsonl",), ours=True),
    Way("emit", "rdflib", _emit_rdflib, ("findings.jsonl",)),
    Way("emit", "pyoxigraph, parsing the same", _parse, ("emitted.nq",), ours=True),
    Way("emit", "oxigraph convert of the same", _convert, ("emitted.nq",)),
    Way("load", "BEVO, in memory", _load, ("graph.nt",), ours=True, most=100),
    Way("load", "pyoxigraph, on disk", _load_disk, ("graph.nt",), ours=True),
    Way("load", "oxigraph load, on disk", _load_oxigraph, ("graph.nt",)),
    Way("load", "rdflib", _load_rdflib, ("graph.nt",)),
    Way("validate", "BEVO, shapes as SPARQL", _validate, ("findings.jsonl",), ours=True),
    Way("validate", "pyshacl on rdflib", _pyshacl_rdflib, ("faulty.nt",)),
    Way("validate", "pyshacl on Oxigraph", _pyshacl_oxigraph, ("faulty.nt",)),
    Way("validate", "pyrudof", _pyrudof, ("faulty.nt",)),
    Way("reason", "BEVO, rules", _rules, ("findings.jsonl",), ours=True),
    Way("reason", "HermiT, as bevo reason asks it", _hermit, ("findings.jsonl",)),
    Way("reason", "HermiT on the whole, by the OWL API", _hermit_owlapi, ("findings.jsonl",)),
    Way("reason", "HermiT, each thousand by itself", _hermit_shards, ("findings.jsonl",)),
    Way("bulk build", "BEVO", bulk, ("findings.jsonl",), ours=True),
    Way("bulk build", "BEVO, after one edited finding", bulk_rebuild, ("findings.jsonl",), ours=True),
    Way("build", "from nothing", full_build, ours=True, most=1),
    Way("build", "after one edited finding", rebuild, ours=True, most=1),
    Way("start", "bevo --help", started("--help"), ours=True, most=1),
    Way("start", "bevo query run friend-or-foe", started("query", "run", "friend-or-foe"), ours=True, most=1),
    Way("start", "bevo check FILE", started("check", "FILE"), ours=True, most=1),
)
