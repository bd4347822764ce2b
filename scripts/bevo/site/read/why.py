"""Why a verdict follows, read off the finished graph: the statements and axioms that lead to it.

:mod:`bevo.reasoning.explain` proves that an explanation has nothing superfluous, in seconds for each verdict. In the
release all that follows is there already, so that one way to a verdict can be walked back in a millisecond.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import filterfalse, pairwise

from pyoxigraph import BlankNode, NamedNode, Triple

from bevo.rdf.index import Index, Node
from bevo.rdf.names import bevo, local_name
from bevo.rdf.vocabulary import INTERSECTION, LABEL, NAME, ON, SOME, SUBCLASS, TYPE, UNION
from bevo.reasoning.english import Words
from bevo.site.read.model import Because

__all__ = ["Ways"]

Axiom = tuple[Triple, ...]
Claim = tuple[NamedNode, NamedNode]


class Ways:
    """The ways in which things come to be members of classes.

    :param graph: a release, with its ontology and all that was inferred.
    """

    def __init__(self, graph: Index) -> None:
        self.graph, self.words = graph, Words(graph)
        self.leads: dict[NamedNode, list[tuple[BlankNode, NamedNode]]] = defaultdict(list)
        """By class: the expressions below it or below a class that is below it, with that class."""
        self._above: dict[NamedNode, set[NamedNode]] = {}
        for left, said in graph.about.items():
            if isinstance(left, BlankNode):
                for right in said.get(SUBCLASS, ()):
                    if isinstance(right, NamedNode):
                        for cls in self.above(right):
                            self.leads[cls].append((left, right))
        for cls, leads in self.leads.items():
            leads.sort(key=lambda lead: (lead[1] != cls, lead[1].value, self.words.parted(self._axiom(*lead))))

    def above(self, cls: NamedNode) -> set[NamedNode]:
        """A class and all above it."""
        if cls not in self._above:
            self._above[cls] = self.graph.ancestors(cls)
        return self._above[cls]

    def because(self, thing: NamedNode, cls: NamedNode) -> tuple[Because, ...]:
        """What makes a thing a member of a class, in the order in which one follows from another.

        :returns: sentences in words, those of the finding without its id; nothing if it is no member.
        """
        finding = next(iter(self.graph.nodes(thing, bevo("participantOf"))), thing)
        says = self.graph.text(finding, LABEL)
        parted = map(self.words.parted, filterfalse(self._named_so, self.axioms(thing, cls)))
        return tuple(Because(_here(words, finding, says), reason) for words, reason in parted)

    def axioms(self, thing: NamedNode, cls: NamedNode) -> list[Axiom]:
        """The same as triples; that a finding is a finding goes without saying."""
        return list(dict.fromkeys(self._member(thing, cls, ()) or ()))

    def _named_so(self, axiom: Axiom) -> bool:
        """Whether a statement only says that a thing is what it is called."""
        only = axiom[0]
        return only.predicate == TYPE and self.graph.text(only.subject, NAME) == self.graph.text(only.object, LABEL)

    def _member(self, thing: NamedNode, cls: NamedNode, walked: tuple[Claim, ...]) -> list[Axiom] | None:
        """The axioms by which a thing is a member of a class; None if it is none, or only by way of itself.

        :param walked: the memberships that are being shown.
        """
        if (thing, cls) in walked:
            return None
        if cls == bevo("Finding"):
            return []
        types = self.graph.nodes(thing, TYPE)
        named = self.graph.nodes(thing, bevo("term"))
        for stated in (*named, *(t for t in types if t not in named and not self.leads[t])):
            if stated in types and cls in self.above(stated):
                return [(Triple(thing, TYPE, stated),), *self._path(stated, cls)]
        for left, right in self.leads[cls]:
            if right in types and (shown := self._fits(thing, left, (*walked, (thing, cls)))) is not None:
                return [*shown, self._axiom(left, right), *self._path(right, cls)]
        return [(Triple(thing, TYPE, cls),)] if cls in types else None

    def _fits(self, thing: NamedNode, expression: Node, walked: tuple[Claim, ...]) -> list[Axiom] | None:
        """The axioms by which a thing is what an expression says; None if it is not."""
        if isinstance(expression, NamedNode):
            return self._member(thing, expression, walked)
        told = self.graph.about.get(expression, {})
        if INTERSECTION in told:
            parts = [self._fits(thing, part, walked) for part in self._parts(told[INTERSECTION][0])]
            return None if None in parts else [axiom for part in parts for axiom in part or ()]
        if UNION in told:
            return _first(self._fits(thing, part, walked) for part in self._parts(told[UNION][0]))
        if SOME in told and isinstance(prop := told[ON][0], NamedNode):
            return _first(
                [(Triple(thing, prop, other),), *shown]
                for other in self.graph.nodes(thing, prop)
                if (shown := self._fits(other, told[SOME][0], walked)) is not None
            )
        return None

    def _parts(self, head: Node) -> list[Node]:
        """The members of a list, what is told by name first."""
        return sorted(self.graph.members(head), key=lambda part: isinstance(part, BlankNode))

    def _path(self, below: NamedNode, cls: NamedNode) -> list[Axiom]:
        """The steps from a class up to another, by the shortest way."""
        ways: list[list[NamedNode]] = [[below]]
        while ways:
            way = ways.pop(0)
            if way[-1] == cls:
                return [(Triple(a, SUBCLASS, b),) for a, b in pairwise(way)]
            up = sorted(self.graph.parents(way[-1]), key=lambda parent: parent.value)
            ways += [[*way, parent] for parent in up if cls in self.above(parent)]
        return []

    def _axiom(self, left: BlankNode, right: NamedNode) -> Axiom:
        return (Triple(left, SUBCLASS, right), *self._spelled(left))

    def _spelled(self, blank: BlankNode) -> Iterator[Triple]:
        """All that spells an expression out."""
        for predicate, objects in self.graph.about.get(blank, {}).items():
            if predicate != SUBCLASS:
                for thing in objects:
                    yield Triple(blank, predicate, thing)
                    if isinstance(thing, BlankNode):
                        yield from self._spelled(thing)


def _first(found: Iterable[list[Axiom] | None]) -> list[Axiom] | None:
    return next((one for one in found if one is not None), None)


def _here(words: str, finding: NamedNode, says: str) -> str:
    """A sentence on the page of a finding, which need not name it."""
    return words.replace(says, "this finding").replace(f" of {local_name(finding.value)})", ")")
