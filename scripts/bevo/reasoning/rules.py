"""What HermiT infers, by a rule engine: for many more findings than HermiT would take.

The engine is ``reasonable`` (OWL 2 RL). One-way axioms are within its reach: what follows from them follows from stated
facts alone. It reads no property chains and no cardinalities and makes up no individuals; inverse and symmetric
relations it tells and HermiT does not. A test holds the ontology to what both read alike. **Consistency is not
checked**: a finding that contradicts the ontology passes here and fails in :func:`bevo.reasoning.hermit.reason`.
The release is always HermiT's.
"""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

from pyoxigraph import NamedNode, Triple

from bevo.rdf.rdfio import ntriples, sorted_triples
from bevo.rdf.vocabulary import CLASS, OBJECT_PROPERTY, THING, TYPE
from bevo.reasoning.hermit import reason

__all__ = ["fast_reason", "fast_shards"]

SHARD = 2000


def fast_reason(ontology: Sequence[Triple], findings: Iterable[Sequence[Triple]], size: int = SHARD) -> list[Triple]:
    """The triples that :func:`bevo.reasoning.hermit.reason` returns, provided that the findings are consistent.

    Superclasses of classes come from HermiT, run on the ontology alone: no finding says anything about a class.

    :param ontology: the logical part of the ontology.
    :param findings: the logical triples of each finding; findings share no individuals.
    :param size: how many findings the engine takes at a time; changes no answer.
    :returns: the inferred triples between named things, without the asserted ones, sorted.
    :raises Inconsistent: if the ontology contradicts itself, or a class of it can have no member.
    """
    return sorted_triples(chain(reason(ontology, {}), *fast_shards(ontology, findings, size)))


def fast_shards(
    ontology: Sequence[Triple], findings: Iterable[Sequence[Triple]], size: int = SHARD
) -> Iterator[list[Triple]]:
    """Types and relations of individuals, shard by shard, in the memory that one shard takes.

    :param ontology: the logical part of the ontology.
    :param findings: the logical triples of each finding, read as they are needed.
    :param size: how many findings make a shard.
    :returns: for each shard its inferred triples between named things, without the asserted ones, in no order.
    """
    classes = {t.subject for t in ontology if t.predicate == TYPE and t.object == CLASS and t.subject != THING}
    relations = {t.subject for t in ontology if t.predicate == TYPE and t.object == OBJECT_PROPERTY}
    told = {p.value for p in (TYPE, *relations) if isinstance(p, NamedNode)}
    source = iter(findings)
    while shard := list(islice(source, size)):
        asserted = set(chain.from_iterable(shard))
        derived = _by_rules([*ontology, *asserted], told)
        # The engine has closed types and relations along their hierarchies already.
        yield [t for t in derived if t not in asserted and (t.predicate != TYPE or t.object in classes)]


def _by_rules(triples: Iterable[Triple], told: Collection[str]) -> Iterator[Triple]:
    """What the rules make of these triples, themselves included, by these properties and between named things."""
    # Only here, for they take long to import.
    from rdflib import URIRef
    from reasonable import PyReasoner

    engine = PyReasoner()
    with tempfile.TemporaryDirectory(prefix="bevo-rules-") as folder:
        source = Path(folder, "in.ttl")  # the engine tells the format by the name; N-Triples is Turtle
        source.write_bytes(ntriples(triples))
        engine.load_file(str(source))
    for subject, predicate, obj in engine.reason():
        if str(predicate) in told and isinstance(subject, URIRef) and isinstance(obj, URIRef):
            yield Triple(NamedNode(subject), NamedNode(predicate), NamedNode(obj))
