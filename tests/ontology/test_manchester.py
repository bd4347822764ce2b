from __future__ import annotations

import pytest
from pyoxigraph import BlankNode, NamedNode, RdfFormat, parse

from bevo.ontology.manchester import manchester
from bevo.problems import BevoError
from bevo.rdf.index import Index
from bevo.rdf.names import bevo

PREFIXES = b"""
@prefix : <https://w3id.org/bevo/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:vesicle rdfs:label "vesicle" . :actsOn rdfs:label "acts on" . :Finding rdfs:label "finding" .
:Cell rdfs:label "bone-forming cell" . :Ratio rdfs:label "RANKL/OPG ratio" . :me a :Finding .
"""


def expression(turtle: str) -> tuple[Index, NamedNode | BlankNode]:
    """An index, and the parent that :this has in it."""
    text = PREFIXES + f":this rdfs:subClassOf {turtle} .".encode()
    triples = [quad.triple for quad in parse(text, format=RdfFormat.TURTLE)]
    parent = next(t.object for t in triples if t.subject == bevo("this"))
    assert isinstance(parent, NamedNode | BlankNode)
    return Index(triples), parent


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
    index, parent = expression(turtle)
    assert manchester(index, parent) == FORMS[turtle]


def test_an_unknown_construct_is_not_passed_over() -> None:
    index, parent = expression("[ owl:onProperty :vesicle ; owl:minCardinality 2 ]")
    with pytest.raises(BevoError, match="an expression with owl:minCardinality, owl:onProperty"):
        manchester(index, parent)
