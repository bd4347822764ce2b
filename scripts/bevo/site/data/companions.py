"""What a finding's data files say beside the finding: whom it cites, where it stands, under which licence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Triple

from bevo.rdf.index import Index
from bevo.rdf.names import bevo
from bevo.rdf.overlays import prefix_of
from bevo.rdf.rdfio import sorted_triples
from bevo.rdf.vocabulary import CREATOR, DOI, LABEL, LICENCE, PMID, TITLE

__all__ = ["with_companions"]

_WORK = (LABEL, TITLE, CREATOR, DOI, PMID, LICENCE, *map(bevo, ("authors", "journal", "publicationYear")))
_PLACE = (LABEL, bevo("sectionOf"))


def with_companions(finding: str, own: list[Triple], graph: Index) -> list[Triple]:
    """A finding's triples, and after them what its reader needs to know of other things.

    These are the labels of all that it names, the titles, DOIs and so on of its studies and its review, and its
    licence, which is that of the ontology; the licence of an overlay's finding is its lab's to tell.

    :param finding: its IRI.
    :param own: its triples.
    :param graph: the whole graph.
    """
    this = NamedNode(finding)
    described = {t.subject for t in own}
    studies = graph.objects(this, bevo("cites"))
    places = graph.objects(this, bevo("reportedIn"))
    works = {*studies, *(work for place in places for work in graph.objects(place, bevo("sectionOf")) or [place])}
    more: list[Triple] = []
    for thing in {t.object for t in own} | works:
        if isinstance(thing, NamedNode) and thing not in described:
            wanted = _WORK if thing in works else _PLACE if thing in places else (LABEL,)
            more += _said(thing, wanted, graph)
    if not prefix_of(finding.rpartition("/")[2]):
        licences = graph.nodes(bevo("ontology"), LICENCE)
        more += [Triple(this, LICENCE, licence) for licence in licences]
    return [*own, *sorted_triples(more)]


def _said(thing: NamedNode, predicates: Iterable[NamedNode], graph: Index) -> Iterator[Triple]:
    for predicate in predicates:
        for value in graph.objects(thing, predicate):
            yield Triple(thing, predicate, value)
