"""What OBO tools read beside SKOS: synonyms, cross-references and ids of the vocabulary oboInOwl.

Source: the OBO Flat File Format 1.4 and its mapping to OWL (http://owlcollab.github.io/oboformat/doc/obo-syntax.html).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Triple

from bevo.rdf.index import Index
from bevo.rdf.names import BASE, PREFIXES, node, registered
from bevo.rdf.rdfio import sorted_triples
from bevo.rdf.vocabulary import ANNOTATION_PROPERTY, CLASS, DEFINED_BY, LABEL, OBJECT_PROPERTY, SYNONYM, TYPE

__all__ = ["DBXREF", "EXACT_SYNONYM", "OBO_ID", "OBO_NAMESPACE", "RELATED_SYNONYM", "annotated"]

EXACT_SYNONYM, RELATED_SYNONYM, DBXREF, OBO_ID, OBO_NAMESPACE = (
    node(f"oboInOwl:{name}") for name in ("hasExactSynonym", "hasRelatedSynonym", "hasDbXref", "id", "hasOBONamespace")
)
LABELS = {
    EXACT_SYNONYM: "has exact synonym",
    RELATED_SYNONYM: "has related synonym",
    DBXREF: "database cross-reference",
    OBO_ID: "id",
    OBO_NAMESPACE: "has OBO namespace",
}
MATCHES = tuple(node(f"skos:{kind}Match") for kind in ("exact", "close", "narrow"))
HOMES = {PREFIXES["cellosaurus"]: PREFIXES["cellosaurus"], "http://purl.uniprot.org/": "http://purl.uniprot.org/core/"}


def annotated(ontology: Iterable[Triple]) -> list[Triple]:
    """An ontology with the annotations that OBO tools read, in a fixed order.

    A name that two classes have is a related synonym, for it is exact of neither. A borrowed class is linked to the
    vocabulary that defines it; its definition is not copied.

    :param ontology: its triples; blank nodes keep their names.
    """
    triples = list(ontology)
    graph = Index(triples)
    terms = [
        term
        for term in graph.about
        if isinstance(term, NamedNode) and {CLASS, OBJECT_PROPERTY} & set(graph.objects(term, TYPE))
    ]
    bearers = Counter(
        name.casefold() for term in terms for name in {*graph.texts(term, LABEL), *graph.texts(term, SYNONYM)}
    )
    more = [t for term in terms for t in _of_term(graph, term, bearers)]
    used = sorted({t.predicate for t in more} & LABELS.keys(), key=str)
    declared = [
        t
        for name in used
        for t in (Triple(name, TYPE, ANNOTATION_PROPERTY), Triple(name, LABEL, Literal(LABELS[name])))
    ]
    return sorted_triples([*triples, *more, *declared])


def _of_term(graph: Index, term: NamedNode, bearers: Counter[str]) -> Iterator[Triple]:
    yield Triple(term, OBO_ID, Literal(registered(term.value)))
    for name in graph.texts(term, SYNONYM):
        if name not in graph.texts(term, LABEL):
            shared = bearers[name.casefold()] > len({n for n in _names(graph, term) if n.casefold() == name.casefold()})
            yield Triple(term, RELATED_SYNONYM if shared else EXACT_SYNONYM, Literal(name))
    for match in MATCHES:
        for other in graph.nodes(term, match):
            yield Triple(term, DBXREF, Literal(registered(other.value)))
    if term.value.startswith(BASE):
        yield Triple(term, OBO_NAMESPACE, Literal("bevo"))
    elif not graph.objects(term, DEFINED_BY):
        yield Triple(term, DEFINED_BY, NamedNode(_home(term.value)))


def _names(graph: Index, term: NamedNode) -> set[str]:
    return {*graph.texts(term, LABEL), *graph.texts(term, SYNONYM)}


def _home(iri: str) -> str:
    """The document that defines a borrowed term; of OBO ontologies by their rule, ``obo/cl.owl``."""
    if iri.startswith(PREFIXES["obo"]):
        return f"{PREFIXES['obo']}{iri.removeprefix(PREFIXES['obo']).partition('_')[0].lower()}.owl"
    return next((home for start, home in HOMES.items() if iri.startswith(start)), iri.rpartition("/")[0] + "/")
