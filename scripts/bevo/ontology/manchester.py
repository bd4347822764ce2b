"""An ontology as people read it: labels for names, class expressions in Manchester syntax."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from bevo.problems import BevoError
from bevo.rdf.names import compact
from bevo.rdf.vocabulary import (
    COMPLEMENT,
    FIRST,
    HAS_VALUE,
    INTERSECTION,
    INVERSE,
    LABEL,
    NIL,
    ON,
    ONLY,
    REST,
    SOME,
    SUBCLASS,
    TYPE,
    UNION,
)

__all__ = ["Graph", "Node"]

Node = NamedNode | BlankNode | Literal | Triple

JUNCTIONS = {"and": INTERSECTION, "or": UNION}
QUANTIFIERS = {"some": SOME, "only": ONLY, "value": HAS_VALUE}
PREFIXED = {"not": COMPLEMENT, "inverse": INVERSE}


class Graph:
    """Triples by subject and predicate.

    :param triples: an ontology, or findings; every label that is to be shown is among them.
    """

    def __init__(self, triples: Iterable[Triple]) -> None:
        about: dict[Node, dict[NamedNode, list[Node]]] = defaultdict(lambda: defaultdict(list))
        for t in triples:
            about[t.subject][t.predicate].append(t.object)
        self.about = {subject: dict(properties) for subject, properties in about.items()}

    def objects(self, subject: Node, predicate: NamedNode) -> list[Node]:
        """All objects of a subject and a predicate."""
        return self.about.get(subject, {}).get(predicate, [])

    def text(self, subject: Node, predicate: NamedNode) -> str:
        """The literal of a subject and a predicate, the first in alphabetical order; empty where there is none."""
        return min((o.value for o in self.objects(subject, predicate) if isinstance(o, Literal)), default="")

    def label(self, thing: NamedNode) -> str:
        """The label of a thing, or its CURIE."""
        return self.text(thing, LABEL) or compact(thing.value)

    def by_label(self, things: Iterable[NamedNode]) -> list[NamedNode]:
        """Things in the order of their labels."""
        return sorted(things, key=lambda thing: (self.label(thing).casefold(), thing.value))

    def named(self, kind: NamedNode) -> list[NamedNode]:
        """The named things of a type, in the order of their labels."""
        return self.by_label(s for s in self.about if isinstance(s, NamedNode) and kind in self.objects(s, TYPE))

    def parents(self, cls: NamedNode) -> list[NamedNode]:
        """The named classes that a class is directly below."""
        return [p for p in self.objects(cls, SUBCLASS) if isinstance(p, NamedNode)]

    def ancestors(self, cls: NamedNode) -> set[NamedNode]:
        """A class and all named classes above it."""
        found, todo = set[NamedNode](), [cls]
        while todo:
            if (current := todo.pop()) not in found:
                found.add(current)
                todo += self.parents(current)
        return found

    def members(self, head: Node) -> Iterator[Node]:
        """The members of an RDF list."""
        while head != NIL:
            yield self.objects(head, FIRST)[0]
            head = self.objects(head, REST)[0]

    def manchester(self, expression: Node, inner: bool = False) -> str:
        """A class or property expression in Manchester syntax; labels of more than one word are quoted.

        :param inner: put parentheses around what is more than a name.
        :raises BevoError: for a construct that has no form here, such as a cardinality.
        """
        if isinstance(expression, NamedNode):
            label = self.label(expression)
            return label if label.replace("-", "").isalnum() else f"'{label}'"
        text = ""
        for word, predicate in JUNCTIONS.items():
            for head in self.objects(expression, predicate):
                text = f" {word} ".join(self.manchester(member, True) for member in self.members(head))
        for on in self.objects(expression, ON):
            for word, predicate in QUANTIFIERS.items():
                for filler in self.objects(expression, predicate):
                    text = f"{self.manchester(on, True)} {word} {self.manchester(filler, True)}"
        for word, predicate in PREFIXED.items():
            for other in self.objects(expression, predicate):
                text = f"{word} {self.manchester(other, True)}"
        if not text:
            used = ", ".join(sorted(compact(p.value) for p in self.about.get(expression, {})))
            raise BevoError(f"no Manchester form is known for an expression with {used or 'nothing'}")
        return f"({text})" if inner else text
