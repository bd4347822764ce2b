"""The mechanism of a finding: the roles of its participants, and its steps in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from pyoxigraph import NamedNode

from bevo.rdf.index import Index, Node
from bevo.rdf.names import bevo, node

__all__ = ["AMOUNTS", "VERBS", "chain", "roles"]

AMOUNTS = {bevo("lessIn"): "less", bevo("moreIn"): "more", bevo("alteredIn"): "altered"}
FROM_VESICLE = {
    "bevo:releasedBy": "source",
    "bevo:foundIn": "source",
    "bevo:carries": "cargo",
    "bevo:actsOn": "recipient",
    "obo:RO_0000056": "process",
}

VERBS = {
    bevo("promotes"): "promotes",
    bevo("inhibits"): "inhibits",
    bevo("binds"): "binds",
    bevo("hasNoEffectOn"): "has no effect on",
    bevo("associatedWith"): "is associated with",
    bevo("affects"): "affects",
}
"""What a step may say; ``affects`` last, for it follows from the first two."""
SYMMETRIC = ("binds", "is associated with")

Link = tuple[NamedNode, str, NamedNode]


def roles(graph: Index, finding: NamedNode, parts: Iterable[NamedNode]) -> dict[NamedNode, set[str]]:
    """What each participant is to the finding, told by what points to it; one thing may be several."""
    found: dict[NamedNode, set[str]] = defaultdict(set)

    def follow(starts: Iterable[Node], links: Mapping[str, str]) -> set[NamedNode]:
        ends = {(o, role) for s in starts for name, role in links.items() for o in graph.objects(s, node(name))}
        named = {(o, role) for o, role in ends if isinstance(o, NamedNode)}
        for thing, role in named:
            found[thing].add(role)
        return {thing for thing, _ in named}

    direct = ("vesicle", "agent", "contrast", "outcome")
    follow([finding], {f"bevo:{name}": name for name in direct})
    vesicles = graph.objects(finding, bevo("vesicle"))
    follow(vesicles, FROM_VESICLE)
    follow(graph.objects(finding, bevo("contrast")), {"bevo:reference": "reference"})
    references = [thing for thing, has in found.items() if "reference" in has]
    origins = follow(references, dict.fromkeys(("bevo:releasedBy", "bevo:foundIn"), "reference"))
    follow(origins, {"bevo:hasState": "reference"})
    for part in parts:
        if any(v in graph.objects(part, p) for v in vesicles for p in AMOUNTS):
            found[part].add("cargo")
        if part not in origins:
            follow([part], {"bevo:hasState": "state"})
    for part in parts:  # without a vesicle nothing points to its cargo and its recipient but their names
        name = part.value.removeprefix(finding.value + "-").rstrip("-0123456789")
        found[part] |= {name} & {"cargo", "recipient", "uptake"}
        found[part] = found[part] or {"mechanism"}
    return found


def chain(links: Iterable[Link], sign: tuple[NamedNode | None, str, NamedNode | None]) -> list[Link]:
    """The stated steps, in the order in which they follow on each other.

    :param links: subject, verb and object, for each pair the strongest verb first.
    :param sign: the finding's own statement, which is no step, nor is what follows from it.
    """
    found: dict[tuple[NamedNode, NamedNode], str] = {}
    bearer, verb_of_sign, outcome = sign
    for subject, verb, thing in links:
        mirrored = verb in SYMMETRIC and found.get((thing, subject)) == verb
        follows = (
            verb == "affects" and verb_of_sign in ("promotes", "inhibits") and (subject, thing) == (bearer, outcome)
        )
        if (subject, verb, thing) != sign and not mirrored and not follows:
            found.setdefault((subject, thing), verb)
    return [(subject, verb, thing) for (subject, thing), verb in _in_order(found)]


def _in_order(steps: dict[tuple[NamedNode, NamedNode], str]) -> list[tuple[tuple[NamedNode, NamedNode], str]]:
    """Steps sorted by how far their subject is from where a chain starts: from what no step leads to."""
    depth: dict[NamedNode, int] = {}
    ends = {end for _, end in steps}
    for start in sorted({s for s, _ in steps}, key=lambda n: (n in ends, n.value)):
        level = [start] if start not in depth else []
        distance = 0
        while level:
            for thing in level:
                depth.setdefault(thing, distance)
            distance += 1
            level = [o for (s, o) in steps if s in level and o not in depth]

    def place(step: tuple[tuple[NamedNode, NamedNode], str]) -> tuple[int, int, str, str]:
        (subject, thing), _ = step
        return depth[subject], depth[thing], subject.value, thing.value

    return sorted(steps.items(), key=place)
