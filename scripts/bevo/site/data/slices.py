"""The graph cut into pages: each triple belongs to one page and to no other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import groupby

from pyoxigraph import BlankNode, NamedNode, Triple

from bevo.rdf.names import BASE
from bevo.rdf.vocabulary import ANNOTATED_SOURCE, SUBCLASS
from bevo.site.data.addresses import page

__all__ = ["slices"]

ONTOLOGY = f"{BASE}ontology"
HEADS = (ANNOTATED_SOURCE, SUBCLASS)


def slices(triples: Iterable[Triple], whole: Mapping[NamedNode, NamedNode]) -> dict[str, list[Triple]]:
    """By the path of a page: its triples, sorted, those on the thing itself first.

    A participant, a check, a step, a group, a fact of an experiment or a section goes with its whole; a blank node
    with what refers to it; an axiom about an axiom with its subject; an expression below a class with that class; what
    is left with the ontology.

    :param triples: sorted, each once.
    :param whole: by what goes with something else, that (:func:`bevo.rdf.wholes.wholes`).
    """
    triples = list(triples)
    owners = _Owners(triples, whole)
    own: dict[str, list[Triple]] = defaultdict(list)
    more: dict[str, list[Triple]] = defaultdict(list)
    for subject, about in groupby(triples, key=lambda triple: triple.subject):
        path = page(owners.owner(subject).value)
        itself = isinstance(subject, NamedNode) and page(subject.value) == path
        (own if itself else more)[path] += about
    return {path: [*own[path], *more[path]] for path in sorted({*own, *more})}


class _Owners:
    def __init__(self, triples: Iterable[Triple], whole: Mapping[NamedNode, NamedNode]) -> None:
        self.whole = whole
        self.referrer: dict[BlankNode, NamedNode | BlankNode] = {}
        self.head: dict[BlankNode, dict[NamedNode, NamedNode | BlankNode]] = defaultdict(dict)
        for s, p, o in ((t.subject, t.predicate, t.object) for t in triples):
            if isinstance(s, BlankNode) and p in HEADS and isinstance(o, NamedNode | BlankNode):
                self.head[s][p] = o
            elif isinstance(o, BlankNode) and isinstance(s, NamedNode | BlankNode):
                self.referrer[o] = s

    def owner(self, thing: object) -> NamedNode:
        """The named thing on whose page a node stands."""
        if isinstance(thing, NamedNode):
            return self.whole.get(thing, thing)
        assert isinstance(thing, BlankNode)
        following = self.referrer.get(thing) or next(
            (self.head[thing][p] for p in HEADS if p in self.head[thing]), None
        )
        return self.owner(following) if following else NamedNode(ONTOLOGY)
