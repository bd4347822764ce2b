"""From a grounded finding to RDF: a small graph of its own, in named nodes.

The logical part goes to the reasoner; the record around it (labels, locators, citations, numbers) does not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from pyoxigraph import Literal, NamedNode, Triple

from bevo.curation.locators import parse_locator
from bevo.curation.records import ASPECTS
from bevo.finding.emit_experiment import emit_experiment
from bevo.finding.emit_sources import emit_check
from bevo.finding.evidence_level import evidence_levels
from bevo.finding.ground import Alternatives, Grounded, Group, Participant, Step, Thing
from bevo.finding.standing import Reading, standing
from bevo.finding.wording import in_words, sentence, step_in_words
from bevo.rdf.names import bevo, finding_iri, local_name, node, section_iri, slug
from bevo.rdf.rdfio import read_ntriples
from bevo.rdf.vocabulary import AUTHOR_STATEMENT, LABEL, NAME, OCCURS_IN, PARTICIPATES_IN, TYPE, decimal, integer
from bevo.signs import AMOUNTS, VERBS

__all__ = [
    "Emitted",
    "emit_finding",
    "kind_class",
]

KIND_CLASS = {
    "effect": "EffectFinding",
    "no effect": "NoEffectFinding",
    "association": "AssociationFinding",
    "biomarker": "BiomarkerFinding",
    "composition": "CompositionFinding",
    "secretion": "SecretionFinding",
    "transport": "TransportFinding",
    "therapy": "TherapyFinding",
    "summary": "SummaryFinding",
    "knowledge gap": "KnowledgeGap",
    "definition": "Definition",
}
UPTAKE = "uptake"
WHOLE = "as a whole"
"""The locator of a finding that names no place, which a source without an outline allows."""


def kind_class(kind: str) -> NamedNode:
    """The class of a kind of finding."""
    return bevo(KIND_CLASS[kind])


@dataclass
class Emitted:
    """The triples of one finding: what a reasoner reads, and the record around it.

    :param stated: the logic as lines of N-Triples, without the dot: to write text is much faster than to make objects,
        and parsing makes those where they are wanted.
    :param recorded: the record likewise.
    """

    stated: list[str] = field(default_factory=list)
    recorded: list[str] = field(default_factory=list)

    @cached_property
    def logic(self) -> list[Triple]:
        """What a reasoner reads."""
        return _parsed(self.stated)

    @cached_property
    def record(self) -> list[Triple]:
        """The record around it."""
        return _parsed(self.recorded)


def _parsed(lines: list[str]) -> list[Triple]:
    return read_ntriples("".join(f"{line} .\n" for line in lines))


class _Graph:
    """The nodes and triples of one finding under construction."""

    def __init__(self, finding: Grounded) -> None:
        self.finding = finding
        self.out = Emitted()
        self.this = finding_iri(finding.id)
        self.nodes: dict[Thing, NamedNode] = {}
        self.parts: set[str] = set()

    def state(self, subject: NamedNode, predicate: NamedNode, obj: NamedNode) -> None:
        self.out.stated.append(f"{subject} {predicate} {obj}")

    def say(self, subject: NamedNode, predicate: str, obj: NamedNode) -> None:
        self.state(subject, bevo(predicate), obj)

    def note(self, subject: NamedNode, predicate: NamedNode, obj: NamedNode | Literal) -> None:
        self.out.recorded.append(f"{subject} {predicate} {obj}")

    def new(self, part: str, cls: NamedNode, label: str) -> NamedNode:
        """A new individual; a part name in use gets a number.

        :param label: what it is in words; its own label tells also which part of which finding.
        """
        number, name = 1, part
        while name in self.parts:
            number += 1
            name = f"{part}-{number}"
        self.parts.add(name)
        individual = finding_iri(self.finding.id, name)
        self.state(individual, TYPE, cls)
        self.note(individual, bevo("term"), cls)
        self.note(individual, bevo("participantOf"), self.this)
        self.note(individual, NAME, Literal(label))
        self.note(individual, LABEL, Literal(f"{label} ({name.replace('-', ' ')} of {self.finding.id})"))
        return individual

    def thing(self, thing: Thing, part: str | None = None) -> NamedNode:
        """The individual of a thing; the same thing is the same individual throughout a finding."""
        if thing in self.nodes:
            return self.nodes[thing]
        term = thing.term
        own = term.curie.startswith("bevo:") and not isinstance(term, Alternatives)
        name = part or (local_name(term.iri) if own else slug(term.label))
        individual = self.nodes[thing] = self.new(name, NamedNode(term.iri), in_words(thing))
        if isinstance(term, Alternatives):
            for member in term.members:
                self.note(individual, bevo("alternative"), NamedNode(member.iri))
        if thing.cell:
            cell = self.thing(Thing(thing.cell))
            self.state(individual, OCCURS_IN, cell)
        if thing.molecule:
            self.say(individual, "concerns", self.thing(Thing(thing.molecule)))
        return individual

    def participant(self, participant: Participant, part: str) -> NamedNode:
        individual = self.new(part, NamedNode(participant.term.iri), participant.term.label)
        self.nodes.setdefault(Thing(participant.term), individual)
        for state in participant.states:
            self.say(individual, "hasState", self.thing(state, f"{part}-state"))
        return individual

    def vesicle_from(self, participants: Iterable[Participant], vesicle: NamedNode, part: str) -> None:
        for source in participants:
            fluid = source.term.kind == "fluids"
            origin = self.participant(source, part.replace("origin", "fluid") if fluid else part)
            self.say(vesicle, "foundIn" if fluid else "releasedBy", origin)


def emit_finding(
    finding: Grounded,
    reading: Reading = Reading(),  # noqa: B008 -- nothing changes it
    place: NamedNode | None = None,
) -> Emitted:
    """The triples of one finding.

    :param reading: what curators found beside the review; it goes into the record alone.
    :param place: what it stands in; None for the sections of its review that its locators name.
    :returns: logical part and record apart, in the order of making; nothing outside the finding is described.
    """
    graph = _Graph(finding)
    record = finding.record
    if record.deprecated:
        graph.note(graph.this, TYPE, bevo("WithdrawnFinding"))
        graph.note(graph.this, bevo("deprecated"), Literal(record.deprecated))
        graph.note(graph.this, LABEL, Literal(f"{finding.id} (withdrawn)"))
        return graph.out
    for cls in (bevo("Finding"), kind_class(finding.kind)):
        graph.state(graph.this, TYPE, cls)
    if finding.is_plain_claim:
        graph.state(graph.this, TYPE, bevo("PlainClaim"))
    vesicle = _emit_participants(graph)
    _emit_sign(graph, vesicle)
    _emit_record(graph, place)
    _emit_reading(graph, reading)
    return graph.out


def _emit_participants(graph: _Graph) -> NamedNode | None:
    finding = graph.finding
    vesicle = None
    if finding.vesicle:
        vesicle = graph.participant(finding.vesicle, "vesicle")
        graph.say(graph.this, "vesicle", vesicle)
    # Recipients go before sources: in an autocrine finding a step that names the cell means the one acted on.
    for participant in finding.to:
        recipient = graph.participant(participant, "recipient")
        fluid = participant.term.kind == "fluids"
        if not fluid:
            graph.note(graph.this, bevo("recipient"), recipient)
        if vesicle:
            graph.say(vesicle, "entersFluid" if fluid else "actsOn", recipient)
    if vesicle:
        graph.vesicle_from(finding.source, vesicle, "origin")
    cargoes = [(graph.thing(Thing(term), "cargo"), amount) for term, amount in finding.cargo]
    agent = graph.thing(finding.agent, "agent") if finding.agent else None
    if agent:
        graph.say(graph.this, "agent", agent)
        for state in finding.agent_states:
            graph.say(agent, "hasState", graph.thing(state, "agent-state"))
    by = finding.record.by
    for cargo, amount in cargoes:
        graph.say(graph.this, "cargo", cargo)
        if agent and by and by.amount and by.target == "cargo":
            graph.say(cargo, AMOUNTS[by.amount].property, agent)
            amount = amount or by.amount
        elif amount and (place := vesicle or agent):
            graph.say(cargo, AMOUNTS[amount].property, place)
        if vesicle and amount in (None, "more"):
            graph.say(vesicle, "carries", cargo)
    if vesicle and agent and by and by.amount and by.target == "vesicle":
        graph.say(vesicle, AMOUNTS[by.amount].property, agent)
    if vesicle and agent and by and by.amount and by.target == UPTAKE:
        uptake = _uptake(graph, vesicle)
        graph.say(uptake, AMOUNTS[by.amount].property, agent)
    if vesicle and finding.undergoes:
        process = graph.thing(Thing(finding.undergoes), "process")
        graph.state(vesicle, PARTICIPATES_IN, process)
    return vesicle


def _uptake(graph: _Graph, vesicle: NamedNode) -> NamedNode:
    part = UPTAKE
    if part in graph.parts:
        return finding_iri(graph.finding.id, part)
    uptake = graph.new(part, bevo("ExtracellularVesicleUptake"), "extracellular vesicle uptake")
    graph.state(vesicle, PARTICIPATES_IN, uptake)
    return uptake


def _emit_sign(graph: _Graph, vesicle: NamedNode | None) -> None:
    finding = graph.finding
    bearer = vesicle
    if finding.agent:
        bearer = graph.nodes[finding.agent]
    if finding.reference and vesicle and finding.vesicle:
        bearer = graph.new("contrast", bevo("Contrast"), "contrast")
        graph.say(graph.this, "contrast", bearer)
        graph.say(bearer, "test", vesicle)
        origins = [participant for participant in finding.reference if not participant.is_arm]
        if origins:
            reference = graph.new("reference", NamedNode(finding.vesicle.term.iri), finding.vesicle.term.label)
            graph.say(bearer, "reference", reference)
            graph.vesicle_from(origins, reference, "reference-origin")
        for arm in finding.reference:
            if arm.is_arm:
                graph.say(bearer, "referenceArm", graph.participant(arm, "reference-arm"))
    if finding.outcome and finding.record.sign and bearer:
        outcome = graph.thing(finding.outcome, "outcome")
        graph.say(graph.this, "outcome", outcome)
        graph.say(bearer, VERBS[finding.record.sign].property, outcome)
        graph.note(graph.this, bevo("signBearer"), bearer)
        graph.note(graph.this, bevo("sign"), Literal(VERBS[finding.record.sign].words))
        if finding.earns_verdict:
            graph.state(outcome, TYPE, bevo("ReportedOutcome"))
    for number, step in enumerate(finding.steps, start=1):
        _emit_step(graph, number, step, vesicle)


def _emit_step(graph: _Graph, number: int, step: Step, vesicle: NamedNode | None) -> None:
    subject, obj = (_end(graph, end, vesicle) for end in (step.subject, step.object))
    assert subject and obj  # grounding refused steps of a vesicle that is not there
    verb = bevo(VERBS[step.verb].property)
    graph.state(subject, verb, obj)
    this, words = finding_iri(graph.finding.id, f"step-{number}"), step_in_words(step)
    graph.note(graph.this, bevo("step"), this)
    graph.note(this, TYPE, bevo("Step"))
    graph.note(this, NAME, Literal(words))
    graph.note(this, LABEL, Literal(f"{words} (step {number} of {graph.finding.id})"))
    graph.note(this, bevo("stepNumber"), integer(number))
    graph.note(this, bevo("stepSubject"), subject)
    graph.note(this, bevo("stepVerb"), verb)
    graph.note(this, bevo("stepObject"), obj)


def _end(graph: _Graph, end: Thing | str, vesicle: NamedNode | None) -> NamedNode | None:
    """The individual at an end of a step: a thing, or the vesicle or its uptake by their role."""
    if isinstance(end, Thing):
        return graph.thing(end)
    return _uptake(graph, vesicle) if end == UPTAKE and vesicle else vesicle


def _emit_record(graph: _Graph, place: NamedNode | None) -> None:
    finding, this, record = graph.finding, graph.this, graph.finding.record
    graph.note(this, LABEL, Literal(sentence(finding)))
    if finding.is_result:
        graph.note(this, TYPE, bevo("ReportedResult"))
    for locator in record.at or (WHOLE,):
        graph.note(this, bevo("locator"), Literal(locator))
        graph.note(this, bevo("reportedIn"), place or section_iri(finding.review, parse_locator(locator).section))
    for study in record.cites:
        graph.note(this, bevo("cites"), node(f"study:{study}"))
    for evidence in [NamedNode(term.iri) for term in finding.evidence] or [AUTHOR_STATEMENT]:
        graph.note(this, bevo("evidence"), evidence)
    for name, value in (
        ("certainty", record.certainty),
        ("when", record.when),
        ("printedOutcome", record.printed),
        ("segment", record.segment),
        ("note", record.note),
        ("uncited", record.uncited),
        ("collective", "yes" if record.collective else None),
    ):
        if value:
            graph.note(this, bevo(name), Literal(value))
    for marker in record.markers:
        graph.note(this, bevo("marker"), Literal(marker))
    for name, terms in (
        ("model", finding.model),
        ("asksAbout", finding.unknown),
        ("defines", (finding.defines,) if finding.defines else ()),
    ):
        for term in terms:
            graph.note(this, bevo(name), NamedNode(term.iri))
    if record.diameter:
        graph.note(this, bevo("diameterMin"), decimal(record.diameter.smallest))
        graph.note(this, bevo("diameterMax"), decimal(record.diameter.largest))
    if record.auc is not None:
        graph.note(this, bevo("areaUnderCurve"), decimal(record.auc))
    for count, number in record.counts.items():
        graph.note(this, bevo(f"count{count.capitalize()}"), integer(number))
    for number, group in enumerate(finding.groups, start=1):
        _emit_group(graph, number, group)
    if finding.experiment:
        graph.out.recorded += [str(triple) for triple in emit_experiment(finding.id, finding.experiment)]


def _emit_reading(graph: _Graph, reading: Reading) -> None:
    finding, this = graph.finding, graph.this
    for cls in standing(finding, reading):
        graph.note(this, TYPE, bevo(cls))
    if reading.disowned:
        graph.note(this, bevo("notAsTold"), Literal(", ".join(a for a in ASPECTS if a in reading.disowned)))
    for by, level in evidence_levels(finding, reading.checks):
        graph.note(this, bevo("evidenceLevel"), Literal(level))
        graph.note(this, bevo(f"evidenceLevelBy{by}"), Literal(level))
    for check in reading.checks:
        graph.out.recorded += [f"{t.subject} {t.predicate} {t.object}" for t in emit_check(check)]


def _emit_group(graph: _Graph, number: int, group: Group) -> None:
    this = finding_iri(graph.finding.id, f"group-{number}")
    graph.note(graph.this, bevo("group"), this)
    graph.note(this, TYPE, bevo("Group"))
    graph.note(this, LABEL, Literal(f"{group.term.label} (group {number} of {graph.finding.id})"))
    graph.note(this, bevo("groupCondition"), NamedNode(group.term.iri))
    graph.note(this, bevo("groupSize"), integer(group.size))
