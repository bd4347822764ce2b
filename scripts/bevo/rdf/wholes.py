"""What has no page of its own: a part, told of where the whole is that it belongs to."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode, Triple

from bevo.rdf.index import upwards
from bevo.rdf.names import bevo

__all__ = ["wholes"]

PART_OF = frozenset(map(bevo, ("participantOf", "sectionOf", "checks", "predictedFrom")))
HAS_PART = frozenset(
    map(bevo, ("group", "step", "closing", "experiment", "dose", "arm", "effectSize", "experimentTime"))
)


def wholes(triples: Iterable[Triple]) -> dict[NamedNode, NamedNode]:
    """For each part the whole that is part of no other: of a dose the finding, not the experiment."""
    direct: dict[NamedNode, NamedNode] = {}
    for one, predicate, other in ((t.subject, t.predicate, t.object) for t in triples):
        if isinstance(one, NamedNode) and isinstance(other, NamedNode):
            if predicate in PART_OF:
                direct[one] = other
            elif predicate in HAS_PART:
                direct[other] = one

    def above(part: NamedNode) -> tuple[NamedNode, ...]:
        return (direct[part],) if part in direct else ()

    return {part: list(upwards(part, above))[-1] for part in direct}
