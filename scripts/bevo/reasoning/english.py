"""Statements and axioms as plain English sentences, with the reason that the ontology gives for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pyoxigraph import NamedNode, Triple

from bevo.rdf.index import Index, Node
from bevo.rdf.names import PREFIXES, bevo, compact, local_name, node
from bevo.rdf.vocabulary import (
    ANNOTATED_PROPERTY,
    ANNOTATED_SOURCE,
    ANNOTATED_TARGET,
    COMPLEMENT,
    DISJOINT,
    DOMAIN,
    EQUIVALENT,
    INTERSECTION,
    LABEL,
    MEMBERS,
    ON,
    ONLY,
    PROPERTY_DISJOINT,
    RANGE,
    SOME,
    SUBCLASS,
    SUBPROPERTY,
    TYPE,
    UNION,
)

__all__ = ["Words"]

ALL_DISJOINT = {node("owl:AllDisjointClasses"), node("owl:AllDisjointProperties")}
ANNOTATED = (ANNOTATED_SOURCE, ANNOTATED_PROPERTY, ANNOTATED_TARGET)
AN = re.compile(r"[aeiouAEIO]|[FHLMNRSX](?=[A-Z0-9])|m(?=RNA|iR)")
VERBS = {
    bevo("agent"): "tells of",
    bevo("cargo"): "has as cargo",
    bevo("contrast"): "draws",
    bevo("outcome"): "reports on",
    bevo("reference"): "compares with",
    bevo("referenceArm"): "compares with",
    bevo("test"): "tests",
    bevo("vesicle"): "is about",
}
"""Properties whose label is a noun, as verbs."""


class Words:
    """Puts axioms in words.

    :param ontology: all triples of the ontology, labels and annotated axioms included; or an index that has them.
    """

    def __init__(self, ontology: Iterable[Triple] | Index) -> None:
        self.ontology = ontology if isinstance(ontology, Index) else Index(ontology)
        self.reasons: dict[object, str] = {}
        for thing in self.ontology.about:
            if reason := self.ontology.text(thing, bevo("reason")):
                about = tuple(end for p in ANNOTATED for end in self.ontology.objects(thing, p))
                self.reasons[about or thing] = reason

    def sentence(self, axiom: Sequence[Triple]) -> str:
        """A statement or axiom as a sentence without a full stop, with the reason for it if there is one.

        :param axiom: a triple, or all triples that hang together by blank nodes.
        """
        says, reason = self.parted(axiom)
        return says + (f" ({reason})" if reason else "")

    def parted(self, axiom: Sequence[Triple]) -> tuple[str, str]:
        """The sentence and the reason apart; where the ontology gives no reason, that is empty."""
        main = next(
            (t for t in axiom if t.predicate in (SUBCLASS, EQUIVALENT, DISJOINT) or t.object in ALL_DISJOINT), axiom[0]
        )
        reason = self.reasons.get((main.subject, main.predicate, main.object)) or self.reasons.get(main.subject, "")
        return _Sentence(self.ontology, Index(axiom)).of(main), reason.rstrip(".")


class _Sentence:
    """The sentence of one axiom.

    :param ontology: has the labels.
    :param axiom: all its triples.
    """

    def __init__(self, ontology: Index, axiom: Index) -> None:
        self.ontology, self.axiom = ontology, axiom

    def parts(self, term: Node) -> dict[NamedNode, Node]:
        """What is said of a node of the axiom; each once."""
        return {predicate: objects[0] for predicate, objects in self.axiom.about.get(term, {}).items()}

    def of(self, t: Triple) -> str:
        """The sentence of an axiom.

        :param t: the triple of it that the others only spell out.
        """
        s, p, o = t.subject, t.predicate, t.object
        if p in (SUBCLASS, EQUIVALENT):
            also = " and the other way round" if p == EQUIVALENT else ""
            return f"{self.noun(s, 'every')} is {self.noun(o)}{also}"
        if p == SUBPROPERTY:
            return f"what {self.verb(s)} something also {self.verb(o)} it"
        if p == DOMAIN:
            return f"whatever {self.verb(s)} something is {self.noun(o)}"
        if p == RANGE:
            return f"whatever something {self.verb(s)} is {self.noun(o)}"
        if p == DISJOINT:
            return f"nothing is both {self.noun(s)} and {self.noun(o)}"
        if p == PROPERTY_DISJOINT:
            return f"nothing both {self.verb(s)} and {self.verb(o)} the same thing"
        if o in ALL_DISJOINT:
            return f"nothing is two of these: {', '.join(self.name(m) for m in self.items(s))}"
        if p == TYPE:
            return f"{self.name(s)} is {self.noun(o)}"
        return f"{self.name(s)} {self.verb(p)} {self.name(o, beside=s)}"

    def name(self, term: Node, beside: Node | None = None) -> str:
        """What a thing is called; beside another of the same finding, 'its vesicle'."""
        if label := self.ontology.text(term, LABEL):
            return label
        if not isinstance(term, NamedNode):
            return "something"
        if not term.value.startswith(PREFIXES["finding"]):
            return compact(term.value)
        finding, _, part = local_name(term.value).partition("-")
        if not part:
            return finding
        own = isinstance(beside, NamedNode) and local_name(beside.value).partition("-")[0] == finding
        return f"its {part}" if own else f"the {part} of {finding}"

    def verb(self, term: Node) -> str:
        if isinstance(term, NamedNode) and term in VERBS:
            return VERBS[term]
        name = self.name(term)
        return name if re.match(r"(?!less )\w+s\b", name) else f"is {name}"

    def noun(self, term: Node, article: str = "a") -> str:
        """A class expression with an article: ``a`` (or ``an``) or ``every``."""
        parts = self.parts(term)
        if isinstance(term, NamedNode):
            name = self.name(term)
            if re.match("(for|against) ", name):
                return f"{_thing(article)} {name}"
            return f"{'an' if article == 'a' and AN.match(name) else article} {name}"
        if UNION in parts:
            return " or ".join(self.noun(member, article) for member in self.items(parts[UNION]))
        if INTERSECTION in parts:
            members = self.items(parts[INTERSECTION])
            head = next((m for m in members if isinstance(m, NamedNode)), None)
            tails = [self._tail(m, also=head is not None) for m in members if m != head]
            start = self.noun(head, article) if head else _thing(article)
            return f"{start} that {' and '.join(tails)}"
        return f"{_thing(article)} that {self._tail(term)}"

    def _tail(self, term: Node, also: bool = False) -> str:
        """A class expression as it goes on after 'something that'."""
        parts = self.parts(term)
        if isinstance(term, NamedNode) or UNION in parts or INTERSECTION in parts:
            return f"is {'also ' if also else ''}{self.noun(term)}"
        if SOME in parts:
            return f"{self.verb(parts[ON])} {self.noun(parts[SOME])}"
        if ONLY in parts:
            return f"{self.verb(parts[ON])} nothing but {self.noun(parts[ONLY])}"
        if COMPLEMENT in parts:
            return f"is not {self.noun(parts[COMPLEMENT])}"
        return "is described in the Turtle"

    def items(self, start: Node) -> list[Node]:
        """The members of a list, or of the list that a node has as its members."""
        return list(self.axiom.members(self.parts(start).get(MEMBERS, start)))


def _thing(article: str) -> str:
    return "everything" if article == "every" else "something"
