# ruff: noqa: E501 -- a table
"""Every kind of statement that the emitter writes, broken in every way that fits it, and the shape that sees it.

``PYTHONPATH=scripts:tests python tests/shacl/matrix.py`` prints the table.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from bevo.rdf.index import Node
from bevo.rdf.names import BASE, bevo, compact, node
from bevo.rdf.vocabulary import SUBCLASS, TYPE
from bevo.shacl.as_sparql import BELOW, Question, answers, compiled, tell_what_is_below

Graph = list[Triple]
WAYS = ("left out", "told twice", "another", "wrong kind", "nothing", "other form", "unknown property")
"""Told twice: a second value beside the first. Another: a value of the same kind in its place. Wrong kind: a node of
another kind. Nothing: what is described nowhere, or an empty text. Other form: a text for a node, a language or another
datatype for a text or number."""

CLASSES = {
    "Finding": "finding", "WithdrawnFinding": "withdrawn finding", "Step": "step", "Group": "group", "Study": "study",
    "Experiment": "experiment", "Dose": "dose", "ExperimentTime": "time", "EffectSize": "effect size", "Review": "review",
    "ExperimentArm": "arm", "ReviewSection": "section", "Discrepancy": "discrepancy", "PrimaryCheck": "check",
}  # fmt: skip
KEPT = {
    TYPE, SUBCLASS,
    *map(node, ("rdfs:label", "rdfs:domain", "rdfs:range", "rdfs:subPropertyOf", "dcterms:modified")), bevo("makesKind"),
}  # fmt: skip
"""What the shapes of data ask of the ontology; the rest would only make each question slower."""
ONTOLOGY_SHAPES = ("ontology", "report")


class Kind(NamedTuple):
    """A kind of statement: of what, and by which property; of a type also which class."""

    of: str
    property: str
    cls: str = ""

    def __str__(self) -> str:
        return f"{self.property} {self.cls}".strip()


class Mutant(NamedTuple):
    """One statement broken: taken out and put in."""

    kind: Kind
    way: str
    out: Triple
    put: Triple | None


def iri(value: Node) -> NamedNode:
    """A value that is named: nothing that the emitter writes has a blank node for its subject or type."""
    assert isinstance(value, NamedNode)
    return value


def roles(graph: Graph) -> dict[NamedNode, str]:
    """What each subject is."""
    found: dict[NamedNode, str] = {}
    for t in graph:
        if t.predicate == bevo("participantOf"):
            found[iri(t.subject)] = "participant"
        elif t.predicate == TYPE and isinstance(t.object, NamedNode):
            name = CLASSES.get(t.object.value.removeprefix(BASE))
            if name:
                found[iri(t.subject)] = name
    return found


def kind_of(t: Triple, role: dict[NamedNode, str]) -> Kind:
    of = role[iri(t.subject)]
    if t.predicate != TYPE:
        return Kind(of, compact(t.predicate.value))
    name = compact(iri(t.object).value)
    if of == "participant" and name != "bevo:ReportedOutcome":
        name = "(its term)"
    return Kind(of, "rdf:type", name)


def of_finding(t: Triple) -> str:
    found = re.search(r"/(?:finding|check)/((?:[a-z0-9]+_)?F\d+)", iri(t.subject).value)
    return found[1] if found else ""


def few(graph: Graph) -> Graph:
    """A few findings that have every kind of statement between them, with all that they lead to."""
    role = roles(graph)
    by = defaultdict[str, Graph](list)
    for t in graph:
        by[of_finding(t) or iri(t.subject).value].append(t)
    records = {name: ts for name, ts in by.items() if name.startswith("F")}
    wanted = {kind_of(t, role) for ts in records.values() for t in ts}
    chosen: list[str] = []
    while wanted:
        best = min(records, key=lambda n: (-len(wanted & {kind_of(t, role) for t in records[n]}), len(records[n]), n))
        chosen.append(best)
        wanted -= {kind_of(t, role) for t in records[best]}
    seen, todo = set[str](), [*chosen]
    for kind in {kind_of(t, role) for name, ts in by.items() if name not in records for t in ts}:
        todo.append(
            next(n for n, ts in sorted(by.items()) if n not in records and kind in {kind_of(t, role) for t in ts})
        )
    while todo:
        name = todo.pop()
        if name in seen or name not in by:
            continue
        seen.add(name)
        for t in by[name]:
            if isinstance(t.object, NamedNode) and t.object.value.startswith(BASE):
                todo.append(of_finding(Triple(t.object, t.predicate, t.object)) or t.object.value)
    return [t for name in sorted(seen) for t in by[name]]


def mutants(graph: Graph, ontology: Graph) -> Iterator[Mutant]:
    """Each kind of statement in each way that fits it; the first statement of a kind stands for all."""
    role = roles(graph)
    facts = set(graph)
    kinds = defaultdict[Kind, Graph](list)
    for t in graph:
        kinds[kind_of(t, role)].append(t)
    declared = sorted(
        t.subject.value
        for t in ontology
        if t.predicate == TYPE and t.object == node("owl:Class") and isinstance(t.subject, NamedNode)
    )
    for kind, told in sorted(kinds.items()):
        first = told[0]
        yield Mutant(kind, "left out", first, None)
        for way, value in _values(first, told, graph, role, declared):
            put = Triple(first.subject, first.predicate, value)
            if put in facts:
                continue
            yield Mutant(kind, way, put if way == "told twice" else first, put)
        yield Mutant(kind, "unknown property", first, Triple(first.subject, bevo("noSuchProperty"), first.object))


def _values(
    first: Triple, told: Graph, graph: Graph, role: dict[NamedNode, str], declared: list[str]
) -> Iterator[tuple[str, Node]]:
    said = first.object
    mine = {t.object for t in told if t.subject == first.subject}
    if isinstance(said, Literal):
        others = [t.object for t in told if t.object not in mine]
        strange = Literal("-7", datatype=said.datatype) if said.datatype != node("xsd:string") else Literal("nonsense")
        if said.datatype == node("xsd:dateTime"):
            strange = Literal("1066-10-14T00:00:00Z", datatype=said.datatype)
        yield "told twice", others[0] if others else strange
        yield "another", others[0] if others else strange
        yield "another", strange
        yield "wrong kind", first.subject
        yield "nothing", Literal("", datatype=said.datatype)
        yield "other form", Literal(said.value, language="en")
        wrong = node("xsd:anyURI") if said.datatype == node("xsd:string") else node("xsd:string")
        yield "other form", Literal(said.value, datatype=wrong)
        return
    said = iri(said)
    same = [iri(t.object) for t in told if t.object not in mine and t.object != first.subject]
    if said in role:
        same += [n for n, r in role.items() if r == role[said] and n not in mine and n != first.subject]
        other = next(n for n, r in sorted(role.items(), key=str) if r not in (role[said], role[iri(first.subject)]))
    elif first.predicate == TYPE or said.value in declared:
        same += [NamedNode(c) for c in declared if NamedNode(c) not in mine]
        other = bevo("Trait") if first.predicate != TYPE else bevo("TrialPhase")
    else:
        other = None
    if same:
        yield "told twice", same[0]
        yield "another", same[0]
    if other:
        yield "wrong kind", other
    yield "nothing", bevo("nowhere")
    yield "other form", Literal("a text")


class Judge:
    """The shapes of data, asked of a graph that changes by one statement."""

    def __init__(self, graph: Graph, ontology: Graph, shapes: Graph) -> None:
        questions = compiled(shapes)
        self.parts: list[tuple[Store, list[Question]]] = []
        for below in (False, True):
            store = Store()
            store.extend(
                Quad(t.subject, t.predicate, t.object) for t in {*graph, *(t for t in ontology if t.predicate in KEPT)}
            )
            if below:
                tell_what_is_below(store, questions)
            self.parts.append((store, [q for q in questions if (str(BELOW) in q.select) is below]))
        self.last: dict[str, Counter[str]] = defaultdict(Counter)

    def kills(self, mutant: Mutant) -> str:
        """The shape that sees a fault, or what asks for it; empty if none does."""
        for store, _ in self.parts:
            if mutant.put != mutant.out:
                store.remove(Quad(*mutant.out))
            if mutant.put:
                store.add(Quad(*mutant.put))
        try:
            return self.seen(self.last[mutant.kind.property] + self.last[mutant.way])
        finally:
            for store, _ in self.parts:
                if mutant.put:
                    store.remove(Quad(*mutant.put))
                if mutant.put != mutant.out:
                    store.add(Quad(*mutant.out))

    def seen(self, likely: Counter[str]) -> str:
        asked = [(store, question) for store, questions in self.parts for question in questions]
        for store, question in sorted(asked, key=lambda pair: -likely[pair[1].shape]):
            if next(iter(answers(store, [question])), None):
                return compact(question.shape) or question.message
        return ""

    def judged(self, every: Iterable[Mutant]) -> Iterator[tuple[Mutant, str]]:
        for mutant in every:
            by = self.kills(mutant)
            if by.startswith("bevo:"):
                for key in (mutant.kind.property, mutant.way):
                    self.last[key][node(by).value] += 1
            yield mutant, by
