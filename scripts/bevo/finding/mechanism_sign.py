"""Whether the stated sign of a finding fits the signs of its stated steps: a fast check for curators.

HermiT answers the same with the class ``Mismatch``; this names both signs while the record is being written.
"""

from __future__ import annotations

from bevo.finding.emit import Emitted
from bevo.finding.ground import Grounded
from bevo.rdf.names import bevo, finding_iri
from bevo.signs import AMOUNTS, VERBS

__all__ = ["mismatch"]

_SIGNS = {
    **{bevo(verb.property): verb.sign for verb in VERBS.values() if verb.sign},
    # What is less in something works against what that does: the axioms treat it as a minus step.
    bevo(AMOUNTS["less"].property): -1,
}
_WORDS = {verb.sign: word for word, verb in VERBS.items() if verb.sign}

Steps = dict[object, list[tuple[object, int]]]


def mismatch(finding: Grounded, emitted: Emitted) -> str | None:
    """What is wrong between a sign and its mechanism, or None.

    :param emitted: the triples of the finding.
    """
    if not finding.outcome or not finding.earns_verdict:
        return None
    steps: Steps = {}
    carried: list[tuple[object, object]] = []
    outcome = None
    for triple in emitted.logic:
        if triple.predicate in _SIGNS:
            steps.setdefault(triple.subject, []).append((triple.object, _SIGNS[triple.predicate]))
        elif triple.predicate == bevo("carries"):
            carried.append((triple.subject, triple.object))
        elif triple.subject == finding_iri(finding.id) and triple.predicate == bevo("outcome"):
            outcome = triple.object
    chains = {start: _chains(start, outcome, steps) for start in steps}
    pairs = [(start, start) for start in chains] + carried
    for vesicle, part in pairs:
        signs = {sign: path for sign, path in (*chains.get(vesicle, ()), *chains.get(part, ()))}
        if len(signs) == 2:
            return _clash(finding.record.sign, signs)
    return None


def _clash(stated: str | None, signs: dict[int, list[object]]) -> str:
    names = {sign: " -> ".join(_name(n) for n in path) for sign, path in signs.items()}
    sign = VERBS[stated].sign if stated else None
    if sign:
        return (
            f"the stated sign is '{stated}', but the stated steps multiply to '{_WORDS[-sign]}' ({names[-sign]}); "
            "mend the one that is wrong"
        )
    return f"the stated steps work both for the outcome ({names[1]}) and against it ({names[-1]}); correct one of them"


def _name(individual: object) -> str:
    return str(individual).rsplit("/", 1)[-1].rstrip(">").partition("-")[2]


def _chains(start: object, goal: object, steps: Steps) -> list[tuple[int, list[object]]]:
    found: list[tuple[int, list[object]]] = []
    todo: list[tuple[object, int, list[object]]] = [(start, 1, [start])]
    while todo:
        at, total, path = todo.pop()
        for target, sign in steps.get(at, ()):
            if target == goal:
                found.append((total * sign, [*path, target]))
            elif target not in path:
                todo.append((target, total * sign, [*path, target]))
    return found
