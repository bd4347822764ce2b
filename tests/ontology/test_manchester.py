from __future__ import annotations

import pytest
from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, parse

from bevo.ontology.manchester import Graph
from bevo.problems import BevoError
from bevo.rdf.names import bevo, node
from bevo.rdf.vocabulary import TYPE

PREFIXES = b"""
@prefix : <https://w3id.org/bevo/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:vesicle rdfs:label "vesicle" . :actsOn rdfs:label "acts on" . :Finding rdfs:label "finding" .
:Cell rdfs:label "bone-forming cell" . :Ratio rdfs:label "RANKL/OPG ratio" . :me a :Finding .
"""


def expression(turtle: str) -> tuple[Graph, NamedNode | BlankNode]:
    """A graph, and the parent that :this has in it."""
    text = PREFIXES + f":this rdfs:subClassOf {turtle} .".encode()
    triples = [quad.triple for quad in parse(text, format=RdfFormat.TURTLE)]
    parent = next(t.object for t in triples if t.subject == bevo("this"))
    assert isinstance(parent, NamedNode | BlankNode)
    return Graph(triples), parent


FORMS = {
    ":Finding": "finding",
    ":Cell": "'bone-forming cell'",
    ":Ratio": "'RANKL/OPG ratio'",
    ":Nameless": "'bevo:Nameless'",
    "[ owl:onProperty :vesicle ; owl:someValuesFrom :Finding ]": "vesicle some finding",
    "[ owl:onProperty :actsOn ; owl:allValuesFrom :Cell ]": "'acts on' only 'bone-forming cell'",
    "[ owl:onProperty [ owl:inverseOf :vesicle ] ; owl:hasValue :me ]": "(inverse vesicle) value 'bevo:me'",
    "[ owl:intersectionOf ( :Finding :Cell :Ratio ) ]": "finding and 'bone-forming cell' and 'RANKL/OPG ratio'",
    "[ owl:unionOf ( [ owl:complementOf :Cell ] [ owl:intersectionOf ( :Cell :Finding ) ] ) ]":
        "(not 'bone-forming cell') or ('bone-forming cell' and finding)",
    "[ owl:onProperty :vesicle ; owl:someValuesFrom [ owl:onProperty :actsOn ; owl:someValuesFrom :Cell ] ]":
        "vesicle some ('acts on' some 'bone-forming cell')",
}  # fmt: skip


@pytest.mark.parametrize("turtle", FORMS)
def test_an_expression_is_written(turtle: str) -> None:
    graph, parent = expression(turtle)
    assert graph.manchester(parent) == FORMS[turtle]


def test_an_unknown_construct_is_not_passed_over() -> None:
    graph, parent = expression("[ owl:onProperty :vesicle ; owl:minCardinality 2 ]")
    with pytest.raises(BevoError, match="an expression with owl:minCardinality, owl:onProperty"):
        graph.manchester(parent)


def test_ancestors_end_where_classes_go_in_a_ring() -> None:
    up = node("rdfs:subClassOf")
    ring = [Triple(bevo(a), up, bevo(b)) for a, b in (("A", "B"), ("B", "C"), ("C", "A"))]
    assert Graph(ring).ancestors(bevo("A")) == {bevo(name) for name in "ABC"}


def test_of_two_labels_the_same_one_is_shown_whatever_their_order() -> None:
    _, cell = expression(":Cell")
    labels = [quad.triple for quad in parse(b'<x:c> <x:l> "b" , "a" .', format=RdfFormat.TURTLE)]
    assert Graph(labels).text(NamedNode("x:c"), NamedNode("x:l")) == "a"
    assert Graph(labels[::-1]).text(NamedNode("x:c"), NamedNode("x:l")) == "a"
    assert Graph([Triple(cell, TYPE, bevo("Finding"))]).label(bevo("Cell")) == "bevo:Cell"
