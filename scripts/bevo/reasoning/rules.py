"""What follows from findings by a rule engine, and where they contradict the ontology: in seconds.

The engine is ``reasonable`` (OWL 2 RL). One-way axioms are within its reach: what follows from them follows from stated
facts alone. It reads no property chains and no cardinalities and makes up no individuals; inverse and symmetric
relations it tells and HermiT does not. A test holds the ontology to what both read alike. A contradiction that it sees
is one; that it sees none says only that no two disjoint classes or relations meet.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations, islice
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import BlankNode, NamedNode, Triple

from bevo.rdf.index import Index, Node
from bevo.rdf.rdfio import ntriples
from bevo.rdf.vocabulary import CLASS, DISJOINT, MEMBERS, NOTHING, OBJECT_PROPERTY, PROPERTY_DISJOINT, THING, TYPE

__all__ = ["Drawn", "clashing", "disjoint", "drawn", "in_shards"]

SHARD = 2000

Pairs = Collection[tuple[Node, Node]]


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
    pairs = disjoint(ontology)
    source = iter(findings)
    while shard := dict(islice(source, size)):
        asserted = set(chain.from_iterable(shard.values()))
        facts = list(drawn([*ontology, *asserted], told))
        # The engine has closed types and relations along their hierarchies already.
        inferred = [
            t
            for t in facts
            if (t.predicate != TYPE or t.object in classes)
            and t not in asserted
            and isinstance(t.subject, NamedNode)
            and isinstance(t.object, NamedNode)
        ]
        yield Drawn(inferred, _guilty(shard, clashing(facts, pairs)))


def _guilty(findings: Mapping[str, Sequence[Triple]], individuals: set[Node]) -> list[str]:
    if not individuals:
        return []
    return [name for name, triples in findings.items() if any(t.subject in individuals for t in triples)]


def drawn(triples: Iterable[Triple], told: Collection[str] = ()) -> Iterator[Triple]:
    """What the rule engine draws, the triples themselves included; values are left out.

    :param told: IRIs of the properties that are of interest; all if none.
    """
    # Only here, for they take long to import.
    from rdflib import BNode, URIRef
    from reasonable import PyReasoner

    engine = PyReasoner()
    with tempfile.TemporaryDirectory(prefix="bevo-rules-") as folder:
        source = Path(folder, "in.ttl")  # the engine tells the format by the name; N-Triples is Turtle
        source.write_bytes(ntriples(triples))
        engine.load_file(str(source))
    for s, p, o in engine.reason():
        if not told or str(p) in told:
            ends = [
                NamedNode(term) if isinstance(term, URIRef) else BlankNode(term)
                for term in (s, o)
                if isinstance(term, URIRef | BNode)
            ]
            if len(ends) == 2:
                yield Triple(ends[0], NamedNode(p), ends[1])


def disjoint(axioms: Iterable[Triple]) -> Pairs:
    """The pairs of classes or relations that are said to be disjoint."""
    index = Index(axioms)
    pairs: set[tuple[Node, Node]] = set()
    for subject in index.about:
        for predicate in (DISJOINT, PROPERTY_DISJOINT):
            pairs.update((subject, other) for other in index.objects(subject, predicate))
        for head in index.objects(subject, MEMBERS):
            pairs.update(combinations(index.members(head), 2))
    return pairs


def clashing(facts: Iterable[Triple], pairs: Pairs) -> set[Node]:
    """The individuals in two disjoint classes, or related to one thing by two disjoint relations, or in owl:Nothing.

    :param pairs: what is disjoint.
    """
    wanted = {NOTHING, *chain.from_iterable(pairs)}
    members: defaultdict[Node, set[Node]] = defaultdict(set)
    related: defaultdict[Node, set[tuple[Node, Node]]] = defaultdict(set)
    for t in facts:
        if t.predicate == TYPE:
            if t.object in wanted:
                members[t.object].add(t.subject)
        elif t.predicate in wanted:
            related[t.predicate].add((t.subject, t.object))
    found = set(members[NOTHING])
    for one, other in pairs:
        found |= members[one] & members[other]
        found |= {subject for subject, _ in related[one] & related[other]}
    return found
