"""What background makes of each finding: its proofs, what stays open, and the signs that nobody stated.

The classes (explained, against its mechanism) are the reasoner's; here is by which way, and what no logic can say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode, Triple

from bevo.background.records import Knowledge, Statement
from bevo.background.ways import Map, Way
from bevo.finding.ground import Grounded
from bevo.ontology.terms import Vocabulary
from bevo.rdf.index import Node
from bevo.rdf.names import bevo, finding_iri, local_name
from bevo.rdf.vocabulary import TYPE
from bevo.signs import VERBS

__all__ = ["Prediction", "Weighed", "closing", "statement_in_words", "types_of", "way_in_words", "weigh"]

BEARERS = (bevo("vesicle"), bevo("agent"), bevo("cargo"))
SIDES = {bevo("ForOutcome"): 1, bevo("AgainstOutcome"): -1}
EXPLAINED, COUNTER = bevo("ExplainedFinding"), bevo("CounterMechanism")
STATED = {VERBS[word].property: VERBS[word].words for word in ("promotes", "inhibits")}


@dataclass(frozen=True)
class Prediction:
    """A sign that follows and that the finding does not state.

    :param number: counts the predictions of a finding, from 1.
    """

    number: int
    way: Way


@dataclass(frozen=True)
class Weighed:
    """What background makes of a finding.

    :param status: ``explained``, ``against``, ``divided``, ``open``, or none where nothing is weighed.
    :param by_steps: whether its own stated steps close, without background.
    :param ways_for: ways of background that end in the stated sign, shortest first; ``ways_against`` in the opposite.
    """

    status: str
    by_steps: bool
    ways_for: tuple[Way, ...] = ()
    ways_against: tuple[Way, ...] = ()
    predictions: tuple[Prediction, ...] = ()


def weigh(
    findings: Iterable[Grounded],
    logic: Mapping[str, Sequence[Triple]],
    inferred: Iterable[Triple],
    knowledge: Knowledge,
    vocabulary: Vocabulary,
) -> dict[str, Weighed]:
    """What background makes of each finding that has a mechanism or a cargo.

    :param logic: the logical triples of the findings, by id.
    :param inferred: what a reasoner made of them and the axioms of this knowledge.
    """
    types = types_of(inferred)
    walk = Map(knowledge, vocabulary)
    return {
        f.id: _one(f, logic[f.id], types, walk)
        for f in findings
        if f.id in logic and logic[f.id] and (f.steps or f.cargo)
    }


def types_of(inferred: Iterable[Triple]) -> dict[Node, set[NamedNode]]:
    """The classes that each thing was inferred to be of."""
    types: dict[Node, set[NamedNode]] = {}
    for t in inferred:
        if t.predicate == TYPE and isinstance(t.object, NamedNode):
            types.setdefault(t.subject, set()).add(t.object)
    return types


def _one(finding: Grounded, logic: Sequence[Triple], types: Mapping[Node, set[NamedNode]], walk: Map) -> Weighed:
    this = finding_iri(finding.id)
    bearers = list(dict.fromkeys(t.object for t in logic if t.subject == this and t.predicate in BEARERS))
    ways = {bearer: walk.ways(bearer, logic) for bearer in bearers}
    if not finding.is_plain_claim:
        return Weighed("", False, predictions=_predicted(finding, bearers, ways, logic, walk))
    agreeing, opposing = closing(finding, logic, types, walk)
    mine = types.get(this, set())
    status = {
        (True, True): "divided",
        (True, False): "explained",
        (False, True): "against",
        (False, False): "open",
    }[EXPLAINED in mine, COUNTER in mine]
    by_steps = any(bevo("BorneOut") in types.get(b, ()) for b in bearers)
    return Weighed(status, by_steps, agreeing, opposing, _predicted(finding, bearers, ways, logic, walk))


def closing(
    finding: Grounded, logic: Sequence[Triple], types: Mapping[Node, set[NamedNode]], walk: Map
) -> tuple[tuple[Way, ...], tuple[Way, ...]]:
    """The ways of background from what may bear the sign of a plain claim to its outcome.

    :param types: what a reasoner made of the participants; no background is needed for it.
    :returns: those that end in the stated sign, and those that end in the opposite; shortest first.
    """
    this = finding_iri(finding.id)
    outcomes = [t.object for t in logic if t.subject == this and t.predicate == bevo("outcome")]
    goals = {process.name for outcome in outcomes for process in walk.stands_for(outcome, logic)}
    found: dict[bool, set[Way]] = {True: set(), False: set()}
    for t in logic:
        if t.subject == this and t.predicate in BEARERS and goals:
            sides = {SIDES[c] for c in types.get(t.object, ()) if c in SIDES}
            for (name, sign), way in walk.ways(t.object, logic).items() if sides else ():
                if name in goals:
                    for side in sides:
                        found[sign == side].add(way)
    return _shortest(found[True]), _shortest(found[False])


def _shortest(ways: Iterable[Way]) -> tuple[Way, ...]:
    return tuple(sorted(set(ways), key=lambda w: (w.depth, str(w))))


def _predicted(
    finding: Grounded,
    bearers: Sequence[Node],
    ways: Mapping[Node, Mapping[tuple[str, int], Way]],
    logic: Sequence[Triple],
    walk: Map,
) -> tuple[Prediction, ...]:
    """Signs for a finding that states none on a process: on what comes first, not on all that follows from that."""
    sign = finding.record.sign
    on_process = finding.outcome is not None and finding.outcome.term.kind != "molecules"
    silent = not (on_process and sign and VERBS[sign].sign is not None)
    if not silent or not finding.is_result or finding.record.collective or finding.reference or len(finding.source) > 1:
        return ()
    carried = {t.object for t in logic if t.predicate == bevo("carries")}
    found = []
    for bearer in bearers:
        if bearer in carried:
            continue  # its vesicle has the same
        signs: dict[str, set[int]] = {}
        for name, product in ways[bearer]:
            signs.setdefault(name, set()).add(product)
        sure = {name for name, products in signs.items() if len(products) == 1}
        later = {further for name in sure for further in walk.leads_to(name) if name not in walk.leads_to(further)}
        first = (ways[bearer][name, next(iter(signs[name]))] for name in sorted(sure - later))
        found += [way for way in first if way.steps]  # what no stated step leads to is background alone
    return tuple(Prediction(number, way) for number, way in enumerate(found, start=1))


def way_in_words(way: Way, labels: Mapping[Node, str]) -> str:
    """A way as a chain: stated steps, then background in square brackets.

    :param labels: what participants are called.
    """
    steps = [f"{_name(t.subject, labels)} {_verb(t)} {_name(t.object, labels)}" for t in way.steps]
    return "; ".join([*steps, *(f"[{statement_in_words(s)}]" for s in way.statements)])


def statement_in_words(statement: Statement) -> str:
    """A statement and where it comes from."""
    where = {
        "experimental": f"GO, {', '.join(statement.evidence)}",
        "inferred": f"GO, {', '.join(statement.evidence)}",
        "reviews": "told by " + ", ".join((*statement.told_in, *statement.at)),
        "terms": "our reading of the terms",
    }
    return f"{statement}: {where[statement.tier]}"


def _verb(triple: Triple) -> str:
    name = local_name(triple.predicate.value)
    return STATED.get(name, name)


def _name(node: Node, labels: Mapping[Node, str]) -> str:
    return labels.get(node, local_name(str(node)[1:-1]))
