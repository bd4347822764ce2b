"""What HermiT prints, as triples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import permutations

from pyoxigraph import NamedNode, Triple

from bevo.rdf.vocabulary import EQUIVALENT, SUBCLASS, SUBPROPERTY, TYPE

__all__ = ["printed_triples"]

AXIOM = re.compile(r"^(\w+)\( (<[^>]+>(?: <[^>]+>)*) \)\r?$", re.MULTILINE)
RELATION = re.compile(r"^<([^>]+)> \(known instances: *(.*?) *\| *possible instances:", re.MULTILINE)
IRI = re.compile("<([^>]+)>")
PREDICATES = {
    "SubClassOf": SUBCLASS,
    "SubObjectPropertyOf": SUBPROPERTY,
    "SubDataPropertyOf": SUBPROPERTY,
    "Type": TYPE,
}


def printed_triples(text: str) -> Iterator[Triple]:
    """The statements in what HermiT's command line prints.

    :param text: lines as ``Type( <individual> <class> )``, and for each relation all pairs that have it.
    :returns: superclasses, equal classes in both directions, superproperties, types and relations of individuals,
        between named things.
    """
    for kind, iris in AXIOM.findall(text):
        names = [NamedNode(iri) for iri in IRI.findall(iris)]
        if kind == "EquivalentClasses":
            yield from (Triple(one, EQUIVALENT, other) for one, other in permutations(names, 2))
        elif kind in PREDICATES and len(names) == 2:
            yield Triple(names[0], PREDICATES[kind], names[1])
    for relation, pairs in RELATION.findall(text):
        predicate = NamedNode(relation)
        ends = [NamedNode(iri) for iri in IRI.findall(pairs)]
        yield from (Triple(one, predicate, other) for one, other in zip(ends[::2], ends[1::2], strict=True))
