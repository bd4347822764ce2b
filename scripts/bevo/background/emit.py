"""Background as triples for people and questions: the statements, what they close, what stays open, what is predicted.

No reasoner reads these; what one reads is in :mod:`bevo.background.axioms`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import prod

from pyoxigraph import Literal, NamedNode, Triple

from bevo.background.axioms import outcome_class, statement_iri, subject_class
from bevo.background.records import Knowledge, Statement
from bevo.background.ways import Way
from bevo.background.weigh import Weighed, statement_in_words, way_in_words
from bevo.rdf.index import Node
from bevo.rdf.names import BASE, bevo, finding_iri
from bevo.rdf.rdfio import sorted_triples
from bevo.rdf.vocabulary import DATE, DESCRIPTION, LABEL, LICENCE, NAME, SOURCE, TYPE, day_of, integer

__all__ = ["emit_statements", "emit_weighed"]

CC_BY = "https://creativecommons.org/licenses/by/4.0/"
VERBS = {1: "promotes", -1: "inhibits"}


def emit_statements(knowledge: Knowledge) -> list[Triple]:
    """The background statements, each with where it comes from; conflicting ones are told as such."""
    conflicting = knowledge.conflicting()
    rivals: dict[tuple[str, str, int], list[Statement]] = {}
    for s in conflicting:
        rivals.setdefault((s.subject, s.process, s.sign), []).append(s)
    triples: list[Triple] = []
    for s in knowledge.statements:
        this = statement_iri(s)
        triples += [
            Triple(this, TYPE, bevo("BackgroundStatement")),
            Triple(this, LABEL, Literal(f"background: {statement_in_words(s)}")),
            Triple(this, NAME, Literal(str(s))),
            Triple(this, bevo("backgroundSubject"), subject_class(s, knowledge)),
            Triple(this, bevo("backgroundSign"), Literal(s.verb)),
            Triple(this, bevo("backgroundProcess"), outcome_class(knowledge.processes[s.process])),
            Triple(this, bevo("tier"), Literal(s.tier)),
            *(Triple(this, bevo("evidenceCode"), Literal(code)) for code in s.evidence),
            *(Triple(this, bevo("annotatedWith"), Literal(term)) for term in s.go),
            *(Triple(this, bevo("locator"), Literal(place)) for place in s.at),
            *(Triple(this, bevo("toldIn"), finding_iri(f)) for f in s.told_in),
            *(
                Triple(this, bevo("conflictsWith"), statement_iri(other))
                for other in rivals.get((s.subject, s.process, -s.sign), ())
            ),
            *_source(s, knowledge),
        ]
        if s.note:
            triples.append(Triple(this, bevo("note"), Literal(s.note)))
    return sorted_triples(triples)


def _source(statement: Statement, knowledge: Knowledge) -> Iterator[Triple]:
    this = statement_iri(statement)
    source = knowledge.sources.get(statement.source)
    yield Triple(this, LICENCE, NamedNode(source.licence if source else CC_BY))
    if source:
        yield Triple(this, SOURCE, NamedNode(source.url))
        yield Triple(this, DESCRIPTION, Literal(source.title))
        yield Triple(this, DATE, day_of(source.date))
    for place in statement.at:
        yield Triple(this, SOURCE, NamedNode(f"{BASE}review/{place.partition(':')[0]}"))


def emit_weighed(weighed: Mapping[str, Weighed], knowledge: Knowledge, labels: Mapping[Node, str]) -> list[Triple]:
    """What background makes of findings: closings with their proofs, open mechanisms, predicted signs.

    :param labels: what participants are called.
    """
    triples = [
        Triple(finding_iri(reading.finding), bevo(name), Literal(text))
        for reading in knowledge.readings.values()
        for name, text in (("mechanismReading", reading.reading), ("mechanismReadingCause", reading.cause))
    ]
    for finding, one in weighed.items():
        if one.status == "open":
            triples.append(Triple(finding_iri(finding), TYPE, bevo("OpenMechanism")))
        told = [(way, "the stated sign") for way in _distinct(one.ways_for)]
        told += [(way, "the opposite sign") for way in _distinct(one.ways_against)]
        for number, (way, gives) in enumerate(told, start=1):
            this = finding_iri(finding, f"closing-{number}")
            proof = way_in_words(way, labels)
            triples += [
                Triple(finding_iri(finding), bevo("closing"), this),
                Triple(this, TYPE, bevo("Closing")),
                Triple(this, LABEL, Literal(f"{proof} (closing {number} of {finding})")),
                Triple(this, NAME, Literal(proof)),
                Triple(this, bevo("closingGives"), Literal(gives)),
                Triple(this, bevo("closingFrom"), _last(way)),
                Triple(this, bevo("backgroundSign"), Literal(VERBS[prod(s.sign for s in way.statements)])),
                *_statements(this, way),
            ]
        for prediction in one.predictions:
            triples += _prediction(finding, prediction.number, prediction.way, knowledge, labels)
    return sorted_triples(triples)


def _distinct(ways: tuple[Way, ...]) -> list[Way]:
    """One way for each run of background statements: that of the vesicle and that of its cargo are the same proof."""
    found: dict[object, Way] = {}
    for way in ways:
        key = (_last(way), way.statements)
        if key not in found or way.depth > found[key].depth:
            found[key] = way
    return list(found.values())


def _last(way: Way) -> NamedNode:
    last = way.steps[-1].object if way.steps else way.start
    assert isinstance(last, NamedNode)
    return last


def _statements(this: NamedNode, way: Way) -> Iterator[Triple]:
    for place, statement in enumerate(way.statements, start=1):
        yield Triple(this, bevo("fromStatement"), statement_iri(statement))
        if place == len(way.statements):
            yield Triple(this, bevo("closingDepth"), integer(way.depth))


def _prediction(
    finding: str, number: int, way: Way, knowledge: Knowledge, labels: Mapping[Node, str]
) -> Iterator[Triple]:
    this = NamedNode(f"{BASE}prediction/{finding}-{number}")
    assert isinstance(way.start, NamedNode)
    bearer = labels.get(way.start, "")
    says = f"{bearer} {VERBS[way.sign]} {way.process}".strip()
    yield Triple(this, TYPE, bevo("PredictedSign"))
    yield Triple(this, LABEL, Literal(f"predicted from {finding}: {says} ({number})"))
    yield Triple(this, NAME, Literal(says))
    yield Triple(this, bevo("predictedFrom"), finding_iri(finding))
    yield Triple(this, bevo("predictedBearer"), way.start)
    yield Triple(this, bevo("backgroundSign"), Literal(VERBS[way.sign]))
    yield Triple(this, bevo("backgroundProcess"), outcome_class(knowledge.processes[way.process]))
    yield Triple(this, DESCRIPTION, Literal(way_in_words(way, labels)))
    yield from _statements(this, way)
