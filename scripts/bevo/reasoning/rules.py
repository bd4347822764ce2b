"""What follows from findings by a rule engine, and where they contradict the ontology: in seconds.

The engine is ``reasonable`` (OWL 2 RL). One-way axioms are within its reach: what follows from them follows from stated
facts alone. It reads no property chains and no cardinalities and makes up no individuals; inverse and symmetric
relations it tells and HermiT does not. A test holds the ontology to what both read alike. A contradiction that it sees
is one; that it sees none says only that no two disjoint classes or relations meet.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations, islice
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import NamedNode, Triple
from rdflib import OWL, RDF, URIRef
from rdflib.term import Node

from bevo.rdf.rdfio import ntriples
from bevo.rdf.vocabulary import CLASS, OBJECT_PROPERTY, THING, TYPE

__all__ = ["Drawn", "Facts", "clashing", "drawn", "in_shards"]

SHARD = 2000

Facts = set[tuple[Node, Node, Node]]


class Drawn(NamedTuple):
    """What the rules make of some findings.

    :param inferred: types and relations of individuals, between named things, without the asserted ones, in no order.
    :param clashing: the findings that contradict the ontology, in their order.
    """

    inferred: list[Triple]
    clashing: list[str]


def in_shards(
    ontology: Sequence[Triple], findings: Iterable[tuple[str, Sequence[Triple]]], size: int = SHARD
) -> Iterator[Drawn]:
    """Types and relations of individuals, shard by shard, in the memory that one shard takes.

    :param ontology: the logical part of the ontology.
    :param findings: ids and logical triples, read as they are needed; findings share no individuals.
    :param size: how many findings the engine takes at a time; changes no answer.
    """
    classes = {t.subject for t in ontology if t.predicate == TYPE and t.object == CLASS and t.subject != THING}
    relations = {t.subject for t in ontology if t.predicate == TYPE and t.object == OBJECT_PROPERTY}
    told = {p.value for p in (TYPE, *relations) if isinstance(p, NamedNode)}
    source = iter(findings)
    while shard := dict(islice(source, size)):
        asserted = set(chain.from_iterable(shard.values()))
        facts = drawn([*ontology, *asserted])
        # The engine has closed types and relations along their hierarchies already.
        inferred = [
            triple
            for s, p, o in facts
            if isinstance(s, URIRef) and isinstance(p, URIRef) and isinstance(o, URIRef) and str(p) in told
            if (triple := Triple(NamedNode(s), NamedNode(p), NamedNode(o))) not in asserted
            if triple.predicate != TYPE or triple.object in classes
        ]
        yield Drawn(inferred, _guilty(shard, clashing(facts)))


def _guilty(findings: Mapping[str, Sequence[Triple]], individuals: set[Node]) -> list[str]:
    if not individuals:
        return []
    names = {str(individual) for individual in individuals}
    return [
        finding
        for finding, triples in findings.items()
        if any(isinstance(t.subject, NamedNode) and t.subject.value in names for t in triples)
    ]


def drawn(triples: Iterable[Triple]) -> Facts:
    """Everything that the rule engine draws, the triples themselves included."""
    from reasonable import PyReasoner

    engine = PyReasoner()
    with tempfile.TemporaryDirectory(prefix="bevo-rules-") as folder:
        source = Path(folder, "in.ttl")  # the engine tells the format by the name; N-Triples is Turtle
        source.write_bytes(ntriples(triples))
        engine.load_file(str(source))
    return set(engine.reason())


def clashing(facts: Facts) -> set[Node]:
    """The individuals in two disjoint classes, or related to one thing by two disjoint relations, or in owl:Nothing."""
    members: defaultdict[Node, set[Node]] = defaultdict(set)
    pairs: defaultdict[Node, set[tuple[Node, Node]]] = defaultdict(set)
    for s, p, o in facts:
        if p == RDF.type:
            members[o].add(s)
        else:
            pairs[p].add((s, o))
    found = set(members[OWL.Nothing])
    for one, other in _disjoint(facts):
        found |= members[one] & members[other]
        found |= {s for s, _ in pairs[one] & pairs[other]}
    return found


def _disjoint(facts: Facts) -> Iterator[tuple[Node, Node]]:
    """The pairs of classes or relations that are said to be disjoint."""
    value = {(s, p): o for s, p, o in facts if p in (OWL.members, RDF.first, RDF.rest)}
    for s, p, o in facts:
        if p in (OWL.disjointWith, OWL.propertyDisjointWith):
            yield s, o
        elif p == OWL.members:
            members = []
            while (o, RDF.first) in value:
                members.append(value[o, RDF.first])
                o = value[o, RDF.rest]
            yield from combinations(members, 2)
