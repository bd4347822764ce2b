"""Triples found by subject and predicate, and walks upwards along a hierarchy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TypeVar

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from bevo.rdf.names import compact
from bevo.rdf.vocabulary import FIRST, LABEL, NIL, REST, SUBCLASS, TYPE

__all__ = ["Index", "Node", "levels", "upwards"]

Node = NamedNode | BlankNode | Literal | Triple

T = TypeVar("T", bound=Hashable)


class Index:
    """Triples by subject and predicate.

    :param triples: an ontology, findings, or both; every label that is to be shown is among them.
    """

    def __init__(self, triples: Iterable[Triple]) -> None:
        about: dict[Node, dict[NamedNode, list[Node]]] = defaultdict(lambda: defaultdict(list))
        for t in triples:
            about[t.subject][t.predicate].append(t.object)
        self.about = {subject: dict(properties) for subject, properties in about.items()}

    def objects(self, subject: Node, predicate: NamedNode) -> list[Node]:
        """All objects of a subject and a predicate."""
        return self.about.get(subject, {}).get(predicate, [])

    def nodes(self, subject: Node, predicate: NamedNode) -> list[NamedNode]:
        """The named objects, sorted."""
        return sorted((o for o in self.objects(subject, predicate) if isinstance(o, NamedNode)), key=lambda o: o.value)

    def texts(self, subject: Node, predicate: NamedNode) -> list[str]:
        """The literals, sorted."""
        return sorted(o.value for o in self.objects(subject, predicate) if isinstance(o, Literal))

    def text(self, subject: Node, predicate: NamedNode) -> str:
        """The first literal in alphabetical order; empty where there is none."""
        return next(iter(self.texts(subject, predicate)), "")

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
        return set(upwards(cls, self.parents))

    def members(self, head: Node) -> Iterator[Node]:
        """The members of an RDF list; what is no list has none."""
        while head != NIL and (first := self.objects(head, FIRST)):
            yield first[0]
            head = self.objects(head, REST)[0]


def levels(start: T, parents: Callable[[T], Iterable[T]]) -> Iterator[list[T]]:
    """A thing, what is directly above it, what is above that, and so on; each once, in the order of the parents."""
    level, seen = [start], {start}
    while level:
        yield level
        level = [p for p in dict.fromkeys(p for thing in level for p in parents(thing)) if p not in seen]
        seen.update(level)


def upwards(start: T, parents: Callable[[T], Iterable[T]]) -> Iterator[T]:
    """A thing and all that is above it, the nearest first, each once."""
    for level in levels(start, parents):
        yield from level
