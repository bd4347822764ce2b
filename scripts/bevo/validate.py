"""SHACL over the emitted graph, before the reasoner: shapes explain bad data, a reasoner only breaks on it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from pyoxigraph import Quad, Store, Triple

from bevo.iris import PREFIXES, compact
from bevo.problems import BevoError, InputError, Problem, relative
from bevo.rdfio import ntriples, read_turtle

__all__ = ["read_shapes", "validate"]

_RECORD = re.compile(r"^(?:finding|discrepancy):([FD]\d+)")
ASKED_ONCE = f"{PREFIXES['bevo']}ontology"
"""The target of shapes that ask one question of the whole graph; the node at fault is the value of the result."""

Place = tuple[str, int]


def read_shapes(folder: Path) -> list[Triple]:
    """The shapes of all files of a folder.

    :raises InputError: if there is none, for then everything would conform.
    """
    triples = [triple for path in sorted(folder.glob("*.ttl")) for triple in read_turtle(path)]
    if not triples:
        raise InputError([Problem(relative(folder), 0, "", "holds no shapes")])
    return triples


def validate(
    triples: Iterable[Triple], shapes: Iterable[Triple], where: Callable[[str], Place | None]
) -> list[Problem]:
    """What the shapes find wrong.

    :param triples: ontology and findings.
    :param where: tells file and line of a finding or discrepancy by its id, of other things by their CURIE.
    :returns: a problem for each result, at the record's place; results of severity sh:Warning are warnings.
    """
    import pyshacl
    from pyshacl.graph_abstraction import DataGraph
    from rdflib import RDF, SH, Graph

    data = Store()
    data.bulk_extend(Quad(t.subject, t.predicate, t.object) for t in triples)
    rules = Graph().parse(data=ntriples(shapes), format="nt")
    conforms, report, text = pyshacl.validate(DataGraph.from_oxigraph_store(data), shacl_graph=rules, inference="none")
    if conforms is True:
        return []
    if not isinstance(report, Graph):
        raise BevoError(f"SHACL failed: {text}")
    problems = set()
    for result in report.subjects(RDF.type, SH.ValidationResult):
        focus, value = str(report.value(result, SH.focusNode)), report.value(result, SH.value)
        if focus == ASKED_ONCE and value is not None:
            focus, value = str(value), None
        record = _RECORD.match(compact(focus))
        place = where(record[1] if record else compact(focus))
        message = "; ".join(sorted(str(m) for m in report.objects(result, SH.resultMessage)))
        if value is not None and str(value) != focus:
            message += f" (found: {compact(str(value))})"
        file, line = place or ("ontology", 0)
        problems.add(
            Problem(file, line, compact(focus), message, warning=report.value(result, SH.resultSeverity) == SH.Warning)
        )
    return sorted(problems)
