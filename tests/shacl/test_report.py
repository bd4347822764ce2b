"""Each rule of shapes/report.ttl holds of the ontology as released, and finds its fault where there is no other."""

from __future__ import annotations

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from bevo import __version__
from bevo.build.build import Release
from bevo.build.prepare import Checked
from bevo.ontology.merge import ONTOLOGY_IRI, with_metadata
from bevo.project import Project
from bevo.rdf.index import Index
from bevo.rdf.names import bevo, compact, node
from bevo.rdf.rdfio import read_turtle
from bevo.rdf.vocabulary import SUBCLASS, TYPE
from bevo.shacl.validate import validate

CLASS, SYNONYM, ROOT = node("owl:Class"), node("skos:altLabel"), node("obo:IAO_0000700")
TRUE = Literal("true", datatype=node("xsd:boolean"))
REQUIRED = {
    "dcterms:title": "The ontology has one title",
    "dcterms:description": "The ontology has one description",
    "dcterms:license": "The ontology has one licence",
    "dcterms:creator": "The ontology has a creator",
    "dcterms:created": "The ontology says when it was created",
    "dcterms:issued": "The ontology says when it was issued",
    "dcterms:modified": "The ontology says when it was last modified",
    "dcterms:bibliographicCitation": "The ontology says how to cite it",
    "bibo:status": "The ontology has one status",
    "vann:preferredNamespacePrefix": "The ontology has one preferred prefix",
    "vann:preferredNamespaceUri": "The preferred namespace is that of the own terms",
    "owl:versionIRI": "A release (what has owl:versionInfo) has one version IRI",
    "obo:IAO_0000700": "A class has a parent, unless the ontology names it as a root",
}


def about(subject: str, predicate: str, value: str | NamedNode | Literal) -> Triple:
    return Triple(bevo(subject), node(predicate), Literal(value) if isinstance(value, str) else value)


def date(text: str) -> Literal:
    return Literal(text, datatype=node("xsd:dateTime"))


def one_way(target: str) -> list[Triple]:
    left = BlankNode("left")
    return [
        Triple(left, TYPE, node("owl:Restriction")),
        Triple(left, node("owl:onProperty"), bevo("carries")),
        Triple(left, node("owl:someValuesFrom"), bevo("Molecule")),
        Triple(left, SUBCLASS, bevo(target)),
    ]


ADDED = [
    ("The ontology has one title", "ontology", [about("ontology", "dcterms:title", "Another")]),
    ("The ontology has one licence", "ontology", [about("ontology", "dcterms:license", "CC BY")]),
    ("The ontology was created no later than", "ontology", [
        about("ontology", "dcterms:issued", date("2020-01-01T00:00:00Z"))]),
    ("The ontology says when it was issued", "ontology", [about("ontology", "dcterms:issued", "today")]),
    ("A release (what has owl:versionInfo) has one version IRI", "ontology", [
        about("ontology", "owl:versionIRI", ONTOLOGY_IRI)]),
    ("A term has at most one definition; it has 2", "Finding", [about("Finding", "obo:IAO_0000115", "Another one.")]),
    ("Two terms have one definition", "Finding", [
        about("Finding", "skos:definition", "Same."), about("carries", "skos:definition", "Same.")]),
    ("A definition starts with a capital", "Finding", [about("Finding", "skos:definition", "a statement.")]),
    ("A definition starts with a capital", "carries", [about("carries", "skos:definition", "A relation")]),
    ("no blanks around it", "Finding", [about("Finding", "rdfs:label", " finding")]),
    ("no blanks around it", "Finding", [about("Finding", "rdfs:label", "finding ")]),
    ("no blanks around it", "carries", [about("carries", "skos:definition", "Leads  to it.")]),
    ("no blanks around it", "ontology", [about("ontology", "dcterms:description", "Two\nlines")]),
    ("A synonym says other than the label", "Finding", [about("Finding", "skos:altLabel", "finding")]),
    ("Two properties have the label 'carries'", "binds", [about("binds", "rdfs:label", "carries")]),
    ("A deprecated term is referred to no more", "Fluid", [about("Fluid", "owl:deprecated", TRUE)]),
    ("A deprecated term is referred to no more", "affects", [about("affects", "owl:deprecated", TRUE)]),
    ("A label starts with 'obsolete'", "Group", [about("Group", "owl:deprecated", TRUE)]),
    ("A label starts with 'obsolete'", "Group", [about("Group", "rdfs:label", "obsolete group")]),
    ("A class has a parent", "Lone", [about("Lone", "rdf:type", CLASS)]),
    ("A class has a parent", "Lone", [
        about("Lone", "rdf:type", CLASS), Triple(bevo("Lone"), SUBCLASS, BlankNode("left")), *one_way("BoneGain")]),
    ("A root (IAO:0000700) is a class without a parent", "DNA", [about("ontology", "obo:IAO_0000700", bevo("DNA"))]),
    ("A root (IAO:0000700) is a class without a parent", "Nothing", [
        about("ontology", "obo:IAO_0000700", bevo("Nothing"))]),
    ("No two names stand for one class", "DNA", [about("DNA", "owl:equivalentClass", node("obo:CHEBI_16991"))]),
    ("An own term names the ontology that defines it", "new", [about("new", "rdf:type", node("owl:ObjectProperty"))]),
    ("A one-way axiom says why it is there", "BoneGain", one_way("BoneGain")),
]  # fmt: skip


@pytest.fixture(scope="module")
def released(checked: Checked) -> list[Triple]:
    return with_metadata(checked.ontology.triples(), __version__)


@pytest.fixture(scope="module")
def rules(project: Project) -> list[Triple]:
    return [t for name in ("report", "prefixes") for t in read_turtle(project.shapes / f"{name}.ttl")]


def faults(ontology: list[Triple], rules: list[Triple]) -> list[tuple[str, str]]:
    return [(problem.about, problem.message) for problem in validate(ontology, rules, lambda record: None)]


def named(message: str, rules: list[Triple]) -> list[str]:
    """The shape that asks a rule as SPARQL."""
    index = Index(rules)
    return [
        compact(shape.value)
        for shape in index.named(node("sh:NodeShape"))
        for rule in index.objects(shape, node("sh:sparql"))
        if message.split(";")[0].split("'")[0] in index.text(rule, node("sh:message"))
    ]


def test_each_rule_of_the_report_has_a_name(rules: list[Triple]) -> None:
    index = Index(rules)
    asked = {shape: len(index.objects(shape, node("sh:sparql"))) for shape in index.named(node("sh:NodeShape"))}
    assert asked.pop(bevo("MetadataShape")) == 2
    assert list(asked.values()) == 13 * [1]


def test_the_ontology_keeps_every_rule(released: list[Triple], rules: list[Triple]) -> None:
    assert faults(released, rules) == []


def test_the_release_has_a_version(built: tuple[Project, Release]) -> None:
    triples = read_turtle(built[0].dist / "bevo.ttl")
    assert Triple(ONTOLOGY_IRI, node("owl:versionInfo"), Literal(__version__)) in triples
    assert Triple(ONTOLOGY_IRI, node("owl:versionIRI"), NamedNode(f"{ONTOLOGY_IRI.value}/{__version__}")) in triples


@pytest.mark.parametrize(("message", "subject", "added"), ADDED)
def test_a_fault_is_found(
    message: str, subject: str, added: list[Triple], released: list[Triple], rules: list[Triple]
) -> None:
    found = faults([*released, *added], rules)
    told = [said for who, said in found if message in said and who == f"bevo:{subject}"]
    assert told, found
    assert all(said.endswith(f"[{name}]") for said in told for name in named(message, rules))


@pytest.mark.parametrize("predicate", REQUIRED)
def test_what_is_left_out_is_found(predicate: str, released: list[Triple], rules: list[Triple]) -> None:
    found = faults([t for t in released if t.predicate != node(predicate)], rules)
    assert any(REQUIRED[predicate] in said for _, said in found)


def test_a_deprecated_class_needs_no_parent(released: list[Triple], rules: list[Triple]) -> None:
    old = [
        about("Old", "rdf:type", CLASS),
        about("Old", "rdfs:label", "obsolete old"),
        about("Old", "owl:deprecated", TRUE),
    ]
    assert faults([*released, *old, about("Old", "rdfs:isDefinedBy", ONTOLOGY_IRI)], rules) == []


def test_every_rule_is_broken_by_some_test(rules: list[Triple]) -> None:
    said = [t.object.value for t in rules if t.predicate.value.endswith("#message") and isinstance(t.object, Literal)]
    shown = {message.split(";")[0].split("'")[0] for message, *_ in ADDED} | set(REQUIRED.values())
    assert len(said) == 26
    assert [rule for rule in said if not any(start in rule for start in shown)] == []
