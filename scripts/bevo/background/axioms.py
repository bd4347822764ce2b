"""Background as axioms: one-way, from statements about classes to what follows for the findings that name them.

For each background process there are two classes, what works *for* it and what works *against* it. A statement puts
its molecule below one of them; steps of a finding carry it back along the chain; the finding is weighed against it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from zlib import crc32

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from bevo.background.records import Knowledge, Process, Statement
from bevo.ontology.terms import Vocabulary
from bevo.problems import BevoError
from bevo.rdf.names import BASE, bevo, node, slug
from bevo.rdf.vocabulary import (
    ANNOTATED_PROPERTY,
    ANNOTATED_SOURCE,
    ANNOTATED_TARGET,
    AXIOM,
    CLASS,
    DEFINITION,
    FIRST,
    IAO_DEFINITION,
    INTERSECTION,
    LABEL,
    NIL,
    OCCURS_IN,
    ON,
    REST,
    SOME,
    SUBCLASS,
    TYPE,
    UNION,
)

__all__ = ["axioms", "kinds_of", "outcome_class", "statement_iri", "subject_class", "worker"]

RESTRICTION = node("owl:Restriction")
BEARERS = ("vesicle", "agent", "cargo")
"""How a finding leads to what may bear its sign."""
SIDES: Mapping[int, str] = {1: "for", -1: "against"}
STATED = {1: bevo("ForOutcome"), -1: bevo("AgainstOutcome")}

Expression = NamedNode | BlankNode


def worker(process: str, sign: int) -> NamedNode:
    """The class of what works for a background process (1), or against it (-1)."""
    return NamedNode(f"{BASE}background/{SIDES[sign]}-{slug(process)}")


def outcome_class(process: Process) -> NamedNode:
    """The class of the outcomes that a background process stands for."""
    if len(process.classes) == 1 and not process.cell:
        return NamedNode(process.classes[0])
    return NamedNode(f"{BASE}background/{slug(process.name)}")


def subject_class(statement: Statement, knowledge: Knowledge) -> NamedNode:
    """The class of what does something: a molecule, or the outcomes of a background process."""
    process = knowledge.processes.get(statement.subject)
    return outcome_class(process) if process else NamedNode(statement.subject)


def statement_iri(statement: Statement) -> NamedNode:
    """The IRI of a background statement."""
    return NamedNode(f"{BASE}background/{statement.id}")


def axioms(knowledge: Knowledge, vocabulary: Vocabulary) -> list[Triple]:
    """All axioms with their reasons, the helper classes declared; conflicting statements say nothing.

    :raises BevoError: if a process would lead to itself, for then a finding would explain itself.
    """
    wider = kinds_of(knowledge, vocabulary)
    _without_circles(knowledge, vocabulary, wider)
    graph = _Axioms()
    for process in knowledge.processes.values():
        graph.declare(process)
        graph.chain(process)
        graph.weigh(process)
    for narrow, broad in wider:
        for sign, side in SIDES.items():
            reason = f"What works {side} {narrow} works {side} {broad}, of which it is a kind."
            graph.below(worker(narrow, sign), worker(broad, sign), reason)
    conflicting = knowledge.conflicting()
    told: dict[tuple[str, int, str], list[Statement]] = {}
    for statement in knowledge.statements:
        if statement not in conflicting:
            told.setdefault((statement.subject, statement.sign, statement.process), []).append(statement)
    for (subject, sign, name), statements in told.items():
        reason = "Background: " + "; ".join(dict.fromkeys(map(_where, statements))) + "."
        if subject in knowledge.processes:
            graph.below(worker(subject, 1), worker(name, sign), reason, statements)
            graph.below(worker(subject, -1), worker(name, -sign), reason, statements)
            graph.below(outcome_class(knowledge.processes[subject]), worker(name, sign), reason, statements)
        else:
            graph.below(NamedNode(subject), worker(name, sign), reason, statements)
    return graph.triples


def _where(statement: Statement) -> str:
    """Where a statement comes from, in a few words."""
    if statement.tier == "terms":
        return statement.note.rstrip(".")
    if statement.tier == "reviews":
        return "told by " + ", ".join((*statement.told_in, *statement.at))
    return f"{'; '.join(statement.go)}, {', '.join(statement.evidence)} ({statement.source})"


def kinds_of(knowledge: Knowledge, vocabulary: Vocabulary) -> list[tuple[str, str]]:
    """Pairs of background processes of which the first is a kind of the second, by the classes of the tables."""
    found = []
    for narrow in knowledge.processes.values():
        for broad in knowledge.processes.values():
            if narrow is broad or (broad.cell and broad.cell not in vocabulary.ancestors(narrow.cell or "")):
                continue
            if narrow.classes == broad.classes and not (narrow.cell and not broad.cell):
                continue
            if all(vocabulary.ancestors(cls) & set(broad.classes) for cls in narrow.classes):
                found.append((narrow.name, broad.name))
    return found


def _without_circles(knowledge: Knowledge, vocabulary: Vocabulary, wider: Iterable[tuple[str, str]]) -> None:
    """No outcome may be among what leads to it: a vesicle that promotes it would then be explained by its own claim."""
    after: dict[str, set[str]] = {}
    for narrow, broad in wider:
        after.setdefault(narrow, set()).add(broad)
    leads: dict[str, set[str]] = {}
    for s in knowledge.statements:
        leads.setdefault(s.subject, set()).add(s.process)
        after.setdefault(s.subject, set()).add(s.process)
    for subject, targets in leads.items():
        own = knowledge.processes[subject].classes if subject in knowledge.processes else (subject,)
        todo, seen = [*targets], set(targets)
        while todo:
            name = todo.pop()
            classes = knowledge.processes[name].classes
            touching = any(a in vocabulary.ancestors(b) or b in vocabulary.ancestors(a) for a in own for b in classes)
            if touching:
                raise BevoError(f"background: {subject} leads back to itself by way of {name}; take a statement out")
            todo += [n for n in after.get(name, ()) if n not in seen]
            seen |= after.get(name, set())


class _Axioms:
    """Axioms under construction; the names of blank nodes follow from what they are part of."""

    def __init__(self) -> None:
        self.triples: list[Triple] = []
        self._names: dict[str, int] = {}

    def blank(self, about: str) -> BlankNode:
        number = self._names[about] = self._names.get(about, 0) + 1
        return BlankNode(f"background{crc32(about.encode())}x{number}")

    def say(self, subject: Expression, predicate: NamedNode, obj: Expression | Literal) -> None:
        self.triples.append(Triple(subject, predicate, obj))

    def declare(self, process: Process) -> None:
        """The classes of a process, and which outcomes it stands for."""
        own, name = outcome_class(process), process.name
        if own.value not in process.classes:
            definition = f"What background of {name} is about: the process, and what stands for it."
            self._new(own, f"{name} in the wide sense", definition)
            reason = process.reason or f"The process {name} itself."
            for cls in process.classes:
                narrow: Expression = NamedNode(cls)
                if process.cell:
                    narrow = self._both(name, NamedNode(cls), self._some(name, OCCURS_IN, NamedNode(process.cell)))
                self.below(narrow, own, reason)
        for sign, side in SIDES.items():
            definition = (
                f"What works {side} {name}, by background and the steps that a finding states; not what it reports."
            )
            self._new(worker(name, sign), f"{side} {name}", definition)

    def chain(self, process: Process) -> None:
        """Signs multiply along the steps of a finding, from the molecule that is known back to the vesicle."""
        name = process.name
        for sign, side in SIDES.items():
            end = worker(name, sign)
            for verb, factor in (("promotes", 1), ("inhibits", -1)):
                result = SIDES[sign * factor]
                reason = f"What {verb} something that works {side} {name} works {result} it."
                self.below(self._some(name, bevo(verb), end), worker(name, sign * factor), reason)
            reason = (
                f"A vesicle acts through its cargo: what carries something that works {side} {name} works {side} it."
            )
            self.below(self._some(name, bevo("carries"), end), end, reason)

    def weigh(self, process: Process) -> None:
        """What a finding states of an outcome, against what background makes of its mechanism."""
        name, outcome = process.name, outcome_class(process)
        for stated, side in SIDES.items():
            for known, other in SIDES.items():
                bearer = self._both(name, STATED[stated], worker(name, known))
                reported = self._both(name, bevo("ReportedOutcome"), outcome)
                finding = self._both(
                    name,
                    bevo("PlainClaim"),
                    self._some(name, bevo("outcome"), reported),
                    self._either(name, *(self._some(name, bevo(p), bearer) for p in BEARERS)),
                )
                if stated == known:
                    reason = f"It says that something works {side} {name}, and its mechanism works {other} it."
                    self.below(finding, bevo("ExplainedFinding"), reason)
                else:
                    reason = f"It says that something works {side} {name}, but its mechanism works {other} it."
                    self.below(finding, bevo("CounterMechanism"), reason)

    def below(self, narrow: Expression, wide: NamedNode, reason: str, statements: Sequence[Statement] = ()) -> None:
        """A subclass axiom with its reason, and the statements that it rests on."""
        self.say(narrow, SUBCLASS, wide)
        axiom = self.blank(f"{narrow} {wide.value}")
        self.say(axiom, TYPE, AXIOM)
        self.say(axiom, ANNOTATED_SOURCE, narrow)
        self.say(axiom, ANNOTATED_PROPERTY, SUBCLASS)
        self.say(axiom, ANNOTATED_TARGET, wide)
        self.say(axiom, bevo("reason"), Literal(reason))
        for statement in statements:
            self.say(axiom, bevo("fromStatement"), statement_iri(statement))

    def _new(self, cls: NamedNode, label: str, definition: str) -> None:
        self.say(cls, TYPE, CLASS)
        self.say(cls, LABEL, Literal(label))
        for predicate in (DEFINITION, IAO_DEFINITION):
            self.say(cls, predicate, Literal(definition))

    def _some(self, about: str, prop: NamedNode, filler: Expression) -> BlankNode:
        this = self.blank(about)
        self.say(this, TYPE, RESTRICTION)
        self.say(this, ON, prop)
        self.say(this, SOME, filler)
        return this

    def _both(self, about: str, *parts: Expression) -> BlankNode:
        return self._joined(about, INTERSECTION, parts)

    def _either(self, about: str, *parts: Expression) -> BlankNode:
        return self._joined(about, UNION, parts)

    def _joined(self, about: str, how: NamedNode, parts: Sequence[Expression]) -> BlankNode:
        this = self.blank(about)
        cells = [self.blank(about) for _ in parts]
        self.say(this, TYPE, CLASS)
        self.say(this, how, cells[0])
        following: list[Expression] = [*cells[1:], NIL]
        for cell, part, rest in zip(cells, parts, following, strict=True):
            self.say(cell, FIRST, part)
            self.say(cell, REST, rest)
        return this
