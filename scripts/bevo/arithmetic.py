"""Does the stated sign of a finding fit the signs of its stated steps? A fast check for curators.

HermiT answers the same with the class ``Mismatch``; this names both signs while the record is being written.
"""

from __future__ import annotations

from bevo.emit import Emitted, finding_iri
from bevo.ground import Grounded
from bevo.iris import bevo

__all__ = ["mismatch"]

_SIGNS = {bevo("promotes"): 1, bevo("inhibits"): -1}


def mismatch(finding: Grounded, emitted: Emitted) -> str | None:
    """What is wrong between a sign and its mechanism, or None.

    :param emitted: the triples of the finding.
    """
    sign = {"promotes": 1, "inhibits": -1}.get(finding.record.sign or "")
    if sign is None or not finding.steps:
        return None
    steps: dict[object, list[tuple[object, int]]] = {}
    carried, outcome, bearer = [], None, None
    this = finding_iri(finding.id)
    for triple in emitted.logic:
        if triple.predicate in _SIGNS:
            steps.setdefault(triple.subject, []).append((triple.object, _SIGNS[triple.predicate]))
        elif triple.predicate == bevo("carries"):
            carried.append(triple.object)
        elif triple.subject == this and triple.predicate == bevo("outcome"):
            outcome = triple.object
        elif triple.subject == this and triple.predicate == bevo(finding.bearer):
            bearer = triple.object
    starts = [bearer, *(carried if finding.bearer == "vesicle" else ())]
    for start in starts:
        for total, path in _chains(start, outcome, steps):
            if total != sign:
                stated, computed = ("promotes", "inhibits")[sign < 0], ("promotes", "inhibits")[total < 0]
                names = " -> ".join(str(n).rsplit("/", 1)[-1].rstrip(">").partition("-")[2] for n in path)
                return (
                    f"the stated sign is '{stated}', but the stated steps multiply to '{computed}' ({names}); "
                    "mend the one that is wrong, or say in note why both stand"
                )
    return None


def _chains(
    start: object, goal: object, steps: dict[object, list[tuple[object, int]]]
) -> list[tuple[int, list[object]]]:
    found = []
    todo: list[tuple[object, int, list[object]]] = [(start, 1, [start])]
    while todo:
        at, total, path = todo.pop()
        for target, sign in steps.get(at, ()):
            if target == goal:
                found.append((total * sign, [*path, target]))
            elif target not in path:
                todo.append((target, total * sign, [*path, target]))
    return found
