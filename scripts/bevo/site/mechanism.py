"""The mechanism of a finding: the roles of its participants, and its steps in order."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode

from bevo.iris import PREFIXES, bevo

__all__ = ["VERBS", "chain", "role"]

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


def role(part: NamedNode) -> str:
    """The role of a participant, told by its id.

    ``F0026-cargo-2`` is a cargo, ``F0026-ATF4`` a part of the mechanism.
    """
    name = part.value.removeprefix(PREFIXES["finding"]).partition("-")[2]
    for role in (
        "vesicle",
        "cargo",
        "origin",
        "fluid",
        "recipient",
        "outcome",
        "agent",
        "contrast",
        "process",
        "uptake",
    ):
        rest = name.removeprefix(role)
        if rest != name and (not rest or rest.removeprefix("-").isdigit()):
            return {"origin": "source", "fluid": "source"}.get(role, role)
    if name.startswith("reference"):
        return "reference"
    return "state" if "-state" in name else "mechanism"


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
    """Steps sorted by how far their subject is from where a chain starts."""
    depth: dict[NamedNode, int] = {}
    first = ("agent", "contrast", "vesicle", "cargo", "uptake", "process")
    ends = {end for _, end in steps}
    for start in sorted({s for s, _ in steps}, key=lambda n: (role(n) not in first, n in ends, n.value)):
        level = [start] if start not in depth else []
        distance = 0
        while level:
            for thing in level:
                depth.setdefault(thing, distance)
            distance += 1
            level = [o for (s, o) in steps if s in level and o not in depth]
    return sorted(
        steps.items(), key=lambda step: (depth[step[0][0]], depth[step[0][1]], step[0][0].value, step[0][1].value)
    )
