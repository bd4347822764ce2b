"""Which findings contradict the ontology."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pyoxigraph import Triple

from bevo.reasoning.hermit import LIMIT_SECONDS, Inconsistent, classify
from bevo.reasoning.module import module
from bevo.reasoning.rules import in_shards

__all__ = ["culprits", "told"]

Logic = Mapping[str, Sequence[Triple]]


def told(findings: Iterable[str]) -> Inconsistent:
    """The error that names findings at fault."""
    return Inconsistent(f"these findings contradict the ontology: {', '.join(findings)}; 'bevo explain' says why")


def culprits(ontology: Sequence[Triple], findings: Logic, limit: float = LIMIT_SECONDS) -> list[str]:
    """The findings that contradict the ontology, each by itself.

    Findings share no individuals, so a contradiction always lies within one of them. Rules name the suspects at once
    and HermiT confirms each; only where the rules see none are they found by halving, which takes minutes.

    :param ontology: its logical part.
    :param findings: the logical triples of each finding, by id; together they contradict the ontology.
    :raises Inconsistent: if the ontology contradicts itself.
    """
    suspects = [name for shard in in_shards(ontology, findings.items()) for name in shard.clashing]
    if len(suspects) != 1 and _inconsistent(ontology, limit):
        raise Inconsistent("the ontology contradicts itself, without any finding")
    confirmed = [
        name for name in suspects if _inconsistent([*module(ontology, findings[name]), *findings[name]], limit)
    ]
    return confirmed or _by_halving(ontology, findings, limit)


def _by_halving(ontology: Sequence[Triple], findings: Logic, limit: float) -> list[str]:
    if len(findings) == 1:
        return list(findings)
    ids = list(findings)
    found = []
    for half in (ids[: len(ids) // 2], ids[len(ids) // 2 :]):
        some = {name: findings[name] for name in half}
        if _inconsistent([*ontology, *(t for triples in some.values() for t in triples)], limit):
            found += _by_halving(ontology, some, limit)
    return found


def _inconsistent(triples: Iterable[Triple], limit: float) -> bool:
    try:
        classify(triples, limit)
    except Inconsistent:
        return True
    return False
