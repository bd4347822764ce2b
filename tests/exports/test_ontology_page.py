"""The page about the ontology: in step with the release, complete, and the same for the same triples."""

from __future__ import annotations

import random
import re
from typing import TypeVar

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store, Triple, parse

from bevo.build.build import Release
from bevo.exports.ontology_page import ontology_markdown
from bevo.project import Project
from bevo.rdf import rdfio
from bevo.rdf.names import BASE, bevo, compact, node
from bevo.rdf.vocabulary import TYPE

SMALL = b"""
@prefix : <https://w3id.org/bevo/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix obo: <http://purl.obolibrary.org/obo/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
:ontology a owl:Ontology ; dcterms:title "Small" . dcterms:title rdfs:label "title" .
:Finding a owl:Class ; rdfs:label "finding" ; skos:definition "A statement." .
:Gain a owl:Class ; rdfs:subClassOf :Finding ; rdfs:label "gain" ; skos:definition "A good one." .
:Good a owl:Class ; rdfs:label "good thing" ; skos:definition "What is good." .
obo:GO_0000001 a owl:Class ; rdfs:label "growth" ; rdfs:subClassOf :Good .
:Fast a owl:Class ; rdfs:label "fast growth" ; skos:definition "Quick." ; rdfs:subClassOf obo:GO_0000001 .
<https://w3id.org/bevo/molecule/X> a owl:Class ; rdfs:label "X" ; rdfs:subClassOf :Good .
:promotes a owl:ObjectProperty ; rdfs:label "promotes" ; skos:definition "Makes more | of it." ; rdfs:domain :Finding ;
    skos:broadMatch obo:RO_0004047 .
_:gain owl:onProperty :promotes ; owl:someValuesFrom :Good ; rdfs:subClassOf :Gain .
[] owl:annotatedSource _:gain ; owl:annotatedTarget :Gain ; :reason "More is better." .
[] owl:annotatedSource obo:GO_0000001 ; owl:annotatedTarget :Good ; :reason "Growth is good." .
:Gain owl:disjointWith :Good .
"""
FINDINGS = b"""
@prefix : <https://w3id.org/bevo/> .
@prefix finding: <https://w3id.org/bevo/finding/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
finding:F0001 a :Finding ; rdfs:label "one" . finding:F0002 a :Finding , :Gain ; rdfs:label "two" .
finding:F0003 a :Finding ; rdfs:label "three" . finding:F0004 a :Finding ; rdfs:label "four" .
finding:F0001-outcome a <http://purl.obolibrary.org/obo/GO_0000001> ; :participantOf finding:F0001 .
"""


def triples(turtle: bytes) -> list[Triple]:
    return [quad.triple for quad in parse(turtle, format=RdfFormat.TURTLE)]


def typed(name: str, cls: str) -> Triple:
    return Triple(NamedNode(f"{BASE}finding/{name}"), TYPE, bevo(cls))


@pytest.fixture(scope="module")
def small() -> str:
    inferred = [typed("F0001", "Gain"), typed("F0003", "Gain"), typed("F0004", "Gain"), typed("F0001-outcome", "Good")]
    return ontology_markdown(triples(SMALL), triples(FINDINGS), inferred)


def section(page: str, heading: str) -> list[str]:
    lines = page.partition(f"\n{heading}\n")[2].splitlines()
    end = next((n for n, line in enumerate(lines) if line.startswith("#")), len(lines))
    return [line for line in lines[:end] if line]


def test_a_defined_class_is_told_in_full(small: str) -> None:
    assert section(small, "### gain") == [
        "[`bevo:Gain`](https://w3id.org/bevo/Gain): A good one.",
        "- `promotes some 'good thing' SubClassOf gain`: More is better.",
        "Members: 1 asserted, 3 inferred, in 4 findings.",
        "- [`finding:F0001`](https://w3id.org/bevo/finding/F0001): one",
        "- [`finding:F0002`](https://w3id.org/bevo/finding/F0002): two",
        "- [`finding:F0004`](https://w3id.org/bevo/finding/F0004): four",
    ]


def test_a_class_that_axioms_build_on_is_told_with_what_stands_under_it(small: str) -> None:
    assert section(small, "### good thing")[1:] == [
        "- `X SubClassOf 'good thing'`",
        "- `growth SubClassOf 'good thing'`: Growth is good.",
        "Members: 0 asserted, 1 inferred, in 1 findings.",
        "- [`finding:F0001`](https://w3id.org/bevo/finding/F0001): one",
    ]


def test_the_hierarchy_has_own_classes_and_what_they_hang_on(small: str) -> None:
    assert section(small, "## Own classes")[1:] == [
        "- finding [`bevo:Finding`](https://w3id.org/bevo/Finding): A statement.",
        "  - [gain](#gain) [`bevo:Gain`](https://w3id.org/bevo/Gain): A good one.",
        "- [good thing](#good-thing) [`bevo:Good`](https://w3id.org/bevo/Good): What is good.",
        "  - growth [`GO:0000001`](http://purl.obolibrary.org/obo/GO_0000001)",
        "    - fast growth [`bevo:Fast`](https://w3id.org/bevo/Fast): Quick.",
    ]
    assert section(small, "## Borrowed classes")[2:] == ["| GO | 1 | growth |"]
    assert section(small, "## Molecules")[3:] == ["| good thing | [`bevo:Good`](https://w3id.org/bevo/Good) | 1 |"]


def test_metadata_properties_and_disjointness_are_told(small: str) -> None:
    assert "| title | Small |" in section(small, "## About it")
    assert section(small, "## What excludes what")[2:] == ["| classes | 'good thing', gain |  |"]
    assert section(small, "## Object properties")[2:] == [
        "| promotes | [`bevo:promotes`](https://w3id.org/bevo/promotes) | Makes more \\| of it. | finding |  |  "
        "| [`RO:0004047`](http://purl.obolibrary.org/obo/RO_0004047) (skos:broadMatch) |"
    ]


T = TypeVar("T")


def test_order_and_blank_node_names_do_not_matter(built: tuple[Project, Release]) -> None:
    release = built[1]

    def renamed(term: T) -> T | BlankNode:
        return BlankNode(f"z{term.value[::-1]}") if isinstance(term, BlankNode) else term

    ontology = release.checked.ontology.triples()
    shuffled = [Triple(renamed(t.subject), t.predicate, renamed(t.object)) for t in ontology]
    random.Random(1).shuffle(shuffled)
    findings = [t for emitted in release.checked.emitted.values() for t in (*emitted.logic, *emitted.record)]
    once = ontology_markdown(ontology, findings, release.inferred)
    assert ontology_markdown(shuffled, findings[::-1], release.inferred[::-1]) == once


def test_every_own_term_and_every_one_way_axiom_is_on_the_page(built: tuple[Project, Release], store: Store) -> None:
    page = (built[0].root / "docs" / "ontology.md").read_text(encoding="utf-8")
    for kind in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty"):
        for quad in store.quads_for_pattern(None, TYPE, node(f"owl:{kind}")):
            if isinstance(quad.subject, NamedNode) and re.fullmatch(rf"{BASE}\w+", quad.subject.value):
                assert f"[`{compact(quad.subject.value)}`]" in page
    ontology = rdfio.read_turtle(built[0].dist / "bevo.ttl")
    axioms = [t for t in ontology if t.predicate == node("rdfs:subClassOf") and isinstance(t.subject, BlankNode)]
    expressions = re.findall(r"^- `(?!'[^']*' SubClassOf |\S+ SubClassOf ).* SubClassOf ", page, re.MULTILINE)
    assert len(axioms) == len(expressions) > 40
    reasons = [q.object for q in store.quads_for_pattern(None, bevo("reason"), None) if isinstance(q.object, Literal)]
    assert sum(f"`: {reason.value}" in page for reason in reasons) > 100


def test_members_are_those_of_the_release(built: tuple[Project, Release], store: Store) -> None:
    page = (built[0].root / "docs" / "ontology.md").read_text(encoding="utf-8")
    for label in ("bone gain finding", "bone loss vesicle", "sign mismatch", "bone-forming cell"):
        cls = next(store.quads_for_pattern(None, node("rdfs:label"), Literal(label))).subject
        count = len(list(store.quads_for_pattern(None, TYPE, cls)))
        told = next(line for line in section(page, f"### {label}") if line.startswith("Members"))
        assert sum(map(int, re.findall(r"(\d+) (?:asserted|inferred)", told))) == count
