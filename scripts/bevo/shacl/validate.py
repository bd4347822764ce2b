"""SHACL over the emitted graph, before the reasoner: shapes explain bad data, a reasoner only breaks on it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import Literal

from pyoxigraph import Quad, Store, Triple

from bevo.problems import BevoError, InputError, Problem, relative
from bevo.rdf.names import compact
from bevo.rdf.rdfio import ntriples, read_turtle
from bevo.shacl.as_sparql import ASKED_ONCE, Violation, compiled, violations

__all__ = ["BEYOND_A_FINDING", "Engine", "read_shapes", "told", "validate"]

_RECORD = re.compile(r"^(?:finding|discrepancy):([FD]\d+)")
Place = tuple[str, int]
Engine = Literal["sparql", "pyshacl"]
BEYOND_A_FINDING = ("ontology", "report", "source", "standing")
"""Files of shapes that look beyond one finding and what it names: at the ontology, the sources, what curators found."""


def read_shapes(folder: Path, but: Collection[str] = ()) -> list[Triple]:
    """The shapes of all files of a folder.

    :param but: names of files, without ``.ttl``, to leave out.
    :raises InputError: if there is none, for then everything would conform.
    """
    triples = [triple for path in sorted(folder.glob("*.ttl")) if path.stem not in but for triple in read_turtle(path)]
    if not triples:
        raise InputError([Problem(relative(folder), 0, "", "holds no shapes")])
    return triples


def validate(
    triples: Iterable[Triple],
    shapes: Iterable[Triple],
    where: Callable[[str], Place | None],
    engine: Engine = "sparql",
) -> list[Problem]:
    """What the shapes find wrong.

    :param triples: ontology and findings.
    :param where: tells file and line of a finding or discrepancy by its id, of other things by their CURIE.
    :param engine: ``sparql`` asks the shapes as SPARQL; ``pyshacl`` finds the same and takes twenty times as long. What
        pyshacl cannot report is asked as SPARQL as well.
    :returns: a problem for each result, at the record's place, with the name of the shape if it has one; results of
        severity sh:Warning are warnings.
    """
    data = Store()
    data.bulk_extend(Quad(t.subject, t.predicate, t.object) for t in triples)
    shapes = list(shapes)
    if engine == "pyshacl":
        try:
            return told(_by_pyshacl(data, shapes), where)
        except re.error:  # pyshacl takes the backslash of a value that it reports for a pattern's
            pass
    return told(violations(data, compiled(shapes)), where)


def told(found: Iterable[Violation], where: Callable[[str], Place | None]) -> list[Problem]:
    """Violations as problems, each once, sorted.

    :param where: as :func:`validate` takes it.
    """
    return sorted({_problem(violation, where) for violation in found})


def _by_pyshacl(data: Store, shapes: Iterable[Triple]) -> Iterator[Violation]:
    import pyshacl
    from pyshacl.graph_abstraction import DataGraph
    from rdflib import RDF, SH, Graph, URIRef

    rules = Graph().parse(data=ntriples(shapes), format="nt")
    conforms, report, text = pyshacl.validate(DataGraph.from_oxigraph_store(data), shacl_graph=rules, inference="none")
    if conforms is True:
        return
    if not isinstance(report, Graph):
        raise BevoError(f"SHACL failed: {text}")
    for result in report.subjects(RDF.type, SH.ValidationResult):
        value = report.value(result, SH.value)
        yield Violation(
            str(report.value(result, SH.focusNode)),
            None if value is None else str(value),
            "; ".join(sorted(str(m) for m in report.objects(result, SH.resultMessage))),
            report.value(result, SH.resultSeverity) == SH.Warning,
            str(shape) if isinstance(shape := report.value(result, SH.sourceShape), URIRef) else "",
        )


def _problem(violation: Violation, where: Callable[[str], Place | None]) -> Problem:
    focus, value, message = violation.focus, violation.value, violation.message
    if focus == ASKED_ONCE and value is not None:
        focus, value = value, None
    record = _RECORD.match(compact(focus))
    file, line = where(record[1] if record else compact(focus)) or ("ontology", 0)
    if value is not None and value != focus:
        message += f" (found: {compact(value)})"
    if violation.shape:
        message += f" [{compact(violation.shape)}]"
    return Problem(file, line, compact(focus), message, violation.warning)
