"""A part of the graph as a file that tools for OWL load alone: with a header, and a declaration of all that it uses.

Without declarations the OWL API guesses what a property is, and drops or misreads the statement
(https://www.w3.org/TR/owl2-mapping-to-rdf/, section 3.1.2).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set

from pyoxigraph import Literal, NamedNode, Triple

from bevo.ontology.merge import ONTOLOGY_IRI
from bevo.rdf.names import BASE, node
from bevo.rdf.rdfio import sorted_triples
from bevo.rdf.vocabulary import (
    ANNOTATION_PROPERTY,
    CLASS,
    LICENCE,
    OBJECT_PROPERTY,
    TITLE,
    TYPE,
    VERSION_INFO,
)

__all__ = ["DECLARATIONS", "standalone"]

DECLARATIONS = frozenset({CLASS, OBJECT_PROPERTY, ANNOTATION_PROPERTY, node("owl:DatatypeProperty")})
"""What a term can be declared to be."""


def standalone(name: str, about: str, triples: Iterable[Triple], ontology: Iterable[Triple]) -> list[Triple]:
    """Triples of individuals with the header of an ontology that imports ours, and with declarations.

    :param name: of the file; its address is the IRI of the header.
    :param about: what it holds, in a few words.
    :param ontology: the triples that declare the terms, with metadata.
    :returns: sorted; the header and the declarations are what is new.
    """
    triples, ontology = list(triples), list(ontology)
    terms = {t.predicate for t in triples} | {t.object for t in triples if t.predicate == TYPE}
    declarations = _declared(terms, ontology)
    header = _header(NamedNode(f"{BASE}download/{name}"), about, ontology)
    used_in_header = _declared({t.predicate for t in header}, ontology)
    return sorted_triples([*header, *used_in_header, *declarations, *triples])


def _declared(terms: Set[object], ontology: Iterable[Triple]) -> list[Triple]:
    return [t for t in ontology if t.predicate == TYPE and t.object in DECLARATIONS and t.subject in terms]


def _header(this: NamedNode, about: str, ontology: Iterable[Triple]) -> list[Triple]:
    return [
        Triple(this, TYPE, node("owl:Ontology")),
        Triple(this, node("owl:imports"), ONTOLOGY_IRI),
        Triple(this, TITLE, Literal(f"BEVO: {about}")),
        *_taken(this, ontology),
    ]


def _taken(this: NamedNode, ontology: Iterable[Triple]) -> Iterator[Triple]:
    for triple in ontology:
        if triple.subject == ONTOLOGY_IRI and triple.predicate in (LICENCE, VERSION_INFO):
            yield Triple(this, triple.predicate, triple.object)
