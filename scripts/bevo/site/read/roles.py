"""What each participant is to its finding, told by what points to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from pyoxigraph import NamedNode

from bevo.rdf.index import Index, Node
from bevo.rdf.names import bevo
from bevo.rdf.vocabulary import PARTICIPATES_IN

__all__ = ["roles"]

FROM_FINDING = {bevo(name): name for name in ("vesicle", "cargo", "recipient", "agent", "contrast", "outcome")}
FROM_VESICLE = {
    bevo("releasedBy"): "source",
    bevo("foundIn"): "source",
    bevo("entersFluid"): "recipient",
    PARTICIPATES_IN: "process",
}


def roles(graph: Index, finding: NamedNode, parts: Iterable[NamedNode]) -> dict[NamedNode, set[str]]:
    """The roles of each participant; one thing may have several.

    :param parts: all participants of the finding; what nothing points to is part of its mechanism.
    """
    found: dict[NamedNode, set[str]] = defaultdict(set)

    def follow(starts: Iterable[Node], links: Mapping[NamedNode, str]) -> set[NamedNode]:
        ends = {(o, role) for s in starts for link, role in links.items() for o in graph.objects(s, link)}
        named = {(o, role) for o, role in ends if isinstance(o, NamedNode)}
        for thing, role in named:
            found[thing].add(role)
        return {thing for thing, _ in named}

    follow([finding], FROM_FINDING)
    follow(graph.objects(finding, bevo("vesicle")), FROM_VESICLE)
    contrast = graph.objects(finding, bevo("contrast"))
    arms = follow(contrast, {bevo("referenceArm"): "reference"})
    references = follow(contrast, {bevo("reference"): "reference"})
    origins = arms | follow(references, dict.fromkeys(map(bevo, ("releasedBy", "foundIn")), "reference"))
    follow(origins, {bevo("hasState"): "reference"})
    for part in parts:
        if part not in origins:
            follow([part], {bevo("hasState"): "state"})
    for part in parts:
        found[part] = found[part] or {"mechanism"}
    return found
