"""The names of RDF, OWL, SKOS and the like that we use, each once; and literals in their one form."""

from __future__ import annotations

from datetime import date

from pyoxigraph import Literal

from bevo.rdf.names import node

TYPE = node("rdf:type")
FIRST = node("rdf:first")
REST = node("rdf:rest")
NIL = node("rdf:nil")
LABEL = node("rdfs:label")
SUBCLASS = node("rdfs:subClassOf")
SUBPROPERTY = node("rdfs:subPropertyOf")
DOMAIN = node("rdfs:domain")
RANGE = node("rdfs:range")
COMMENT = node("rdfs:comment")
DEFINED_BY = node("rdfs:isDefinedBy")
CLASS = node("owl:Class")
THING = node("owl:Thing")
NOTHING = node("owl:Nothing")
AXIOM = node("owl:Axiom")
OBJECT_PROPERTY = node("owl:ObjectProperty")
ANNOTATION_PROPERTY = node("owl:AnnotationProperty")
EQUIVALENT = node("owl:equivalentClass")
DISJOINT = node("owl:disjointWith")
PROPERTY_DISJOINT = node("owl:propertyDisjointWith")
MEMBERS = node("owl:members")
INTERSECTION = node("owl:intersectionOf")
UNION = node("owl:unionOf")
COMPLEMENT = node("owl:complementOf")
INVERSE = node("owl:inverseOf")
ON = node("owl:onProperty")
SOME = node("owl:someValuesFrom")
ONLY = node("owl:allValuesFrom")
HAS_VALUE = node("owl:hasValue")
ANNOTATED_SOURCE = node("owl:annotatedSource")
ANNOTATED_PROPERTY = node("owl:annotatedProperty")
ANNOTATED_TARGET = node("owl:annotatedTarget")
VERSION_IRI = node("owl:versionIRI")
VERSION_INFO = node("owl:versionInfo")
NAME = node("skos:prefLabel")
SYNONYM = node("skos:altLabel")
DEFINITION = node("skos:definition")
IAO_DEFINITION = node("obo:IAO_0000115")
PARTICIPATES_IN = node("obo:RO_0000056")
OCCURS_IN = node("obo:BFO_0000066")
AUTHOR_STATEMENT = node("obo:ECO_0000204")
DOI = node("bibo:doi")
IDENTIFIER = node("dcterms:identifier")
PMID = node("bibo:pmid")
TITLE = node("dcterms:title")
LICENCE = node("dcterms:license")
DESCRIPTION = node("dcterms:description")
CREATOR = node("dcterms:creator")
SOURCE = node("dcterms:source")
DATE = node("dcterms:date")

DATE_TIME, DECIMAL, INTEGER = node("xsd:dateTime"), node("xsd:decimal"), node("xsd:integer")


def decimal(value: float) -> Literal:
    """A canonical xsd:decimal: no trailing zeros, so that every store gives it back the same."""
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return Literal(text, datatype=DECIMAL)


def integer(value: int) -> Literal:
    """An xsd:integer."""
    return Literal(str(value), datatype=INTEGER)


def day(value: date) -> Literal:
    """The start of a day as an xsd:dateTime: HermiT reads no xsd:date."""
    return Literal(f"{value.isoformat()}T00:00:00Z", datatype=DATE_TIME)


def day_of(text: str) -> Literal:
    """The start of a day, or of the month where no day is told, as an xsd:dateTime.

    :param text: ``YYYY-MM-DD`` or ``YYYY-MM``.
    """
    return day(date.fromisoformat(text if text.count("-") == 2 else f"{text}-01"))
