"""Statements and axioms as units, and whether a set of them entails something: asked of a rule engine or of HermiT."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from pyoxigraph import BlankNode, NamedNode, Triple

from bevo.rdf.names import PREFIXES, node
from bevo.rdf.rdfio import ntriples, read_ntriples
from bevo.rdf.vocabulary import DOMAIN, RANGE, SUBCLASS, SUBPROPERTY, THING, TYPE
from bevo.reasoning.hermit import Inconsistent, classify
from bevo.reasoning.infer import infer
from bevo.reasoning.rules import clashing, disjoint, drawn

__all__ = ["RANGE_OR_DOMAIN", "TAXONOMY", "Axiom", "Entailment", "axioms_of", "declares", "terms_of"]

Axiom = tuple[Triple, ...]
"""One statement or axiom: a triple, or all triples that hang together by blank nodes."""

DECLARED = {
    node(f"owl:{kind}")
    for kind in ("AnnotationProperty", "Class", "DatatypeProperty", "NamedIndividual", "ObjectProperty", "Ontology")
}
TAXONOMY = (SUBCLASS, SUBPROPERTY)
RANGE_OR_DOMAIN = (RANGE, DOMAIN)
VOCABULARY = tuple(PREFIXES[p] for p in ("owl", "rdf", "rdfs", "xsd"))
OWN_NAMES = re.compile(rf"<(?!{'|'.join(map(re.escape, VOCABULARY))})[^>]+|_:\w+")


def axioms_of(triples: Iterable[Triple]) -> list[Axiom]:
    """Triples as statements and axioms, those with common blank nodes together; declarations are left out.

    They come in the order in which an explanation would rather use them: statements about individuals, the taxonomy,
    compound axioms, ranges, domains.
    """
    above: dict[BlankNode, BlankNode] = {}

    def root(blank: BlankNode) -> BlankNode:
        while blank in above:
            blank = above[blank]
        return blank

    stated = [t for t in triples if not declares(t)]
    for t in stated:
        if isinstance(t.subject, BlankNode) and isinstance(t.object, BlankNode) and root(t.subject) != root(t.object):
            above[root(t.object)] = root(t.subject)
    groups: dict[BlankNode | Triple, list[Triple]] = defaultdict(list)
    for t in stated:
        blanks = [root(term) for term in (t.subject, t.object) if isinstance(term, BlankNode)]
        groups[blanks[0] if blanks else t].append(t)
    return sorted((tuple(group) for group in groups.values()), key=_preference)


def _preference(axiom: Axiom) -> tuple[int, str, str]:
    predicate = axiom[0].predicate
    if len(axiom) > 1:
        rank = 2
    elif predicate in TAXONOMY:
        rank = 1
    elif predicate in RANGE_OR_DOMAIN:
        rank = 3 + RANGE_OR_DOMAIN.index(predicate)
    else:
        rank = 2 if predicate.value.startswith(VOCABULARY[0]) else 0
    return rank, str(axiom[0].subject).strip("<>"), str(axiom)


def declares(triple: Triple) -> bool:
    """Whether a triple only says what kind of term something is."""
    return triple.predicate == TYPE and triple.object in DECLARED and isinstance(triple.subject, NamedNode)


def terms_of(axiom: Axiom) -> set[NamedNode]:
    """The terms of an axiom that are not of OWL itself."""
    return {
        term
        for t in axiom
        for term in (t.subject, t.predicate, t.object)
        if isinstance(term, NamedNode) and not term.value.startswith(VOCABULARY)
    }


class Entailment:
    """Does a goal follow from these axioms or from those.

    :param declarations: of all terms; HermiT gets those of the terms it meets.
    :param goal: a statement, or None for a contradiction.
    """

    def __init__(self, declarations: Iterable[Triple], goal: Triple | None) -> None:
        self.goal = goal
        self.declared: dict[object, Triple] = {t.subject: t for t in declarations}

    def by_rules(self, axioms: Sequence[Axiom]) -> bool:
        """Whether the rule engine draws the goal."""
        if self.goal is None:
            return self.clashes(axioms)
        return self.goal in drawn(_triples(axioms))

    def clashes(self, axioms: Sequence[Axiom]) -> bool:
        """Whether a member of two disjoint classes, or a pair of two disjoint properties, can be drawn by rules."""
        triples = _triples(axioms)
        return bool(clashing(drawn(triples), disjoint(triples)))

    def members(self, axioms: Sequence[Axiom]) -> list[str]:
        """The IRIs of all individuals that the rule engine finds to be what the goal says of one."""
        if self.goal is None:
            return []
        return sorted(
            t.subject.value
            for t in drawn(_triples(axioms))
            if t.predicate == self.goal.predicate and t.object == self.goal.object and isinstance(t.subject, NamedNode)
        )

    def by_hermit(self, axioms: Sequence[Axiom]) -> bool:
        """Whether HermiT draws the goal.

        :raises Inconsistent: if the goal is a statement and the axioms contradict each other.
        """
        return any(self._hermit([self._whole(axioms)]))

    def confirmed(self, axioms: Sequence[Axiom]) -> bool:
        """Whether HermiT draws the goal from these axioms, and from none of the sets that lack one of them.

        All those sets are put to it at once, each with names of its own.
        """
        whole = self._whole(axioms)
        lacking = [self._whole([*axioms[:i], *axioms[i + 1 :]]) for i in range(len(axioms))]
        if self.goal is None:
            return any(self._hermit([whole])) and not any(self._hermit(lacking))
        return self._hermit([whole, *lacking]) == [True] + [False] * len(lacking)

    def _whole(self, axioms: Sequence[Axiom]) -> list[Triple]:
        """A set of axioms as an ontology, with the class of the goal in its hierarchy."""
        triples = _triples(axioms)
        if self.goal and isinstance(self.goal.object, NamedNode):
            triples.append(Triple(self.goal.object, SUBCLASS, THING))
        used = terms_of(tuple(triples))
        return [*(self.declared[term] for term in used if term in self.declared), *triples]

    def _hermit(self, sets: Sequence[Sequence[Triple]]) -> list[bool]:
        """For each of the sets whether HermiT draws the goal; a contradiction in one is a contradiction in all."""
        triples = [t for number, triples in enumerate(sets) for t in _renamed(triples, number)]
        if self.goal is None:
            try:
                classify(triples)
            except Inconsistent:
                return [True] * len(sets)
            return [False] * len(sets)
        known = {*triples, *infer(triples, {})}
        return [known.issuperset(_renamed([self.goal], number)) for number in range(len(sets))]


def _triples(axioms: Iterable[Axiom]) -> list[Triple]:
    return [t for axiom in axioms for t in axiom]


def _renamed(triples: Iterable[Triple], number: int) -> list[Triple]:
    """Triples with names that no other number gives them; the names of OWL itself stay."""
    text = OWN_NAMES.sub(lambda name: f"{name[0]}x{number}", ntriples(triples).decode("utf-8"))
    return read_ntriples(text)
