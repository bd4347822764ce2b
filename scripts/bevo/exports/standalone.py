"""A part of the graph as a file that tools for OWL load alone: with a header, and a declaration of all that it uses.

Without declarations the OWL API guesses what a property is, and drops or misreads the statement
(https://www.w3.org/TR/owl2-mapping-to-rdf/, section 3.1.2).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import Literal, NamedNode, Triple

from bevo.ontology.merge import ONTOLOGY_IRI
from bevo.rdf.names import BASE, node
from bevo.rdf.rdfio import with_more
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


def standalone(name: str, about: str, triples: Sequence[Triple], whole: Iterable[Triple]) -> list[Triple]:
    """Triples of individuals with the header of an ontology that imports ours, and with declarations.

    :param name: of the file; its address is the IRI of the header.
    :param about: what it holds, in a few words.
    :param triples: sorted.
    :param whole: the triples that declare the terms, with the metadata of the ontology.
    :returns: sorted; the header and the declarations are what is new.
    """
    whole = list(whole)
    header = list(_header(NamedNode(f"{BASE}download/{name}"), about, whole))
    used = {term for t in (*header, *triples) for term in (t.subject, t.predicate, t.object)}
    declared = [t for t in whole if t.predicate == TYPE and t.object in DECLARATIONS and t.subject in used]
    return with_more(triples, [*header, *declared])


def _header(this: NamedNode, about: str, whole: Iterable[Triple]) -> Iterator[Triple]:
    yield Triple(this, TYPE, node("owl:Ontology"))
    yield Triple(this, node("owl:imports"), ONTOLOGY_IRI)
    yield Triple(this, TITLE, Literal(f"BEVO: {about}"))
    for triple in whole:
        if triple.subject == ONTOLOGY_IRI and triple.predicate in (LICENCE, VERSION_INFO):
            yield Triple(this, triple.predicate, triple.object)
