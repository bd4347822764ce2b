"""The shapes as SPARQL find what pyshacl finds: nothing in the release, the same in whatever is broken."""

from __future__ import annotations

import random
from collections.abc import Iterable
from itertools import chain

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from bevo.build.prepare import Checked, emit_by_source
from bevo.curation.read import read_findings
from bevo.finding.emit import emit_finding
from bevo.finding.ground import ground
from bevo.ontology.merge import with_metadata
from bevo.problems import BevoError, Problem
from bevo.project import Project
from bevo.rdf.names import bevo, node
from bevo.rdf.vocabulary import TYPE
from bevo.shacl.as_sparql import compiled
from bevo.shacl.validate import Engine, read_shapes, validate
from faults import CASES, FAULTS

pytestmark = pytest.mark.usefixtures("true_without_a_count")

Graph = list[Triple]
ENGINES: tuple[Engine, ...] = ("pyshacl", "sparql")


@pytest.fixture(scope="module")
def shapes(project: Project) -> Graph:
    return read_shapes(project.shapes)


@pytest.fixture(scope="module")
def ontology(checked: Checked) -> Graph:
    return with_metadata(checked.ontology.triples(), "0.0.0")


@pytest.fixture(scope="module")
def stated(checked: Checked) -> Graph:
    return list(chain.from_iterable(emit_by_source(checked).values()))


def finding_of(triple: Triple) -> str:
    """The finding that a statement is about, or that it belongs to as a check or as a discrepancy's disowning does."""
    subject, told = (str(getattr(term, "value", "")) for term in (triple.subject, triple.object))
    of = told if "/disowns" in triple.predicate.value else subject.replace("/check/", "/finding/")
    return of.partition("/finding/")[2].partition("-")[0]


@pytest.fixture(scope="module")
def some(sample_checked: Checked) -> Graph:
    """Some findings of each kind, and all that is no finding."""
    checked = sample_checked
    stated = list(chain.from_iterable(emit_by_source(checked).values()))
    by_kind: dict[str, list[str]] = {}
    for finding in checked.findings:
        by_kind.setdefault(finding.kind, []).append(finding.id)
    rich = [f.id for f in checked.findings if f.groups or f.record.auc or f.record.diameter or f.reference]
    chosen = {"", "F0026", *rich[:15], *chain.from_iterable(ids[:12] for ids in by_kind.values())}
    return [t for t in stated if finding_of(t) in chosen]


def both(triples: Iterable[Triple], shapes: Graph) -> list[Problem]:
    """What is found wrong, by either way the same."""
    triples = list(triples)
    by_pyshacl, by_queries = (set(validate(triples, shapes, lambda _: None, engine)) for engine in ENGINES)
    alone = [f"pyshacl alone: {p}" for p in by_pyshacl - by_queries]
    alone += [f"queries alone: {p}" for p in by_queries - by_pyshacl]
    assert not alone, "\n".join(sorted(alone))
    return sorted(by_queries)


def test_both_find_nothing_in_the_release(ontology: Graph, stated: Graph, shapes: Graph) -> None:
    assert both([*ontology, *stated], shapes) == []


def test_both_find_the_same_in_each_invalid_file(
    checked: Checked, ontology: Graph, stated: Graph, shapes: Graph
) -> None:
    sources = [t for t in stated if not finding_of(t)]
    reached = []
    for path in CASES:
        problems: list[Problem] = []
        read = read_findings([path], problems)
        grounded = [ground(finding, "yang-2021", checked.ontology.vocabulary) for finding, *_ in read]
        emitted = [emit_finding(finding) for finding, faults in grounded if finding and not faults]
        if emitted and both([*ontology, *sources, *(t for e in emitted for t in (*e.logic, *e.record))], shapes):
            reached.append(path.stem)
    assert {"contradiction", "serum-released"} & set(reached), reached


def test_both_find_the_same_in_a_graph_with_all_faults_of_the_tests_of_shapes(
    ontology: Graph, some: Graph, shapes: Graph
) -> None:
    problems = both([*ontology, *some, *chain.from_iterable(FAULTS.values())], shapes)
    unseen = [fault for fault in FAULTS if not any(fault[:20] in p.message for p in problems)]
    assert len(unseen) < 6, unseen  # with several faults in one finding a count in a message may be another


NODES = [NamedNode("https://example.org/stranger"), BlankNode("b")]
VALUES = [
    Literal(""),
    Literal("two\nlines"),
    Literal("yes", language="en"),
    Literal("many", datatype=node("xsd:integer")),
    Literal("much", datatype=node("xsd:decimal")),
    Literal("-1", datatype=node("xsd:decimal")),
    Literal("0", datatype=node("xsd:integer")),
    Literal(2),
]


def broken(graph: Graph, chance: random.Random, share: float) -> Graph:
    """A graph with statements dropped, doubled, and told of other things.

    Where a node stood comes a node: pyshacl cannot ask Oxigraph about a literal.
    """
    classes = [t.object for t in graph if t.predicate == TYPE]
    of_kind = {literal: [t for t in graph if isinstance(t.object, Literal) is literal] for literal in (True, False)}
    result: Graph = []
    for t in graph:
        if not finding_of(t) or chance.random() > share:
            result.append(t)
            continue
        other = chance.choice(of_kind[isinstance(t.object, Literal)])
        wrong = chance.choice([*(VALUES if isinstance(t.object, Literal) else NODES), other.object])
        match chance.randrange(5):
            case 0:
                pass
            case 1:
                result += [t, Triple(t.subject, t.predicate, wrong)]
            case 2:
                result.append(Triple(t.subject, t.predicate, wrong))
            case 3:
                result += [t, Triple(t.subject, TYPE, chance.choice(classes))]
            case 4:
                result += [t, Triple(t.subject, other.predicate, t.object)]
    return result


@pytest.mark.parametrize("seed", range(3))
def test_both_find_the_same_in_a_graph_broken_at_random(seed: int, ontology: Graph, some: Graph, shapes: Graph) -> None:
    problems = both([*ontology, *broken(some, random.Random(seed), share=(seed + 1) / 60)], shapes)
    assert len({problem.message for problem in problems}) > 20


SHAPE = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix bevo: <https://w3id.org/bevo/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
bevo:S a sh:NodeShape ; sh:targetClass bevo:Finding ; sh:message "m" ; """
UNKNOWN = {
    "sh:closed": "sh:closed true",
    "sh:not": "sh:not [ sh:class bevo:A ]",
    "sh:or": "sh:or ( [ sh:class bevo:A ] [ sh:nodeKind sh:IRI ] )",
    "sh:zeroOrMorePath": "sh:property [ sh:path [ sh:zeroOrMorePath bevo:a ] ; sh:minCount 1 ; sh:message 'm' ]",
    "sh:flags": "sh:pattern 'a' ; sh:flags 'i'",
    "sh:deactivated": "sh:deactivated true",
    "sh:qualifiedMinCount": "sh:property [ sh:path bevo:a ; sh:qualifiedMinCount 1 ; sh:message 'm' ]",
    "asks SPARQL of each node": "sh:sparql [ a sh:SPARQLConstraint ; sh:message 'm' ; sh:select 'SELECT $this {}' ]",
    "without an sh:message": "sh:property [ sh:path bevo:a ; sh:minCount 1 ]",
    "shapes of its own": "sh:property [ sh:path bevo:a ; sh:property [ sh:path bevo:b ; sh:minCount 1 ] ]",
    "a second type": "a rdfs:Class",
    "several sh:message": "sh:message 'n' ; sh:nodeKind sh:IRI",
    "has no target": "sh:nodeKind sh:IRI . bevo:T a sh:NodeShape ; sh:message 'm' ; sh:nodeKind sh:IRI",
}


@pytest.mark.parametrize("what", UNKNOWN)
def test_a_construct_that_is_not_known_is_refused(what: str) -> None:
    shape = [quad.triple for quad in parse(f"{SHAPE}{UNKNOWN[what]} .".encode(), RdfFormat.TURTLE)]
    with pytest.raises(BevoError, match=f"{what}.*bevo validate --pyshacl"):
        compiled(shape)


def test_a_known_shape_is_asked() -> None:
    shape = [quad.triple for quad in parse(f"{SHAPE} sh:nodeKind sh:IRI .".encode(), RdfFormat.TURTLE)]
    blank = Triple(BlankNode("x"), TYPE, bevo("Finding"))
    assert [p.message for p in both([blank], shape)] == ["m [bevo:S]"]
