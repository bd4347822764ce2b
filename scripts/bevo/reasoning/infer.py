"""What follows from the ontology and the findings: the one door to HermiT and to the rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Literal

from pyoxigraph import NamedNode, Triple

from bevo.cache import Keep, afresh, digest
from bevo.rdf.index import upwards
from bevo.rdf.names import compact
from bevo.rdf.rdfio import ntriples, read_ntriples, sorted_triples
from bevo.rdf.vocabulary import CLASS, EQUIVALENT, NOTHING, SUBCLASS, SUBPROPERTY, THING, TYPE
from bevo.reasoning.contradiction import culprits, told
from bevo.reasoning.hermit import LIMIT_SECONDS, Inconsistent, classify_each
from bevo.reasoning.module import module
from bevo.reasoning.rules import in_shards

__all__ = ["Engine", "closed", "infer"]

Engine = Literal["hermit", "rules"]
Logic = Mapping[str, Sequence[Triple]]

SHARD = 120
"""Findings that HermiT takes at a time; changes no answer. It tries whether each individual could be of each class that
it may be of, and each trial looks at all individuals: twice the findings take four times as long."""
WHOLE = ""
"""The name of what is kept for no finding in particular: what follows from the ontology alone."""


def infer(
    ontology: Sequence[Triple],
    findings: Logic,
    engine: Engine = "hermit",
    limit: float = LIMIT_SECONDS,
    keep: Keep = afresh,
) -> list[Triple]:
    """Everything that follows: superclasses of classes, types and relations of individuals.

    Findings share no individuals and say nothing about a class. So what follows from one does not depend on the
    others, and what follows about classes is HermiT's with either engine.

    :param ontology: the logical part of the ontology; canonical if what follows is kept.
    :param findings: the logical triples of each finding, by id.
    :param engine: ``hermit``; or ``rules``, which give the same in a quarter of the time but see only the
        contradictions between disjoint classes and disjoint relations.
    :param limit: seconds that HermiT may take.
    :param keep: keeps what HermiT drew from each finding, so that it is asked about changed findings alone.
    :returns: the inferred triples between named things, without the asserted ones, sorted.
    :raises Inconsistent: naming the classes that can have no member, or the findings at fault.
    """
    if engine == "rules":
        shards = list(in_shards(ontology, findings.items()))
        if guilty := [name for shard in shards for name in shard.clashing]:
            raise told(guilty)
        return sorted_triples(chain(_by_hermit(ontology, {}, limit), *(shard.inferred for shard in shards)))
    owner = {end: name for name, triples in findings.items() for t in triples for end in _individuals(t)}

    def make(missing: list[str]) -> dict[str, str]:
        logic = {name: findings[name] for name in missing if name != WHOLE}
        inferred: dict[str, list[Triple]] = {name: [] for name in missing}
        for triple in _by_hermit(ontology, logic, limit, WHOLE in missing):
            name = owner.get(triple.subject, WHOLE)
            if name in inferred:
                inferred[name].append(triple)
        return {name: ntriples(triples).decode("utf-8") for name, triples in inferred.items()}

    key = digest(ntriples(ontology))
    keys = {WHOLE: key, **{name: digest(key, ntriples(triples)) for name, triples in findings.items()}}
    text = "".join(keep("inferred", keys, make).values())
    return sorted_triples(read_ntriples(text))


def _individuals(triple: Triple) -> tuple[object, ...]:
    return (triple.subject,) if triple.predicate == TYPE else (triple.subject, triple.object)


def _by_hermit(ontology: Sequence[Triple], findings: Logic, limit: float, whole: bool = True) -> list[Triple]:
    """What HermiT draws, closed.

    :param whole: whether all is wanted that follows about classes.
    """
    names = list(findings)
    shards = [names[start : start + SHARD] for start in range(0, len(names), SHARD)]
    graphs = [list(ontology)] if whole else []
    for shard in shards:
        said = [t for name in shard for t in findings[name]]
        graphs.append([*module(ontology, said), *said])
    asserted = list(dict.fromkeys(chain.from_iterable(graphs)))
    try:
        added = classify_each(graphs, limit)
    except Inconsistent as error:
        raise told(culprits(ontology, findings, limit)) from error
    empty = sorted(
        {
            compact(t.subject.value)
            for t in added
            if isinstance(t.subject, NamedNode)
            and t.predicate in (SUBCLASS, EQUIVALENT)
            and t.object == NOTHING
            and t.subject != NOTHING
        }
    )
    if empty:
        raise Inconsistent(f"{', '.join(empty)} can have no member: the axioms contradict each other")
    known = set(asserted)
    return [t for t in sorted_triples(closed(asserted, added)) if t not in known]


def _above(triples: Iterable[Triple], predicate: NamedNode) -> dict[NamedNode, set[NamedNode]]:
    """For each node all nodes above it along a predicate, itself left out."""
    direct: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    for t in triples:
        if t.predicate == predicate and isinstance(t.subject, NamedNode) and isinstance(t.object, NamedNode):
            direct[t.subject].add(t.object)
    return {start: set(upwards(start, lambda name: direct.get(name, ()))) - {start} for start in direct}


def closed(asserted: Sequence[Triple], added: Sequence[Triple]) -> set[Triple]:
    """All types and relations: a reasoner prints the most specific ones, users ask for each.

    :param asserted: the statements that were reasoned over.
    :param added: what the reasoner printed.
    :returns: types, relations and superclasses between named things, the asserted ones included.
    """
    everything = [*asserted, *added]
    classes, properties = _above(everything, SUBCLASS), _above(everything, SUBPROPERTY)
    hierarchy = {t.subject for t in asserted if t.predicate == TYPE and t.object == CLASS}
    individuals = {t.subject for t in everything if t.predicate == TYPE and t.object in hierarchy}
    closed: set[Triple] = set()
    for t in everything:
        if not isinstance(t.subject, NamedNode) or not isinstance(t.object, NamedNode) or t.object == THING:
            continue
        if t.predicate == TYPE and t.object in hierarchy:
            closed.add(t)
            closed.update(Triple(t.subject, TYPE, c) for c in classes.get(t.object, ()) if c != THING)
        elif t.predicate == SUBCLASS and t.object != NOTHING:
            closed.add(t)
        elif t.subject in individuals:
            closed.add(t)
            closed.update(Triple(t.subject, p, t.object) for p in properties.get(t.predicate, ()))
    return closed
