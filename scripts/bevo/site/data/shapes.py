"""The shapes in short: what data must conform to, in the sentences that a fault is told in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pyoxigraph import NamedNode

from bevo.rdf.index import Index, Node
from bevo.rdf.names import compact, local_name, node
from bevo.rdf.vocabulary import TYPE

__all__ = ["Shape", "shapes_in_short"]

_TARGETS = ("targetClass", "targetSubjectsOf", "targetObjectsOf", "targetNode")


class Shape(NamedTuple):
    """A node shape (SHACL, https://www.w3.org/TR/shacl/).

    :param about: what it is asked of: the CURIE of a class, or ``targetSubjectsOf`` and that of a property.
    :param messages: its own and those of its parts, sorted.
    """

    name: str
    about: str
    messages: tuple[str, ...]


def shapes_in_short(graph: Index) -> Iterator[Shape]:
    """The named shapes of a graph, by their IRIs."""
    for iri in sorted(s.value for s in graph.about if isinstance(s, NamedNode)):
        shape = NamedNode(iri)
        if node("sh:NodeShape") in graph.nodes(shape, TYPE):
            targets = [
                compact(target.value) if kind == "targetClass" else f"{kind} {compact(target.value)}"
                for kind in _TARGETS
                for target in graph.nodes(shape, node(f"sh:{kind}"))
            ]
            messages = tuple(sorted(dict.fromkeys(_messages(graph, shape))))
            yield Shape(local_name(iri), ", ".join(targets) or compact(iri), messages)


def _messages(graph: Index, shape: Node) -> Iterator[str]:
    yield from graph.texts(shape, node("sh:message"))
    for way in ("property", "sparql", "node"):
        for part in graph.objects(shape, node(f"sh:{way}")):
            if not isinstance(part, NamedNode) or way != "node":
                yield from _messages(graph, part)
