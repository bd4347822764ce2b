"""Graphs as RDF/XML, for clients that know nothing else."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse
from rdflib import Graph

from bevo.rdf.names import bevo, node
from bevo.serve.answer import ONE_GRAPH, answer
from bevo.serve.formats import GRAPH, RDF_XML, graph
from bevo.serve.guard import Refused
from bevo.serve.limits import Limits
from bevo.serve.protocol import description

THIS = node("finding:F0001")
TRIPLES = [
    Triple(THIS, bevo("sign"), Literal('<b> & "quoted"')),
    Triple(THIS, bevo("cites"), node("study:li-2016")),
    Triple(THIS, node("rdfs:label"), Literal("Knochen", language="de")),
    Triple(BlankNode("x"), bevo("stepNumber"), Literal(1)),
]


def test_it_says_the_same_to_two_parsers() -> None:
    data = graph(TRIPLES, RDF_XML)
    assert [(q.predicate, q.object) for q in parse(data, format=RdfFormat.RDF_XML)] == [
        (t.predicate, t.object) for t in TRIPLES
    ]
    assert len(Graph().parse(data, format="xml")) == len(TRIPLES)


def test_an_empty_graph_is_a_document() -> None:
    assert ET.fromstring(graph([], RDF_XML)).tag.endswith("}RDF")


@pytest.mark.parametrize("iri", ["http://e.org/1", "http://e.org/a/", "http://e.org/?", "urn:x:7"])
def test_a_property_that_is_no_name_of_an_element_is_refused(iri: str) -> None:
    with pytest.raises(Refused, match="RDF/XML cannot write the property") as refused:
        graph([Triple(THIS, NamedNode(iri), Literal("x"))], RDF_XML)
    assert refused.value.status == 406


def test_what_xml_has_no_form_for_becomes_the_mark_for_that() -> None:
    data = graph([Triple(THIS, bevo("note"), Literal("a\x0bb\uffffc"))], RDF_XML)
    (quad,) = parse(data, format=RdfFormat.RDF_XML)
    assert quad.object == Literal("a\ufffdb\ufffdc")


def test_a_query_is_answered_in_it_and_a_cut_answer_is_still_xml() -> None:
    store = Store()
    store.bulk_extend(Quad(NamedNode(f"http://e.org/{n}"), bevo("cites"), THIS, ONE_GRAPH) for n in range(5))
    limits = Limits(rows=2)
    reply = answer(store, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", f"{RDF_XML}, text/turtle;q=0.5", limits)
    assert (reply.status, reply.media) == (200, RDF_XML) and reply.cut and reply.cut.why == "rows"
    assert len(list(parse(bytes(reply.body), format=RdfFormat.RDF_XML))) == 2


def test_the_endpoint_says_that_it_offers_it() -> None:
    formats = {t.object for t in description("http://e.org/sparql", 1, Limits())}
    assert NamedNode("http://www.w3.org/ns/formats/RDF_XML") in formats and RDF_XML in GRAPH
