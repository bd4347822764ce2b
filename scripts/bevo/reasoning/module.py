"""The part of an ontology that bears on some statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from pyoxigraph import BlankNode, NamedNode, Triple

from bevo.rdf.vocabulary import CLASS, SUBCLASS, TYPE

__all__ = ["module"]


def module(ontology: Sequence[Triple], said: Iterable[Triple]) -> list[Triple]:
    """The part of an ontology from which all follows that follows from the whole about what is said.

    Left out is what is stated above a class that is neither named in what is said, nor above what is, nor part of any
    axiom of another form. Such axioms are local to bottom: where the class is empty they hold, whatever else does, so
    nothing follows from them about other names (B. Cuenca Grau et al., Modular Reuse of Ontologies, JAIR 31, 2008).

    :param ontology: its logical part.
    :param said: statements that name the classes of interest.
    """
    about: dict[object, list[Triple]] = defaultdict(list)
    for triple in ontology:
        about[triple.subject].append(triple)

    def with_expressions(triples: Iterable[Triple]) -> list[Triple]:
        found, todo = [], list(triples)
        while todo:
            found.append(triple := todo.pop())
            if isinstance(triple.object, BlankNode):
                todo += about[triple.object]
        return found

    stated: dict[object, list[Triple]] = {
        cls: with_expressions(triples)
        for cls, triples in about.items()
        if isinstance(cls, NamedNode)
        and any(t.predicate == TYPE and t.object == CLASS for t in triples)
        and all(t.predicate in (TYPE, SUBCLASS) for t in triples)
    }
    local = {t for triples in stated.values() for t in triples}
    kept = [t for t in ontology if t not in local]
    todo = [name for t in (*kept, *said) for name in (t.subject, t.object) if name in stated]
    while todo:
        for triple in stated.pop(todo.pop(), ()):
            kept.append(triple)
            if triple.object in stated:
                todo.append(triple.object)
    return kept
